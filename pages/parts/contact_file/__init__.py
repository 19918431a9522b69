"""A contact file on its way to a list, on the pages that take one.

held_upload ─► opening ─► checking            taken in, read as chosen, and checked
kept_upload       it comes back after a reload
findings, questions                           what was noticed, and what must be answered
reading           how it was read, and the way to read it otherwise; `mappings` remembers that
corrections       rejected numbers typed anew; `typed_numbers` keeps them
saving            the contacts as a list
"""
