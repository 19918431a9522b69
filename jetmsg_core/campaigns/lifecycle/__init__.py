"""A campaign from frozen to over.

create         frozen as it was previewed, in one transaction
recipient_cells   the columns of its recipients, and who of them refuses another channel
retry          one from the failures of another: `retry_kinds` a person may choose,
               `retry_candidates` who is left of them, `retry_offer` what it takes
readiness      what sending it means, told once more
launch, schedule, control   start now or at a time; pause, resume, stop
holds          why one waits
needs_action   those that wait for a person
"""
