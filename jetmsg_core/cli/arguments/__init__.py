"""What is typed behind a command.

called        what is asked for by its name, or by its id
wrong_usage   sentences about what a command cannot take
"""
