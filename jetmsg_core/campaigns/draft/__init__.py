"""Every choice on the way to a campaign.

choices           what was chosen, as JSON
drafts            kept as it is chosen
sample            a draft to the people of the sample file, for a first look
audience_filter   who it is for
spec              what a person asks for, checked before anything is planned
"""
