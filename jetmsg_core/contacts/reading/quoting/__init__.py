"""Quotes that nobody doubled or closed. Pure.

quotes         whether one that spans lines was meant
inner_quotes   those inside a cell in quotes
"""
