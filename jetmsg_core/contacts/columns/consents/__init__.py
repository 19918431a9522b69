"""What a file itself says of who wants no messages.

names            what a column's name says: in which sense, and of which channels
unknown_words    names of which not all words are known, and what forms ask
cells            what its cells say
remarks          what free words say of messages, and of which
channel_answers  the cells that answer for channels by name
dnd_register     the categories of the DND register
whose            which numbers of a row they speak of
heard            the columns of a file, each with what it says of which numbers
written          who refuses a channel, as columns of a file of ours
refusals         the rows that say no, and what is told of them
"""
