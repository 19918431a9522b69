"""Opt-outs: `adding` takes numbers that are typed or pasted, `importing` those of a file after a
look at it; `rows` shows, removes and exports them."""
