"""VSS's own list of participants -> what it says otherwise than the declared roster.

Nothing is written to the roster, unless somebody asks for the numbers that it lacks.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from adapters.arrow import flags, matches
from adapters.participants import read_participants
from inbox.participant_sheets import counts, sheets
from inbox.participants import Compared, compare, joined
from inbox.sheets import to_xlsx
from outbox.bases import bases
from outbox.keys import key
from outbox.lines import shares_of
from pipeline import columns
from pipeline.errors import NotNowError
from pipeline.ledger.conversions import NUMBERS
from pipeline.ledger.dossiers import Plan
from pipeline.model import Balance
from pipeline.parts import Parts
from pipeline.rosters import declared
from pipeline.states import DropState
from pipeline.steps.names import shown

_NAMED = r"\pL\PN*\pL"
_NUMBERED = r"[0-9]{4}"
_BECAUSE = "mã số BHXH từ danh sách của VSS / insurance numbers from VSS's list"


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """A list, held against the declared rosters of its units."""

    file: str
    sha256: str
    units: tuple[str, ...]
    compared: Compared
    strange: int
    """Rows that are no people: sums, groups, the numbers of columns."""
    elsewhere: int
    """Rows of other units than those."""


def hold_against(parts: Parts, file: Path, unit: str | None) -> Held:
    """Compare a list with the declared rosters of its units; nothing is written.

    Raises UnreadableError if it is no such list, NotNowError if it does not tell its unit or if
    one of them has no declared roster.
    """
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    table = read_participants(file, shown(file.name), parts.read)
    frame = table.frame.assign(row=pd.Series(table.rows, table.frame.index, dtype="int64"))
    person = _people(frame)
    listed = frame[person]
    units = _units(parts, listed, unit)
    if len(units) == 1:
        listed = listed.assign(MaDonVi=listed["MaDonVi"].mask(listed["MaDonVi"] == "", units[0]))
    roster = _roster(parts, units)
    found = [
        compare(
            listed[listed["MaDonVi"] == each].reset_index(drop=True),
            roster[roster["MaDonVi"] == each].reset_index(drop=True),
        )
        for each in units
    ]
    compared = joined(found)
    return Held(
        file=shown(file.name), sha256=digest, units=units, compared=compared,
        strange=int((~person).sum()), elsewhere=len(listed) - compared.listed,
    )  # fmt: skip


def write(parts: Parts, held: Held, to: Path | None = None) -> Path:
    """Write the comparison as a workbook, into returned/ or where somebody wants it."""
    made_at = parts.clock().astimezone(parts.settings.schedule.zone)
    title = f"Danh sách của VSS / VSS's list: {', '.join(held.units)}"
    remarks = (
        f"{title}, {made_at:%d/%m/%Y}",
        f"Dòng không phải là người / rows that are no people: {held.strange}",
        f"Dòng của đơn vị khác / rows of other units: {held.elsewhere}",
    )
    data = to_xlsx(sheets(held.compared, remarks), title=title, made_at=made_at)
    name = f"returned/{held.file}.{held.sha256[:8]}.vss.xlsx"
    return parts.spool.write(name if to is None else str(to.absolute()), data, shared=True)


def told(held: Held) -> dict[str, int]:
    """Return the figures for people, by what they count."""
    return counts(held.compared)


def facts(held: Held) -> dict[str, Any]:
    """Return the figures for programs, and whom they are about: by row and employee number."""
    compared = held.compared
    differing = compared.differing[["row", "MaNV", "field"]].to_dict("records")
    return {
        "file": held.file,
        "units": list(held.units),
        "agrees": compared.agrees,
        "listed": compared.listed,
        "declared": compared.declared,
        "matched": compared.matched,
        "away": compared.away,
        "strange_rows": held.strange,
        "other_units": held.elsewhere,
        "only_vss": compared.only_vss["row"].tolist(),
        "only_ours": compared.only_ours["MaNV"].tolist(),
        "differing": differing,
        "doubtful": compared.doubtful[["row", "MaNV", "why"]].to_dict("records"),
        "lacking": compared.lacking["MaNV"].tolist(),
    }


def take_numbers(parts: Parts, held: Held, file: Path) -> str | None:
    """Give the roster the insurance numbers that it lacks; returns the drop, None for nobody."""
    lacking = held.compared.lacking
    if lacking.empty:
        return None
    parts.spool.write(f"keep/originals/{held.sha256}", file.read_bytes())
    drop = parts.ledger.drops.arrive(
        key=secrets.token_hex(6), feed="vss", name=held.file, sha256=held.sha256,
        size=file.stat().st_size, again=True, purpose="baseline", held_because="baseline",
    )  # fmt: skip
    artefact = f"keep/rosters/{drop.id}.arrow"
    parts.spool.write(artefact, columns.to_bytes(lacking))
    rows = held.compared.listed
    balance = Balance(rows=rows, unchanged=rows)
    parts.ledger.drops.examined(drop, DropState.EXAMINED, because=_BECAUSE, balance=balance)
    period = f"{parts.today:%m/%Y}"
    units = sorted(lacking["MaDonVi"].unique())
    plan = Plan(
        chapters=tuple((each, period, NUMBERS, artefact) for each in units),
        dossiers=(),
        replaced=(),
        balance=balance,
    )
    now = parts.ledger.drops.get(drop.id)
    parts.ledger.dossiers.record(now, plan, lambda _tx: None, _BECAUSE)
    parts.log.info("baseline.numbers", drop=drop.id, people=len(lacking))
    return drop.id


def _people(frame: pd.DataFrame) -> pd.Series[bool]:
    """Tell which rows are people: a name of letters, and a number or a birth date."""
    named = flags(matches(key(frame, "HoTen"), _NAMED))
    told = [
        flags(matches(key(frame, field), _NUMBERED)) for field in ("MasoBHXH", "CMND", "NgaySinh")
    ]
    return pd.Series(named & (told[0] | told[1] | told[2]), frame.index)


def _units(parts: Parts, listed: pd.DataFrame, unit: str | None) -> tuple[str, ...]:
    """Return the units that a list is about: the one named, its own, or the only one we have."""
    ours = [each.code for each in parts.settings.employer.units]
    told = [each for each in ours if (listed["MaDonVi"] == each).any()]
    chosen = [unit] if unit else told or (ours if len(ours) == 1 else [])
    if not chosen:
        raise NotNowError(
            "danh sách không nêu mã đơn vị của ta, dùng --unit / "
            f"the list names none of our units, use --unit: {', '.join(ours)}"
        )
    if unit and unit not in ours:
        raise NotNowError(f"không có đơn vị / no unit {unit}: {', '.join(ours)}")
    if closed := sorted(set(chosen) - set(parts.ledger.dossiers.openings())):
        raise NotNowError(
            f"đơn vị chưa có danh sách gốc / no baseline yet: {', '.join(closed)}; "
            "chạy `bhxh baseline` với bảng lương trước / run `bhxh baseline` with a payroll first"
        )
    return tuple(chosen)


def _roster(parts: Parts, units: Sequence[str]) -> pd.DataFrame:
    """Return the declared roster with what a list may say besides: whole wage and rate."""
    roster = declared(parts.ledger, parts.spool, units=units, all_units=units).roster
    day = parts.today.replace(day=1)
    whole = bases(roster, parts.law.reference_level(day))
    return roster.assign(
        TongLuong=pd.Series(whole, roster.index).astype("str"),
        TyleDong=shares_of(roster, parts.law, day),
    )
