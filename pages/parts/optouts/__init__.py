"""Opt-outs: `adding` takes numbers, `rows` shows, removes and exports them."""
