"""What other files report already: looked up before a file's lines become dossiers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from adapters.model import Kind
from outbox.model import Movements
from outbox.repeated import EARLIER_COLUMNS, Place, hold_repeated
from pipeline import columns
from pipeline.model import Dossier, Drop
from pipeline.parts import Parts
from pipeline.rosters import TELLING, lost, told
from pipeline.steps.case import Case
from validators.brakes import Brake

_LINE = [name for name in EARLIER_COLUMNS if name not in ("Ky", "dossier", "line", "file")]
_WANTED = list(dict.fromkeys([*_LINE, *TELLING]))


def same_content(parts: Parts, case: Case) -> list[Brake]:
    """Return the brake on a file of movements that says what another one said."""
    if case.content is None or parts.ledger.dossiers.of_drop(case.drop.id):
        return []
    same = parts.ledger.contents.on_their_way(case.drop.id, case.content)
    if not same:
        return []
    first = parts.ledger.drops.get(same[0])
    at = first.arrived_at.astimezone(parts.settings.schedule.zone)
    there = f"{first.name} ({first.id}, {at:%d/%m/%Y %H:%M})"
    return [
        Brake(
            code="same-rows",
            unit="",
            reason_vi=f"cùng các dòng biến động với tệp {there}; cho đi tiếp nếu đúng là muốn báo "
            "lại",
            reason_en=f"the same movements as file {there}; let it go on if you mean to report "
            "them again",
        )
    ]


def without_repeats(parts: Parts, case: Case, movements: Movements) -> Movements:
    """Hold those of whom another file reported the same kind of change in the same period."""
    if movements.lines.empty and not movements.questions:
        return movements
    place = Place(
        file=case.drop.name,
        sheet=case.table.sheet,
        period=case.period,
        rows=case.table.rows,
        citizens=case.table.frame["CMND"],
    )
    words = parts.ledger.holds.of_drop(case.drop.id, "released")
    earlier = _earlier(parts, case)
    dossiers = sorted(set(earlier["dossier"]))
    informed = {
        (hold.unit, hold.person, dossier)
        for hold in words
        for dossier in dossiers
        if f" {dossier} " in hold.question_en
    }
    answered = frozenset((hold.unit, hold.person, hold.code) for hold in words)
    return hold_repeated(movements, earlier, place, answered, informed)


def _earlier(parts: Parts, case: Case) -> pd.DataFrame:
    """Return the lines of other files that are on their way or accepted, and where they stand."""
    frames = [pd.DataFrame({name: pd.Series([], dtype="str") for name in EARLIER_COLUMNS})]
    coded = parts.ledger.contents.of_movements()
    files: dict[str, Drop] = {}
    same = parts.ledger.contents.same(case.drop.id, case.content)
    for dossier in parts.ledger.dossiers.counted(case.units, case.replaced):
        # What counts has lines, so it was made from a file.
        owner = str(dossier.drop)
        if owner not in files:
            files[owner] = parts.ledger.drops.get(owner)
        drop = files[owner]
        if not _is_mine(case, drop, coded) and drop.id not in same:
            frames.append(_lines(parts, dossier, drop))
    return pd.concat(frames, ignore_index=True)


def _is_mine(case: Case, drop: Drop, coded: set[str]) -> bool:
    """Tell whether a file may say more of the same people: itself, or the next of its snapshots.

    A snapshot after a snapshot of the same feed is held against what the first one declared: what
    it reports is what changed since, never the same once more.
    """
    snapshots = case.table.kind is Kind.SNAPSHOT and drop.id not in coded
    return drop.id == case.drop.id or (snapshots and drop.feed == case.drop.feed)


def _lines(parts: Parts, dossier: Dossier, drop: Drop) -> pd.DataFrame:
    lines = columns.from_file(
        parts.spool.site / dossier.artefact,
        columns=_WANTED,
        first=dossier.first_line,
        count=dossier.lines,
    )
    numbered = lines[_LINE].assign(
        Ky=dossier.period, dossier=dossier.id, line=np.arange(1, len(lines) + 1), file=drop.name
    )
    return numbered.drop(index=lost(dossier, lines, told(parts.ledger, dossier, lines)))
