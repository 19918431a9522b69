"""Campaigns: planned, frozen, sent, controlled and exported.

draft ─► plan ─► checks ─► preview ─► lifecycle ─► sending ─► results, exports
                                                      └─► unknown_calls, where a person decides

approvals are what a second person decides before a start.
status is a campaign with its counts.
listing finds campaigns again and archives them.
campaign_snapshot reads all of it that is shown together, as of one moment.
"""
