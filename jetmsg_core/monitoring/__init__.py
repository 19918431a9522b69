"""How the program is, for who runs it and for what watches it.

call_counts  the calls that ended, by outcome and by how long they took, counted once each
metrics      all that is measured, as Prometheus reads it
health       whether all parts of it are well: for probes, and with what is wrong for who runs it

Nothing here names a person, a number, a text, a campaign or a key.
"""
