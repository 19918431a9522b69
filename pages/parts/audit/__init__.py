"""Who did what: every act, newest first, and whether they are all as they were written down.

address    what is asked for, in the page's address
filters    the fields that ask
rows       the acts that fit, a page at a time
verifying  the button that looks through all of them, and what it said
"""
