from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import csv_table
from adapters.csv_table import read_csv
from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.model import Defect, RawTable


def read(folder: Path, data: str, limits: Limits | None = None) -> RawTable:
    path = folder / "a.csv"
    path.write_bytes(data.encode())
    return read_csv(path, "a.csv", limits or Limits())


def refusal(folder: Path, data: str, limits: Limits | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(folder, data, limits)
    return caught.value


def cells(table: RawTable) -> list[list[str]]:
    return table.cells.to_numpy().tolist()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_the_delimiter_is_told_from_the_header_alone(
    tmp_path: Path, delimiter: str, quote: str
) -> None:
    table = read(tmp_path, f"a{delimiter}b\n{quote}1/2{quote}{delimiter}3 4\n")

    assert cells(table) == [["a", "b"], ["1/2", "3 4"]]


@pytest.mark.parametrize("header", ["a,b;c", "a", "a|b;c", "a\tb,c"])
def test_a_header_with_no_or_two_delimiters_is_refused(tmp_path: Path, header: str) -> None:
    assert refusal(tmp_path, f"{header}\n1;2\n").code == "E-DELIM"


def test_a_delimiter_inside_a_quoted_heading_does_not_count(tmp_path: Path) -> None:
    assert cells(read(tmp_path, '"Lương, VND";b\n1;2\n'))[0] == ["Lương, VND", "b"]


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;;"])
def test_a_line_that_tells_the_delimiter_is_no_row(tmp_path: Path, line: str, quote: str) -> None:
    table = read(tmp_path, f"\ufeff{line}\r\n\r\na,b;c\r\n{quote}1{quote};2\r\n")

    assert cells(table) == [["a,b", "c"], ["1", "2"]]
    assert table.rows.tolist() == [3, 4]


def test_a_tab_is_told_like_any_delimiter(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "sep=\t\na;b\tc\n1\t2\n")) == [["a;b", "c"], ["1", "2"]]


@pytest.mark.parametrize(("line", "seen"), [("sep=,", "sep=, ;"), ("sep=^", "sep=^ ;")])
def test_a_delimiter_that_is_told_and_not_there_is_refused(
    tmp_path: Path, line: str, seen: str
) -> None:
    error = refusal(tmp_path, f"{line}\na;b\n1;2\n")

    assert error.code == "E-DELIM"
    assert f"(seen: {seen})" in error.reason_en


def test_a_line_that_tells_the_delimiter_alone_is_an_empty_file(tmp_path: Path) -> None:
    assert refusal(tmp_path, "sep=;\n").code == "E-EMPTY"


def test_what_a_mapping_says_of_the_delimiter_counts_more(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("sep=;\nBảng lương\na,b\n1,2\n3,4\n", "utf-8")

    table = read_csv(path, "a.csv", Limits(), told=",")

    assert cells(table) == [["Bảng lương", ""], ["a", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize("data", ["", "\ufeff", "\n\n", " \n"])
def test_a_file_without_a_line_is_empty(tmp_path: Path, data: str) -> None:
    assert refusal(tmp_path, data).code == "E-EMPTY"


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blank_lines_are_no_rows_and_shift_no_numbers(tmp_path: Path, quote: str, end: str) -> None:
    lines = ["\ufeff", "a;b", "1;2", "", "  ", ";", "3;4", f"{quote}5{quote};6", ""]

    table = read(tmp_path, end.join(lines))

    assert table.rows.tolist() == [2, 3, 7, 8]
    assert cells(table) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]
    assert not table.defects


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize(
    "data",
    ["a;b\n1;2\n3;4\r5;6\n", "a;b\r1;2\r3;4\r\n5;6\r", "a;b\r\n1;2\r\n3;4\r5;6\r\n"],
)
def test_a_return_alone_among_other_line_ends_is_refused_with_its_row(
    tmp_path: Path, data: str, quote: str
) -> None:
    error = refusal(tmp_path, data.replace("1", f"{quote}1{quote}"))

    assert (error.code, error.row) == ("E-EOL", 3)


@pytest.mark.parametrize("quote", ["", '"'])
def test_lines_may_end_with_and_without_a_return_before_the_feed(
    tmp_path: Path, quote: str
) -> None:
    table = read(tmp_path, f"a;b\r\n{quote}1{quote};2\r\n3;4\n5;6\r\n")

    assert cells(table) == [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("inside", ["\n", "\r", "\r\n"])
def test_within_quotes_lines_may_end_as_they_like(tmp_path: Path, end: str, inside: str) -> None:
    table = read(tmp_path, end.join(["a;b", f'"x{inside}y";1', "u;2", ""]))

    assert cells(table)[1:] == [[f"x{inside}y", "1"], ["u", "2"]]
    assert table.rows.tolist() == [1, 2, 4]


def test_a_nul_is_a_control_character_of_its_cell(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n1;2\n3;4\0\n")

    assert table.defects == (Defect(code="E-CTRL", row=3, letter="B"),)


def test_rows_of_another_length_stay_padded_or_cut_and_are_named(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b;c\n1;2\n\n3;4;5\n6;7;8;9\n")

    assert cells(table)[1:] == [["1", "2", ""], ["3", "4", "5"], ["6", "7", "8"]]
    assert table.defects == (
        Defect(code="E-COLS", row=2, facts={"expected": 3, "found": 2}),
        Defect(code="E-COLS", row=5, facts={"expected": 3, "found": 4}),
    )


def test_a_record_with_line_breaks_has_the_number_of_its_first_line(tmp_path: Path) -> None:
    table = read(tmp_path, 'a;b\n"x\ny\r\nz";1\nu;2\n')

    assert table.rows.tolist() == [1, 2, 5]
    assert cells(table)[1] == ["x\ny\r\nz", "1"]


@pytest.mark.parametrize(
    "record", ['"2;3\n4;5\n', '"2"x;3\n', '1;2\n3;"' + ("9" * 999 + "\n") * 140]
)
def test_a_quote_not_closed_or_misplaced_is_refused_with_its_row(
    tmp_path: Path, record: str
) -> None:
    error = refusal(tmp_path, "a;b\n\n" + record)

    assert error.code == "E-QUOTE"
    assert error.row == (4 if "9" in record else 3)


@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_too_long_is_refused(tmp_path: Path, quote: str) -> None:
    long = quote + "9" * 140_000 + quote

    assert refusal(tmp_path, f"a;b\n1;{long}\n", Limits(cell_bytes=1000)).code == "E-SIZE"


def test_a_line_longer_than_a_block_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_table, "_BLOCK", 1000)

    assert refusal(tmp_path, "a;b\n1;" + "9" * 140_000 + "\n").code == "E-SIZE"


def test_words_for_nothing_are_kept_as_text(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\nNA;null\nnan;TRUE\n0123;1e5\n")

    assert cells(table)[1:] == [["NA", "null"], ["nan", "TRUE"], ["0123", "1e5"]]


def test_a_control_character_is_named_with_its_cell(tmp_path: Path) -> None:
    table = read(tmp_path, "a;b\n1;2\n3;4\x1b\n")

    assert table.defects == (Defect(code="E-CTRL", row=3, letter="B"),)


@given(
    st.lists(
        st.lists(st.text("aĐ1 ,\té", max_size=4), min_size=3, max_size=3), min_size=1, max_size=9
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_both_readers_see_the_same_cells(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], end: str
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    lines = [";".join(row) for row in (["a", "b", "Đ"], *rows)]

    fast = read(folder, end.join(lines))
    strict = read(folder, end.join([*lines, '"q";;']))

    assert cells(fast) == cells(strict)[:-1]
    assert fast.rows.tolist() == strict.rows.tolist()[:-1]


@pytest.mark.parametrize("limits", [Limits(columns=2), Limits(csv_cells=8)])
def test_a_file_of_more_cells_than_memory_can_hold_is_refused_unread(
    tmp_path: Path, limits: Limits
) -> None:
    assert refusal(tmp_path, "a;b;c\n1;2;3\n4;5;6\n", limits).code == "E-DIM"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(csv_lines=1), "2 lines, more than the limit of 1"),
        (Limits(reader_memory=89), "more memory than allowed"),
    ],
)
def test_a_file_of_too_many_lines_or_bytes_is_refused_unread(
    tmp_path: Path, limits: Limits, words: str
) -> None:
    error = refusal(tmp_path, "a;b;c\n1;2;3\n4;5;6\n", limits)

    assert error.code == "E-SIZE"
    assert words in error.reason_en
    read(tmp_path, "a;b;c\n1;2;3\n4;5;6\n", Limits(csv_lines=2, reader_memory=90))


def test_a_file_full_of_control_characters_is_no_text_file(tmp_path: Path) -> None:
    error = refusal(tmp_path, "a;b\n\x01;\x01\n\x01;x\n", Limits(control_cells=2))

    assert error.code == "E-TYPE"
