"""300 good files, one random cell of each in a nasty form: exact in the forms, or told at its cell.

The files are read, judged and made into forms in this process, as the steps do it; the last test
takes some of them the whole way.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from adapters.errors import UnreadableError
from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import PayrollTable
from adapters.snapshot import HEADINGS
from outbox.forms import d02_ts, tk1_ts
from outbox.movements import work_out
from outbox.roster import Declared
from tests.corpus import people
from tests.corpus.nasty import FORMS, Form
from tests.corpus.ooxml import Cell, column, workbook
from tests.outbox import payroll
from tests.validators.people import context, person
from validators.layers import examine
from validators.model import Finding, Report

FILES = 300
PEOPLE = 3
SEED = 20261101
FIELDS = [name for name in HEADINGS if name != "PA"]
D02 = ("HoTen", "MasoBHXH", "ChucVu", "NoiLamViec", "TienLuong", "NgaySinh", "CMND", "MaPhongBan")
TK1 = {
    "HoTen": "HoTen", "NgaySinh": "NgaySinh", "CMND": "CMND", "Diachi_NN": "Diachi_NN",
    "Dienthoai_LH": "DienThoai", "MaBenhVien": "MaBenhVien", "Email_LH": "Email",
}  # fmt: skip
_EXACT, _TOLD = "exact", "told"
Row = dict[str, str]
_APART = 1000
"""Between the rows of two files that are judged together."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """One file with one nasty cell."""

    rows: list[Row]
    at: int
    field: str
    cell: Cell
    may_be: str | None
    as_workbook: bool

    @property
    def place(self) -> tuple[int, str]:
        """Row and letter of the cell."""
        return self.at + 2, column(FIELDS.index(self.field))

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"luong.{'xlsx' if self.as_workbook else 'csv'}"

    @property
    def data(self) -> bytes:
        """The file."""
        cells: list[list[Cell]] = [[row[name] for name in FIELDS] for row in self.rows]
        cells[self.at][FIELDS.index(self.field)] = self.cell
        table: list[list[Cell]] = [[HEADINGS[name] for name in FIELDS], *cells]
        if self.as_workbook:
            return workbook(table)
        return "\n".join(";".join(map(str, row)) for row in table).encode()

    @property
    def expected(self) -> dict[str, Row]:
        """Return what the forms may hold of each person."""
        rows = {row["MaNV"]: dict(row) for row in self.rows}
        if self.may_be is not None:
            rows[self.rows[self.at]["MaNV"]][self.field] = self.may_be
        return rows


def exports(name: str, count: int) -> Iterator[Export]:
    """Yield so many files with that form, the same ones each time."""
    dice = random.Random(f"{SEED} {name}")
    form = FORMS[name]
    numbers = iter(dice.sample(range(10**6), count * PEOPLE))
    for _ in range(count):
        rows = [_person(next(numbers), dice) for _ in range(PEOPLE)]
        at, field = dice.randrange(PEOPLE), dice.choice(form.fields)
        if field == "MasoBHXH":
            rows[at]["MasoBHXH"] = f"79{int(rows[at]['CMND'][6:]):08}"
        yield _export(form, rows, at, field, dice)


def _export(form: Form, rows: list[Row], at: int, field: str, dice: random.Random) -> Export:
    cell, may_be = form.write(rows[at][field])
    if form.workbook or not isinstance(cell, str):
        as_workbook = True
    else:
        as_workbook = dice.random() < 0.3 and "," not in cell
    if isinstance(cell, str) and not as_workbook:
        cell = cell.replace(",", ";")
    return Export(rows=rows, at=at, field=field, cell=cell, may_be=may_be, as_workbook=as_workbook)


def _person(number: int, dice: random.Random) -> Row:
    """Return somebody invented; every second one has no insurance number and needs TK1-TS."""
    day, month = dice.randrange(1, 29), dice.randrange(1, 13)
    told = {
        "HoTen": people.name(number),
        "CMND": f"079195{number:06}",
        "MasoBHXH": f"79{number:08}" if dice.random() < 0.5 else "",
        "NgaySinh": f"{day:02}/{month:02}/1995",
        "HDTuNgay": f"{month:02}/{day:02}/2020" if day <= 12 else f"{day:02}/{month:02}/2020",
        "TienLuong": str(dice.randrange(10_000_000, 90_000_000)),
        "ChucVu": dice.choice(("Công nhân may", "Thợ điện", "Kế toán trưởng")),
        "NoiLamViec": dice.choice(("Xưởng 1", "Văn phòng Thủ Đức")),
        "DienThoai": f"0900{number:06}",
        "Diachi_NN": f"{number % 500} Lê Lợi",
        "MavungLTT": "01",
    }
    return person(number, **told)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One file, read and judged."""

    export: Export
    findings: list[Finding]
    """With the rows of that file."""

    @property
    def is_told(self) -> bool:
        """Tell whether there is a finding at the cell, or at the row whose cells have moved."""
        row, letter = self.export.place
        return any(
            (each.row, each.column) == (row, letter) or (each.code, each.row) == ("E-COLS", row)
            for each in self.findings
            if each.code[:2] in ("E-", "W-")
        )

    @property
    def elsewhere(self) -> list[str]:
        """Return the errors at rows that are as good as they were."""
        return [
            f"{each.code} {each.column}{each.row}"
            for each in self.findings
            if each.severity == "error" and each.row != self.export.place[0]
        ]

    def verdict(self, forms: Mapping[str, Row]) -> str:
        """Say whether it is exact or told at its cell; else what is wrong."""
        if self.elsewhere:
            return f"told elsewhere: {self.elsewhere}"
        own = self.export.rows[self.export.at]["MaNV"]
        expected = self.export.expected
        wrong = [
            f"{number} {name}: {forms.get(number, {}).get(name)!r}"
            for number, row in expected.items()
            for name in _names(row)
            if not (self.is_told and number == own) and forms.get(number, {}).get(name) != row[name]
        ]
        if self.is_told or wrong:
            return f"{wrong}" if wrong else _TOLD
        return _EXACT if self.export.may_be is not None else f"silent: {self.export.field}"


def _names(row: Row) -> tuple[str, ...]:
    """Return what the forms hold of a person: without an insurance number, TK1-TS as well."""
    return D02 if row["MasoBHXH"] else (*D02, *TK1.values())


def table_of(export: Export, folder: Path) -> PayrollTable | str:
    """Read a file; or say what a refused one was."""
    path = folder / export.name
    path.write_bytes(export.data)
    try:
        table, _ = read_export(path, hints=Hints(name=export.name))
    except UnreadableError as refused:
        return _TOLD if refused.row == export.place[0] else f"refused: {refused.code}"
    return table


def together(tables: Sequence[PayrollTable]) -> PayrollTable:
    """Lay tables that were read one by one under each other: rules are dear, and look at cells."""
    return replace(
        tables[0],
        frame=pd.concat([each.frame for each in tables], ignore_index=True),
        rows=np.concatenate([each.rows + at * _APART for at, each in enumerate(tables)]),
        defects=tuple(
            replace(defect, row=None if defect.row is None else defect.row + at * _APART)
            for at, each in enumerate(tables)
            for defect in each.defects
        ),
    )


def findings_of(report: Report, at: int) -> list[Finding]:
    """Return the findings of one of the tables, and those of all."""
    return [
        each if each.row is None else replace(each, row=each.row % _APART)
        for each in report.findings
        if each.row is None or each.row // _APART == at
    ]


def forms_of(table: PayrollTable, report: Report) -> dict[str, Row]:
    """Make the forms of all good rows, and return what they hold of each person."""
    lines = work_out(table, report.wrong, nobody(), payroll.rules()).lines
    lines = lines.assign(ID="0000000001").reset_index(drop=True)
    asked = lines[tk1_ts.needed(lines)]
    held: dict[str, Row] = {}
    for form, numbers, names in (
        (d02_ts.build(lines), lines["MaNV"], dict(zip(D02, D02, strict=True))),
        (tk1_ts.build(asked), asked["MaNV"], TK1),
    ):
        for number, line in zip(numbers, etree.fromstring(form).iter("LaoDong"), strict=True):
            own = held.setdefault(str(number), {})
            for element, field in names.items():
                text = line.findtext(element, "")
                # Both forms say it, and the same.
                own[field] = text if own.get(field, text) == text else f"{own[field]} / {text}"
    return held


@cache
def nobody() -> Declared:
    """Return a roster on which nobody is declared."""
    return payroll.declared()


@cache
def world():
    """Return what the rules know."""
    return context()


def verdicts_of(files: Iterable[Export], folder: Path) -> list[str]:
    """Read files one by one, judge them, and say of each what became of it."""
    seen = [(export, table_of(export, folder)) for export in files]
    said = [table for _, table in seen if isinstance(table, str)]
    read = [(export, table) for export, table in seen if isinstance(table, PayrollTable)]
    if not read:
        return said
    table = together([table for _, table in read])
    report = examine(table, sha256="0" * 64, context=world())
    forms = forms_of(table, report)
    for at, (export, _) in enumerate(read):
        said.append(Judged(export=export, findings=findings_of(report, at)).verdict(forms))
    return said


@pytest.mark.parametrize("name", FORMS)
def test_a_nasty_cell_is_exact_in_the_forms_or_told_at_its_place(name: str, tmp_path: Path) -> None:
    count = -(-FILES // len(FORMS))

    verdicts = verdicts_of(exports(name, count), tmp_path)

    assert [each for each in verdicts if each not in (_EXACT, _TOLD)] == []


def test_a_change_that_nobody_tells_is_seen(tmp_path: Path) -> None:
    """The control: a cell that is another one than expected must not pass as exact."""
    good = next(exports("ISO date", 1))
    spoilt = replace(good, may_be="06/03/1990")

    (said,) = verdicts_of([spoilt], tmp_path)

    assert said not in (_EXACT, _TOLD)
