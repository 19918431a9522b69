"""People sign in through an identity provider, by OpenID Connect: the code flow with PKCE.

refusals   what whoever does not get in is told
discovery  what the provider says of itself, and its keys
tokens     whether what it signed is its own, for us, and for this sign-in
flow       from the button to the provider and back
admission  who of its people is let in, and as which user

It ends in the same rows of sessions as a password does. So idleness, the longest time, signing out
everywhere and the role at each act are one thing for both.
"""
