"""The declared roster of units: the opening, and every line since that VSS has not refused.

What VSS accepted plus what is on its way; a refused or withdrawn line simply does not count, so
the person stands again where they stood before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from config.model import Period
from outbox.forms import d02_ts, d03_ts, tk1_ts
from outbox.movements import LINE_COLUMNS
from outbox.numbers import NUMBER_COLUMNS, numbered
from outbox.requests import changed
from outbox.roster import ROSTER_COLUMNS, Declared, departed, fold
from pipeline import columns
from pipeline.ledger import Ledger
from pipeline.model import Dossier
from pipeline.spool import Spool
from pipeline.states import DossierState

_KEYS = ["MaDonVi", "MaNV", "CMND", "MasoBHXH"]
TELLING = ["MaDonVi", "MaNV", "Loai", "PA", "DaCoSo", "Tk1_Save"]
"""What tells which person, and which TK1-TS, a line is."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What VSS said about one dossier, by position in its slice of lines."""

    refused: dict[int, tuple[str, str]]
    """Position -> code and reason."""
    numbers: dict[int, str]
    """Position -> insurance number assigned."""
    cards: dict[int, tuple[str, str, str]]
    """Position -> health card assigned: its number, first and last day."""


def declared(
    ledger: Ledger,
    spool: Spool,
    *,
    units: Sequence[str],
    all_units: Sequence[str],
    without: Sequence[str] = (),
) -> Declared:
    """Return what is declared in `units`, who is elsewhere, and whom VSS refused last.

    `without` names dossiers that are about to be withdrawn and therefore do not count.
    """
    lines, numbers = _counted_lines(ledger, spool, all_units, without)
    whole = numbered(
        fold(_openings(ledger, spool, all_units), lines, numbers), taken_over(ledger, spool)
    )
    requests = _accepted_requests(ledger, spool)
    whole = whole if requests.empty else changed(whole, requests)
    here = whole["MaDonVi"].isin(list(units))
    return Declared(
        roster=whole[here].reset_index(drop=True),
        elsewhere=whole.loc[~here, _KEYS].reset_index(drop=True),
        refused=_refused_lines(ledger, spool, units, lines),
        left=departed(lines),
    )


def taken_over(ledger: Ledger, spool: Spool) -> pd.DataFrame:
    """Return MaDonVi, MaNV and MasoBHXH of everybody whose number was taken from VSS's lists."""
    frames = [columns.from_file(spool.site / each) for each in ledger.numbers.artefacts()]
    empty = pd.DataFrame({name: pd.Series([], dtype="str") for name in NUMBER_COLUMNS})
    return pd.concat([empty, *frames], ignore_index=True)


def _accepted_requests(ledger: Ledger, spool: Spool) -> pd.DataFrame:
    """Return the lines of requests that VSS accepted, oldest first."""
    frames = []
    for dossier in ledger.requests.accepted():
        lines = columns.from_file(
            spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
        )
        refused = lost(dossier, lines, told(ledger, dossier, lines))
        frames.append(lines.drop(index=lines.index[refused]))
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def opened(ledger: Ledger) -> dict[str, Period]:
    """Return since which month there is a declared roster of each unit."""
    found = ledger.dossiers.openings()
    return {unit: Period.parse(chapter.period) for unit, chapter in found.items()}


def told(ledger: Ledger, dossier: Dossier, lines: pd.DataFrame) -> Told:
    """Translate a result's form and line numbers into positions in the dossier's lines.

    A refused TK1-TS means that the person's first line is refused: without it there is no number.
    """
    refused: dict[int, tuple[str, str]] = {}
    numbers: dict[int, str] = {}
    cards: dict[int, tuple[str, str, str]] = {}
    for index, outcome in _placed(ledger.answers.outcomes(dossier.id), lines):
        if not outcome["accepted"]:
            refused[index] = (outcome["code"], outcome["reason"])
            continue
        if outcome["insurance_number"]:
            numbers[index] = outcome["insurance_number"]
        if outcome["card_number"]:
            cards[index] = (outcome["card_number"], outcome["card_from"], outcome["card_to"])
    return Told(refused=refused, numbers=numbers, cards=cards)


def _placed(
    outcomes: Sequence[dict[str, Any]], lines: pd.DataFrame
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each outcome with the position of the line that it is about; strange ones are not.

    A dossier has D02-TS or D03-TS, which name every line, and a TK1-TS, which names some.
    """
    everyone = range(len(lines))
    declaring = np.flatnonzero(tk1_ts.needed(lines)) if outcomes else ()
    named = {d02_ts.CODE: everyone, d03_ts.CODE: everyone, tk1_ts.CODE: declaring}
    for outcome in outcomes:
        index, among = outcome["line"] - 1, named.get(outcome["form"].upper(), ())
        if 0 <= index < len(among):
            yield int(among[index]), outcome


def lost(dossier: Dossier, lines: pd.DataFrame, answer: Told) -> list[int]:
    """Return the positions of the lines that VSS refused, whatever became of them since."""
    if DossierState.REFUSED in (dossier.state, dossier.answered):
        return list(range(len(lines)))
    return sorted(answer.refused)


def lost_people(ledger: Ledger, spool: Spool, dossiers: Sequence[Dossier]) -> dict[str, list[str]]:
    """Return for each of those dossiers the people of whom VSS refused a line, in their order."""
    people: dict[str, list[str]] = {}
    for dossier in dossiers:
        lines = columns.from_file(
            spool.site / dossier.artefact,
            columns=TELLING,
            first=dossier.first_line,
            count=dossier.lines,
        )
        where = lost(dossier, lines, told(ledger, dossier, lines))
        people[dossier.id] = lines["MaNV"].iloc[where].drop_duplicates().tolist()
    return people


def _openings(ledger: Ledger, spool: Spool, units: Sequence[str]) -> pd.DataFrame:
    """Return the opening rosters of those units, each from its latest opening."""
    chapters = [chapter for chapter in ledger.dossiers.openings().values() if chapter.unit in units]
    wanted: dict[str, list[str]] = {}
    for chapter in chapters:
        if chapter.artefact is not None:
            wanted.setdefault(chapter.artefact, []).append(chapter.unit)
    frames = []
    for artefact, members in wanted.items():
        frame = columns.from_file(spool.site / artefact)
        frame = frame.reindex(columns=[*ROSTER_COLUMNS], fill_value="")
        frames.append(frame[frame["MaDonVi"].isin(members)])
    if not frames:
        return pd.DataFrame({name: pd.Series([], dtype="str") for name in ROSTER_COLUMNS})
    return pd.concat(frames, ignore_index=True)


def _counted_lines(
    ledger: Ledger, spool: Spool, units: Sequence[str], without: Sequence[str]
) -> tuple[pd.DataFrame, dict[tuple[str, str], str]]:
    """Return all lines that count, in order, with ``seq``, and the numbers that VSS assigned."""
    frames: list[pd.DataFrame] = []
    conversions: list[Any] = []
    numbers: dict[tuple[str, str], str] = {}
    for dossier, lines in _slices(spool, ledger.dossiers.counted(units, without)):
        answer = told(ledger, dossier, lines)
        for position, number in answer.numbers.items():
            numbers[dossier.unit, str(lines["MaNV"].iloc[position])] = number
        frames.append(lines.drop(lines.index[[*answer.refused]]) if answer.refused else lines)
        conversions += [dossier.conversion] * len(frames[-1])
    if not frames:
        return _no_lines(), numbers
    return pd.concat(frames, ignore_index=True).assign(seq=conversions), numbers


def _refused_lines(
    ledger: Ledger, spool: Spool, units: Sequence[str], counted: pd.DataFrame
) -> pd.DataFrame:
    """Return the lines that VSS refused and that nothing later replaced: where, code, reason."""
    frames = []
    for dossier, lines in _slices(spool, ledger.dossiers.refusing(units)):
        answer = told(ledger, dossier, lines)
        where = lost(dossier, lines, answer)
        facts = [answer.refused.get(position, ("", dossier.reason or "")) for position in where]
        chosen = lines.iloc[where].assign(
            seq=dossier.conversion,
            dossier=dossier.id,
            code=[code for code, _ in facts],
            reason=[text for _, text in facts],
        )
        frames.append(chosen)
    if not frames:
        nobody = pd.Series([], dtype="str")
        return _no_lines().drop(columns="seq").assign(dossier=nobody, code=nobody, reason=nobody)
    refused = pd.concat(frames, ignore_index=True)
    key = ["MaDonVi", "MaNV"]
    newest = pd.concat([refused[[*key, "seq"]], counted[[*key, "seq"]]]).groupby(key)["seq"].max()
    last = newest.loc[pd.MultiIndex.from_frame(refused[key])].to_numpy()
    standing: pd.DataFrame = refused[refused["seq"].to_numpy() == last]
    return standing.drop(columns="seq").reset_index(drop=True)


def _slices(spool: Spool, dossiers: Sequence[Dossier]) -> Iterator[tuple[Dossier, pd.DataFrame]]:
    """Yield each dossier with its lines, opening each artefact once."""
    opened: tuple[str, pd.DataFrame] | None = None
    for dossier in dossiers:
        if opened is None or opened[0] != dossier.artefact:
            written = columns.from_file(spool.site / dossier.artefact)
            # Lines of an older version lack the columns that came later.
            opened = (dossier.artefact, written.reindex(columns=[*LINE_COLUMNS], fill_value=""))
        end = dossier.first_line + dossier.lines
        yield dossier, opened[1].iloc[dossier.first_line : end]


def _no_lines() -> pd.DataFrame:
    """Return the frame of a unit of which no line counts."""
    types = {"row": pa.int64(), "gone": pa.bool_(), "seq": pa.int64()}
    fields = [(name, types.get(name, pa.large_string())) for name in (*LINE_COLUMNS, "seq")]
    empty: pd.DataFrame = pa.schema(fields).empty_table().to_pandas()
    return empty
