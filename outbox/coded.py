"""A file of movements: each row is a line as its sender coded it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from config.model import Period
from outbox.compare import Mask
from outbox.forms import tk1_ts
from outbox.keys import Positions, key, positions, taken
from outbox.lines import (
    CONTRACTS,
    GONE,
    JOIN,
    LEAVE,
    POSITIONS,
    WORKING,
    complete,
    rates,
    regions,
    shortened,
)
from outbox.model import Question
from outbox.questions import ask, in_rows, released
from outbox.roster import Declared
from outbox.rules import MovementRules

_UNIT = "MaDonVi"


def coded_lines(
    frame: pd.DataFrame,
    physical: Positions,
    right: Positions,
    *,
    declared: Declared,
    rules: MovementRules,
    period: Period,
) -> pd.DataFrame:
    """Return a line for each right row, with what a sender may leave blank filled in."""
    rows = frame.take(right).reset_index(drop=True)
    people = _people(rows, physical[right], declared)
    known = taken(
        declared.roster, positions(key(people, _UNIT, "MaNV"), key(declared.roster, _UNIT, "MaNV"))
    )
    lines = complete(rows.assign(MaNV=people["MaNV"]))
    group = _first(lines["Loai"], _groups(lines["PA"], rules))
    return _filled(lines, known, rules, period).assign(
        **_contract(lines),
        row=physical[right],
        at=right,
        source="movements",
        Loai=group,
        ViTri=_position(lines),
        TinhTrang=_condition(lines["PA"], group),
        gone=lines["PA"].isin(GONE),
        Ghichu=shortened(lines["Ghichu"]),
        Tk1_Save=lines["Tk1_Save"].str.strip().str.lower().where(lambda mark: mark == "x", ""),
    )


def _filled(
    lines: pd.DataFrame, known: pd.DataFrame, rules: MovementRules, period: Period
) -> pd.DataFrame:
    """Return lines with what follows where the sender says nothing."""
    number = _first(lines["MasoBHXH"], known["MasoBHXH"])
    nation = _first(lines["QuocTich"], known["QuocTich"])
    book = pd.Series(np.where(number == "", "0", "1"), lines.index, dtype="str")
    dead = pd.Series(np.where(lines["NgayChet"] == "", "0", "1"), lines.index, dtype="str")
    rate = _first(lines["TyleDong"], rates(nation, rules.law, period))
    return lines.assign(
        MasoBHXH=number,
        QuocTich=nation,
        TuThang=_first(lines["TuThang"], str(period)),
        DenThang=_first(lines["DenThang"], str(period)),
        TyleDong=rate.str.replace(",", ".", regex=False),
        TinhLai=_first(lines["TinhLai"], "0"),
        DaCoSo=_first(lines["DaCoSo"], book),
        CoGiamChet=_first(lines["CoGiamChet"], dead),
        MavungLTT=regions(lines, rules.units),
    )


def coded_questions(
    lines: pd.DataFrame, declared: Declared, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...]]:
    """Return the lines of people who must wait, and what is asked about each of them.

    An arrival or a departure elsewhere in the file counts: somebody who arrives in it is known.
    """
    named = key(lines, _UNIT, "MaNV")
    roster = positions(named, key(declared.roster, _UNIT, "MaNV")) >= 0
    joins = lines["PA"].isin(JOIN).to_numpy(bool)
    arrives = (lines["Loai"] == "1").to_numpy(bool) & (lines["PA"] != "ON").to_numpy(bool)
    leaves = lines["gone"].to_numpy(bool)
    newcomers = positions(named, key(lines[arrives], _UNIT, "MaNV")) >= 0
    row = lines["row"].to_numpy(np.int64)
    leavers = positions(named, key(lines[leaves], _UNIT, "MaNV")) >= 0
    concerned = {
        "Q-DECLARED": joins & roster & ~leavers,
        "Q-UNKNOWN": ~arrives & ~roster & ~newcomers,
        "Q-HOUSEHOLD-ROWS": tk1_ts.needed(lines)
        & in_rows(row, rules.doubtful.get("Q-HOUSEHOLD-ROWS", ())),
        "Q-ATTACHMENT": in_rows(row, rules.doubtful.get("Q-ATTACHMENT", ())),
        "Q-PROOFS": in_rows(row, rules.doubtful.get("Q-PROOFS", ())),
    }
    waits = np.zeros(len(lines), bool)
    questions: list[Question] = []
    for code, asked in concerned.items():
        open_ = asked & ~released(code, lines, rules.released)
        waits |= open_
        questions.extend(ask(code, lines, row, open_))
    return waits, tuple(questions)


def _people(rows: pd.DataFrame, physical: Positions, declared: Declared) -> pd.DataFrame:
    """Return unit and person key of each row: declared ones by number or citizen id."""
    roster, elsewhere = declared.roster, declared.elsewhere
    person = rows["MaNV"].copy() if "MaNV" in rows else pd.Series("", rows.index, dtype="str")
    for among, fields in (
        (roster, (_UNIT, "MasoBHXH")),
        (roster, (_UNIT, "CMND")),
        (roster, ("MasoBHXH",)),
        (roster, ("CMND",)),
        (elsewhere, ("MasoBHXH",)),
        (elsewhere, ("CMND",)),
    ):
        at = positions(key(rows, *fields), key(among, *fields))
        at = np.where((rows[fields[-1]] == "").to_numpy(bool), -1, at)
        person = _first(person, taken(among, at)["MaNV"])
    own = ("CMND:" + rows["CMND"]).mask(rows["CMND"] == "", "BHXH:" + rows["MasoBHXH"])
    lost = (rows["CMND"] == "") & (rows["MasoBHXH"] == "")
    own = own.mask(lost, "ROW:" + pd.Series(physical, rows.index).astype("str"))
    return pd.DataFrame({_UNIT: rows[_UNIT], "MaNV": _first(person, own)})


def _first(told: pd.Series[str], otherwise: pd.Series[str] | str) -> pd.Series[str]:
    return told.mask(told == "", otherwise)


def _groups(codes: pd.Series[str], rules: MovementRules) -> pd.Series[str]:
    """Return the first group that allows each code, for rows that name none."""
    first = {code: str(move.groups[0]) for code, move in rules.codes.movements.items()}
    return codes.map(first).fillna("").astype("str")


def _condition(codes: pd.Series[str], group: pd.Series[str]) -> pd.Series[str]:
    leave = codes.map(LEAVE).fillna("").astype("str")
    return leave.mask(group == "1", WORKING)


def _position(lines: pd.DataFrame) -> pd.Series[str]:
    """Return the position group whose first day is given."""
    given = [(lines[f"Vtvl_{name}_tungay"] != "").to_numpy(bool) for name in POSITIONS.values()]
    return pd.Series(np.select(given, list(POSITIONS), ""), lines.index, dtype="str")


def _contract(lines: pd.DataFrame) -> dict[str, pd.Series[str]]:
    """Return kind and dates of the contract, and since when the position is held."""
    begins = [lines[begin] for begin, _ in CONTRACTS.values()]
    given = [(begin != "").to_numpy(bool) for begin in begins]
    ends = [lines[end] if end else pd.Series("", lines.index) for _, end in CONTRACTS.values()]
    since = [lines[f"Vtvl_{name}_tungay"] for name in POSITIONS.values()]
    held = [(begin != "").to_numpy(bool) for begin in since]
    chosen = {
        "LoaiHD": np.select(given, list(CONTRACTS), ""),
        "HDTuNgay": _select(given, begins),
        "HDDenNgay": _select(given, ends),
        "ViTriTuNgay": _select(held, since),
    }
    return {name: pd.Series(values, lines.index, dtype="str") for name, values in chosen.items()}


def _select(
    given: list[Mask], values: list[pd.Series[str]]
) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    return np.select(given, [value.to_numpy(object) for value in values], "")
