"""The JETMSG HTTP API: what is sent, what came back, and what that proves.

calls                                  the one shape of a call: its fields, how its reply is read
sms, whatsapp, balance, otp_v1, otp_v3 the families
client                                 the door: prepares a call of any family, and makes it
seam, transport, connections           posting one request, and what its answer proves
replies                                from an answer to a verdict
"""
