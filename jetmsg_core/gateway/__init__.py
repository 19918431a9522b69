"""The JETMSG HTTP API: what is sent, what came back, and what that proves.

calls       the one shape of a call: its fields, and how its reply is read
client      the door: prepares a call of any family, and makes it
transport   posting one request over `connections`, and what its answer proves (`seam`)
replies     from an answer to a verdict

The families are sms, whatsapp, balance, otp_v1 and otp_v3.
"""
