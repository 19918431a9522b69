"""The commands of a campaign.

create          campaign create; `people` says who, and `spec` what they get and how
try_first       campaign test
listing         campaign list, archive, unarchive
compare         campaign compare
control         campaign start, pause, resume, stop, status, export
run             campaign run
unknown_calls   campaign unknown, settle, schedule, unschedule
retry           campaign retry
drafts          draft list, show, test, start, delete; campaign copy

previewed   what is printed of a campaign that was made, or refused
way_out     what the page has a button for, as an option that can be written
"""
