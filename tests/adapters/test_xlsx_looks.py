"""A number that its cell shows as another one is read as it is shown, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.table import read_table
from adapters.xlsx_looks import looks_of
from tests.adapters.test_xlsx_table import in_sheet, repack


def shown(folder: Path, number_format: str, *values: float | str) -> list[str]:
    """Write values into a column of that format below a heading, and read them."""
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        look = made.add_format({"num_format": number_format})
        made.add_worksheet().write_column("B1", ["Tỷ lệ", *values], look)
    return cells(path)


def cells(path: Path) -> list[str]:
    (table,) = read_table(path, path.name)
    return [str(text) for text in table.cells[1].tolist()]


@pytest.mark.parametrize(
    ("number_format", "value", "text"),
    [
        ("0%", 0.32, "32%"),
        ("0.00%", 0.045, "4.5%"),
        ('0.0" %"', 32, "32"),
        ("00000", 2, "00002"),
        ("000000000000", 79085000012, "079085000012"),
        ('"NV"0000', 12, "NV0012"),
        ("000 000", 1234, "001 234"),
        ("#,##0", 9300000, "9300000"),
        ("00000", 1.5, "1.5"),
        ("0;[Red]-0%", 5, "5"),
        ("0;[Red]-0%", -0.05, "-5%"),
        ("0%;-0", -5, "-5"),
        ("[>=1000]0000;0", 5, "5"),
        ("[>=100]00000;0", 7, "7"),
        ("[>=100]0;0", 7, "7"),
        ("[<100]000;0", 7, "007"),
        ("[<100]000;0", 100, "100"),
        ("[<100]000;[<200]0000", 100, "0100"),
        ("[<100]000;[<200]0000", 200, "200"),
        ('"NV"0', 1, "NV1"),
        ('"NV"0', 12345, "NV12345"),
        ('"NV"General', 1, "NV1"),
        ('"NV-"#', 1, "NV-1"),
        ("[$NV]0", 1, "NV1"),
        ('"0"0', 901000001, "0901000001"),
        (r"\0#", 1, "01"),
        ("0## ### ###", 901000001, "901 000 001"),
        ("0#########", 901000001, "0901000001"),
        ('0" đ"', 9300000, "9300000"),
        ('#,##0" VND"', 9300000, "9300000"),
        ('"VND"0', 9300000, "9300000"),
        ("# ##0", 9300000, "9300000"),
        ("# ?/?", 3, "3"),
    ],
)
def test_a_number_is_read_as_its_cell_shows_it(
    tmp_path: Path, number_format: str, value: float, text: str
) -> None:
    assert shown(tmp_path, number_format, value, "x") == ["Tỷ lệ", text, "x"]


def test_a_look_that_every_cell_has_needs_no_style_at_them(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    shown(tmp_path, "0%", 0.5)
    swapped = lambda name, data: (  # noqa: E731 - named for the line below
        data.replace(b'<xf numFmtId="0"', b'<xf numFmtId="9"') if "styles" in name else data
    )
    repack(repack(path, swapped), in_sheet(b' s="1"', b""))

    assert cells(path) == ["Tỷ lệ", "50%"]


def test_formats_of_conditions_are_no_styles() -> None:
    styles = b"""<styleSheet><cellXfs><xf numFmtId="9"/><xf numFmtId="170"/><xf/></cellXfs>
        <dxfs><dxf><numFmt numFmtId="170" formatCode="0%"/></dxf></dxfs></styleSheet>"""

    assert looks_of([styles]) == {0: "%+-"}


Reference = tuple[str, int] | None
_ROWS = st.lists(
    st.tuples(
        st.none() | st.integers(1, 9),
        st.lists(st.none() | st.tuples(st.sampled_from("ABCdef"), st.integers(1, 9)), max_size=4),
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=_ROWS)
def test_wherever_a_cell_stands_its_look_is_found(
    tmp_path: Path, rows: list[tuple[int | None, list[Reference]]]
) -> None:
    path = tmp_path / "a.xlsx"
    shown(tmp_path, "0%", 0.5)
    written = "".join(_row(number, references) for number, references in rows)
    inside = b"<sheetData>" + written.encode() + b'<row r="20"><c r="A20" s="1"><v>1</v></c></row>'
    repack(path, in_sheet(b"<sheetData>", inside))

    (table,) = read_table(path, "a.xlsx")

    texts = set(table.cells.to_numpy().ravel().tolist()) - {"", "Tỷ lệ"}
    assert texts <= {"100%", "50%"}


def _row(number: int | None, references: list[Reference]) -> str:
    places = ("" if place is None else f' r="{place[0]}{place[1]}"' for place in references)
    cells = "".join(f'<c{said} s="1"><v>1</v></c>' for said in places)
    return f"<row>{cells}</row>" if number is None else f'<row r="{number}">{cells}</row>'
