"""Whose each row of a report is.

match              by smsId, else by number and time
by_number          whom a report is about whose ids are not ours
attribution        whose message is meant by a number alone
unmatched          rows of nobody, kept for the campaign that owns them
unmatched_reasons  why a row is nobody's
"""
