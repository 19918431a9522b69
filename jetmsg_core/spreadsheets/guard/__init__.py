"""What a workbook is, and what it would take, before anything is laid out.

books        which kind it is        archives   its zip, inflated in pieces and counted
packages, worksheets, shared_texts, styles   the parts of an .xlsx
open_document   those of an .ods
compound, old_sheets   those of an .xls
binary_sheets   those of an .xlsb
markup   XML by a pull parser          scans   what is known then
"""
