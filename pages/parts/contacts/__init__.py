"""Contacts: a file's rows in tiles and tables, and the saved lists.

pasting           numbers typed by hand instead of a file
check_tiles       how many rows are ready, rejected and so on
rows              the rows of one tile
saving            under a name, and rejected rows as a file
saved_lists       all of them
"""
