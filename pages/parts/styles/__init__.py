"""How things are said and coloured.

act_lines         an act in a line
charts            numbers that a chart writes
formatting        counts, times, texts of a person's making
report_times      times of delivery reports
state_styles      the word, colour and icon of each state, pool and channel
"""
