"""Campaigns: planned, frozen, sent, controlled and exported.

draft ─► plan ─► checks ─► preview ─► lifecycle ─► sending ─► results, exports
                                                      └─► unknown_calls, where a person decides
"""
