"""Compose: the way to a campaign in four steps, with what each of them draws.

steps             the four steps, the way back and on; `reasons` keep one from going on
kept_drafts       drafts that were left, and the head of the page
who               Who:   `conditions` on columns, `file` for one taken in on the way
what              What:  `variables` of a template; the message is in the folder `draft`
left_out          who gets no message, and why
check             Check: `findings` of the checks, `recipient_cursor` says whose text is shown
sending           Send:  the folder of the last step, from what it takes to what sends it
previews          counts and texts that the steps share, remembered while nothing changed
promotional_hours the hours' rule, said wherever it matters
"""
