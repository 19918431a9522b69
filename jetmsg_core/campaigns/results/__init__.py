"""What became of campaigns.

recipients   counts by reason, pages of people, one among a million
timeline     everything ever sent to one number
compare      campaigns side by side
delivered    how many are known to be delivered
durations    how long a campaign was sending
"""
