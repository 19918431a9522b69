"""Campaigns: planned, frozen, sent, controlled and exported."""
