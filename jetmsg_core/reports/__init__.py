"""Delivery reports: the file a panel exports, to what became of each message.

bytes ─► reading.ReportRows ─► matching (whose row is it) ─► importing (what it changes)

reading            bytes to arrays: for each row whose it is, what it says and when
columns, times     which column holds what; cells of a time column to seconds
words              a report's words to states
matching           whose each row is, by smsId, else by number and time
attribution        whose message is meant by a number alone
previews           what a report says and of whom, before it is taken
importing          a report looked at, then taken
applying           matched reports into the ledger, in slices
merging            which of two reports about one message stands
indexing           the results of an ended campaign made quick to look up
unmatched          rows of nobody, kept for the campaign that owns them
unmatched_reasons  why a row is nobody's
evidence           what reports say of people in calls of unknown end
reasons            why somebody got no message, and what to do
rates              how much reached a phone

words, columns, times, attribution, reasons, unmatched_reasons and merging are pure.
"""
