"""Where the header of a table is, what its columns are called, which one holds the numbers. Pure.

names           what a column's name says of its cells
header_rows     which row holds the names
above_header    who stands above it: contacts, or a letterhead
joined_rows     names that stand in two rows
headers         the table with its header taken off, each column with a name of its own
text_layouts    the same for a text, of which the quotes have to be understood first
long_rows       rows with more cells than there are names, or fewer
consents        which rows say that they want no messages
list_sheets     how much a sheet looks like a list
pasted_lines    lines that are typed or pasted, with names beside the numbers or without
number_column   which column holds the mobile numbers
country_columns which say of which country they are; `belonging` of whose numbers,
                `places_abroad` which addresses are in another one
"""
