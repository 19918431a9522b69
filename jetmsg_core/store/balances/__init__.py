"""Credits: readings of the pools, what campaigns take from them, and pools that are low.

samples              readings, one row each, failed ones too
pool_windows         the readings of a pool around a moment
spending             what campaigns take from each pool
low_balance_alerts   pools that are low, so that each fall is told once
"""
