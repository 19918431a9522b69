"""Campaign: one campaign, before it starts, while it runs and when it is over.

live              what changes while it moves, as of one moment
progress ─► before_start | controls, holds ─► restored     what it does now
approval          what a second person decides before it starts
questions         the question that is open, each confirmed by `confirm`
summary           what became of it, and what it is
history           who did what to it
undecided         calls of unknown end, about which a person decides
trying_again      whom it did not reach, tried again in a campaign of their own
recipients        reasons, and everybody, searched and paged
downloads         everybody as a file; `save_list` keeps some of them as a list
"""
