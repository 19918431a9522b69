"""The ledger read for people: counts while a campaign runs, states, pages and files after it.

live_counts        how many are in which state, while it runs
recipient_states   the state of everybody, as arrays; `state_bitmaps` keeps it once it has ended
chunk_reasons      why the recipients of a chunk are where they are
lookups            a number or an smsId among millions
ledger_columns     the ledger by columns, for exports
call_times         when calls were made
report_evidence    what reports say of people of unknown state
needs_action       campaigns that may wait for a person
"""
