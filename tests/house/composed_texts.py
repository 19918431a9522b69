"""The texts that a module puts together, over as many names, lists and functions as it takes.

A name stands for all that is assigned or added to it in its function or module, in the order of the
lines; a function for what it returns. What the source does not show, as a parameter, is `?`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from source_tree import Module, SourceTree

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
GROWING = frozenset({"append", "extend"})
SAME_WORDS = frozenset({"casefold", "encode", "lower", "lstrip", "rstrip", "strip", "upper"})
"""Methods of a text that leave its words what they are."""
FILLED_IN = re.compile(r"%[sdr]|\{\w*\}")


@dataclass(eq=False)
class Scope:
    """A module, class or function: what is put under each name in it, and where that is read."""

    module: Module
    above: Scope | None = None
    function: str = ""
    parameters: frozenset[str] = frozenset()
    values: dict[str, list[tuple[ast.expr, Scope]]] = field(default_factory=dict)
    growing: set[str] = field(default_factory=set)

    def put(self, name: str, value: ast.expr, scope: Scope) -> None:
        self.values.setdefault(name, []).append((value, scope))

    @property
    def outermost(self) -> Scope:
        return self.above.outermost if self.above else self

    def holding(self, name: str) -> Scope | None:
        if name in self.values or name in self.parameters:
            return self
        return self.above.holding(name) if self.above else None


Seen = frozenset[tuple[Scope, str]]


def composed_texts(tree: SourceTree, module: Module) -> list[str]:
    """Every text of the module, each as a whole, and every name that grows to one."""
    return _Composer(tree).texts(module)


class _Composer:
    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._scopes: dict[str, dict[ast.AST, Scope]] = {}

    def texts(self, module: Module) -> list[str]:
        scopes = self._scopes_of(module)
        inner = {part for node in module.nodes for part in _parts(node)}
        whole = [node for node in module.nodes if node not in inner and _is_composing(node)]
        texts = [self._text(node, scopes[node], frozenset()) for node in whole]
        texts += [
            self._name(name, scope, frozenset())
            for scope in dict.fromkeys(scopes.values())
            for name in sorted(scope.growing)
        ]
        return [text for text in texts if text]

    def _scopes_of(self, module: Module) -> dict[ast.AST, Scope]:
        if module.name not in self._scopes:
            self._scopes[module.name] = dict(_scoped(module.tree, Scope(module)))
        return self._scopes[module.name]

    def _name(self, name: str, scope: Scope, seen: Seen) -> str | None:
        home = scope.holding(name)
        if home is None:
            return self._elsewhere(scope.module.imported_names.get(name, ""), seen)
        if (home, name) in seen:
            return None
        seen |= {(home, name)}
        values = home.values.get(name, ())
        return _together([self._text(value, where, seen) for value, where in values], " ")

    def _elsewhere(self, full_name: str, seen: Seen) -> str | None:
        """What another module of ours has under this name."""
        module_name, _, name = full_name.rpartition(".")
        there = self._tree.modules.get(module_name)
        if there is None:
            return None
        return self._name(name, self._scopes_of(there)[there.tree], seen)

    def _text(self, node: ast.AST, scope: Scope, seen: Seen) -> str | None:
        match node:
            case ast.Constant(value=str(words)):
                return words
            case ast.Constant(value=bytes(words)):
                return words.decode("utf-8", "replace")
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=key)):
                return self._name(f"{name}[{key!r}]", scope, seen)
            case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)):
                return self._name(name, scope, seen)
            case ast.Call(func=ast.Attribute() as method) if not _parts(node):
                return self._text(method, scope, seen)
            case ast.Attribute(attr=name):
                imported = self._elsewhere(scope.module.meaning(node), seen)
                return imported or self._name(name, scope.outermost, seen)
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return _together([self._text(part, scope, seen) for part in parts], " ")
        texts = [self._text(part, scope, seen) for part in _parts(node)]
        match node:
            case ast.BinOp(op=ast.Mod()) | ast.Call(func=ast.Attribute(attr="format")):
                return _filled_in(texts)
            case ast.Call(func=ast.Attribute(attr="join")):
                return (texts[0] or "?").join(text or "?" for text in texts[1:])
        return _together(texts, "" if isinstance(node, ast.JoinedStr | ast.BinOp) else " ")


def _is_composing(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.expr) and bool(_parts(node)))


def _parts(node: ast.AST) -> Sequence[ast.expr]:
    """What a text is put together of, from left to right; of `join` and `format` the form first."""
    match node:
        case ast.JoinedStr(values=parts):
            return parts
        case ast.FormattedValue(value=value) | ast.Starred(value=value):
            return [value]
        case ast.BinOp(op=ast.Mod(), left=left, right=ast.Tuple(elts=parts)):
            return [left, *parts]
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Call(
            func=ast.Attribute(attr="join", value=between),
            args=[ast.List(elts=parts) | ast.Tuple(elts=parts)],
        ):
            return [between, *parts]
        case ast.Call(func=ast.Attribute(attr="join", value=between), args=[many]):
            return [between, many]
        case ast.Call(func=ast.Attribute(attr="format", value=form), args=parts):
            return [form, *parts, *(keyword.value for keyword in node.keywords)]
        case ast.Call(func=ast.Attribute(attr=method, value=words)) if method in SAME_WORDS:
            return [words]
        case ast.Call(func=ast.Attribute(attr="dedent"), args=[words]):
            return [words]
        case (
            ast.GeneratorExp(elt=part, generators=loops) | ast.ListComp(elt=part, generators=loops)
        ):
            return [part, *(loop.iter for loop in loops)]
    return []


def _together(texts: Sequence[str | None], between: str) -> str | None:
    return between.join(text or "?" for text in texts) if any(texts) else None


def _filled_in(texts: Sequence[str | None]) -> str | None:
    form, *fillings = texts
    if form is None:
        return _together(texts, " ")
    waiting = iter(fillings)
    return FILLED_IN.sub(lambda _: next(waiting, None) or "?", form)


def _scoped(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node below with the scope in which its names are read. What a class has is under its
    name in the module, with that of the others."""
    yield node, scope
    _note(node, scope)
    inside = scope
    if isinstance(node, FUNCTIONS):
        parameters = frozenset(arg.arg for arg in ast.walk(node.args) if isinstance(arg, ast.arg))
        inside = Scope(scope.module, scope, getattr(node, "name", ""), parameters)
    for child in ast.iter_child_nodes(node):
        yield from _scoped(child, inside)


def _note(node: ast.AST, scope: Scope) -> None:
    """Puts what this assigns, adds or returns under its name."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                _put(target, value, scope)
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            _put(target, value, scope)
        case ast.NamedExpr(target=target, value=value):
            _put(target, value, scope)
        case ast.AugAssign(target=target, value=value):
            _put(target, value, scope, growing=True)
        case ast.Call(func=ast.Attribute(value=target, attr=method), args=[value]) if (
            method in GROWING
        ):
            _put(target, value, scope, growing=True)
        case ast.Return(value=ast.expr() as value) if scope.above:
            scope.above.put(scope.function, value, scope)


def _put(target: ast.expr, value: ast.expr, scope: Scope, *, growing: bool = False) -> None:
    match target, value:
        case (ast.Tuple(elts=targets), ast.Tuple(elts=values)):
            for each, its_value in zip(targets, values, strict=False):
                _put(each, its_value, scope)
            return
        case (ast.Name(id=name), ast.Dict(keys=keys, values=values)):
            for key, its_value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant):
                    scope.put(f"{name}[{key.value!r}]", its_value, scope)
            return
    match target:
        case ast.Name(id=name):
            home = (scope.holding(name) if growing else None) or scope
        case ast.Attribute(attr=name):
            home = scope.outermost
        case _:
            return
    home.put(name, value, scope)
    if growing:
        home.growing.add(name)
