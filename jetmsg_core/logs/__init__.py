"""The log: a line for each thing that happens, on stderr, for a person or for a program.

choices    how much is written down, and in which form
lines      the two forms of a line, with keys and numbers of people masked
requests   which request a line belongs to
starting   what each program calls once, when it begins
"""
