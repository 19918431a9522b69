"""Every choice on the way to a campaign.

choices           what was chosen, as JSON
drafts            kept as it is chosen
audience_filter   who it is for
spec              what a person asks for, checked before anything is planned
"""
