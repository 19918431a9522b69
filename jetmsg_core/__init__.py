"""The core of JetMsg Campaigns: everything but the pages. Nothing here imports Streamlit.

contacts, messages      rules: bytes of a file to an audience, a text to parts
lists, templates, mappings, checking, uploads, optouts   what people keep, and how a file is checked
campaigns               draft, plan, checks, preview, lifecycle, sending, results
reports, balances, otp, probing   delivery reports, credits, one-time codes, a connection tried
restoring, backup       a copy of the database made, and put back
audit                   who did what, as a chain to which acts are only added
store, gateway          the only SQL; the only HTTP that leaves
worker, processes, web  the one that sends; what is started and alive; the door of the dashboard
cli                     the command line, which `__main__` starts
settings, settings_source   read once, and where each comes from
files, spreadsheets     files that leave; workbooks that come in
names, states, errors   what things may be called, what they are, what is refused
primitives              times, masks, characters, names of arrays
sandbox                 the imitation of the gateway, which imports nothing of ours
"""
