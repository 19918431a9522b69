"""Compare: `comparison` sets two to four campaigns side by side."""
