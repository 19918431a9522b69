"""A campaign from frozen to over.

create         frozen as it was previewed, in one transaction; `retry` one from definite failures
readiness      what sending it means, told once more
launch, schedule, control   start now or at a time; pause, resume, stop
holds          why one waits
needs_action   those that wait for a person
"""
