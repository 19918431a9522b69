"""What became of campaigns.

recipients   counts by reason, pages of people, one among a million
timeline     everything ever sent to one number
compare      campaigns side by side
durations    how long a campaign was sending
"""
