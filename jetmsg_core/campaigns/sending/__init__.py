"""A running campaign on its way out: claim → call → reply → settle → record.

sender              the turn: one transaction that records and claims
claiming            which campaigns may go on, and which of their chunks leave now
call_pool           the calls on their way, and what their answers mean
channels            how a chunk is said to the gateway
recorded_turns      what came back, and what it does to a campaign, written down
distant             calls that are made on other machines
settle              what a verdict makes of a chunk
found_slots         how many calls at once the gateway answers well
rate_limit, slow_start, circuit_breaker, credit_guard   when the next call may leave, and when none
words               what is said of promotional hours
leave_out_reported  whoever a report calls delivered is left out when a call goes again
"""
