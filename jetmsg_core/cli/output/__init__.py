"""What commands print.

values      one JSON object with --json, else lines for a person
tables      rows under the names of their columns, fitted to a terminal
costs       rupees beside credits
bars        on stderr, how far a command is that takes its time

Only a terminal gets colours, fitted columns and bars. Where the output goes to a file or to another
program it is plain, each row a line, however long. Words of people's making are text everywhere:
what stands in square or round brackets, between colons or behind https:// is printed as it is.
"""

from __future__ import annotations

from jetmsg_core.cli.output.bars import Tell, working
from jetmsg_core.cli.output.tables import show_table
from jetmsg_core.cli.output.values import show, show_line

__all__ = ["Tell", "show", "show_line", "show_table", "working"]
