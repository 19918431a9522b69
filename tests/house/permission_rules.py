"""What a page, the server or the command line asks of a service, and which changes something, names
what whoever asks must be allowed. Such services are found by what they come to: a statement that
writes, a file that leaves, a call of the gateway. Each of them tells the audit, too, and so does
whatever changes the state of a campaign."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from source_tree import Module, SourceTree, is_within

CORE = "jetmsg_core"
NO_EFFECTS = tuple(
    f"{CORE}.{name}"
    for name in (
        *("primitives", "errors", "states", "sandbox", "spreadsheets", "acting", "files", "names"),
        *("settings_source", "settings", "contacts", "messages"),
        *("worker", "processes", "web", "cli", "__main__"),
    )
)
"""What is no service, and does nothing to the database for one."""
NO_SERVICES = (*NO_EFFECTS, f"{CORE}.store", f"{CORE}.gateway")
ASKERS = ("app", "pages", f"{CORE}.web", f"{CORE}.cli")
STORE, BELOW_TABLES = f"{CORE}.store", (f"{CORE}.store.schema", f"{CORE}.store.database")
EFFECTS = frozenset(
    {
        f"{CORE}.store.database.transaction",
        f"{CORE}.files.tables.file_of",
        f"{CORE}.files.tables.write_table",
        f"{CORE}.gateway.client.prepare",
    }
)
WRITES = re.compile(
    r"\b(insert|replace)\s+(or\s+\w+\s+)?into\s|\bupdate\s+(or\s+\w+\s+)?\S+\s+set\s"
    r"|\bdelete\s+from\s|\bvacuum\b",
    re.IGNORECASE,
)
OWN_AFFAIRS = frozenset(
    {
        *(f"{CORE}.accounts.signing_in.sign_in", f"{CORE}.accounts.signing_in.change_password"),
        f"{CORE}.accounts.provider.flow.finish",
        *(f"{CORE}.accounts.sessions.{name}" for name in ("used", "end", "end_everywhere")),
    }
)
"""What everybody does for themselves, whatever their role."""
RECORD = f"{CORE}.audit.recording.record"
TELLS = frozenset({RECORD, f"{CORE}.audit.recording.record_restored"})
TRANSITIONS = f"{CORE}.store.ledger.transitions"
NOT_TOLD: Mapping[str, str] = {
    f"{CORE}.mappings.remember": "how a file is read is a choice, told when its list is saved",
    f"{CORE}.campaigns.draft.drafts.begin": "a draft is told when it is sent or deleted",
    f"{CORE}.campaigns.draft.drafts.keep": "as `begin`: nobody reads each letter that was typed",
    f"{CORE}.campaigns.exports.jobs.ask": "a file is told when it is taken: `ready_file`",
    f"{CORE}.campaigns.exports.recipient_file.write": "it is `export`, or made for `ready_file`",
    f"{CORE}.templates.importing.preview_import": "what it does is undone again",
    f"{CORE}.restoring.data_check.check_copy": "a copy is read, in a draft that goes again",
    f"{CORE}.balances.pool_status.export": "readings of the balance: nobody is in it",
    f"{CORE}.balances.sampling.ask": "reading the balance changes nothing and costs nothing",
    f"{CORE}.accounts.sessions.used": "a sign of life of a browser that signed in",
}
"""Services that change something and tell the audit nothing, each with the reason."""
MARK, ASK = f"{CORE}.acting.requires", f"{CORE}.acting.require"


@dataclass(frozen=True)
class Function:
    """A function of a module, or a method of one of its classes, by its full name."""

    name: str
    module: Module
    node: ast.FunctionDef


def without_permission(tree: SourceTree) -> list[str]:
    functions = {function.name: function for function in _functions(tree)}
    names = _Names(tree, frozenset(functions))
    changing = _changing(functions, names)
    asked = {
        name
        for module in tree.within(*ASKERS)
        for name in names.meant(module, module.tree)
        if name in changing and name in functions
    }
    return [
        f"{function.module.path.as_posix()}, line {function.node.lineno}: {function.node.name!r} "
        "changes something, and says above itself no @requires(Permission.…)"
        for name in sorted(asked)
        if name not in OWN_AFFAIRS
        and not is_within((function := functions[name]).module.name, *NO_SERVICES)
        and not _names_permission(function)
    ]


def without_record(tree: SourceTree) -> list[str]:
    functions = {function.name: function for function in _functions(tree)}
    names = _Names(tree, frozenset(functions))
    changing = _changing(functions, names)
    telling = _coming_to(TELLS, functions, names)
    services = {
        name
        for name, function in functions.items()
        if name in changing and (name in OWN_AFFAIRS or _names_permission(function))
    }
    broken = [
        _told(functions[name], "changes something, and nothing of it comes to the audit: `record`")
        for name in sorted(services - telling - NOT_TOLD.keys())
    ]
    broken += [
        _told(functions[name], "is in NOT_TOLD, and tells the audit or changes nothing")
        for name in sorted(NOT_TOLD.keys() & functions.keys())
        if name in telling or name not in services
    ]
    return broken + [
        _told(function, "changes the state of a campaign, and does not `record` it")
        for function in functions.values()
        if not is_within(function.module.name, STORE)
        and _changes_state(names.meant(function.module, function.node))
        and not names.meant(function.module, function.node) & _telling_here(function, functions)
    ]


def _changes_state(meant: Set[str]) -> bool:
    return any(name.startswith(f"{TRANSITIONS}.") for name in meant)


def _telling_here(function: Function, functions: Mapping[str, Function]) -> Set[str]:
    """`record`, and a function of the same module that names it in its own name."""
    beside = f"{function.module.name}._record"
    return TELLS | ({beside} & functions.keys())


def _told(function: Function, what: str) -> str:
    where = f"{function.module.path.as_posix()}, line {function.node.lineno}"
    return f"{where}: {function.node.name!r} {what}"


def _functions(tree: SourceTree) -> Iterator[Function]:
    for module in tree.within(CORE):
        for node in [] if is_within(module.name, *NO_EFFECTS) else module.tree.body:
            if isinstance(node, ast.FunctionDef):
                yield Function(f"{module.name}.{node.name}", module, node)
            elif isinstance(node, ast.ClassDef):
                yield from (
                    Function(f"{module.name}.{node.name}.{method.name}", module, method)
                    for method in node.body
                    if isinstance(method, ast.FunctionDef)
                )


class _Names:
    """The functions that names in a module mean, through the packages that hand them on."""

    def __init__(self, tree: SourceTree, functions: frozenset[str]) -> None:
        self.tree = tree
        self.functions = functions
        self._methods = {
            owner: {name for name in functions if name.rpartition(".")[0] == owner}
            for owner in {name.rpartition(".")[0] for name in functions} - tree.modules.keys()
        }
        self._by_name: dict[str, dict[str, set[str]]] = {}

    def meant(self, module: Module, part: ast.AST) -> set[str]:
        if module.name not in self._by_name:
            self._by_name[module.name] = self._methods_by_name(module)
        methods = self._by_name[module.name]
        meant: set[str] = set()
        for node in ast.walk(part):
            if isinstance(node, ast.Name | ast.Attribute) and (text := module.meaning(node)):
                meant.add(self.resolved(text if "." in text else f"{module.name}.{text}"))
            if isinstance(node, ast.Attribute):
                meant |= methods.get(node.attr, set())
        return meant

    def resolved(self, full: str) -> str:
        """The name where it is defined."""
        for _ in range(9):
            package, _, name = full.rpartition(".")
            module = self.tree.modules.get(package)
            if full in self.functions or module is None or name not in module.imported_names:
                break
            full = module.imported_names[name]
        return full

    def _methods_by_name(self, module: Module) -> dict[str, set[str]]:
        """Those of the classes that a module names, since nobody knows of what a variable is."""
        own = (node.name for node in module.tree.body if isinstance(node, ast.ClassDef))
        texts = {*module.imported_names.values(), *(f"{module.name}.{name}" for name in own)}
        methods: dict[str, set[str]] = {}
        for owner in {self.resolved(text) for text in texts} & self._methods.keys():
            for method in self._methods[owner]:
                methods.setdefault(method.rpartition(".")[2], set()).add(method)
        return methods


def _changing(functions: Mapping[str, Function], names: _Names) -> Set[str]:
    """The functions that come to an effect, by whatever way."""
    writing = {
        name
        for name, function in functions.items()
        if not is_within(function.module.name, *BELOW_TABLES) and _writes(function)
    }
    return _coming_to(writing | EFFECTS, functions, names)


def _coming_to(ends: Set[str], functions: Mapping[str, Function], names: _Names) -> Set[str]:
    """The functions that come to one of these, and these."""
    calls = {
        name: names.meant(function.module, function.node) & (functions.keys() | ends)
        for name, function in functions.items()
        if not is_within(function.module.name, *BELOW_TABLES)
    }
    coming = set(ends)
    while new := {name for name in calls.keys() - coming if calls[name] & coming}:
        coming |= new
    return coming


def _writes(function: Function) -> bool:
    return is_within(function.module.name, STORE) and any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and WRITES.search(node.value) is not None
        for node in ast.walk(function.node)
    )


def _names_permission(function: Function) -> bool:
    """Above itself, or as the first that it does."""
    marks = [
        function.module.meaning(decorator.func)
        for decorator in function.node.decorator_list
        if isinstance(decorator, ast.Call)
    ]
    first = next(
        (
            node.value.func
            for node in function.node.body[:2]
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        ),
        None,
    )
    return MARK in marks or (first is not None and function.module.meaning(first) == ASK)
