"""One-time codes.

order             the form that orders one
results           a call, and what came of the last one
check             the code that was sent: checked, or sent again
history           what was done
kept_fields       what was typed, kept while another page is open
"""
