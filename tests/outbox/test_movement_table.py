"""Every row of docs/movements.md says what the product does, and nothing is missing from it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from outbox.model import Movements
from tests.outbox.movement_table import EXAMPLES
from tests.outbox.payroll import codes

TABLE = Path(__file__).parents[2] / "docs" / "movements.md"
ROWS = {
    cells[0]: cells
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [A-Z][0-9]+ \|", line)
    for cells in [[cell.strip() for cell in line.strip("|").split("|")]]
}


@cache
def worked_out(row_id: str) -> Movements:
    """Return what the example of a row comes to."""
    return EXAMPLES[row_id].work()


def promised(row_id: str) -> list[str]:
    """Return the lines, questions and remarks that a row of the table promises."""
    return re.findall(r"`([^`]+)`", ROWS[row_id][2])


def told(movements: Movements) -> list[str]:
    """Return the lines, questions and remarks of an example, as the table writes them."""
    lines = [
        f"{line.PA} {line.Loai} "
        f"{'–'.join(dict.fromkeys([line.TuThang, line.DenThang]))} {line.TyleDong}"
        for line in movements.lines.itertuples()
    ]
    asked = [f"?{question.code}" for question in movements.questions]
    return lines + asked + [f"!{remark.code}" for remark in movements.remarks]


@pytest.mark.parametrize("row_id", ROWS)
def test_a_row_of_the_table_is_what_happens(row_id: str) -> None:
    found = told(worked_out(row_id))

    lines = [each for each in found if each[0] not in "?!"]
    assert lines == [each for each in promised(row_id) if each[0] not in "?!"]
    assert sorted(found) == sorted(promised(row_id))


@pytest.mark.parametrize("row_id", [row_id for row_id, cells in ROWS.items() if cells[3]])
def test_the_note_is_what_the_table_says(row_id: str) -> None:
    note = worked_out(row_id).lines["Ghichu"].iloc[-1]

    expected = ROWS[row_id][3]
    assert note.startswith("HĐLĐ " if expected == "contract" else expected)


def test_every_row_has_its_example_and_every_example_its_row() -> None:
    assert set(ROWS) == set(EXAMPLES)


def test_every_code_stands_in_the_table() -> None:
    lines = [each for row_id in ROWS for each in promised(row_id) if each[0] not in "?!"]

    assert {line.split()[0] for line in lines} == set(codes().movements)


@pytest.mark.parametrize("row_id", ROWS)
def test_every_line_stands_in_a_group_that_allows_it(row_id: str) -> None:
    lines = worked_out(row_id).lines

    assert all(
        codes().allowed(int(g), pa) for g, pa in zip(lines["Loai"], lines["PA"], strict=True)
    )


@pytest.mark.parametrize("row_id", ROWS)
def test_every_row_names_its_source(row_id: str) -> None:
    assert ROWS[row_id][4]
    assert ROWS[row_id][1]


def test_the_dead_are_flagged_in_their_departure_alone() -> None:
    lines = worked_out("B5").lines

    assert lines[["PA", "CoGiamChet", "NgayChet"]].to_numpy().tolist() == [
        ["GH", "1", "10/08/2026"],
        ["SB", "0", ""],
        ["TU", "0", ""],
    ]


def test_a_raise_told_late_names_both_wages() -> None:
    note = worked_out("B11").lines["Ghichu"].iloc[-1]

    assert note == "Nâng lương; mức lương đã báo 9000000, đúng là 9500000"
