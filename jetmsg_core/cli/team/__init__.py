"""Commands about the people of a team.

users       who may sign in
approving   what a second person decides before a campaign starts
auditing    who did what
"""
