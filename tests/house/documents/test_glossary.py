"""One word for one thing: what the glossary does not want is in no sentence of a page or a command.

The words are read from the last column of `docs/glossary.md`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
GLOSSARY = ROOT / "docs" / "glossary.md"
PAGES = sorted((ROOT / "pages").rglob("*.py"))
COMMANDS = sorted((ROOT / "jetmsg_core" / "cli").rglob("*.py"))

_NO_WORDS = re.compile(r":material/\w+:|`[^`]*`|--[\w-]+|\{\{.*?\}\}")
"""Icons, code, options and placeholders: promised, or not ours to choose."""


def unwanted() -> list[str]:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    return sorted({word for row in rows for word in re.findall(r"`([^`]+)`", row.split("|")[-2])})


def terms() -> list[str]:
    """Terms of several words, which may hold one that alone would be another thing: an identity
    provider is no provider."""
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    names = {name.strip() for row in rows for name in row.split("|")[1].split(",")}
    return sorted(name for name in names if " " in name)


TERMS = re.compile(rf"\b({'|'.join(map(re.escape, terms()))})s?\b", re.IGNORECASE)
UNWANTED = re.compile(rf"\b({'|'.join(map(re.escape, unwanted()))})s?\b", re.IGNORECASE)


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    """All but docstrings, what is looked up by name, the keys of widgets and the words of
    commands."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant()):
                skipped.add(id(node.value))
            case ast.Subscript(slice=ast.Constant()):
                skipped.add(id(node.slice))
            case ast.keyword(arg="key", value=value):
                skipped |= {id(part) for part in ast.walk(value)}
            case ast.Call(func=ast.Name(id="Command"), args=[words, *_]):
                skipped.add(id(words))
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in skipped:
            yield node


def is_shown(text: str) -> bool:
    """A single word in small letters may be a JSON key, a state or a name: `_` and `.` say so."""
    return " " in text or not re.search(r"[_.]", text)


def unwanted_in(source: str, *, words_alone: bool = True) -> list[str]:
    """The sentences with a word that is not wanted, each after its line."""
    return [
        f"{node.lineno}: {node.value}"
        for node in constants(ast.parse(source))
        if is_shown(node.value)
        and (words_alone or " " in node.value)
        and UNWANTED.search(TERMS.sub(" ", _NO_WORDS.sub(" ", node.value)))
    ]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_says_nothing_that_the_glossary_does_not_want(path: Path) -> None:
    unwanted_words = unwanted_in(path.read_text("utf-8"))
    assert not unwanted_words, f"{path}: see docs/glossary.md for {unwanted_words}"


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_a_command_says_nothing_that_the_glossary_does_not_want(path: Path) -> None:
    """Its words alone are keys, values and options, which are promised."""
    unwanted_words = unwanted_in(path.read_text("utf-8"), words_alone=False)
    assert not unwanted_words, f"{path}: see docs/glossary.md for {unwanted_words}"


def test_no_sentence_anywhere_has_a_phrase_that_was_given_up() -> None:
    """Phrases only: a word alone may be a key, an option or a state that a service is given."""
    phrases = [re.escape(word) for word in unwanted() if " " in word]
    given_up = re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)
    texts = (ROOT / "docs" / "words.md").read_text("utf-8").splitlines()
    assert len(phrases) > 5
    assert not [text for text in texts if text.startswith("- ") and given_up.search(text)]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("st.caption('3 rows parked.')", id="a sentence"),
        pytest.param("st.caption(f'{rows} Parked, {rest} more')", id="a sentence with counts"),
        pytest.param("st.metric('Chunks', 3)", id="a label, and several of them"),
        pytest.param("Command('report rows', show, 'rows parked')", id="the help of a command"),
        pytest.param("for what in ('parked', 'matched'): st.text(what)", id="a word alone"),
    ],
)
def test_a_word_that_is_not_wanted_is_found(source: str) -> None:
    assert unwanted_in(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("st.metric('Unmatched', row['parked'])", id="a column of the database"),
        pytest.param("st.button('Next', key=f'parked {page}')", id="the key of a widget"),
        pytest.param("help='recipients a call: --chunk N'", id="an option"),
        pytest.param('def f():\n    """As parked."""', id="a docstring"),
        pytest.param("say('a parking place')", id="another word"),
        pytest.param("Command('report parked', show, 'rows')", id="the words of a command"),
    ],
)
def test_what_is_promised_or_not_said_is_let_be(source: str) -> None:
    assert not unwanted_in(source)


def test_every_row_of_the_glossary_has_its_four_columns() -> None:
    rows = [line for line in GLOSSARY.read_text("utf-8").splitlines() if line.startswith("|")]
    assert len(rows) > 20
    assert not [row for row in rows if row.count("|") != 5]
    assert {"chunk", "parked", "withheld", "mended"} <= set(unwanted())
