"""A file as the opening roster of its units: everyone in it is declared, nobody is reported."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import pandas as pd

from adapters.feed import read_export
from adapters.model import Kind
from config.settings import Feed
from outbox.baseline import baseline
from pipeline import columns
from pipeline.errors import NotNowError
from pipeline.ledger.dossiers import Plan
from pipeline.model import Balance
from pipeline.parts import Parts
from pipeline.states import DropState
from pipeline.steps.case import Case, lay_out
from pipeline.steps.conversion import tell
from pipeline.steps.examine import examine
from pipeline.steps.judged import hints_of
from pipeline.steps.names import shown
from pipeline.steps.onward import Opening, opened
from pipeline.sweep import path_in
from validators.cells import LEAVING


def refuse_second(parts: Parts, units: Iterable[str], *, replace: bool) -> None:
    """Raise NotNowError if a unit has a roster and nobody said that it may begin again.

    Asked before a file is kept: the bytes of a refused baseline would else be a duplicate when
    somebody drops them as the report that they are.
    """
    again = sorted(set(units) & set(parts.ledger.dossiers.openings()))
    if again and not replace:
        raise NotNowError(
            f"đã có danh sách gốc / a baseline exists already: {', '.join(again)}; "
            "--replace bắt đầu lại từ tệp này / starts again from this file"
        )


def take_baseline(parts: Parts, file: Path, feed: Feed) -> Case:
    """Keep a file that somebody names, examine it, and open the rosters of its units."""
    _refuse_movements(parts, file, feed)
    data = file.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    parts.spool.write(f"keep/originals/{digest}", data)
    drop = parts.ledger.drops.arrive(
        key=secrets.token_hex(6),
        feed=feed.name,
        name=shown(path_in(parts.spool.site / "drop", file).as_posix()),
        sha256=digest,
        size=len(data),
        again=True,
        purpose="baseline",
        # The daemon leaves it alone: this command takes it all the way itself.
        held_because="baseline",
    )
    examine(parts, drop)
    case = lay_out(parts, parts.ledger.drops.get(drop.id))
    open_rosters(parts, case, case.units)
    return case


def _refuse_movements(parts: Parts, file: Path, feed: Feed) -> None:
    """Raise NotNowError if a file holds movements: they do not say who is employed."""
    hints = hints_of(feed, path_in(parts.spool.site / "drop", file))
    table, _ = read_export(file, hints=hints, format=parts.format_of(feed), read=parts.read)
    if table.kind is not Kind.SNAPSHOT:
        raise NotNowError(
            f"{shown(file.name)}: tệp biến động không nêu đủ người đang làm việc, dùng bảng lương "
            "đầy đủ / movements do not name everybody employed: take a snapshot"
        )


def open_rosters(parts: Parts, case: Case, units: Sequence[str]) -> DropState:
    """Write the roster of those units, then the ledger; other units are still to be compared.

    Both are one transaction: a crash must not leave the others behind as if they were done.
    """
    artefact = f"keep/rosters/{case.drop.id}.arrow"
    right = case.table.frame[~case.wrong]
    roster = baseline(right, units, law=parts.law, codes=parts.codes, period=case.period)
    parts.spool.write(artefact, columns.to_bytes(roster))
    opening = _opening(right[right["MaDonVi"].isin(units)], roster)
    because = f"{opening.vi} / {opening.en}"
    balance = Balance(rows=case.rows, unchanged=case.rows - case.rejected, rejected=case.rejected)
    plan = Plan(
        chapters=tuple((unit, str(case.period), "opening", artefact) for unit in units),
        dossiers=(),
        replaced=(),
        balance=balance,
        errors=case.report.errors,
    )
    if len(units) == len(case.units):
        tell(parts, case, opened(case.report, balance, opening), marked=False)
        parts.ledger.dossiers.record(case.drop, plan, lambda _tx: None, because)
        return DropState.CONVERTED
    reopen = partial(
        parts.ledger.drops.reopen,
        key=case.drop.id,
        because="so các đơn vị còn lại / its other units are compared",
    )
    parts.ledger.dossiers.record(case.drop, plan, reopen, because)
    return DropState.EXAMINED


def _opening(right: pd.DataFrame, roster: pd.DataFrame) -> Opening:
    """Count who of the right rows is declared now, and who is not."""
    people = right.drop_duplicates(["MaDonVi", "MaNV"], keep="last")
    gone = int(people["TrangThai"].isin(LEAVING).sum())
    return Opening(declared=len(roster), gone=gone, outside=len(people) - gone - len(roster))
