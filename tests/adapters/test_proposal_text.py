"""What `bhxh map` writes: a mapping that reads the very sample, with what is open in comments."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from adapters.hints import Hints
from adapters.proposal import Proposal, propose
from adapters.proposal_text import preview, sketch, to_toml
from adapters.table import read_table
from tests.adapters.mapped import lines, own, person, read, sheet

HEAD = ["Mã NV", "Họ đệm", "Tên", "Ngày sinh", "Giới tính", "CCCD", "Chức vụ", "Nơi làm việc"]
HEAD += ["Loại HĐ", "Ngày bắt đầu HĐ", "Lương đóng BHXH", "Tháng lương", "Ghi chú", "Ghi chú"]
CODES = ["EMP_CODE", "LAST_NAME", "FIRST_NAME", "DOB", "SEX", "NATIONAL_ID", "JOB_TITLE"]
CODES += ["WORK_LOCATION", "CONTRACT_TYPE", "CONTRACT_START", "SI_WAGE", "PAY_PERIOD", "NOTE", "X1"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: list[list[object]] = [HEAD, CODES]
    for number in range(13, 21):
        row = [f"N{number}", "Lê Văn", "An", f"{number}/03/1985", "M", f"0790850000{number}"]
        row += ["Thợ", "Xưởng 1", "Vô thời hạn"]
        rows.append([*row, dt.date(2020, 2, 3), 9_000_000.0, "T10.2026", "", "x"])
    rows.append(["Tổng cộng", *[""] * 9, 72_000_000.0])
    return sheet(tmp_path_factory.mktemp("book") / "a.xlsx", rows, "Lương")


def proposal(path: Path) -> Proposal:
    return propose(read_table(path, path.name)[0], Hints(name=path.name), 2026)


def test_what_is_proposed_reads_the_sample_itself(book: Path, tmp_path: Path) -> None:
    text = to_toml(proposal(book), "hr", delimiter="", encoding="", sheet="Lương")

    table = read(book, own(tmp_path, text), Hints(name="a.xlsx", unit="TA0001A"))

    assert len(table.rows) == 8
    assert person(table) == {
        "MaNV": "N13", "HoTen": "Lê Văn An", "NgaySinh": "13/03/1985", "GioiTinh": "1",
        "CMND": "079085000013", "ChucVu": "Thợ", "NoiLamViec": "Xưởng 1", "LoaiHD": "KXDTH",
        "HDTuNgay": "03/02/2020", "TienLuong": "9000000", "Ky": "10/2026", "MaDonVi": "TA0001A",
        "TrangThai": "DangLam",
    }  # fmt: skip
    assert [each.facts["at"] for each in table.defects] == ["2, 11"]


def test_the_text_names_rows_sheet_letters_and_footers(book: Path) -> None:
    told = tomllib.loads(
        to_toml(proposal(book), "hr", delimiter="", encoding="tcvn3", sheet="Lương")
    )

    assert (told["sheet"], told["encoding"], told["first"]) == ("Lương", "tcvn3", 3)
    assert (told["months"], told["join"]) == ("my", {"HoTen": " "})
    assert told["footer"] == {"skip": ["Tổng*"]}
    assert told["ignore"] == ["@M", "@N"]
    assert "undecided" not in told


def test_the_preview_is_what_would_be_read(book: Path) -> None:
    found = proposal(book)
    mapping = sketch(to_toml(found, "hr", delimiter="", encoding="", sheet=""), "hr")

    shown = {
        each.field: preview(found, each, mapping, rows=1)
        for each in found.columns.guesses
        if each.field
    }

    assert shown["GioiTinh"] == ["1"]
    assert shown["HDTuNgay"] == ["03/02/2020"]
    assert shown["TienLuong"] == ["9000000"]
    assert shown["Ky"] == ["10/2026"]


def test_two_rows_of_headings_and_amounts_with_cents_are_described(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương", "", "Ngày sinh"]]
    rows += [["", "", "Lương đóng BHXH", "Phụ cấp lương", ""]]
    rows += [["1", "Lê An", "9000000,00", "500000,00-", "13/03/1985"]]
    path = lines(tmp_path / "a.csv", rows)

    told = tomllib.loads(to_toml(proposal(path), "hr", delimiter=";", encoding="", sheet=""))

    assert (told["header_rows"], told["delimiter"]) == (2, ";")
    assert (told["money"], told["decimal"], told["minus"]) == ("plain", ",", "trailing")
    assert told["columns"]["TienLuong"] == ["Lương / Lương đóng BHXH"]


def test_a_footer_may_end_the_data(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Ngày sinh"], ["1", "Lê An", "13/03/1985"], ["Người lập biểu"]]
    path = lines(tmp_path / "a.csv", [*rows[:2], [*rows[2], "", ""]])

    told = tomllib.loads(to_toml(proposal(path), "hr", delimiter=";", encoding="", sheet=""))

    assert told["footer"] == {"end": ["Người lập*"]}
