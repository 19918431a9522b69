"""Excel workbooks of any size, written a piece at a time.

writing     the file: its sheets, and what had to be changed
frame       what stands around the rows: styles, widths, the frozen first row
markup      rows as the tags of a sheet
texts       what a cell of Excel cannot hold
"""
