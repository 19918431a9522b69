"""The words of the trade, each with an example, worked out as for a campaign.

contents      the list of the subjects
registration  DLT, header and template
length        parts and Unicode, counted for two texts that can be changed
sending       routes and hours, unknown calls, credits
"""
