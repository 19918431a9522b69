"""Delivery reports: the file a panel exports, to what became of each message.

bytes ─► reading.ReportRows ─► matching (whose row is it) ─► importing (what it changes)
words, columns, reasons and merging are pure.
"""
