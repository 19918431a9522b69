"""The bytes of a report to rows.

rows             arrays: for each row whose it is, what it says and when
columns, times   which column holds what; cells of a time column to seconds
words            a report's words to states

All but rows are pure.
"""
