"""The disk that the data lies on.

room   whether there is room left on it, and the refusal of what would take the last of it
"""
