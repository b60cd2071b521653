"""The invented people of the corpus: three of a unit of its own for each file."""

from __future__ import annotations

import csv as csv_module
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import xlsxwriter

from tests.corpus.ooxml import column
from tests.end_to_end import people as usual_people

Row = Mapping[str, str]
HEADINGS: Mapping[str, str] = {
    ("MavungLTT" if name == "NgayNghi" else name): (
        "Vùng lương tối thiểu" if name == "NgayNghi" else heading
    )
    for name, heading in usual_people.HEADINGS.items()
}
"""Field -> heading, in the order of the columns; days of leave give way to the wage region."""

_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ")
_MIDDLE = ("Thị", "Văn", "Đức", "Ngọc", "Thuỳ", "Quốc", "Mỹ")
_GIVEN = ("Ánh", "Ẩn", "Bưởi", "Cẩm", "Diệu", "Gấm", "Hiển", "Khánh", "Lựu", "Mẫn", "Nghĩa", "Quý")


def name(number: int) -> str:
    """Return an invented name, another one for each of some hundred numbers."""
    return " ".join(words[number % len(words)] for words in (_FAMILY, _MIDDLE, _GIVEN))


@dataclass(frozen=True, kw_only=True)
class People:
    """Who stands in one file, in the order of its rows."""

    number: int
    at: int
    """The month of the file (`tests.end_to_end.people.month`)."""
    count: int = 3
    unit: str = "TC00000"
    known: Mapping[int, Row] = field(default_factory=dict)
    """Cells by place, the same in the baseline and in the file."""

    @property
    def rows(self) -> list[dict[str, str]]:
        """Their rows in the month of the file."""
        return [self.row(place, self.at) for place in range(self.count)]

    def opening(self) -> list[dict[str, str]]:
        """Return their rows of the baseline, a month earlier."""
        return [self.row(place, self.at - 1) for place in range(self.count)]

    def but(self, place: int, change: Row) -> list[dict[str, str]]:
        """Return their rows with cells of one of them changed; 0 is the first."""
        rows = self.rows
        rows[place] = {**rows[place], **change}
        return rows

    def row(self, place: int, at: int) -> dict[str, str]:
        """Return one row."""
        number = self.number * 10 + place
        woman = number % 2
        own = {
            "MaNV": f"NV{number:05}",
            "HoTen": name(number),
            "MasoBHXH": f"79{number:08}",
            "CMND": f"079{woman}90{number:06}",
            "GioiTinh": "Nữ" if woman else "Nam",
            "TienLuong": str(9_100_000 + number * 1_000),
            "DienThoai": f"0900{number:06}",
            "Diachi_NN": f"{number} Lê Lợi",
        }
        usual = {**usual_people.person(1, at=at, unit=self.unit), "MavungLTT": "01"}
        return {**{name: usual[name] for name in HEADINGS}, **own, **self.known.get(place, {})}


def letter(field: str) -> str:
    """Return the letter of a field's column."""
    return column(list(HEADINGS).index(field))


def csv(rows: Iterable[Row]) -> bytes:
    """Write rows as CSV just as they are; the first person stands in line 2."""
    lines = [",".join(HEADINGS.values()), *(",".join(row[f] for f in HEADINGS) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def xlsx(rows: Iterable[Row]) -> bytes:
    """Write rows as a workbook, by a program that people use."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": _CREATED})
        sheet = book.add_worksheet("Bảng lương")
        for number, cells in enumerate(table([dict(row) for row in rows])):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return target.getvalue()


def table(rows: list[dict[str, str]]) -> list[list[str]]:
    """Return headings and rows as lists of cells."""
    return [list(HEADINGS.values()), *([row[name] for name in HEADINGS] for row in rows)]


def written(rows: Iterable[Row]) -> bytes:
    """Write rows as CSV with quotes where they are needed."""
    target = io.StringIO()
    writer = csv_module.DictWriter(target, list(HEADINGS), lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return target.getvalue().encode()
