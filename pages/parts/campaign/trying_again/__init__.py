"""Those whom a campaign did not reach, tried again in a campaign of their own.

failed        whom the gateway did not take, the links to what was made of them, and the button
undelivered   whom it did not reach after that, with the reasons and what a second try costs
not_sent      whose turn never came, since the campaign was stopped
terms         what it costs, and who is left out
"""
