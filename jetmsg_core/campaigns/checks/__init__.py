"""Everything doubtful about a planned campaign, before it is frozen.

find             all of it, blockers first
findings         what a finding is
dlt, repeats, credit_caps, spellings, unfilled_cells   one kind of doubt each
"""
