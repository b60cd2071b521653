"""The columns of a line, and how a person's row becomes a line of D02-TS.

A line carries what both forms say of a person and what the roster must remember, so that a
dossier can be built, sent again and folded into the roster from its lines alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from adapters.arrow import text
from config.law import RATES, Group, Law, Row
from config.model import Period
from config.settings import Unit
from outbox.forms import d02_ts, tk1_ts
from outbox.funds import ACCIDENT, ALL_FUNDS, FUND_SETS, RETIREMENT, UNEMPLOYMENT, foreigners
from outbox.funds import rates as rates_of
from outbox.keys import key, positions

_SNAPSHOT_ONLY = (
    "ViTri",
    "ViTriTuNgay",
    "LoaiHD",
    "HDTuNgay",
    "HDDenNgay",
    "TrangThai",
    "NgayTrangThai",
)
_OWN = (
    *("row", "gone", "source", "MaDonVi", "MaNV", "TinhTrang", "Tk1_Save"),
    *("Quy", "Dien", "TruyLui"),
)
_COUNTED = ("STT", "ID", "CCNS")

LINE_COLUMNS: Final = (
    *_OWN,
    *dict.fromkeys(
        name for name in (*d02_ts.FIELDS, *tk1_ts.FIELDS, *_SNAPSHOT_ONLY) if name not in _COUNTED
    ),
)
"""``TinhTrang`` is what the person's condition is after the line ("" = the line does not say).

``Quy`` are the funds that the line's rate is of, and ``Dien`` why (`outbox.funds`); ``TruyLui`` is
"1" for a line of past months that changes nothing now.
"""

JOIN: Final = ("TM", "TD", "TC", "TH")
BACK: Final = ("ON",)
LEAVE: Final = {"TS": "ThaiSan", "OF": "OmDau", "KL": "KhongLuong"}
GONE: Final = ("GH", "GD", "GC")
WAGE_CODES: Final = ("DC", "DL")
FUND_CODES: Final = {
    "TV": RETIREMENT,
    "TL": ACCIDENT,
    "TN": UNEMPLOYMENT,
    "GV": RETIREMENT,
    "GL": ACCIDENT,
    "GN": UNEMPLOYMENT,
}
"""On and off, of the funds that have codes of their own."""
WORKING: Final = "DangLam"

WAGE_FIELDS: Final = (
    "TienLuong",
    "PhuCapCV",
    "PhuCapTNVK",
    "PhuCapTNNghe",
    "PhuCapLuong",
    "PhuCapBosung",
)
TITLE_FIELDS: Final = ("ChucVu", "NoiLamViec", "ViTri")
IDENTITY_FIELDS: Final = ("HoTen", "NgaySinh", "GioiTinh", "CMND")

POSITIONS: Final = {"NQL": "nql", "CMKTBC": "cmktbc", "CMKTBT": "cmktbt", "KHAC": "khac"}
CONTRACTS: Final = {
    "KXDTH": ("Hdld_tungay", ""),
    "XDTH": ("Hdld_xdth_tungay", "Hdld_xdth_denngay"),
    "KHAC": ("Hdld_khac_tungay", "Hdld_khac_denngay"),
}
_CONTRACT_TEXTS = {
    "KXDTH": "không xác định thời hạn",
    "XDTH": "xác định thời hạn",
    "KHAC": "khác",
}
_NOTE_LENGTH = 500


def describe(
    people: pd.DataFrame, period: Period, law: Law, units: tuple[Unit, ...]
) -> pd.DataFrame:
    """Return LINE_COLUMNS for snapshot or roster rows: all but what the movement itself says."""
    same = {
        "source": "snapshot",
        "TuThang": str(period),
        "DenThang": str(period),
        "TinhLai": "0",
        "CoGiamChet": "0",
    }
    follows = {
        "Dienthoai_LH": people["DienThoai"],
        "Email_LH": people["Email"],
        "MaTinhBenhVien": people["Matinh_NN"],
        "MavungLTT": regions(people, units),
        "TyleDong": shares_of(people, law, period.first_day),
    }
    told = {name: pd.Series(text, people.index, dtype="str") for name, text in same.items()}
    return complete(people, told | follows | _positions(people) | _contracts(people))


def complete(
    people: pd.DataFrame, besides: Mapping[str, pd.Series[str]] | None = None
) -> pd.DataFrame:
    """Return a frame of exactly LINE_COLUMNS, from `besides` or else from people's own columns.

    What neither has is blank; a line has row 0 and does not end anything until somebody says so.
    """
    told = dict(besides or {})
    blank: dict[str, pd.Series] = {
        **dict.fromkeys(LINE_COLUMNS, pd.Series("", people.index, dtype="str")),
        "row": pd.Series(0, people.index, dtype="int64"),
        "gone": pd.Series(False, people.index, dtype="bool"),
    }
    own = {name: people[name] for name in LINE_COLUMNS if name in people and name not in told}
    columns = blank | own | told
    return pd.DataFrame({name: columns[name] for name in LINE_COLUMNS}, people.index)


def shares_of(people: pd.DataFrame, law: Law, on: date) -> pd.Series[str]:
    """Return TyleDong by each person's own funds (Quy) on a day; by nationality where blank."""
    funds = positions(key(people, "Quy"), text(FUND_SETS))
    by_nation = np.where(foreigners(people), ALL_FUNDS & ~UNEMPLOYMENT, ALL_FUNDS)
    chosen = np.where(funds < 0, by_nation, funds)
    return pd.Series(rates_of(chosen, foreigners(people), law, on), people.index, dtype="str")


def rates(nation: pd.Series[str], law: Law, period: Period) -> pd.Series[str]:
    """Return TyleDong, the percentage of all funds, by nationality on the period's first day."""
    known = {group: f"{law.total_rate(group, period.first_day):.1f}" for group in Group}
    foreign = ~nation.isin(["", "VN"])
    shares = np.where(foreign, known[Group.FOREIGN], known[Group.VIETNAMESE])
    return pd.Series(shares, nation.index, dtype="str")


def rests_on(frame: pd.DataFrame, law: Law, period: Period) -> Iterator[Row[object]]:
    """Yield the rates that TyleDong adds up, of the groups that occur."""
    nation = frame.get("QuocTich", pd.Series("", frame.index, dtype="str"))
    foreign = ~nation.isin(["", "VN"])
    occurs = {Group.FOREIGN: foreign.any(), Group.VIETNAMESE: not foreign.all()}
    rows = law.rows_of(RATES, period.first_day)
    return (row for row in rows if occurs[Group(row.key[-1])])


def regions(lines: pd.DataFrame, units: tuple[Unit, ...]) -> pd.Series[str]:
    """Return the minimum-wage region: the row's own, else its unit's."""
    usual = {unit.code: f"{unit.wage_region:02}" for unit in units}
    return lines["MavungLTT"].mask(
        lines["MavungLTT"] == "", lines["MaDonVi"].map(usual).fillna("").astype("str")
    )


def contract_note(people: pd.DataFrame) -> pd.Series[str]:
    """Return the note of an arrival: its contract, as far as a payroll export knows it."""
    kind = people["LoaiHD"].map(_CONTRACT_TEXTS).fillna("").astype("str")
    note = ("HĐLĐ " + kind).str.strip() + " từ " + people["HDTuNgay"]
    return shortened(note.mask(people["HDTuNgay"] == "", ""))


def leave_note(people: pd.DataFrame) -> pd.Series[str]:
    """Return the note of a leave: its reason, since when, and the unpaid days of the month.

    VSS wants every span of a leave that adds up in the note (D02-LT, column 27).
    """
    since, days = people["NgayTrangThai"], people["NgayNghi"]
    spans = ("nghỉ từ " + since).mask(since == "", "")
    counted = (days + " ngày làm việc không lương trong tháng").mask(days == "", "")
    return joined(joined(people["LyDo"], spans, "; "), counted, ", ")


def joined(first: pd.Series[str], second: pd.Series[str], between: str) -> pd.Series[str]:
    """Return both texts with something between them, or the only one that is there."""
    both = first + between + second
    return both.mask(first == "", second).mask(second == "", first)


def shortened(notes: pd.Series[str]) -> pd.Series[str]:
    """Return notes of at most 500 characters, the limit of Ghichu."""
    return notes.str.slice(0, _NOTE_LENGTH)


def _positions(people: pd.DataFrame) -> dict[str, pd.Series[str]]:
    return {
        f"Vtvl_{name}_tungay": _only(people["ViTriTuNgay"], people["ViTri"] == code)
        for code, name in POSITIONS.items()
    }


def _contracts(people: pd.DataFrame) -> dict[str, pd.Series[str]]:
    dates: dict[str, pd.Series[str]] = {}
    for code, (begin, end) in CONTRACTS.items():
        chosen = people["LoaiHD"] == code
        dates[begin] = _only(people["HDTuNgay"], chosen)
        if end:
            dates[end] = _only(people["HDDenNgay"], chosen)
    return dates


def _only(values: pd.Series[str], chosen: pd.Series[bool]) -> pd.Series[str]:
    return values.where(chosen, "")
