"""One-time codes.

order             the form that orders one
results           what came of a call
check             the code that was sent: checked, or sent again
history           what was done
"""
