"""Those who post many calls at once, as `seam.Posters` says; each kind by another way.

chosen         which kind the settings ask for
threads        threads of this process, each with a connection of its own
processes      processes with such threads (`child_process` each), replaced when they end
poster         what such a process does; `frames` and `marks` are how it and its starter talk
"""
