"""What is noticed in a contact file, and the words for it. Pure.

codes          the kinds of findings about a file as a whole ─► rules: all that belongs to each,
               by `finding_rule`; `question_rules` are those of what is asked, `consent_rules` those
               about who says no, and `consent_meanings` what is answered to those
file_finding   one of them, with its sentence and its rows
reasons        the codes about a single cell: why it is rejected, repaired or doubted
"""
