"""Who may sign in to the dashboard, who has, and who tried.

users      the people and their roles
sessions   the browsers that are signed in
attempts   attempts to sign in
reader     one look whether a session holds, at each request and each act
"""
