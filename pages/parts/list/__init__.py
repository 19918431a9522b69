"""List: one saved list, and others made from it.

head              its name and counts; renaming and deleting
contacts          who is in it
smaller           a list of some of them
merging           a list of two
"""
