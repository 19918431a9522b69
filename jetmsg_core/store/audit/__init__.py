"""Who did what: rows that are only added, each bound to the one before.

chain      what binds them, and where a chain is broken
acts       the rows: added, and read by what they are about
end_mark   the end of the chain, noted outside the database
"""
