"""What puts a number, a share or a time into a form of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from source_tree import Module, SourceTree, is_within

WRITES_NUMBERS = (
    *("jetmsg_core.primitives.numbers", "jetmsg_core.primitives.times"),
    "pages.parts.styles.charts",
    # They import nothing of ours: cells as a workbook shows them, the panel's own forms.
    *("jetmsg_core.spreadsheets", "jetmsg_core.sandbox"),
    "jetmsg_core.files.shields",  # times of a file that leaves, which every locale reads
)
FORM_IN_A_TEXT = re.compile(r"\{\w*(![rsa])?:[^{}]*[,%][^{}]*\}")
FORMS_OF_BROWSERS = frozenset({",", ",d", ".0%", ".1%", "%", "~s", "localized", "percent"})


def hand_made_numbers(tree: SourceTree) -> list[str]:
    """Numbers, shares and times that a module puts into a form of its own."""
    return [
        f"{module.path.as_posix()}, line {node.lineno} {what}: `primitives/numbers.py` and"
        " `primitives/times.py` write numbers and times, `pages/parts/styles/charts.py` those of"
        " charts"
        for module in tree
        if not is_within(module.name, *WRITES_NUMBERS)
        for node, what in _hand_made(module)
    ]


def _hand_made(module: Module) -> Iterator[tuple[ast.expr, str]]:
    in_forms = {id(part) for node in module.nodes for part in _forms_in(node)}
    for node in module.nodes:
        match node:
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=form)):
                words = "".join(str(part.value) for part in form if isinstance(part, ast.Constant))
                if "," in words or "%" in words:
                    yield node, f"has the form {words!r}"
            case ast.Constant(value=str(words)) if id(node) not in in_forms and (
                form_of_text := FORM_IN_A_TEXT.search(words)
            ):
                yield node, f"has the form {form_of_text[0]!r}"
            case ast.Attribute(attr="strftime"):
                yield node, "uses strftime"
            case ast.Call(func=ast.Name(id="format")):
                yield node, "calls format()"
            case ast.keyword(arg="format", value=ast.Constant(value=str(words))) if (
                words in FORMS_OF_BROWSERS
            ):
                yield node.value, f"has the form {words!r}"


def _forms_in(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
        yield from ast.walk(node.format_spec)
