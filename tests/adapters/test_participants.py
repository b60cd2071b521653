"""VSS's own list is read by its headings, whatever they are called and wherever they begin."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from adapters.errors import ReadFailedError, UnreadableError
from adapters.model import Kind
from adapters.participants import read_participants

HEADINGS = "Mã số BHXH,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Mức lương,Từ tháng"
ROW = "7900000001,Lê Thị Ví Dụ,05/03/1990,Nữ,079190000001,9.100.000,10/2026"


def workbook(tmp_path, *sheets):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        for rows in sheets:
            page = book.add_worksheet()
            for number, cells in enumerate(rows):
                page.write_row(number, 0, cells)
    path = tmp_path / "ds.xlsx"
    path.write_bytes(target.getvalue())
    return read_participants(path, path.name)


def text(tmp_path, *lines):
    path = tmp_path / "ds.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_participants(path, path.name)


def test_a_list_is_read_in_our_words(tmp_path):
    table = text(tmp_path, HEADINGS, ROW)

    first = table.frame.iloc[0]
    assert table.kind is Kind.PARTICIPANTS
    assert (first["MasoBHXH"], first["GioiTinh"], first["TienLuong"]) == (
        "7900000001", "0", "9100000",
    )  # fmt: skip
    assert (first["TuThang"], first["MaDonVi"]) == ("10/2026", "")


def test_funds_and_rates_are_read_where_the_list_says_them(tmp_path):
    table = text(
        tmp_path,
        "Họ tên;CCCD;Tham gia BHXH;BHYT;BHTN;Tỷ lệ đóng (%)",
        "Lê Thị Ví Dụ;079190000001;x;Có;Không;32,5",
    )

    funds = table.frame[["QuyBHXH", "QuyBHYT", "QuyBHTN", "QuyTNLD", "TyleDong"]]
    assert funds.iloc[0].tolist() == ["1", "1", "0", "", "32.5"]


def test_headings_below_a_title_and_in_two_rows_are_found(tmp_path):
    table = workbook(
        tmp_path,
        [
            ["DANH SÁCH LAO ĐỘNG THAM GIA"],
            ["STT", "Họ và tên", "Số định danh", "Tiền lương", ""],
            ["", "", "", "Hệ số/Mức lương", "Tổng mức lương"],
            ["1", "Lê Thị Ví Dụ", "079190000001", "9100000", "9500000"],
        ],
    )

    assert table.rows.tolist() == [4]
    # The upper heading named the column already; the lower one says more about the next.
    assert table.frame[["TienLuong", "TongLuong"]].iloc[0].tolist() == ["9100000", "9500000"]


@pytest.mark.parametrize("title", ["DANH SÁCH LAO ĐỘNG", "DANH SÁCH, THÁNG 10/2026", "Kỳ: 10; 11"])
def test_headings_of_a_text_file_may_stand_below_a_title(tmp_path, title):
    table = text(tmp_path, title, "", HEADINGS.replace(",", ";"), ROW.replace(",", ";"))

    assert table.rows.tolist() == [4]
    assert table.frame["TienLuong"].tolist() == ["9100000"]


def test_a_text_file_without_such_headings_is_refused_as_before(tmp_path):
    with pytest.raises(UnreadableError) as caught:
        text(tmp_path, "DANH SÁCH", "Lê Thị Ví Dụ")

    assert caught.value.code == "E-DELIM"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Mã đơn vị: TA0001A - Chi nhánh Thủ Đức", "TA0001A"),
        ("MÃ SỐ ĐƠN VỊ TA0001A", "TA0001A"),
        ("Đơn vị TA0001A", ""),
        ("Mã đơn vị: TA0001A, mã đơn vị: TB0002B", ""),
    ],
)
def test_the_unit_is_what_the_title_calls_so(tmp_path, title, unit):
    table = workbook(tmp_path, [[title], HEADINGS.split(","), ROW.split(",")])

    assert table.frame["MaDonVi"].tolist() == [unit]


def test_of_several_sheets_the_only_list_is_taken(tmp_path):
    table = workbook(tmp_path, [["Ghi chú"]], [HEADINGS.split(","), ROW.split(",")])

    assert len(table.frame) == 1


@pytest.mark.parametrize(
    "sheets",
    [
        ([["Họ và tên", "Ngày sinh"], ["Lê", "1990"]],),
        ([HEADINGS.split(","), ROW.split(",")], [HEADINGS.split(","), ROW.split(",")]),
        ([["Họ tên", "CCCD", "Số CCCD"], ["Lê Thị", "1", "2"]],),
        ([HEADINGS.split(",")],),
    ],
    ids=["no number", "two lists", "one heading twice", "nobody"],
)
def test_what_is_no_one_list_is_refused(tmp_path, sheets):
    with pytest.raises(UnreadableError):
        workbook(tmp_path, *sheets)


def test_a_disk_that_fails_is_not_the_senders_fault(tmp_path):
    with pytest.raises(ReadFailedError):
        read_participants(tmp_path / "gone.csv", "gone.csv")
