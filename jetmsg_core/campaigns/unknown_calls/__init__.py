"""Calls of unknown end, about which a person decides.

decisions         the two decisions, and what was decided
calls             what is known of each call
evidence_groups   calls of one evidence, about which a person decides at once
suggestion        what to do, from reports first and the balance second
balance_evidence  what the balance says; `balance_windows` reads it from the database
"""
