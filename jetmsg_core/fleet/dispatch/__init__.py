"""The worker's side: calls are handed to posters, each comes back once.

posting      what stands behind the seam; gives bundles to the broker
handed_out   the calls on their way, and what is asked about each next
minding      reads reports, asks for tickets that are due
watching     whether Redis and posters can be used, and in which epoch
left_behind  what became of the calls of a worker that died
"""
