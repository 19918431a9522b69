"""What every room is built of. Nothing here imports anything of ours.

arrays        names of arrays by what their items are
characters    characters that more than one room has to know
error_values  what cells show where a formula went wrong
masking       keys that never show
progress      how far a work is that takes its time
remembered    what was worked out a moment ago, while it still holds
times         aware times, the zone of India, and the clock
"""
