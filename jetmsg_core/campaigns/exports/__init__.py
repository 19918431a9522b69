"""A campaign's recipients as a file.

recipient_file  the file; `columns` what the ledger says of a block of recipients
jobs            large ones asked for by a page; `make_files` makes them in the worker
state_list      those in some states, as a list
"""
