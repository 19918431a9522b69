"""How a sheet shows a value: number formats, read and followed (ECMA-376, part 1, 18.8.30 and
18.8.31).

builtin    the formats a file need not define    codes      a format code to sections of tokens
numbers    numbers as text                       dates      dates, times and durations as text
look       which section a value takes; what is in doubt
serials    days as Excel counts them            errors     how errors are shown

Pure. What follows the viewer's region and not the file takes the Indian reading.
"""
