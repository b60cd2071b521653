"""What earlier conversions of a file reported: it counts again in its remarks and its amounts.

A file is converted once more for each question that is answered; what it tells its sender stays
about everybody whom it reports.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd

from outbox.lines import LINE_COLUMNS
from outbox.model import Question
from pipeline import columns
from pipeline.model import Dossier, Drop
from pipeline.parts import Parts
from pipeline.rosters import declared, lost, told
from pipeline.states import DossierState
from pipeline.steps.case import Case


def roster_and_lines(
    parts: Parts, case: Case, roster: pd.DataFrame, lines: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the roster before a file, and all that it reports: its earlier lines, then `lines`.

    `roster` is the one that `lines` were worked out against. A unit that a later file decided is
    counted as this file left it; one that began again from a baseline is another story.
    """
    openings = parts.ledger.dossiers.openings()
    own = [
        dossier
        for dossier in parts.ledger.dossiers.of_drop(case.drop.id)
        if dossier.unit in openings and openings[dossier.unit].seq < _seq(dossier)
    ]
    if not own:
        return roster, lines
    units = sorted({*case.units, *(dossier.unit for dossier in own)})
    before = declared(
        parts.ledger,
        parts.spool,
        units=units,
        all_units=units,
        without=[*case.replaced, *_not_before(parts, case.drop, own)],
    )
    frames = [frame for frame in (_lines(parts, own), lines) if not frame.empty]
    return before.roster, pd.concat(frames, ignore_index=True) if frames else lines


def all_remarks(parts: Parts, drop: Drop, remarks: Sequence[Question]) -> tuple[Question, ...]:
    """Return the remarks of all conversions of a file, and keep them for its next one.

    Of the earlier ones those count that are about people who are still reported.
    """
    place = f"keep/remarks/{drop.id}.json"
    found = list(remarks)
    own = parts.ledger.dossiers.of_drop(drop.id)
    if own and (parts.spool.site / place).exists():
        people = _lines(parts, own)[["MaDonVi", "MaNV"]]
        reported = {*zip(people["MaDonVi"], people["MaNV"], strict=True)}
        reported |= {(unit, "") for unit in people["MaDonVi"].unique()}
        kept = [Question(**each) for each in json.loads(parts.spool.read(place))]
        found = [each for each in kept if (each.unit, each.person) in reported] + found
    whole = tuple(dict.fromkeys(found))
    if whole:
        data = json.dumps([vars(each) for each in whole], ensure_ascii=False).encode()
        parts.spool.write(place, data)
    return whole


def _not_before(parts: Parts, drop: Drop, own: Sequence[Dossier]) -> list[str]:
    """Return the dossiers that came with or after a file, in the units that others decided."""
    first: dict[str, int] = {}
    for dossier in own:
        first.setdefault(dossier.unit, _seq(dossier))
    overtaken = sorted(parts.ledger.dossiers.overtaken(drop.id) & first.keys())
    since = parts.ledger.dossiers.counted(overtaken, ())
    later = [dossier for dossier in since if _seq(dossier) > first[dossier.unit]]
    return [dossier.id for dossier in (*own, *later)]


def _seq(dossier: Dossier) -> int:
    """Return the conversion that a dossier came of; what is made from a file has one."""
    return int(dossier.conversion or 0)


def _lines(parts: Parts, dossiers: Sequence[Dossier]) -> pd.DataFrame:
    """Return the lines of dossiers that were neither withdrawn nor refused, in their order."""
    frames = []
    for dossier in dossiers:
        if dossier.state is not DossierState.WITHDRAWN:
            lines = columns.from_file(
                parts.spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
            )
            refused = lost(dossier, lines, told(parts.ledger, dossier, lines))
            frames.append(lines.drop(index=lines.index[refused]))
    found = [frame for frame in frames if not frame.empty]
    if not found:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in LINE_COLUMNS})
    # Lines of an older version lack the columns that came later.
    return pd.concat(found, ignore_index=True).reindex(columns=[*LINE_COLUMNS], fill_value="")
