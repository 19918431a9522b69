"""The JETMSG HTTP API: what is sent, what came back, and what that proves.

calls       the one shape of a call: its fields, and how its reply is read
client      the door: prepares a call of any family, and makes it
seam        between deciding and posting: a call, its answer, and who makes them
transport   posting one request (`bodies`) over `connections`, and what its answer proves
posters     many requests at once, by threads
replies     from an answer to a verdict

The families are sms, whatsapp, balance, otp_v1 and otp_v3.
"""
