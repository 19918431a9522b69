"""Find a number.

timeline    what one person was sent
held        what is held about one person, to be given out or erased
"""
