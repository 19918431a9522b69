"""Send: the last of the four steps, and the sending.

send          the step: now, later, or to one's own phone first
facts         what it takes: people, calls, parts, credits, time
test_message  one recipient's real text to one's own number
launch        the last question, and what makes the campaign
"""
