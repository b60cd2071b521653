"""`baseline --vss`: what it says, what it writes, and that it writes nothing else."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from pipeline.register import register_of
from tests.pipeline.parts import HERE, THERE, csv, person, staff

FIELDS = ("MasoBHXH", "HoTen", "NgaySinh", "GioiTinh", "CMND", "MaDonVi", "TienLuong")
HEADINGS = "Mã số BHXH,Họ và tên,Ngày sinh,Giới tính,CCCD,Mã đơn vị,Mức lương"


def listed(*rows):
    lines = [HEADINGS, *(",".join(row[field] for field in FIELDS) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def vss(bhxh, inside):
    """Compare a list with a roster of NV00001, NV00002, and NV00003 who has no number."""
    file = bhxh.site / "luong.csv"
    file.write_bytes(csv(staff(1, 2), staff(3, MasoBHXH="")))
    assert bhxh("baseline", file).code == 0

    def run(data, *options):
        path = bhxh.site / "vss.csv"
        path.write_bytes(data)
        return bhxh("baseline", "--vss", path, *options)

    return run


def test_a_list_that_agrees_is_0_and_leaves_a_workbook(bhxh, vss):
    done = vss(listed(*staff(1, 2), person(3, MasoBHXH="")), "--json")

    facts = json.loads(done.out)
    assert done.code == 0
    assert (facts["agrees"], facts["matched"], facts["units"]) == (True, 3, [HERE])
    (workbook,) = (bhxh.site / "returned").glob("vss.csv.*.vss.xlsx")
    assert facts["workbook"] == str(workbook)


def test_a_list_that_differs_is_1_and_says_where(bhxh, vss, tmp_path):
    data = listed(person(1, TienLuong="9900000"), person(2), person(7))

    done = vss(data, "--json", "--to", tmp_path / "khac.xlsx")
    words = vss(data)

    facts = json.loads(done.out)
    assert (done.code, words.code) == (1, 1)
    assert facts["differing"] == [{"row": 2, "MaNV": "NV00001", "field": "TienLuong"}]
    assert (facts["only_vss"], facts["only_ours"]) == ([4], ["NV00003"])
    assert "       1  Khác nhau / differing" in words.out
    book = load_workbook(tmp_path / "khac.xlsx")
    cells = [cell.value for row in book["Khác nhau - Differing"] for cell in row]
    assert {"NV00001", "9900000", "9100000", "Mức lương đóng / wage"} <= set(cells)
    assert all(cell.data_type != "f" for page in book for row in page for cell in row)


def test_nothing_is_written_unless_asked(inside, vss):
    before = [drop.id for drop in inside.ledger.drops.all()]

    vss(listed(*staff(1, 2, 3)))

    assert [drop.id for drop in inside.ledger.drops.all()] == before
    assert register_of(inside.ledger, inside.parts.spool, "NV00003")["insurance_number"] is None


def test_numbers_are_taken_over_where_we_lack_them(inside, vss):
    data = listed(*staff(1, 2), person(3), person(7))

    first, second = vss(data, "--take-numbers", "--json"), vss(data, "--take-numbers", "--json")

    page = register_of(inside.ledger, inside.parts.spool, "NV00003")
    assert page["insurance_number"] == person(3)["MasoBHXH"]
    assert [entry["source"] for entry in page["entries"]] == ["baseline", "vss"]
    assert json.loads(first.out)["lacking"] == ["NV00003"]
    assert (json.loads(second.out)["lacking"], json.loads(second.out)["drop"]) == ([], None)


def test_taken_numbers_neither_report_nor_overtake(inside, vss):
    vss(listed(*staff(1, 2, 3)), "--take-numbers")
    inside.drop("luong-2.csv", csv(staff(1, TienLuong="9900000"), staff(2), staff(3, MasoBHXH="")))

    inside.work()

    assert inside.dropped("luong-2.csv").balance.reported == 1
    assert inside.ledger.dossiers.last_period(HERE) == "10/2026"


def test_rows_that_are_no_people_of_these_units_are_counted(vss):
    total = dict.fromkeys(FIELDS, "") | {"HoTen": "Tổng cộng"}
    data = listed(*staff(1, 2), person(3, MasoBHXH=""), person(9, MaDonVi="TZ0009Z"), total)

    facts = json.loads(vss(data, "--json").out)

    assert (facts["strange_rows"], facts["other_units"], facts["agrees"]) == (1, 1, True)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--unit", THERE], "no baseline yet"),
        (["--unit", "TX0000X"], "no unit TX0000X"),
        (["--replace"], "not with --vss"),
        ([], "use --unit"),
    ],
)
def test_a_list_that_cannot_be_compared_is_64(vss, options, told):
    done = vss(listed(*staff(1, MaDonVi="")), *options)

    assert done.code == 64
    assert told in done.err


def test_a_list_without_units_is_compared_where_somebody_names_one(vss):
    done = vss(listed(*staff(1, 2, MaDonVi=""), person(3, MaDonVi="", MasoBHXH="")), "--unit", HERE)

    assert done.code == 0


def test_what_is_no_list_is_10(vss):
    done = vss(b"a,b\n1,2\n")

    assert done.code == 10
    assert "E-HEADER" in done.err


def test_the_options_of_a_list_go_with_vss_only(bhxh):
    file = bhxh.site / "luong.csv"
    file.write_bytes(csv(staff(1)))

    assert bhxh("baseline", file, "--take-numbers").code == 64
