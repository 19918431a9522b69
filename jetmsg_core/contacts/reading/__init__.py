"""The bytes of a contact file to a table of text. Pure.

formats ─► encodings ─► dialects, loose_quotes ─► readers (`mixed` chooses, `quotes` judges a quote
that spans lines) ─► tables
workbooks   a sheet instead of a text          pasting   numbers typed by hand instead of a file
error_cells   cells that show the error of a formula
"""
