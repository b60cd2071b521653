"""What would quieten a check, and loops that would make an object of every employee."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.house.imports import PLAYS_THE_OTHER_SIDE, inside
from tests.house.source import Source

LAST_DOORS: Mapping[str, str] = {
    "pipeline.runner": "one failure never stops the next item",
    "pipeline.cli": "every failure gets its exit code",
    "pipeline.daemon": "the daemon outlives one broken round",
}
"""Who may catch any exception, and why."""

LOOPS: Mapping[str, str] = {
    "validators.workbook": "a workbook is written cell by cell, and of how many rows is bounded",
}
"""Who may loop over the rows of a table, and why."""

_ROW_BY_ROW = frozenset({"iterrows", "itertuples", "apply", "applymap"})
_IGNORED = re.compile(r"#\s*type: ignore(?P<codes>\[[a-z, -]+\])?(?P<reason>.*)")
_QUIET = re.compile(r"#\s*noqa(?P<codes>: ?[A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*)?(?P<reason>.*)")
_SKIPS = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b|\bunittest\.skip")


def bare_excuses(source: Source) -> Iterator[str]:
    """Yield each silenced check that names no rule or gives no reason."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for excuse in (_IGNORED.search(line), _QUIET.search(line)):
            if excuse and not (excuse["codes"] and re.search(r"[A-Za-z]{3}", excuse["reason"])):
                yield f"{source.path}:{number}: {excuse[0]!r} needs a rule and a reason"


def catches_anything(source: Source) -> Iterator[str]:
    """Yield each handler that would swallow a bug, the last doors apart."""
    if source.name in LAST_DOORS:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            if caught in ("everything", "Exception", "BaseException"):
                yield source.at(node, f"catches {caught}")


def skipped_tests(source: Source) -> Iterator[str]:
    """Yield each test that would not run everywhere."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if found := _SKIPS.search(line):
            yield f"{source.path}:{number}: {found[0]}"


def row_by_row(source: Source) -> Iterator[str]:
    """Yield each loop over the rows of a table."""
    if source.name in LOOPS or inside(source.name, [PLAYS_THE_OTHER_SIDE]):
        return
    for node in ast.walk(source.tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in _ROW_BY_ROW:
            yield source.at(called, f"{ast.unparse(called)} makes an object of every row")
