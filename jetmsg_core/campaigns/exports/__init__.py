"""A campaign's recipients as a file.

recipient_file  the file; `columns` what the ledger says of a block of recipients
jobs            large ones asked for by a page; `make_files` makes them in the worker
failed_list     who is known not to have the message, as a list
"""
