"""Posters on this and other machines, which make the worker's calls: handed out by Celery over
Redis, each made at most once.

A broker loses messages and gives them twice. So a call is never made because a message came, but
because its poster took the call's one ticket (`tickets`), and it did not leave where the worker
took that ticket itself.

dispatch    the worker's side of the seam
poster      the process that makes calls
tickets     one for each call, in one script
payloads    what travels, in `sealing`, through `broker` one way and `answers` the other
roll        which posters there are; `status` says it to a person

Only with `JETMSG_FLEET_URL` is any of it used, and celery and redis are imported then alone.
"""
