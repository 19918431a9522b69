"""Who is sent what, and what came of it: the tables behind "never twice" and "never lost".

campaigns      a campaign and its progress
campaign_search  which campaigns a person looks for, and which are archived
transitions    what happens to a campaign: its states and holds
recipients     frozen in one go, never updated
chunks         claim, recover, cancel
recording      what came of calls
bisecting      chunks that are divided
withholding    who must not be sent to any more is left out of a claim
unknown_calls  calls of unknown end, and what a person decided
retries        who is tried again
repeats        who was sent what lately
"""
