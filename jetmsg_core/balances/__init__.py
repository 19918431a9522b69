"""Credit balances: samples of the three pools over time, and what campaigns took of them.

sampling              when the balance is asked for, and what was read
sample_series         samples in columns, for years of them
forecast              how fast credits are used, how long those left will last
pool_status           what is left in each pool, and whether it is enough for what is planned
low_balance           pools with too few, told once for each fall
views                 the pools over a time, as the balance page shows them
sending_intervals     a campaign as the intervals in which it really sent
reconciliation        what campaigns were said to cost, against what the balance shows
reconciliation_text   the same in words
words                 what more than one room says of balances
matching              stored calls and samples, put before `reconciliation`
"""
