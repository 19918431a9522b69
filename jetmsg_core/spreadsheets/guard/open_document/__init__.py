"""The parts of an .ods: what its cells hold, and what they show.

content      its sheets, looked through        odd_values   values that are no numbers, as texts
cells        what the tags of a cell say       styles       which format a cell has, and its look
formats      formats as format codes           format_parts   the parts of these
"""
