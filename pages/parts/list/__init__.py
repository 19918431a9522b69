"""List: one saved list, and others made from it.

head              its name and counts; renaming and deleting
contacts          who is in it
rejected          the rows of its file that were not taken, and putting them right
smaller           a list of some of them
merging           a list of two
"""
