"""From contacts and a text to calls. Pure.

chunking   who gets which text, in which call
planned    the plan with what it was made of
"""
