"""Credit balances: samples of the three pools over time."""
