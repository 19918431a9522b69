"""Credits: readings of the pools, what campaigns take from them, and pools that are low."""
