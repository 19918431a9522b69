"""Placeholders as other tools spell them, which would be sent as they stand. Pure.

marks        the marks around a placeholder, as a table
find         those in a text, each with what was probably meant
near_names   which column a name nearly says
half_marks   marks on one side only
"""
