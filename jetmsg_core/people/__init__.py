"""What is held about one person, and how long anything about people is kept.

spellings       a number in any spelling, to be seen in a text and cut out of it
cells           a person's row and number in packed cells
kinds           the kinds of places where something about a person is, in words
asked           the number that somebody asks about, and why it cannot be erased now
giving_out      all that is held about a person, for a file
from_lists      a person taken out of lists, with what is kept beside their contacts
from_campaigns  a person taken out of campaigns that are over
erasing         a person erased everywhere but the opt-outs, with a receipt
again           the erased erased again where a copy from before was put back
aging           numbers and texts that go after their days
"""
