"""docs/words.md: all words can be read in one file, and no text of a page stands outside of it.

What is handed to the screen is followed back to where it is written, over names, functions, their
arguments and the tables of other modules. `write_words` does not do so: it reads every literal that
looks like words. Each finds what the other overlooks.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from scripts.write_words import (
    DRAWS,
    LOOKS,
    PATH,
    READ_BESIDE,
    ROOT,
    has_words,
    modules,
    texts_of,
    words_of_the_product,
    written,
)

CANNOT_BE_FOLLOWED = frozenset({"eval", "exec", "getattr", "globals", "locals", "vars", "open"})
"""What may bring a text that stands nowhere in a module."""
LISTED = {
    "pages/parts/contacts/rows.py": {"getattr() cannot be followed"},
    "pages/parts/reports/preview.py": {"getattr() cannot be followed"},
    "pages/parts/templates/importing.py": {"getvalue() cannot be followed"},
    "pages/parts/campaign/restored.py": {"opt-out"},
    "pages/parts/campaign/summary.py": {"the"},
    "pages/parts/compose/left_out.py": {"rejected"},
    "pages/parts/contact_file/findings.py": {"card", "line", "row"},
    "pages/parts/list/adding.py": {"number"},
    "pages/parts/list/rejected.py": {"rejected"},
    "pages/parts/list/smaller.py": {"campaign"},
    "pages/parts/optouts/rows.py": {"optouts"},
    "pages/parts/settings/settings_table.py": {"`{name}_URL`"},
    "pages/parts/shared/kept_back.py": {"opt-out", "opt-outs", "template", "templates"},
}
"""Rows of a report or bytes of an upload, which are a person's own, and nouns and names alone, of
which another literal makes a sentence."""
READS_FILES = frozenset({"read_text", "read_bytes", "read", "getvalue"})
FUNCTIONS = (ast.FunctionDef, ast.Lambda)


def test_the_words_that_people_read_are_those_of_the_source() -> None:
    assert PATH.read_text("utf-8") == words_of_the_product(), (
        "docs/words.md is not what the source says: run make words"
    )


@dataclass
class Screen:
    """A module, and what is put under each name anywhere in it."""

    tree: ast.Module
    collected: frozenset[str]
    values: dict[str, list[ast.expr]] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        for node in ast.walk(self.tree):
            for name, value in _put_under(node):
                self.values.setdefault(name, []).append(value)

    def look(self) -> list[str]:
        """Every text that a person would see and the document would not have, after its line."""
        for node in ast.walk(self.tree):
            for argument in handed_to_the_screen(node):
                self._follow(argument)
        return sorted(set(self.outside))

    def _follow(self, node: ast.AST) -> None:
        if id(node) in self._seen:
            return
        self._seen.add(id(node))
        match node:
            case ast.Constant(value=str()) | ast.JoinedStr():
                self._check(node)
            case ast.Name(id=name):
                for value in self.values.get(name, ()):
                    self._follow(value)
            case ast.Call(func=ast.Attribute(attr="get"), args=[_, *instead]):
                for part in instead:
                    self._follow(part)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name in CANNOT_BE_FOLLOWED | READS_FILES:
                    self._tell(node, f"{name}() cannot be followed")
                for value in (*self.values.get(f"{name}()", ()), *node.args):
                    self._follow(value)
            case ast.IfExp(body=body, orelse=orelse):
                self._follow(body)
                self._follow(orelse)
            case ast.Subscript(value=value) | ast.Starred(value=value):
                self._follow(value)
            case ast.Dict(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                for part in parts:
                    self._follow(part)
            case ast.BoolOp(values=parts):
                for part in parts:
                    self._follow(part)
            case ast.BinOp(left=left, right=right):
                self._follow(left)
                self._follow(right)
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                self._follow(part)

    def _check(self, node: ast.Constant | ast.JoinedStr) -> None:
        text = written(node)
        is_outside = text not in self.collected | LOOKS and not text.startswith("<")
        if is_outside and has_words(text):
            self._tell(node, text)
        for part in node.values if isinstance(node, ast.JoinedStr) else ():
            if isinstance(part, ast.FormattedValue):
                self._follow(part.value)

    def _tell(self, node: ast.Constant | ast.JoinedStr | ast.Call, why: str) -> None:
        self.outside.append(f"{node.lineno}: {why}")


def handed_to_the_screen(node: ast.AST) -> Iterator[ast.expr]:
    """The label of what is drawn, and what is read beside it."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
            return
        case ast.Call(func=ast.Attribute(attr=name), args=args, keywords=keywords) if name in DRAWS:
            yield from args[:1]
            yield from (each.value for each in keywords if each.arg in READ_BESIDE)


def _put_under(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            yield from zip(map(ast.unparse, targets), values, strict=False)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
            yield name, value
        case ast.AugAssign(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.FunctionDef(name=name):
            for part in ast.walk(node):
                if isinstance(part, ast.Return) and part.value:
                    yield f"{name}()", part.value


def outside_of_the_document(source: str) -> list[str]:
    """What a page would show and `write_words` would not collect out of the same source."""
    texts = [text for _, text in texts_of(source)]
    return Screen(ast.parse(source), frozenset(texts) | _told_in_larger(" ".join(texts))).look()


def _told_in_larger(texts: str) -> frozenset[str]:
    """The literals that stand within a collected text, as `{is/are}` and counted nouns do."""
    words = re.findall(r"\{([^{}]*)/([^{}]*)\}", texts)
    nouns = re.findall(r"\} (\w[\w ]*?)s\b", texts)
    return frozenset({word for pair in words for word in pair} | set(nouns))


PAGES = [path for path in modules() if "pages" in path.relative_to(ROOT).parts[:1]]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_text_of_a_page_stands_outside_of_the_document(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    outside = [
        told
        for told in outside_of_the_document(path.read_text("utf-8"))
        if told.partition(": ")[2] not in LISTED.get(name, ())
    ]
    assert not outside, f"{name} shows what docs/words.md does not have: {outside}"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    return 'sent'\nst.caption(f())", id="of a function"),
        pytest.param("word = 'sent'\nst.caption(word)", id="under a name"),
        pytest.param("WORDS = {1: 'sent'}\nst.caption(WORDS[n])", id="of a table"),
        pytest.param("st.caption(Path(x).read_text())", id="of a file"),
        pytest.param("st.caption(getattr(module, name))", id="of a name that is put together"),
    ],
)
def test_a_text_that_the_document_would_not_have_is_found(source: str) -> None:
    assert outside_of_the_document(source)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("st.button('Send', key='send now')", ["Send"]),
        ("st.caption('sent')", ["sent"]),
        ("st.caption(f'{people(n)} got it')", ["{n} people got it"]),
        ('st.caption(f\'{n} {"is" if n == 1 else "are"} sent\')', ["{n} {is/are} sent"]),
        ("def f():\n    '''It sends.'''\n    log.info('A call left.')", []),
        ("raise SettingsError(f'{name} is not set. Set it.')", ["{name} is not set. Set it."]),
        ("_FORM = re.compile(r'(?:sms|text) sent')", []),
    ],
)
def test_what_is_read_by_a_person_is_collected(source: str, texts: list[str]) -> None:
    assert [text for _, text in texts_of(source)] == texts
