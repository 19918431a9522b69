"""Calls whose end is unknown: a person decides about them, never a retry.

groups   the calls in groups of one evidence, each with its two buttons
cards    each call, with what was sent and what came back
asking   the two questions, and what came of the answer
past     what was decided
"""
