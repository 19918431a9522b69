"""Quotes that nobody doubled or closed. Pure.

quotes         whether one that spans lines was meant
backslashes    those behind a backslash
inner_quotes   those inside a cell in quotes
"""
