"""Texts against the DLT template they are sent under. Pure.

approved_text   a template: fixed words and variables
filling         a message from it; `guessing` which column fills what
matching        one text against it; `vectorized` a million
promotions      words that only promotions say
headers         the sender IDs it is linked to
rules           what needs no template: ids, headers, the way out of promotional messages
"""
