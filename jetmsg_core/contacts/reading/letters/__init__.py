"""What the bytes of a text stand for, where each is a letter of its own. Pure.

single_bytes   which encoding they are in, or which two it may be
mac_signs      whether a letter is a dash or another sign of a Mac
dos_signs      whether one is a sign of DOS
spelling       whether a letter beyond ASCII stands where names have one
"""
