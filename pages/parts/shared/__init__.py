"""What several pages draw alike.

upload, file_reading    a field for a file, and what is said while it is read
tables, paging, show_more    tables as files, pages by key, long lists
file_buttons      a file offered in each format
phones            a text as a phone shows it
variables_shown   the variables of an approved text, within its words
campaign_rows     a campaign in a list; `campaign_actions`, what can be done with it
cell_tests        what may be asked of a cell, in words
kept_back         opt-outs and templates newer than a restored copy
welcome           the way to a first message, where there is none yet
memory            memory of large files given back
"""
