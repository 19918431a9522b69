"""Files that leave the product.

tables           a table as a file of any format, whole or a block of rows at a time
columns          what its columns hold; `file_format` how the file is written
csv_files        CSV as spreadsheets open it right
shields          how cells stand in CSV, by who reads it next
formula_escapes  the one shield that keeps a cell from running as a formula
workbooks        Excel workbooks of any size
encrypted        a file encrypted with a passphrase, and plain again
whole_files      a file written as a whole or not at all
offers           files that a page offers, made when they are fetched
working_ahead    work done in threads while what comes of it is used
"""
