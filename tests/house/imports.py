"""Who imports what: doors of foreign things, carriers of products, namers of concrete parts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import grimp

from tests.house.source import ROOMS, Source

DOORS: Mapping[str, frozenset[str]] = {
    "paramiko": frozenset({"outbox.sftp"}),
    "signxml": frozenset({"validators.signature"}),
    "xmlsec": frozenset({"validators.second_engine"}),
    "xmlschema": frozenset({"validators.schema"}),
    "watchdog": frozenset({"pipeline.watch"}),
    "apscheduler": frozenset({"pipeline.schedule"}),
    "sqlalchemy": frozenset({"pipeline.ledger"}),
    "structlog": frozenset({"pipeline.log"}),
    "holidays": frozenset({"config.working_days"}),
    "python_calamine": frozenset({"adapters.xlsx_table"}),
    "pydantic": frozenset({"config", "validators.report_schema"}),
    "click": frozenset({"pipeline.cli", "pipeline.commands", "pipeline.failures"}),
}
"""Foreign thing -> the modules, or packages, that may touch it; see docs/why.md."""

TYPES = frozenset({"structlog.typing"})
"""Names of types only: they open nothing."""

PLAYS_THE_OTHER_SIDE = "pipeline.sandbox"
CARRIERS = ("pipeline.steps", PLAYS_THE_OTHER_SIDE)
PRODUCT_ROOMS = frozenset({"adapters", "validators", "outbox", "inbox"})

PARTS: Mapping[str, frozenset[str]] = {
    "outbox.sftp.connect": frozenset({"pipeline.assembly"}),
    "outbox.pkcs12.load_pkcs12": frozenset({"pipeline.assembly"}),
    "validators.schema.Schemas": frozenset({"pipeline.assembly"}),
    "validators.signature.load_authorities": frozenset({"pipeline.assembly"}),
    "config.law.load_law": frozenset({"pipeline.assembly", "pipeline.commands.law"}),
    "config.codes.load_codes": frozenset({"pipeline.assembly"}),
    "config.profile.load_profile": frozenset({"pipeline.assembly"}),
    "pipeline.spool.Spool": frozenset({"pipeline.assembly", "pipeline.site"}),
    "pipeline.ledger.Ledger": frozenset({"pipeline.assembly", "pipeline.commands.options"}),
}
"""Concrete part -> who may name it; see docs/why.md for the exceptions."""


@dataclass(frozen=True)
class Import:
    """One imported module, or one name out of it."""

    node: ast.stmt
    module: str
    name: str

    @property
    def full(self) -> str:
        """The dotted name of the thing."""
        return f"{self.module}.{self.name}" if self.name else self.module


def imports(source: Source) -> Iterator[Import]:
    """Yield every import, wherever it stands, also those for types only."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(node, alias.name, "")
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield Import(node, node.module or "", alias.name)


def inside(name: str, packages: Iterable[str]) -> bool:
    """Tell whether a module is one of those or lies below one of them."""
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def strange_doors(source: Source) -> Iterator[str]:
    """Yield each touch of a foreign thing beside its door."""
    if inside(source.name, [PLAYS_THE_OTHER_SIDE]):
        return
    for each in imports(source):
        door = DOORS.get(each.module.split(".")[0])
        if door is None or each.module in TYPES or inside(source.name, door):
            continue
        yield source.at(each.node, f"{each.module} has its door in {', '.join(sorted(door))}")


def shifted_columns(source: Source) -> Iterator[str]:
    """Yield each use of a CSV reader that shifts columns silently."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(
            ("pd.read_csv", "pandas.read_csv")
        ):
            yield source.at(node, f"{ast.unparse(node)} shifts columns silently")


def carried_products(source: Source) -> Iterator[str]:
    """Yield modules below pipeline, other than the steps, that join functions of two rooms."""
    if not inside(source.name, ["pipeline"]) or inside(source.name, CARRIERS):
        return
    if source.name == "pipeline.assembly":
        return
    found = [
        each
        for each in imports(source)
        if each.module.split(".")[0] in PRODUCT_ROOMS and each.name.islower()
    ]
    carried = {each.module.split(".")[0] for each in found}
    if len(carried) > 1:
        named = ", ".join(sorted(each.full for each in found))
        yield source.at(found[0].node, f"carries between {' and '.join(sorted(carried))}: {named}")


def named_parts(source: Source) -> Iterator[str]:
    """Yield each concrete part named outside the assembly, types apart."""
    if inside(source.name, [PLAYS_THE_OTHER_SIDE]):
        return
    called = {
        ast.unparse(node.func) for node in ast.walk(source.tree) if isinstance(node, ast.Call)
    }
    for each in imports(source):
        allowed = PARTS.get(each.full)
        if allowed and source.name not in allowed and each.name in called:
            yield source.at(each.node, f"{each.full} is a concrete part")


def cycles() -> list[str]:
    """Return one cycle of imports, or nothing; imports for types only do not count."""
    graph = grimp.build_graph(*ROOMS, exclude_type_checking_imports=True, cache_dir=None)
    return first_cycle(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )


def first_cycle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the modules of one cycle in order, or nothing."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []
