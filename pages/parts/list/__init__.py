"""List: one saved list, and others made from it.

head              its name and counts; renaming and deleting
changing          the switch that lets people change it, and who they are
contacts          who is in it
editing           the same as a table to type in; `kept_cells` keeps what is typed
adding            one person, or pasted lines, put at its end
history           what was changed since it was saved, and the way back
rejected          the rows of its file that were not taken, and putting them right
others            the ways to make another list from it:
smaller           a list of some of them
merging           a list of two
"""
