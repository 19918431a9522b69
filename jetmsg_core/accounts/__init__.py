"""Who may come in: users, their passwords and the browsers that are signed in.

users        people and their roles: added, changed, removed
passwords    what a password has to be, and how it is kept
signing_in   a name and a password become a session, not too many times
attempts     how long one waits after attempts that failed
sessions     a browser that is signed in: found, used, ended
cookies      what the browser holds: a token with a seal
visitors     who acts, by the cookie of a browser

As long as there never was a user, nobody has to sign in, and the dashboard acts as the user of the
system who started it.
"""
