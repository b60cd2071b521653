"""One kept file, read and judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import PurePath, PurePosixPath

import pandas as pd

from adapters.feed import read_workbook
from adapters.hints import Hints
from adapters.model import Kind, PayrollTable
from adapters.named import fill
from config.settings import Feed
from outbox.rests import rests_on
from pipeline.desk import Judged
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.rosters import declared
from pipeline.steps.beside import kept_beside
from pipeline.steps.onward import onward
from pipeline.steps.papers import context_of, lay_beside
from validators.cells import Cells
from validators.layers import REQUEST_LAYERS
from validators.layers import examine as judge
from validators.model import Report
from validators.rules.one_period import main_period


def read_and_judge(parts: Parts, drop: Drop) -> Judged:
    """Read a kept file as its feed says, and judge it; UnreadableError if it is no export."""
    feed = parts.feed(drop.feed)
    original, hints = parts.spool.original(drop.sha256), hints_of(feed, PurePosixPath(drop.name))
    table, raw, sheets = read_workbook(
        original, hints=hints, format=parts.format_of(feed), read=parts.read
    )
    arrived = drop.arrived_at.astimezone(parts.settings.schedule.zone).date()
    table = completed(parts, table, arrived)
    papers = lay_beside(parts, kept_beside(parts, drop), table, sheets, parts.encoding_of(feed))
    report = papers.added_to(report_on(parts, drop.sha256, table, papers.keys, drop=drop.id))
    report = replace(report, onward=onward(report, feed))
    return Judged(table=table, raw=raw, sheets=sheets, report=report, beside=papers.beside)


def hints_of(feed: Feed, path: PurePath) -> Hints:
    """Return what a feed and a path below drop/ say of a file besides its rows."""
    return Hints(
        name=path.name,
        folder=path.parts[0] if len(path.parts) > 1 else "",
        unit=feed.unit,
        period=feed.period,
        encoding=feed.encoding,
        hidden=feed.hidden,
    )


def completed(parts: Parts, table: PayrollTable, on: date) -> PayrollTable:
    """Return a table with blank codes and months filled in, where its names and that day tell."""
    return fill(dated(table, on), parts.codes)


def dated(table: PayrollTable, on: date) -> PayrollTable:
    """Return a table of requests with the month of a day where it names no period."""
    if table.kind is not Kind.REQUESTS:
        return table
    period = table.frame["Ky"].mask(table.frame["Ky"] == "", f"{on:%m/%Y}")
    return replace(table, frame=table.frame.assign(Ky=period))


def declared_people(parts: Parts, table: PayrollTable, drop: str) -> pd.DataFrame | None:
    """Return who is declared, where a snapshot has people without an insurance number.

    Without what this file reports or will replace: its newcomers stay newcomers in its report.
    """
    if table.kind is not Kind.SNAPSHOT or not (table.frame["MasoBHXH"] == "").any():
        return None
    units = [unit.code for unit in parts.settings.employer.units]
    shelf, period = parts.ledger.dossiers, main_period(Cells(table))
    named = set(table.frame["MaDonVi"].unique()).intersection(units)
    mine = [*shelf.of_drop(drop)]
    mine += [each for unit in named for each in shelf.replaceable(unit, str(period), drop)]
    without = [dossier.id for dossier in mine]
    known = declared(parts.ledger, parts.spool, units=units, all_units=units, without=without)
    return known.roster[["MaDonVi", "MaNV", "CMND", "MasoBHXH"]]


def report_on(
    parts: Parts,
    sha256: str,
    table: PayrollTable,
    households: frozenset[str] = frozenset(),
    *,
    drop: str = "",
) -> Report:
    """Judge a table, read from bytes of that SHA-256, by today's law, codes and units.

    `drop` names the file where it is a kept one.
    """
    context = replace(
        context_of(parts), households=households, declared=declared_people(parts, table, drop)
    )
    if table.kind is Kind.REQUESTS:
        return judge(table, sha256=sha256, context=context, layers=REQUEST_LAYERS)
    lines_rest_on = partial(rests_on, table, parts.law, parts.codes)
    return judge(table, sha256=sha256, context=context, lines_rest_on=lines_rest_on)
