"""The bytes of a contact file to a table of text. Pure.

formats ─► encodings, of one byte: letters ─► dialects, loose_quotes ─► readers (`mixed` chooses,
`quoting` judges their quotes) ─► tables
quoting     quotes that nobody doubled or closed
scans       what is looked for in all bytes
workbooks   a sheet, or a table of a page, instead of a text
vcards      the cards of a .vcf
one_cell    a text of which each row stands in one cell     unreadable_formats   what is no list
pasting     numbers typed by hand instead of a file
error_cells   cells that show the error of a formula
"""
