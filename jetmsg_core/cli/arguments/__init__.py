"""What is typed behind a command.

called        what is asked for by its name, or by its id
limits        how many of what is listed are printed
passphrases   the passphrase of a copy
who           the name that a change is kept with
wrong_usage   sentences about what a command cannot take
"""
