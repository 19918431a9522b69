"""Cells to Indian mobile numbers. Pure.

normalize            a column: ordinary cells to `vectorized_numbers`, odd to `normalize_cell`
normalize_cell       one cell, rule after rule
vectorized_numbers   ordinary cells of a whole column at once
inner_digits         numbers within words
series               the series of Indian numbers that may hold no mobiles
cautions             accepted numbers that look doubtful
"""
