"""Calls of unknown end, about which a person decides.

decisions         what is known of each call, and the two decisions
suggestion        what to do, from reports first and the balance second
balance_evidence  what the balance says; `balance_windows` reads it from the database
"""
