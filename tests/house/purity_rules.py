"""What a module that says *Pure* may not do: anything but give an answer."""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from source_tree import Import, Module, SourceTree, attributes_read, is_within

STORE = "jetmsg_core.store"
SIDE_EFFECTS = frozenset(
    {
        *("anyio", "asyncio", "multiprocessing", "signal", "subprocess", "threading"),
        *("fcntl", "fileinput", "filelock", "glob", "mmap", "os", "pathlib", "shutil", "sys"),
        *("tempfile", "http", "requests", "select", "socket", "ssl", "starlette", "urllib"),
        *("urllib3", "uvicorn", "sqlite3", "sqlite_utils", "streamlit", "logging"),
        *("dbm", "ftplib", "imaplib", "linecache", "poplib", "smtplib", "socketserver", "xmlrpc"),
        *("random", "secrets", "time", "uuid"),
        *("builtins", "ctypes", "importlib", "pkgutil", "runpy"),
    }
)
"""Files, processes, network, database, screen, chance, the clock, and ways to get at any of them by
another name."""
HARMLESS = ("pathlib.PurePath", "pathlib.PurePosixPath", "urllib.parse")
"""Of those, what takes texts and gives texts."""
CLOCK = "jetmsg_core.primitives.times.utc_now"
EFFECTS = (
    *("open", "print", "input", "breakpoint"),
    *("io.open", "io.open_code", "io.FileIO", "codecs.open"),
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
    *("datetime.date.today", CLOCK),
    *("numpy.random", "numpy.memmap", "numpy.fromfile", "numpy.load", "numpy.loadtxt"),
    *("numpy.genfromtxt", "numpy.save", "numpy.savez", "numpy.savez_compressed"),
    *("numpy.savetxt", "numpy.lib.format"),
    *("pyarrow.OSFile", "pyarrow.memory_map", "pyarrow.input_stream", "pyarrow.output_stream"),
    *("pyarrow.fs", "pyarrow.dataset", "pyarrow.parquet", "pyarrow.feather", "pyarrow.orc"),
    *("pandas.read_csv", "pandas.read_excel", "pandas.read_json", "pandas.read_parquet"),
    *("pandas.read_pickle", "pandas.ExcelFile", "pandas.ExcelWriter", "pandas.HDFStore"),
    *("bz2.open", "gzip.open", "lzma.open", "tarfile.open", "xml.etree.ElementTree.parse"),
)
"""The same by what is used of modules that are otherwise harmless."""
EFFECTS_OF_WHAT_IS_GIVEN = frozenset(
    {
        *("read_bytes", "read_text", "write_bytes", "write_text", "unlink", "touch", "iterdir"),
        *("rglob", "mkdir", "rmdir", "chmod", "symlink_to", "hardlink_to", "exists", "is_file"),
        *(
            "is_dir",
            "is_symlink",
            "stat",
            "lstat",
            "samefile",
            "expanduser",
            "writelines",
            "tofile",
        ),
        *("execute", "executemany", "executescript", "fetchone", "fetchmany", "fetchall"),
        *("commit", "rollback", "insert_all", "upsert", "upsert_all", "rows_where"),
        *("sendall", "recv", "urlopen", "communicate", "terminate", "kill"),
        *("to_excel", "to_feather", "to_hdf", "to_parquet", "to_pickle", "to_sql"),
    }
)
"""Methods that do something whatever they are of: a path, a file, a database, a process. Without
types that is seen by the name alone, so nothing pure has a method of such a name."""
EFFECTS_OF_A_PATH = frozenset({"absolute", "glob", "open", "owner", "resolve", "write"})
"""Methods that do something where they are of a path or an open file, and else may be harmless."""
NAMES_A_PATH = re.compile(r"(^|_)(path|file|folder|directory|dir|handle|stream|sink)$")
WRITES = re.compile(r"[rbt]*[wax+][rbt+]*")
"""Modes of `open`."""
TAKES_A_PATH_TOO = ("pyarrow.csv.read_csv", "pyarrow.csv.open_csv")
BUFFERS = ("pyarrow.BufferReader", "pyarrow.py_buffer", "io.BytesIO")
THE_CLOCK_ITSELF = "jetmsg_core.primitives.times"
"""Zones and forms of time are taken from it freely; only its clock is an effect."""
ONE_DOOR = ("jetmsg_core.contacts.reading.workbooks", "jetmsg_core.spreadsheets.workbook_process")
"""The one way out of pure code: a workbook is read by a process of its own."""
SAYS_PURE = re.compile(r"\bPure\b")


def impurities(tree: SourceTree, among: Collection[str] | None = None) -> list[str]:
    """What a module that says *Pure*, or stands in a package that does, could do beside giving an
    answer, itself or through modules of ours. Of these a dataclass, enum or error may be taken
    wherever it stands, where it does nothing but hold values. Where paths are given, only the
    modules `among` them are judged."""
    effects = []
    for module in pure_modules(tree):
        if among is not None and module.path.as_posix() not in among:
            continue
        effects += [f"{module.name} says Pure and uses {name}" for name in _effects_used(module)]
        for way in _ways_to_effects(tree, module):
            effects.append(f"{module.name} says Pure and imports {' → '.join(way)}")
    return effects


def pure_modules(tree: SourceTree) -> list[Module]:
    return tree.within(*(module.name for module in tree if SAYS_PURE.search(module.docstring)))


@cache
def _effects_used(module: Module) -> tuple[str, ...]:
    return () if module.name == THE_CLOCK_ITSELF else _effects_in(module, module.nodes)


def _effects_in(module: Module, nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    """Whether it is called there or handed on, as by a default."""
    used = {name for node in nodes if is_within(name := module.meaning(node), *EFFECTS)}
    read = [
        f"{name} of no buffer"
        for node in nodes
        if isinstance(node, ast.Call)
        and (name := module.meaning(node.func)) in TAKES_A_PATH_TOO
        and not _reads_a_buffer(module, node)
    ]
    return (*sorted(used), *read, *_effects_of_what_is_given(nodes))


def _effects_of_what_is_given(nodes: Sequence[ast.AST]) -> list[str]:
    """By methods of what a function was handed: no import shows them."""
    used = {
        name
        for name, owner in attributes_read(nodes)
        if name in EFFECTS_OF_WHAT_IS_GIVEN or (name in EFFECTS_OF_A_PATH and _is_path(owner))
    }
    used |= {
        call.func.attr
        for call in nodes
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and (_moves_a_file(call, call.func.attr) or _opens_a_file(call, call.func))
    }
    return [f".{name}()" for name in sorted(used)]


def _is_path(node: ast.expr) -> bool:
    """By its name, or because it is put together with a slash and a text."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(NAMES_A_PATH.search(name))
        case ast.BinOp(op=ast.Div(), right=ast.Constant(value=str()) | ast.JoinedStr()):
            return True
    return False


def _moves_a_file(call: ast.Call, method: str) -> bool:
    """Texts and tables have methods of these names too: with two texts, or with keywords."""
    names = {keyword.arg for keyword in call.keywords}
    given = len(call.args) == 1 and not names
    return method in {"rename", "replace"} and (given or names == {"target"})


def _opens_a_file(call: ast.Call, method: ast.Attribute) -> bool:
    """Whether it opens a path, as it is or to be written. A member of an archive is opened too, by
    its name, in whatever the archive is made over."""
    modes = (*call.args[:2], *(word.value for word in call.keywords if word.arg == "mode"))
    writes = any(
        isinstance(mode, ast.Constant) and WRITES.fullmatch(str(mode.value)) for mode in modes
    )
    is_bare = not (call.args or call.keywords)
    return method.attr == "open" and (writes or is_bare) and not _is_archive(method.value)


def _is_archive(node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.lstrip("_") == "archive"
    return False


def _reads_a_buffer(module: Module, call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Call) and module.meaning(first.func) in BUFFERS


def _ways_to_effects(tree: SourceTree, module: Module) -> Iterator[list[str]]:
    """The shortest way to each module with effects, and to each effect used in one of ours."""
    ways: dict[str, list[str]] = {module.name: []}
    waiting = deque([module.name])
    while waiting:
        name = waiting.popleft()
        if ways[name]:
            yield from ([*ways[name], used] for used in _effects_used(tree.modules[name]))
        for imported in sorted(tree.imports(tree.modules[name]), key=str):
            if _does_nothing(tree, name, imported):
                continue
            way = [*ways[name], str(imported)]
            if _has_effects(imported):
                yield way
            elif imported.module in tree.modules and imported.module not in ways:
                ways[imported.module] = way
                waiting.append(imported.module)


def _does_nothing(tree: SourceTree, importer: str, imported: Import) -> bool:
    if is_within(str(imported), *HARMLESS) or (importer, imported.module) == ONE_DOOR:
        return True
    there = tree.modules.get(imported.module)
    return there is not None and imported.name in _only_hold_values(there)


@cache
def _only_hold_values(module: Module) -> frozenset[str]:
    """The data classes with no method that does more than give an answer."""
    return frozenset(
        name
        for name, definition in module.data_classes.items()
        if not _acts(module, tuple(ast.walk(definition)))
    )


def _acts(module: Module, nodes: Sequence[ast.AST]) -> bool:
    called = (module.meaning(node.func) for node in nodes if isinstance(node, ast.Call))
    return bool(_effects_in(module, nodes)) or any(
        name.partition(".")[0] in SIDE_EFFECTS and not is_within(name, *HARMLESS) for name in called
    )


def _has_effects(imported: Import) -> bool:
    return (
        imported.module.partition(".")[0] in SIDE_EFFECTS
        or is_within(imported.module, STORE)
        or is_within(str(imported), *EFFECTS)
    )
