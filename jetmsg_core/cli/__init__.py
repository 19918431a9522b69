"""The command line: names, JSON keys and exit codes are a public promise.

commands    how a command says its words, its options and what it does
parser      the table of all commands; from it come the parser, its help and what is run
output      what a command prints, in a room of its own
file_findings   what was noticed about a contact file, each sentence once
written_files   files that commands write
arguments   what is asked for by its name or id, and sentences about wrong usage

The other modules are the commands, by what they are about.

contacts    contacts check
lists       list save, choose, merge and the others, in a room of their own
messages    message parts
campaign    campaign create, start, run and the others, and drafts, in a room of their own
reports     report import, report parked, campaign report, number
restoring   restore, optout kept, template kept
optouts, templates, template_import, otp   the commands of the same names
gateway     balance, backup, worker, sandbox
"""
