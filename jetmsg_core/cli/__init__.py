"""The command line: names, JSON keys and exit codes are a public promise."""
