"""`message parts`."""

from __future__ import annotations

import argparse
import json
import sys

from jetmsg_core import configuration
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.errors import InputError
from jetmsg_core.messages.segments import SegmentSizes, measure


def parts(options: argparse.Namespace) -> int:
    """Print the size of each text: stdin is a JSON list of texts, stdout a list of {encoding,
    units, parts}."""
    try:
        texts = json.load(sys.stdin)
    except ValueError:
        texts = None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise InputError("wrong_input", 'Give a JSON list of texts, such as ["Hello"], on stdin.')
    units = SegmentSizes(*configuration.load().part_sizes)
    sizes = [measure(text, units) for text in texts]
    if options.json:
        print(json.dumps([size._asdict() for size in sizes]))
        return 0
    for size in sizes:
        print(f"{size.encoding}  {size.units} units  {size.parts} parts")
    return 0


GROUP = Group("look at a text")
COMMANDS = (
    Command("message parts", parts, "count SMS parts; stdin is a JSON list of texts", (as_json,)),
)
