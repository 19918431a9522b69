"""What the database holds about one person, and how it goes.

erasures    who was erased, by a keyed hash, and what was
ledger      a number among recipients, in their cells, texts and replies
fitting     texts that may have a number in them
words       a number in any other text of the database
listed      a number among the rejected rows and the changes of lists, and in unmatched reports
aged        campaigns whose numbers and texts are no longer kept
wiping      what was taken out leaves the file too
"""
