"""Overview: what needs a person, what runs, and the week.

live              redrawn by itself: `decisions` that wait, then campaigns under way
week              the shares of the last seven days
"""
