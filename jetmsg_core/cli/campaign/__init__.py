"""The commands of a campaign.

create          campaign create
listing         campaign list
control         campaign start, pause, resume, stop, status, export
run             campaign run
unknown_calls   campaign unknown, settle, schedule, unschedule
retry           campaign retry
"""
