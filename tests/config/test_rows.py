"""Tables of facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from config.rows import Line, read_lines


def line(value: str) -> Line:
    return Line("facts.csv", 7, {"cell": value}, [])


def write(folder: Path, content: bytes) -> Path:
    path = folder / "facts.csv"
    path.write_bytes(content)
    return path


def test_cells_are_read_as_what_they_are() -> None:
    assert line("a").text("cell") == "a"
    assert line("01").code("cell", 2) == "01"
    assert line("true").flag("cell") is True
    assert line("false").flag("cell") is False
    assert line("12").whole("cell") == 12
    assert line("0.5").percent("cell") == Decimal("0.5")
    assert line("2026-01-31").day("cell") == date(2026, 1, 31)
    assert line("").day_or_open("cell") is None
    assert line("2026-01-31").day_or_open("cell") == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", ""),
        ("flag", "yes"),
        ("whole", "-1"),
        ("whole", "1.5"),
        ("whole", "٣"),
        ("percent", "101"),
        ("percent", "-1"),
        ("percent", "NaN"),
        ("percent", "3%"),
        ("day", "31/01/2026"),
        ("day", "2026-02-30"),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_problem_with_file_and_row(kind: str, value: str) -> None:
    wrong = line(value)

    getattr(wrong, kind)("cell")

    assert len(wrong.problems) == 1
    assert wrong.problems[0].startswith("facts.csv row 7: cell is ")


@pytest.mark.parametrize("value", ["1", "001", "1a", "²2"])
def test_a_code_has_exactly_its_digits(value: str) -> None:
    wrong = line(value)

    wrong.code("cell", 2)

    assert wrong.problems == [f"facts.csv row 7: cell is not 2 digits: {value!r}"]


def test_rows_carry_their_physical_number(tmp_path: Path) -> None:
    found: list[str] = []

    lines = read_lines(write(tmp_path, b"a,b\n1,2\n3\n5,6\n"), ("a", "b"), found)

    assert [(each.row, each.cells) for each in lines] == [
        (2, {"a": "1", "b": "2"}),
        (4, {"a": "5", "b": "6"}),
    ]
    assert found == ["facts.csv row 3: 1 cells instead of 2"]


@pytest.mark.parametrize("content", [b"", b"b,a\n", b"a\n"])
def test_other_columns_are_refused(tmp_path: Path, content: bytes) -> None:
    found: list[str] = []

    lines = read_lines(write(tmp_path, content), ("a", "b"), found)

    assert lines == []
    assert found == ["facts.csv row 1: the columns must be a,b"]


@pytest.mark.parametrize("content", [b'a,b\n"1"x,2\n', b"a,b\n\xff,2\n"])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, content: bytes) -> None:
    found: list[str] = []

    read_lines(write(tmp_path, content), ("a", "b"), found)

    assert len(found) == 1
    assert found[0].startswith("facts.csv: cannot be read: ")
