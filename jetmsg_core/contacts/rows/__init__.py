"""From the rows of a file to the number of each, or why it has none. Pure.

corrections ─► number_cells (of one column, or of several) ─► split_cells
row_outcomes     every row's number or rejection, and tables of the rows that are not sent to
shown_codes      countries that only the sheet shows
foreign_rows     whose numbers belong to other countries; `mostly_foreign` where most do,
                 `numbers_at_home` where ten digits are mobiles of one other country
fax_numbers      whose only number is that of a fax or a pager
declined_rows    who says no to messages in the file itself
numbers_elsewhere     numbers that stand in another column
rejecting, rejection_sentences     a row rejected by what it says elsewhere, and what is said of it
"""
