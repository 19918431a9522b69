"""Delivery reports.

upload ─► preview    a file taken in, shown with what it would do, and imported
words                what words mean that nobody knows, as a person says
delivery_rates       how much reached the phones, and why not
files                reports that came, and rows about no message known here
"""
