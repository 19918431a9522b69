"""What is said to whom, and what it costs. Pure: texts and columns in, texts and counts out.

text               the one form of a text that is counted, matched and sent
blank_lines        those at the ends of a message
segments           parts of one text, or of a million
smart_characters   what turns a text to UCS-2 for nothing
placeholders       `{{placeholder}}`: what is written, and which column fills it
template           the text of every contact, each distinct one once
grouping           how `template` finds the distinct ones: by `columns` of values, and `row_groups`
dlt                texts against the DLT template they are sent under
spellings          placeholders as other tools spell them
pieces             what is told of texts by the words and values they are made of
arrow, bytescan    arrays of text, and counting bytes in them
"""
