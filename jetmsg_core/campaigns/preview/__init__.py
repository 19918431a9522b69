"""Everything a person should know before sending.

exclusions          the plan without the people whom findings are about
preview             people, calls, parts, credits, time
recipient_preview   anybody's real text
"""
