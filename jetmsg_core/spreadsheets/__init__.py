"""Workbooks read in a process of their own, which may take so much memory and time and no more.

What opens a workbook asks for as much memory as the file says; a file of some kilobytes can say
more than any machine has, and the process that reads it is ended by the system. Here that is not
the dashboard, nor the worker.

`workbook_process` starts the process and believes nothing it says; `turns` lets two read at once.
Tables in web pages, SpreadsheetML and JSON (`document_kinds`) are read there too, as sheets: their
readers are plain Python, which a hostile file could keep busy.
In the process, which has no keys and can open no file: `reader` confines itself, has `guard` look
for what blocks before anything is laid out, and then lays it out: what the cells hold and, by
`looks`, what they show. `frames` carry lengths and bytes between the two, nothing that runs.
"""
