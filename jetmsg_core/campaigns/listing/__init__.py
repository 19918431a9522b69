"""All campaigns there are, as a person looks through them.

search    those that fit a filter, a page at a time
archive   hidden from lists, or brought back
"""
