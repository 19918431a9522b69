"""In the process that reads a workbook: it has no keys and can open no file.

child ─► documents                                        (web pages, SpreadsheetML, JSON)
child ─► confinement ─► the guard ─► sheets, cells (calamine's values), left_out_texts ─► columns
"""
