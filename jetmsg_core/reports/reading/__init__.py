"""The bytes of a report to rows.

rows             arrays: for each row whose it is, what it says and when
columns          which column holds what, by its cells
column_names     what panels call them
ids              cells of an id column to smsIds
times            cells of a time column to seconds
words            a report's words to states

All but rows are pure.
"""
