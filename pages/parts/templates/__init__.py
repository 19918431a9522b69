"""Templates: approved texts, and what fills them.

rows              all of them
head              one: its name, badges, versions, deleting
form              its text and what DLT knows of it
variables         what fills each of its variables
importing         from an operator's file; `asking` asks what that leaves open
"""
