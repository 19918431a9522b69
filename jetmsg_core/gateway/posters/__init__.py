"""Those who post many calls at once, as `seam.Posters` says; each kind by another way.

chosen     which kind the settings ask for
threads    threads of this process, each with a connection of its own
"""
