"""The commands of saved lists.

making      list save, choose, from-campaign, merge
kept        list list, show, rename, delete
changes     list edit, add-person, add-people, remove-person, history, undo
cell_tests  what a cell may be asked: of those in a smaller list, or in a campaign
"""
