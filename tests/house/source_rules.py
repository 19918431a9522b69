"""The rules of the house that no import contract can say, each as what breaks it, in sentences."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter

from composed_texts import composed_texts
from source_tree import Module, SourceTree, attributes_read, is_within

CORE, STORE = "jetmsg_core", "jetmsg_core.store"
SQL = re.compile(
    # `Select … from` with one capital is how a sentence begins.
    r"(?-i:\bselect\s.+?\sfrom\s|\bSELECT\s.+?\sFROM\s|\bSelect\s.+?\sFrom\s)"
    r"|\bselect\s+\*|\b(insert|replace)\s+(or\s+\w+\s+)?into\s"
    r"|\bupdate\s+(or\s+\w+\s+)?[^\s,]+\s+set\s"
    r"|\bdelete\s+from\s|\b(create|alter|drop)\s+(unique\s+|virtual\s+|temp\s+)*(table|index|view"
    r"|trigger)\s|\bpragma\s+\w|\bbegin\s+(immediate|exclusive|deferred)\b"
    r"|\bvacuum\s+into\b|^\s*vacuum\s*;?\s*$|\b(at|de)tach\s+(database\s|['?:])"
    r"|\bwith\s+(recursive\s+)?\S+\s*(\([^)]*\)\s*)?as\s+((not\s+)?materialized\s+)?\("
    r"\s*(select|values)\b"
    # A piece of one, where the rest comes from elsewhere.
    r"|\bfrom\s+[\w?\"]+\s+(as\s+\w+\s+)?(where|order\s+by|group\s+by|join|limit)\s"
    r"|\bwhere\s+[\w.?\"]+\s*([=<>]|in\s*\(|is\s+(not\s+)?null\b|like\s)"
    r"|\b(order|group)\s+by\s+\w|\bvalues\s*\(|\bon\s+conflict\b|\breturning\s+\w"
    r"|\b(inner|left|cross|outer)\s+join\s|\bunion\s+(all\s+)?select\b|\blimit\s+[\d?:]",
    re.IGNORECASE | re.DOTALL,
)
RUNS_SQL = frozenset(
    {
        *("execute", "executemany", "executescript", "execute_returning_dicts"),
        *("rows_where", "pks_and_rows_where", "count_where", "delete_where"),
        *("insert_all", "upsert", "upsert_all"),
    }
)
"""Methods of sqlite3 and sqlite_utils. `query` too, where it is given something: the query of an
address is asked for without."""
CARRIERS = frozenset({"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib", "jsonpickle"})
IMPORTS_BY_TEXT = frozenset({"importlib", "pkgutil", "runpy"})
"""What imports a module that no contract can see."""
RUNS_TEXT = frozenset({"eval", "exec", "__import__"})
PAST_SERVICES = (
    *("requests", "urllib3", "http", "urllib.request", "httpx", "aiohttp", "httplib2", "pycurl"),
    *("sqlite3", "sqlite_utils", STORE, "jetmsg_core.gateway"),
    *("jetmsg_core.worker", "jetmsg_core.cli", "jetmsg_core.sandbox", "tests"),
)
REACHES_OTHERS = (
    *("urllib.error", "urllib.request", "urllib.robotparser", "xmlrpc", "webbrowser"),
    *("asyncio", "socket", "socketserver", "ssl", "ftplib", "imaplib", "poplib", "smtplib"),
)
"""Of the standard library, beside `http`, which has a contract. A contract names no module of a
package from outside, and `urllib.parse` is everybody's."""
DRAWS_DATA = re.compile(r"table|dataframe|data_editor|\w+_chart")
"""Functions of Streamlit whose table or chart has a name for screen readers only by `alt`."""
MAY_REACH_OTHERS = ("jetmsg_core.gateway.connections", "jetmsg_core.sandbox")
MAY_PAIR_SOCKETS = tuple(
    f"jetmsg_core.gateway.posters.{name}" for name in ("child_process", "poster")
)
"""The two ends of a pair of sockets that no other process can reach."""
HAS_A_PLACE = re.compile(
    r"app\.py|scripts/\w+\.py|pages/\w+\.py|pages/parts/(\w+/)*\w+\.py|jetmsg_core/(\w+/)*\w+\.py"
)
LONGEST_PAGE, LONGEST_MODULE = 80, 300
MOST_MODULES, MOST_PAGES = 15, 20
MENU = "pages.menu"
"""It stands beside the pages, and is none of them."""
EMPTY_WORDS = frozenset(
    {
        *("found", "one", "said", "known", "shown", "taken", "got"),
        *("place", "places", "thing", "things", "it"),
    }
)
"""They tell nothing of what a variable holds: a row, a report, a number, an index."""
READ_BY_THEMSELVES = (
    "jetmsg_core.cli.parser",  # says what is wrong with the database
    "jetmsg_core.cli.restoring",  # puts another in the place of a damaged one
    "jetmsg_core.cli.fleet.posters",  # a poster has no database
    "pages.parts.page.context",  # asks `configuration` at each page
)
_STATEMENTS: dict[Module, list[str]] = {}


def statements_outside_the_store(tree: SourceTree) -> list[str]:
    """SQL, in capitals or not, and whatever runs it."""
    outside = [module for module in tree if not is_within(module.name, STORE)]
    broken = [
        f"{module.name} holds SQL: {text.strip()[:60]!r}"
        for module in outside
        for text in _statements_in(tree, module)
    ]
    return broken + [line for module in outside for line in _what_runs_statements(module)]


def _statements_in(tree: SourceTree, module: Module) -> list[str]:
    """Remembered by module: another tree with the same one has what it imports too."""
    if module not in _STATEMENTS:
        _STATEMENTS[module] = [text for text in composed_texts(tree, module) if SQL.search(text)]
    return _STATEMENTS[module]


@cache
def _what_runs_statements(module: Module) -> tuple[str, ...]:
    return (
        *(
            f"{module.name} uses {name}()"
            for name, _ in attributes_read(module.nodes)
            if name in RUNS_SQL
        ),
        *(
            f"{module.name} calls query()"
            for node in module.nodes
            if isinstance(node, ast.Call) and _is_query(node)
        ),
    )


def _is_query(call: ast.Call) -> bool:
    given = bool(call.args or call.keywords)
    return isinstance(call.func, ast.Attribute) and call.func.attr == "query" and given


def reaches_past_services(tree: SourceTree) -> list[str]:
    """Of app.py, which is in no package, so that no contract can name it."""
    return [
        f"app imports {imported}"
        for imported in sorted(map(str, tree.imports(tree.modules["app"])))
        if is_within(imported, *PAST_SERVICES)
    ]


def imported_pages(tree: SourceTree) -> list[str]:
    """Pages are scripts: what two of them need is a part."""
    pages = {module.name for module in tree.within("pages") if _is_page(module)}
    return [
        f"{module.name} imports the page {imported.module}"
        for module in tree
        for imported in sorted(tree.imports(module), key=str)
        if imported.module in pages
    ]


def _is_page(module: Module) -> bool:
    return module.path.parent.as_posix() == "pages"


def pages_in_no_menu(tree: SourceTree) -> list[str]:
    """Streamlit knows only the pages that the menu gives it."""
    named = set(tree.modules["pages.menu"].strings)
    return [
        f"pages/menu.py names no page {module.path.stem!r}: {module.path} cannot be opened"
        for module in tree.within("pages")
        if _is_page(module) and module.path.stem not in {"__init__", "menu", *named}
    ]


def strangers(tree: SourceTree) -> list[str]:
    """Files where no contract and no other test would look for one."""
    return [
        f"{module.path.as_posix()} stands where no rule looks: a page is pages/NAME.py, its parts"
        " are in pages/parts/FOLDER/, a script is scripts/NAME.py, and all else is in jetmsg_core/"
        for module in tree
        if not HAS_A_PLACE.fullmatch(module.path.as_posix())
    ]


def other_ways_out(tree: SourceTree) -> list[str]:
    """What speaks to another machine beside the gateway's transport. A package imported by itself
    is a way to all that is in it."""
    return [
        f"{module.name} imports {imported}: only the gateway speaks to others"
        for module in tree
        if not is_within(module.name, *MAY_REACH_OTHERS)
        for imported in sorted(map(str, tree.imports(module)))
        if imported == "urllib" or is_within(imported, *REACHES_OTHERS)
        if not (imported == "socket" and module.name in MAY_PAIR_SOCKETS)
    ]


def code_carriers(tree: SourceTree) -> list[str]:
    """What could run code that a file or a process sent, or import by a text."""
    broken = [
        f"{module.name} imports {imported}"
        for module in tree
        for imported in sorted(tree.imports(module), key=str)
        if imported.module.partition(".")[0] in CARRIERS | IMPORTS_BY_TEXT
    ]
    broken += [
        f"{module.name} calls {node.func.id}()"
        for module in tree
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in RUNS_TEXT
    ]
    return broken


def cycles(tree: SourceTree) -> list[str]:
    """Modules of the core that need each other, whatever packages they stand in: each circle as
    the way round it, but of those that share a module only one at a time."""
    core = {module.name: module for module in tree.within(CORE)}
    needs = {
        name: sorted({imported.module for imported in tree.imports(module)} & core.keys() - {name})
        for name, module in sorted(core.items())
    }
    circles = []
    while circle := _circle(needs):
        circles.append(f"these import each other in a circle: {' → '.join(circle)}")
        needs = {name: others for name, others in needs.items() if name not in circle}
        needs = {
            name: [other for other in others if other in needs] for name, others in needs.items()
        }
    return circles


def _circle(needs: Mapping[str, Sequence[str]]) -> list[str]:
    """The first is the last again; empty where there is none."""
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def too_long(tree: SourceTree) -> list[str]:
    return [
        f"{module.name} has {module.lines} lines"
        for module in tree
        if module.lines > (LONGEST_PAGE if _is_page(module) else LONGEST_MODULE)
    ]


def full_folders(tree: SourceTree) -> list[str]:
    """Pages are divided by the menu: its parts are folders, and a page is one name in it."""
    folders = Counter(module.path.parent for module in tree if module.name != MENU)
    return [
        f"{folder.as_posix()} holds {modules} modules: divide it by meaning"
        for folder, modules in sorted(folders.items())
        if modules > (MOST_PAGES if folder.as_posix() == "pages" else MOST_MODULES)
    ]


def unsafe_html(tree: SourceTree) -> list[str]:
    return [
        f"{module.name} draws HTML of its own"
        for module in tree
        if "unsafe_allow_html" in module.source
    ]


def unnamed_data(tree: SourceTree) -> list[str]:
    """A table or a chart that a screen reader has no name for."""
    return [
        f"{module.name} line {node.lineno} draws {node.func.attr}() without alt="
        for module in tree.within("pages")
        for node in module.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and DRAWS_DATA.fullmatch(node.func.attr)
        and "alt" not in {keyword.arg for keyword in node.keywords}
    ]


def loads_past_people(tree: SourceTree) -> list[str]:
    """Programs that read the settings without what people changed, which `configuration` adds."""
    return [
        f"{module.name} line {node.lineno} reads settings without what people changed: "
        "`configuration.load` has it too"
        for module in tree.within("jetmsg_core.cli", "jetmsg_core.worker", "pages")
        if module.name not in READ_BY_THEMSELVES
        for node in module.nodes
        if isinstance(node, ast.Attribute | ast.Name)
        and module.meaning(node) == "jetmsg_core.settings.load"
    ]


def empty_names(tree: SourceTree) -> list[str]:
    """Variables and parameters that are called by a word which tells nothing. A field of a class
    is read beside the name of what has it, so it may be."""
    return [
        f"{module.path.as_posix()}, line {line}: {name!r} tells nothing of what it holds"
        for module in tree
        for name, line in _empty_names_in(module)
    ]


@cache
def _empty_names_in(module: Module) -> tuple[tuple[str, int], ...]:
    """With the lines they stand in, in order."""
    names = {(name, line) for name, line in _bound_names(module) if name in EMPTY_WORDS}
    return tuple(sorted(names, key=lambda bound: bound[1]))


def _bound_names(module: Module) -> Iterator[tuple[str, int]]:
    fields = {
        id(target)
        for node in module.nodes
        if isinstance(node, ast.ClassDef)
        for statement in node.body
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        for target in ast.walk(statement)
    }
    for node in module.nodes:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) if id(node) not in fields:
                yield name, node.lineno
            case ast.arg(arg=name) | ast.ExceptHandler(name=str(name)):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
