"""Writes docs/words.md: every text that a person can read on a page or on the command line.

The texts are read out of the source. A literal is a text where it holds a space or begins like a
word, or where it is handed to what draws; what is only a key, a form of a time, a pattern, SQL,
markup or a line of a log is none. A value that a text is filled with stands as `{its name}`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "words.md"
SPEAKERS = ("app.py", "pages", "jetmsg_core")
SILENT = (
    *("store/schema", "store/balances", "store/ledger", "store/readings", "store/reports"),
    *("store/restoring", "store/saved", "store/bulk.py", "store/accounts"),
    *("sandbox/calls", "sandbox/panels.py", "sandbox/refusals.py", "sandbox/report.py"),
    *("sandbox/journal.py", "sandbox/faults.py", "sandbox/web/status_page.py"),
    *("contacts/columns/consents", "contacts/columns/country_columns.py"),
    *("contacts/columns/list_sheets.py", "contacts/columns/names.py"),
    *("contacts/columns/places_abroad.py", "contacts/numbers/country_names.py"),
    *("contacts/numbers/normalize.py", "contacts/numbers/wrappings.py"),
    *("gateway/otp_v1.py", "gateway/otp_v3.py", "messages/dlt/guessing.py"),
    *("messages/dlt/promotions.py", "messages/non_values.py", "messages/spellings/marks.py"),
    *("messages/segments.py", "reports/reading/column_names.py", "reports/reading/times.py"),
    *("reports/reading/words.py", "templates/status_words.py"),
    *("spreadsheets/guard", "spreadsheets/looks", "spreadsheets/reader"),
    *("files/workbooks/markup.py", "contacts/numbers/normalize_cell.py"),
    *("gateway/replies/reasons.py", "contacts/columns/number_names.py"),
)
"""Modules of `jetmsg_core` whose words are not for a person of ours: SQL, what the imitation of the
gateway answers, and the words of files and reports that are only recognised."""
DRAWS = frozenset(
    {
        *("title", "header", "subheader", "markdown", "caption", "text", "write", "success"),
        *("info", "warning", "error", "toast", "badge", "metric", "button", "download_button"),
        *("link_button", "page_link", "form_submit_button", "popover", "expander", "status"),
        *("checkbox", "toggle", "radio", "pills", "segmented_control", "selectbox", "spinner"),
        *("multiselect", "slider", "text_input", "text_area", "number_input", "date_input"),
        *("time_input", "file_uploader", "tabs", "dialog", "progress", "feedback"),
    }
)
"""Functions of Streamlit whose first argument is read by a person."""
LITERALS = (ast.Constant, ast.JoinedStr)
COUNTS = frozenset({"counted"})
READ_BESIDE = frozenset({"label", "help", "placeholder", "caption", "text", "body", "alt"})
NOT_READ = frozenset(
    {"key", "icon", "type", "width", "format", "color", "anchor", "label_visibility"}
)
LOGS = frozenset({"log"})
_ALONE = re.compile(r"(?:[A-Z][a-z’']+|WhatsApp)(?![A-Za-z_])")
_NO_TEXT = re.compile(
    r"\(\?|\\[bswdxpZn\[(]|[)\]][?*+]|\w\|\w|\.\*|%[YmdHbaIs](?![a-z])|===|^<|<(?:span|style|/)"
    r"|\w+://\S+$|^[\w/.-]+[./]\w+$|^[\w-]+/|^[A-Z][a-z]+-[A-Z][a-z]+(?:-[A-Z][a-z]+)?$"
    r"|^begin:|^urn:|^\w+:\w+$|^\{\w+\}[.:]\w+$|^&\w+;$|\b(?:select|order by|group by) "
    r"|^[A-Z ]{9,}$|\w\] \|"
)
"""Patterns, forms of times, markup, addresses, names of files, keys and headers of HTTP, SQL."""
_SIGNS = re.compile(
    r"^[\w{}]+(?:\.[\w{}]*)+$|^[A-Z_]+$"
    r"|:material/\w+:|:(?:\w+|\{.*?\})(?:-badge)?\[|\{.*?\}"
)
"""Icons, colours and what fills a text; keys, names of files and of settings."""
LOOKS = frozenset(
    {
        *("primary", "secondary", "tertiary", "red", "orange", "green", "blue", "gray", "grey"),
        *("small", "medium", "large", "stretch", "content", "collapsed", "visible", "hidden"),
        *("left", "center", "right", "top", "bottom", "first", "last", "sidebar", "wide"),
    }
)
"""What Streamlit is told about the looks of a part, between which a part may choose."""
_ICON = re.compile(r":material/\w+:")


def words_of_the_product() -> str:
    """The whole of the document: packages in the order of their names, in each its modules, in each
    its texts in the order of the lines, every one once."""
    blocks = ["# Words", ABOUT]
    folder = None
    for path in modules():
        texts = list(dict.fromkeys(text for _, text in texts_of(path.read_text("utf-8"))))
        if not texts:
            continue
        if path.parent != folder:
            folder = path.parent
            blocks.append(f"## {folder.relative_to(ROOT) if folder != ROOT else 'The server'}")
        blocks += [f"### {path.name}", "\n".join(f"- {_on_one_line(text)}" for text in texts)]
    return "\n\n".join(blocks) + "\n"


ABOUT = (
    "Every text that a person can read on a page or on the command line, by package, in the order "
    "of the\nsource. `make words` writes this file; what a text is filled with stands in braces."
)


def modules() -> Iterator[Path]:
    """Every module that says something to a person, a folder's own before those below it."""
    for name in SPEAKERS:
        top = ROOT / name
        paths = [top] if top.is_file() else top.rglob("*.py")
        yield from sorted(filter(_speaks, paths), key=lambda path: (path.parent, path.name))


def _speaks(path: Path) -> bool:
    within = (
        path.relative_to(ROOT / "jetmsg_core").as_posix() if "jetmsg_core" in path.parts else ""
    )
    return not any(within == name or within.startswith(f"{name}/") for name in SILENT)


def texts_of(source: str) -> list[tuple[int, str]]:
    """Every text of a module after its line, in the order of the source."""
    tree = ast.parse(source)
    silent = {id(part) for node in ast.walk(tree) for part in _not_read(node)}
    drawn = {id(part) for node in ast.walk(tree) for part in _drawn(node)}
    texts = []
    for node in ast.walk(tree):
        if id(node) in silent or not isinstance(node, LITERALS) or not is_text(node):
            continue
        text = written(node)
        if (id(node) in drawn or _is_text(text)) and has_words(text):
            texts.append((node.lineno, node.col_offset, text))
    return [(line, text) for line, _, text in sorted(texts)]


def has_words(text: str) -> bool:
    """Whether there is more in it than an icon, signs and what fills it."""
    return bool(re.search(r"[^\W\d_]{2}", _SIGNS.sub("", text)))


def is_text(node: ast.AST) -> bool:
    """Whether the node is a text in the source, filled or not."""
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def written(node: ast.AST) -> str:
    """The text as a person would say it, with `{name}` for each value."""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(written, node.values))
    if isinstance(node, ast.FormattedValue):
        return _value(node.value)
    return str(node.value) if isinstance(node, ast.Constant) else ""


def _value(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.IfExp(body=ast.Constant(value=str(first)), orelse=ast.Constant(value=str(second))):
            return f"{{{first or '-'}/{second or '-'}}}"
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return f"{{{name.strip('_').lower()}}}"
        case ast.Call(func=ast.Name(id="counted"), args=[count, ast.Constant(value=str(noun)), *_]):
            return f"{_value(count)} {noun}s"
        case ast.Call(func=ast.Name(id="people"), args=[count]):
            return f"{_value(count)} people"
        case ast.Call(func=ast.Name(id="quoted"), args=[inside]):
            return f"'{_value(inside)}'"
        case ast.Subscript(value=inside) | ast.Call(args=[inside, *_]):
            return _value(inside)
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return f"{{{name.strip('_')}}}"
    return "{…}"


def _is_text(text: str) -> bool:
    plain = _SIGNS.sub("", text).strip()
    is_wordy = " " in text.strip() or text.startswith(":gray[") or _ALONE.match(plain)
    return bool(is_wordy) and not _NO_TEXT.search(text)


def _drawn(node: ast.AST) -> Iterator[ast.AST]:
    """What a call hands to what draws, and the nouns that are counted, down to each literal."""
    match node:
        case ast.IfExp(
            body=ast.Constant(value=str(one_way)), orelse=ast.Constant(value=str(other))
        ):
            if not {one_way, other} & LOOKS:
                yield from (node.body, node.orelse)
        case ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=str()) as instead]):
            yield instead
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    first = node.args[:1] if name in DRAWS else node.args[1:] if name in COUNTS else []
    beside = [keyword.value for keyword in node.keywords if keyword.arg in READ_BESIDE]
    for argument in (*first, *(beside if name in DRAWS else ())):
        yield from _branches(argument)


def _branches(node: ast.AST) -> Iterator[ast.AST]:
    """The literals that a value may be: itself, the branches of a choice, the members of a list."""
    match node:
        case ast.IfExp(body=body, orelse=orelse):
            parts = [body, orelse]
        case ast.BoolOp(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
            pass
        case ast.BinOp(left=left, right=right):
            parts = [left, right]
        case _:
            yield node
            return
    for part in parts:
        yield from _branches(part)


def _not_read(node: ast.AST) -> Iterator[ast.AST]:
    """Literals below this node that no person reads, or that stand in a larger text already."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.JoinedStr(values=parts):
            yield from parts
            for part in parts:
                if isinstance(part, ast.FormattedValue):
                    yield from _told_in_braces(part.value)
        case ast.Subscript(slice=inside):
            yield from ast.walk(inside)
        case ast.arg(annotation=ast.expr() as inside) | ast.AnnAssign(annotation=inside):
            yield from ast.walk(inside)
        case ast.FunctionDef(returns=ast.expr() as inside):
            yield from ast.walk(inside)
        case ast.keyword(arg=str(name), value=inside) if name in NOT_READ:
            yield from ast.walk(inside)
        case ast.Compare(comparators=parts):
            for part in parts:
                yield from ast.walk(part)
        case ast.Assign(targets=[ast.Name(id="__all__")], value=inside):
            yield from ast.walk(inside)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name))) if name in LOGS:
            for part in node.args:
                yield from ast.walk(part)
        case ast.Call(
            func=ast.Name(id="TypeVar" | "NewType" | "cast" | "Command"), args=[first, *_]
        ):
            yield from ast.walk(first)


def _told_in_braces(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.Constant():
            yield node
        case ast.IfExp(body=ast.Constant(), orelse=ast.Constant()):
            yield from (node.body, node.orelse)
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant() as noun, *rest]):
            yield from (noun, *rest)


def _on_one_line(text: str) -> str:
    return _ICON.sub("", text).replace("\n", " ⏎ ").strip()


def main() -> None:
    PATH.write_text(words_of_the_product(), "utf-8")


if __name__ == "__main__":
    main()
