"""Balance: how many credits are left, how long they last, and what campaigns took.

cards             a card for each pool of credits
chart             the course of a pool
pools             the three tiles of the overview, and their words
sample_now        asking the gateway now
samples           the readings: none yet, failed ones, all as a file
reconciliation    campaigns against the balance, also one line for a campaign's page
"""
