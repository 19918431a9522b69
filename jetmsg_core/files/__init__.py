"""Files that leave the product.

csv_files        CSV as spreadsheets open it right
formula_escapes  the one shield that keeps a cell from running as a formula
whole_files      a file written as a whole or not at all
"""
