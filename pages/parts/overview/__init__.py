"""Overview: what needs a person, what runs, and the week.

live              redrawn by itself: `decisions` that wait, then campaigns under way
posters           which posters make the calls, where a fleet does
week              the shares of the last seven days
"""
