"""The draft that is open on Compose.

open_draft        between the widgets and the database; every callback changes choices through it
message_field     the message, its size, its placeholders
inserts           texts to write where the cursor stands
spellings         placeholders of other tools: change one, or keep it on purpose
kept_cells        cells that are no value: keep them on purpose
"""
