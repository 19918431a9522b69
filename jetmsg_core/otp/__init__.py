"""Sending, repeating and checking one-time codes by hand, over every form of the gateway's API."""
