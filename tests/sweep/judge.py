"""What must be true after every trial: nothing lost, nothing sent twice, nothing stuck."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from tests.end_to_end.provider import forms
from tests.end_to_end.story import told
from tests.sweep.scene import EXPECTED, FATES, NAME
from tests.xmlsec1 import verify_with_xmlsec1

Row = Mapping[str, Any]
MOVES = [("shipped", "taken"), ("taken", "numbered"), ("numbered", "partly_accepted")]
OUTCOMES = [(1, 0), (2, 1)]
"""Line and whether it was accepted, as the result of the stage's provider says."""
Problem = tuple[str, str]
"""A kind (lost, twice, partial, stuck, ledger), and what was seen."""


@dataclass(frozen=True, kw_only=True)
class Traces:
    """What a trial left behind, on both sides."""

    site: Path
    versions: Sequence[tuple[str, bytes]]
    inbound: Sequence[str]
    """Names that still lie in the server's folder."""


def rows(site: Path, query: str) -> list[Row]:
    """Read the ledger without the product's help."""
    with contextlib.closing(sqlite3.connect(site / "ledger.db")) as ledger:
        ledger.row_factory = sqlite3.Row
        return [dict(row) for row in ledger.execute(query)]


def sound(site: Path) -> Iterator[Problem]:
    """The ledger is whole, and nothing waits in drop/."""
    if (said := rows(site, "PRAGMA integrity_check")) != [{"integrity_check": "ok"}]:
        yield "ledger", str(said)
    left = [str(path.relative_to(site)) for path in (site / "drop").rglob("*")]
    if left != ["drop/.claim"]:
        yield "stuck", f"in drop/: {left}"


def shipped(traces: Traces) -> Iterator[Problem]:
    """Every row stands in exactly one whole file of the provider's, and the ledger knows it."""
    yield from sound(traces.site)
    yield from _delivered(traces)
    yield from _at_rest(traces.site)
    if left := [name for name in traces.inbound if name.endswith(".part")]:
        yield "stuck", f"left on the server: {left}"


def _at_rest(site: Path) -> Iterator[Problem]:
    """Everything has reached the state that an undisturbed life reaches."""
    for drop in rows(site, "select * from drops where purpose = 'report'"):
        if drop["state"] != "converted" or any(drop[name] != FATES[name] for name in FATES):
            yield "stuck", f"{NAME}: {drop}"
    for dossier in rows(site, "select * from dossiers"):
        if dossier["state"] != "shipped" or dossier["held_because"]:
            yield "stuck", f"{dossier['id']}: {dossier['state']} {dossier['reason']}"
    for attempt in rows(site, "select * from attempts where state <> 'abandoned'"):
        if attempt["state"] != "shipped" or not attempt["evidence"]:
            yield "stuck", f"attempt {attempt['number']} of {attempt['dossier_id']}"


def _delivered(traces: Traces) -> Iterator[Problem]:
    known = {row["remote_name"]: row for row in rows(traces.site, "select * from dossiers")}
    seen: Counter[tuple[str, int, str]] = Counter()
    for name, data in traces.versions:
        dossier = known.get(name)
        if dossier is None or hashlib.sha256(data).hexdigest() != dossier["sha256"]:
            yield "partial", f"{name}: {len(data)} bytes, not those of the ledger"
        try:
            lines = told(data)
        except etree.XMLSyntaxError:
            continue
        unit = name.partition("_")[0]
        seen.update((unit, person, code) for person, code, _ in lines)
    wanted = Counter((unit, *line) for unit, lines in EXPECTED.items() for line in lines)
    if lost := wanted - seen:
        yield "lost", f"{len(lost)} lines"
    if twice := seen - wanted:
        yield "twice", f"{len(twice)} lines"


def signatures(traces: Traces, authority: Path) -> Iterator[Problem]:
    """xmlsec1, which shares no code with us, accepts every form and every envelope."""
    for name, data in traces.versions:
        signed = [(data, "/Hoso/CKy_Dvi/*"), *((form, "/*/Cky/*") for form in forms(data).values())]
        if not all(verify_with_xmlsec1(each, place, authority) for each, place in signed):
            yield "partial", f"{name}: xmlsec1 refuses a signature"


def collected(site: Path, answers: Mapping[str, bytes]) -> Iterator[Problem]:
    """Every receipt is kept as it came and applied once; HR has been told."""
    yield from sound(site)
    yield from _kept(site, answers)
    moves = rows(
        site,
        "select start, end from events where thing = 'dossiers'"
        " and start in ('shipped', 'taken', 'numbered') order by seq",
    )
    if [(move["start"], move["end"]) for move in moves] != MOVES:
        yield "twice" if len(moves) > len(MOVES) else "stuck", f"moves: {moves}"
    outcomes = [tuple(each.values()) for each in rows(site, "select line, accepted from outcomes")]
    if outcomes != OUTCOMES:
        yield "stuck", f"outcomes: {outcomes}"
    if rows(site, "select id from drops where feedback_due"):
        yield "stuck", "HR has not been told"
    if not list((site / "returned").glob("*.result.xlsx")):
        yield "lost", "no result workbook"


def _kept(site: Path, answers: Mapping[str, bytes]) -> Iterator[Problem]:
    """Every receipt is known, judged, and lies in inbox/ once."""
    digests = sorted(hashlib.sha256(data).hexdigest() for data in answers.values())
    receipts = rows(site, "select * from receipts order by sha256")
    if [each["sha256"] for each in receipts] != digests:
        yield "lost", f"{len(receipts)} receipts of {len(digests)} are known"
    for receipt in receipts:
        if receipt["state"] != "matched":
            yield "stuck", f"receipt {receipt['sha256'][:16]}: {receipt['state']}"
    files = [path.read_bytes() for path in (site / "inbox").rglob("*.xml")]
    if sorted(files) != sorted(answers.values()):
        yield "lost" if len(files) < len(answers) else "twice", f"{len(files)} files in inbox/"
