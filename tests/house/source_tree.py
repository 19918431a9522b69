"""The program's own files, each parsed once: what it says of itself, imports and holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

HOLDS_VALUES = re.compile(r"(Enum|Protocol|NamedTuple|TypedDict|Error)$")
SOURCES = ("jetmsg_core", "pages", "scripts", "app.py")
BESIDE = ("tests", "docs", "data", "findings")
"""Folders that are no part of the program."""


@dataclass(frozen=True)
class Import:
    """`from module import name`. The name is empty where a module itself is imported."""

    module: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(frozen=True)
class Module:
    """One file, `path` from the folder of the project."""

    path: Path
    source: str

    @property
    def name(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def docstring(self) -> str:
        return ast.get_docstring(self.tree) or ""

    @cached_property
    def imports(self) -> frozenset[Import]:
        """As they are written: whether a name is a module is not seen from here."""
        imports: set[Import] = set()
        for node in self.nodes:
            if isinstance(node, ast.Import):
                imports |= {Import(alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imports |= {Import(_base(self, node), alias.name) for alias in node.names}
        return frozenset(imports)

    @cached_property
    def imported_names(self) -> Mapping[str, str]:
        """What each name that an import binds, wherever it stands, is in full."""
        meanings: dict[str, str] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    top = alias.name.partition(".")[0]
                    meanings[alias.asname or top] = alias.name if alias.asname else top
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    meanings[alias.asname or alias.name] = f"{_base(self, node)}.{alias.name}"
        return meanings

    def meaning(self, node: ast.AST) -> str:
        """The full name of what is written as a name or dots: `np.load` is `numpy.load`. Empty
        where a name is given and not used, and for all else."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self.imported_names.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (before := self.meaning(node.value)):
            return f"{before}.{node.attr}"
        return ""

    @cached_property
    def data_classes(self) -> Mapping[str, ast.ClassDef]:
        """Classes that hold values, by their names: dataclasses, enums, protocols, errors."""
        return {
            node.name: node
            for node in self.tree.body
            if isinstance(node, ast.ClassDef)
            and (
                any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
                or any(HOLDS_VALUES.search(ast.unparse(base)) for base in node.bases)
            )
        }

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every text by itself; `composed_texts` gives them as they are put together."""
        return tuple(
            node.value
            for node in self.nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )


def attributes_read(nodes: Iterable[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """Every attribute that is read, as `a.b` or as `getattr(a, "b")`, with what it is of."""
    for node in nodes:
        match node:
            case ast.Attribute(attr=name, value=owner, ctx=ast.Load()):
                yield name, owner
            case ast.Call(
                func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(name)), *_]
            ):
                yield name, owner


@dataclass(frozen=True)
class SourceTree:
    """Every module by its full name."""

    modules: Mapping[str, Module]

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules.values())

    def within(self, *packages: str) -> list[Module]:
        return [module for module in self if is_within(module.name, *packages)]

    def imports(self, module: Module) -> set[Import]:
        """What it imports wherever in it: `from a import b` is the module `a.b` if there is one."""
        return {
            Import(str(imported)) if imported.name and str(imported) in self.modules else imported
            for imported in module.imports
        }

    def with_files(self, files: Mapping[str, str]) -> SourceTree:
        """A copy with these sources, by path, added to it."""
        planted = [Module(Path(path), source) for path, source in files.items()]
        return replace(self, modules={**self.modules, **{added.name: added for added in planted}})


def _base(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    above = module.name.split(".")
    keep = len(above) - node.level + (module.path.name == "__init__.py")
    return ".".join([*above[:keep], *([node.module] if node.module else [])])


@cache
def is_within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def read_tree(root: Path) -> SourceTree:
    """The tree below the project's folder, with whatever stands there beside `SOURCES`."""
    folders = [path for path in root.iterdir() if path.is_dir() and not _is_beside(path)]
    files = [*root.glob("*.py"), *(path for folder in folders for path in folder.rglob("*.py"))]
    modules = [Module(path.relative_to(root), path.read_text("utf-8")) for path in sorted(files)]
    return SourceTree({module.name: module for module in modules})


def _is_beside(folder: Path) -> bool:
    return folder.name in BESIDE or folder.name.startswith(".") or (folder / "pyvenv.cfg").exists()


def planted(source: str, path: str = "jetmsg_core/messages/planted.py") -> dict[str, str]:
    """Gives one file of a made-up source, to stand in the program."""
    return {path: source}
