"""A poster: a process on any machine, which makes the calls that it is given.

running     from its start to its end: Celery takes bundles, the roll hears that it is there
calling     its threads: a ticket, the call, a report
reporting   reports are left for the worker, until Redis has them
"""
