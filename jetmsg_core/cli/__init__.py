"""The command line: names, JSON keys and exit codes are a public promise.

commands   how a command says its words, its options and what it does
parser     the table of all commands; from it come the parser, its help and what is run
output     what a command prints
"""
