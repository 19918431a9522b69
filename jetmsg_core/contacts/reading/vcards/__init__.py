"""The cards of a vCard file.

whole_lines   one line for each property, and values as they are meant
properties    where the wanted ones stand           cards   the rows that are made of them
"""
