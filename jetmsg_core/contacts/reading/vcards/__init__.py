"""The cards of a vCard file.

whole_lines        one line for each property    properties    where the wanted ones stand
meanings           their values as they are meant
kinds_of_numbers   which of them are mobiles, and which faxes
cards              the rows that are made of them
"""
