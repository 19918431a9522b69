"""Delivery reports: the file a panel exports, to what became of each message.

bytes ─► reading.rows.ReportRows ─► matching (whose row is it) ─► importing (what it changes)

previews    what a report says and of whom, before it is taken
importing   a report looked at, then taken
applying    matched reports into the ledger, in slices
explaining  words that a person says the meaning of
learning    words of earlier reports that are known now
merging     which of two reports about one message stands
indexing    the results of an ended campaign made quick to look up
evidence    what reports say of people in calls of unknown end
reasons     why somebody got no message, and what to do
rates       how much reached a phone

reasons and merging are pure.
"""
