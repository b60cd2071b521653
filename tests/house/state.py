"""Nothing happens at import, and no module keeps state."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source

_DECLARATIONS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign,
    ast.AnnAssign,
)  # fmt: skip
_DISPLAYS = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)
_MAKERS = frozenset({
    "bytearray", "defaultdict", "deque", "Counter", "OrderedDict",
    "collections.defaultdict", "collections.deque", "collections.Counter",
    "threading.Lock", "threading.RLock", "threading.Event", "threading.local", "ContextVar",
    "itertools.count", "random.Random",
})  # fmt: skip
_CHANGES = frozenset({
    "append", "extend", "insert", "add", "update", "setdefault", "pop", "popitem", "clear",
    "remove", "discard", "sort", "reverse",
})  # fmt: skip
_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*|__all__")
_CACHES = frozenset({"cache", "lru_cache", "functools.cache", "functools.lru_cache"})
_DEEDS = frozenset({
    "open", "print", "exec", "eval", "input", "os.getenv", "os.environ.get", "os.getcwd",
    "Path.cwd", "Path.home", "datetime.now", "date.today", "time.time", "time.monotonic",
})  # fmt: skip
_DOING = frozenset(
    {"read_text", "read_bytes", "basicConfig", "getLogger", "get_logger", "configure"}
)


def deeds_at_import(source: Source) -> Iterator[str]:
    """Yield statements of a module that do something when it is imported."""
    for node in _top_level(source.tree.body):
        if isinstance(node, ast.Expr) and _only_declares(node.value, source):
            continue
        if not isinstance(node, _DECLARATIONS):
            yield source.at(node, f"{type(node).__name__} happens at import")
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            for call in ast.walk(node.value):
                if isinstance(call, ast.Call) and _does_something(call):
                    yield source.at(call, f"{ast.unparse(call.func)}() happens at import")


def module_state(source: Source) -> Iterator[str]:
    """Yield what a module could remember: values made to change, caches of functions, `global`."""
    for node in _top_level(source.tree.body):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_state(node):
            yield source.at(node, f"{ast.unparse(_target(node))} is made to be changed")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Global):
            yield source.at(node, "global")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            for decorator in node.decorator_list:
                maker = decorator.func if isinstance(decorator, ast.Call) else decorator
                if ast.unparse(maker) in _CACHES:
                    yield source.at(node, f"{node.name} remembers in its module")


def changed_constants(source: Source) -> Iterator[str]:
    """Yield each change of a table that a module, this one or another, declares as constant."""
    for node in ast.walk(source.tree):
        match node:
            case ast.Subscript(value=table, ctx=ast.Store() | ast.Del()):
                changed = table
            case ast.Call(func=ast.Attribute(value=table, attr=deed)) if deed in _CHANGES:
                changed = table
            case ast.AugAssign(target=table):
                changed = table
            case _:
                continue
        name = ast.unparse(changed).rpartition(".")[2]
        if _CONSTANT.fullmatch(name) and isinstance(changed, ast.Name | ast.Attribute):
            yield source.at(node, f"{name} is a constant, and is changed here")


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, those for types only left out."""
    for node in body:
        if not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield node


def _only_declares(value: ast.expr, source: Source) -> bool:
    """Tell a docstring, or an SQL table's declaration, which its metadata collects."""
    if isinstance(value, ast.Constant):
        return True
    tables = source.name == "pipeline.ledger.tables"
    return tables and isinstance(value, ast.Call) and ast.unparse(value.func) in ("Index", "Table")


def _does_something(call: ast.Call) -> bool:
    text = ast.unparse(call.func)
    return text in _DEEDS or text.rpartition(".")[2] in _DOING


def _target(node: ast.Assign | ast.AnnAssign) -> ast.expr:
    return node.target if isinstance(node, ast.AnnAssign) else node.targets[0]


def _is_state(node: ast.Assign | ast.AnnAssign) -> bool:
    """Tell whether a value is there to change: a queue, a lock, a table not named as a constant."""
    value = node.value
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) in _MAKERS
    return isinstance(value, _DISPLAYS) and not _CONSTANT.fullmatch(ast.unparse(_target(node)))
