"""Everything doubtful about a planned campaign, before it is frozen.

words      what each finding says, in sentences
codes      what can be found, and the one table of what belongs to each
find       all of it: concerns about people first, then everything in words, blockers first
concerns   whom a check is about, before it is put in words
findings   what a person is told
dlt, repeats, credit_caps, spellings, texts, unfilled_cells   one kind of doubt each
"""
