"""The JETMSG HTTP API: what is sent, what came back, and what that proves."""
