"""What the pages are drawn of: a folder for each page, then what more pages need.

page folders      audit, balance, campaign, campaigns, compare, compose, contacts, help, list,
                  numbers, optouts, otp, overview, reports, settings, templates: what
                  `pages/<name>.py` lists
contact_file      a file of contacts, on the two pages that take one: Contacts and Compose
draft             the draft that is open on Compose, and the field its message is written in
shared            what several pages draw alike
page              what frames every page: banner, heading, address, refusals, questions
styles            the words, colours and forms of states, counts and times

Nothing imports upward in this list, and no page's folder another page's. A part asks services of
`jetmsg_core` and draws; it decides nothing that a command could decide too.
"""
