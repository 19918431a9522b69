"""Campaigns: every campaign, searched and filtered.

address   what is asked for, in the page's address
filters   the fields that ask
rows      those that fit, a page at a time, with what can be done with each
"""
