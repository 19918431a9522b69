"""Everything a person should know before sending.

pipeline            the way there: planned, checked, without those who are left out
preview             people, calls, parts, credits, time
recipient_preview   anybody's real text
left_out            who of the list gets none, and why
"""
