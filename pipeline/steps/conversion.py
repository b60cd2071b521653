"""What all conversions do: hold a file back, cut lines into dossiers, count the fates of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from outbox import dossier as paper
from outbox.model import Movements, RowFate
from pipeline import columns, preview
from pipeline.model import Balance
from pipeline.parts import Parts
from pipeline.steps.brakes import NOW_INVALID
from pipeline.steps.case import Case
from pipeline.steps.examine import give_back, give_words
from pipeline.steps.papers_kept import place_of
from pipeline.steps.release_words import release_command
from validators.brakes import Brake
from validators.model import Report

MONTHLY: Final = "600"
"""Báo tăng, báo giảm, điều chỉnh đóng: the procedure of every monthly movement."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Written:
    """Lines that were written to disk, and what goes along with some of them."""

    lines: pd.DataFrame
    artefact: str
    papers: pd.DataFrame


def hold(parts: Parts, case: Case, standing: Sequence[Brake], movements: Movements) -> None:
    """Let the brakes hold the file; say so, and what it would report, where `show` finds it.

    A file that an answered question opened again may have reported rows: they stay reported.
    """
    reported = int((case.reported & ~case.report.wrong).sum())
    balance = Balance(
        rows=case.rows,
        reported=reported,
        rejected=case.rejected,
        held=case.rows - case.rejected - reported,
        absent=movements.absent,
    )
    parts.spool.write(preview.place(case.drop), columns.to_bytes(movements.lines))
    reason = f"{_told(standing)} · cho đi tiếp / let it go on: {release_command(case)}"
    codes = sorted({brake.code for brake in standing})
    if case.report.errors != case.drop.errors:
        give_back(parts, case.drop, case.report, case.raw, case.sheets)
    parts.ledger.drops.hold(case.drop, codes, reason, balance, errors=case.report.errors)
    parts.log.warning("drop.held", drop=case.drop.id, brakes=",".join(codes))


def tell(parts: Parts, case: Case, report: Report, *, marked: bool) -> None:
    """Give the sender the report of a file that was worked out.

    The workbook again only where it would mark something new, or told that the file stops.
    """
    judged_anew = case.report.errors != case.drop.errors or NOW_INVALID in case.drop.released
    if marked or judged_anew:
        give_back(parts, case.drop, report, case.raw, case.sheets)
    else:
        give_words(parts, case.drop, report)


def _told(standing: Sequence[Brake]) -> str:
    """Return why a file is held, once where it is the same for several of its units."""
    alike: dict[tuple[str, str], list[Brake]] = {}
    for brake in standing:
        alike.setdefault((brake.code, _for_unit(brake.reason_en, brake, "…")), []).append(brake)
    reasons = []
    for first, *more in alike.values():
        units = ", ".join(brake.unit for brake in (first, *more))
        told = (_for_unit(text, first, units) for text in (first.reason_vi, first.reason_en))
        reasons.append(" / ".join(told))
    return " · ".join(reasons)


def _for_unit(reason: str, brake: Brake, named: str) -> str:
    """Return a reason with other words in the place of its unit."""
    return reason.replace(brake.unit, named) if brake.unit else reason


def cut(
    parts: Parts,
    case: Case,
    written: Written,
    *,
    procedure: str = MONTHLY,
    taken: Mapping[tuple[str, str], int] = MappingProxyType({}),
) -> list[dict[str, Any]]:
    """Cut the lines into dossiers; names follow from content, so a rerun makes the same ones.

    `taken` counts, by unit and procedure, the dossiers of this conversion that are cut already.
    """
    made: list[dict[str, Any]] = []
    batches: dict[str, int] = {}
    for part in paper.split(written.lines, parts.profile.limits, written.papers):
        unit = part.unit
        if unit not in batches:
            first = parts.ledger.dossiers.next_batch(unit, str(case.period), procedure)
            batches[unit] = first + taken.get((unit, procedure), 0)
        batch = batches[unit]
        batches[unit] += 1
        reference = paper.reference(unit, procedure, case.period, batch, case.drop.sha256)
        made.append(
            {
                "id": paper.dossier_id(unit, procedure, case.period, batch),
                "reference": str(reference),
                "artefact": written.artefact,
                "papers": place_of(written.artefact, written.papers, part),
                "first_line": part.first,
                "lines": part.count,
                "people": part.people,
                "unit": unit,
                "period": str(case.period),
                "procedure": procedure,
                "batch": batch,
                "made_on": parts.today,
                "remote_name": paper.remote_name(unit, procedure, case.period, batch, reference),
            }
        )
    return made


def balance_of(case: Case, movements: Movements) -> Balance:
    """Count fates; a row that an earlier conversion of the same file reported stays reported."""
    fates = np.full(case.rows, RowFate.UNCHANGED, dtype=np.int8)
    fates[case.left_out] = RowFate.REJECTED
    fates[case.counts] = movements.fates
    fates[case.reported & (fates == RowFate.UNCHANGED)] = RowFate.REPORTED
    counts = np.bincount(fates, minlength=len(RowFate))
    return Balance(
        rows=len(fates),
        unchanged=int(counts[RowFate.UNCHANGED]),
        reported=int(counts[RowFate.REPORTED]),
        rejected=int(counts[RowFate.REJECTED]),
        held=int(counts[RowFate.HELD]),
        absent=movements.absent,
    )
