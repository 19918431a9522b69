"""Sending, repeating and checking one-time codes by hand, over every form of the gateway's API.

console     what the page and the command line do: each event written before its call
checks      what stops an order before its call
orders      from what a person asks for to a call
receivers   numbers and addresses: as typed, as called, as shown
sentences   what happened, without the code
"""
