"""Invented payrolls: rows, rosters and tables for the tests of movements."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from adapters.model import Kind, PayrollTable
from adapters.snapshot import SNAPSHOT_FIELDS
from adapters.vnpt import MOVEMENT_FIELDS
from config.codes import Codes, load_codes
from config.law import Law, load_law
from config.settings import Unit
from outbox.lines import LINE_COLUMNS
from outbox.model import Movements, RowFate
from outbox.movements import MovementRules, work_out
from outbox.roster import ELSEWHERE_COLUMNS, Declared, opening

HERE, THERE, FAR = "TA0001A", "TA0002B", "TA0003C"
_NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Thu Dung", "Đỗ Minh Em")


def row(number=1, **told):
    """Return one snapshot row of an invented person; `told` overrides."""
    person = {
        "MaNV": f"NV{number:05}",
        "MaDonVi": HERE,
        "Ky": "10/2026",
        "HoTen": _NAMES[number % len(_NAMES)],
        "MasoBHXH": f"79{number:08}",
        "CMND": f"0790900{number:05}",
        "NgaySinh": "05/03/1990",
        "GioiTinh": "1",
        "ChucVu": "Công nhân may",
        "NoiLamViec": "Xưởng 1",
        "ViTri": "KHAC",
        "ViTriTuNgay": "01/02/2024",
        "LoaiHD": "KXDTH",
        "HDTuNgay": "01/02/2024",
        "TienLuong": "9000000",
        "MaBenhVien": "79025",
        "DienThoai": "0900000001",
        "Email": "nv@example.vn",
        "Matinh_NN": "79",
        "Maxa_NN": "26734",
        "Diachi_NN": "1 Đường Một",
    }
    return dict.fromkeys(SNAPSHOT_FIELDS, "") | person | told


def frame(*rows, columns=SNAPSHOT_FIELDS):
    """Return rows as a frame of text."""
    return pd.DataFrame(list(rows), columns=list(columns)).fillna("").astype("str")


def table(*rows, kind=Kind.SNAPSHOT, columns=SNAPSHOT_FIELDS):
    """Return rows as an export whose first row is the file's second line."""
    return PayrollTable(
        file="luong-2026-10.csv",
        sheet=None,
        kind=kind,
        format=kind.value,
        columns=(),
        frame=frame(*rows, columns=columns),
        rows=np.arange(2, len(rows) + 2, dtype=np.int64),
    )


def coded(**told):
    """Return one row of a movements file."""
    named = {"MaDonVi": HERE, "Ky": "10/2026", "HoTen": "Vũ Thị Hoa", "CMND": "079190099999"}
    return dict.fromkeys(MOVEMENT_FIELDS, "") | named | told


def declared(*rows, elsewhere=(), refused=None):
    """Return what is declared: these snapshot rows as an opening roster."""
    roster = opening(frame(*rows), (HERE, THERE, FAR), unpaid_days_limit=14)
    others = pd.DataFrame(list(elsewhere), columns=list(ELSEWHERE_COLUMNS), dtype="str")
    empty = pd.DataFrame(columns=[*LINE_COLUMNS, "code", "reason"], dtype="str")
    return Declared(roster=roster, elsewhere=others, refused=empty if refused is None else refused)


@cache
def law() -> Law:
    return load_law()


@cache
def codes() -> Codes:
    return load_codes()


def rules(**told):
    """Return the rules of an employer with three units."""
    units = tuple(
        Unit(code=code, name=f"Chi nhánh {code}", agency="07906", wage_region=region)
        for region, code in enumerate((HERE, THERE, FAR), start=1)
    )
    told = {"law": law()} | told
    return MovementRules(codes=codes(), units=units, **told)


def work(*rows, known=None, wrong=(), kind=Kind.SNAPSHOT, **told):
    """Work out rows against what is known; `wrong` are positions of wrong rows."""
    columns = SNAPSHOT_FIELDS if kind is Kind.SNAPSHOT else MOVEMENT_FIELDS
    mask = np.zeros(len(rows), bool)
    mask[list(wrong)] = True
    export = table(*rows, kind=kind, columns=columns)
    return work_out(export, mask, known or declared(), rules(**told))


def said(movements: Movements) -> list[tuple[str, str, str, str]]:
    """Return who reports what: unit, person, PA, Loai of each line."""
    return list(
        movements.lines[["MaDonVi", "MaNV", "PA", "Loai"]].itertuples(index=False, name=None)
    )


def asked(movements: Movements) -> list[tuple[str, str]]:
    """Return which person is held by which question."""
    return [(question.person, question.code) for question in movements.questions]


def fates(movements: Movements) -> list[RowFate]:
    return [RowFate(fate) for fate in movements.fates]
