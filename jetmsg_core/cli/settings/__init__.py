"""Commands about settings.

owned       `settings show | set | unset`
"""
