"""Cells to mobile numbers, Indian ones unless others are wanted. Pure.

normalize            a column: ordinary cells to `vectorized_numbers`, odd to `normalize_cell`
normalize_cell       one cell, rule after rule
vectorized_numbers   ordinary cells of a whole column at once
inner_digits         numbers within words
serials              serial numbers before the numbers of a column
wrappings            what stands around a number: quotes, tel:, links
number_breaks        what divides several numbers of a cell
prefixes             what is dialled before a number
series               the series of Indian numbers that may hold no mobiles
calling_codes        the numbering plans of other countries; `countries` asks them
country_names        what files have for the countries
cautions             accepted numbers that look doubtful
written              numbers as they are written into files
"""
