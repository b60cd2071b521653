"""check --as and map: how an export of one's own is tried and described."""

from __future__ import annotations

import json

import pytest
import xlsxwriter

from tests.pipeline.parts import HERE

HEAD = "Mã NV;Họ và tên;Ngày sinh;Phái;Số CCCD;Chức danh;Lương đóng BHXH"
ROW = "NV1;Nguyễn Thị Bình;25/05/1995;Nữ;079195000001;Công nhân;9.100.000"
MAPPING = """
extends = "plain-hr"
[columns]
GioiTinh = ["Phái"]
[constants]
MaDonVi = "%s"
NoiLamViec = "Xưởng 1"
LoaiHD = "KXDTH"
HDTuNgay = "01/02/2020"
"""


@pytest.fixture
def export(bhxh):
    path = bhxh.site / "luong-2026-10.csv"
    path.write_text(f"{HEAD}\n{ROW}\n", encoding="utf-8")
    return path


def own(bhxh, text=MAPPING % HERE, name="hr"):
    (bhxh.site / "mappings").mkdir()
    path = bhxh.site / "mappings" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def read_by(bhxh, name):
    toml = bhxh.site / "bhxh.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace('format = "auto"', f'format = "{name}"', 1), encoding="utf-8")


def test_check_tries_a_mapping_by_name_and_by_path(bhxh, export):
    path = own(bhxh)

    named, by_path = bhxh("check", export, "--as", "hr"), bhxh("check", export, "--as", path)

    assert (named.code, by_path.code) == (0, 0)
    assert named.out == by_path.out


def test_check_by_a_format_of_ours_says_what_is_missing(bhxh, export):
    done = bhxh("check", export, "--as", "snapshot", "--json")

    assert done.code == 10
    assert json.loads(done.out)["findings"][0]["code"] == "E-HEADER"


def test_check_by_an_unknown_mapping_names_the_known_ones(bhxh, export):
    done = bhxh("check", export, "--as", "gone")

    assert done.code == 64
    assert "flat-file" in done.err


def test_check_by_a_mapping_that_is_not_decided_is_a_matter_of_settings(bhxh, export):
    own(bhxh, 'undecided = ["dates: dmy, mdy"]' + MAPPING % HERE)

    done = bhxh("check", export, "--as", "hr")

    assert done.code == 78
    assert "mappings/hr.toml" in done.err


def test_a_feed_reads_by_its_mapping(bhxh, export):
    own(bhxh)
    read_by(bhxh, "hr")

    assert bhxh("check", export).code == 0


def test_a_feed_of_an_unknown_mapping_is_a_mistake_of_the_settings(bhxh, export):
    read_by(bhxh, "gone")

    done = bhxh("check", export)

    assert done.code == 78
    assert "there are: auto, snapshot" in done.err


def test_map_shows_each_column_and_hides_who_is_meant(bhxh, export):
    done = bhxh("map", export)

    assert done.code == 0
    assert "TienLuong" in done.out
    assert "9100000" in done.out
    assert "25/05/1995" in done.out
    assert "079195000001" not in done.out
    assert "Nguyễn Thị Bình" not in done.out
    assert "! chưa có / missing: MaDonVi, NoiLamViec, LoaiHD, HDTuNgay" in done.out
    assert not (bhxh.site / "mappings").exists()


def test_map_tells_programs_the_same(bhxh, export):
    told = json.loads(bhxh("map", export, "--json").out)

    fields = {each["heading"]: each["field"] for each in told["columns"]}
    assert fields["Phái"] == "GioiTinh"
    assert told["missing"] == ["MaDonVi", "NoiLamViec", "LoaiHD", "HDTuNgay"]
    assert {each["verdict"] for each in told["columns"]} == {"field"}
    assert told["columns"][6]["preview"] == ["9100000"]


def test_what_map_writes_is_read_once_it_is_complete(bhxh, export):
    wrote = bhxh("map", export, "--write", "hr")
    target = bhxh.site / "mappings" / "hr.toml"

    text = target.read_text(encoding="utf-8")
    for field, value in (
        ("MaDonVi", HERE), ("NoiLamViec", "Xưởng 1"), ("LoaiHD", "KXDTH"),
        ("HDTuNgay", "01/02/2020"),
    ):  # fmt: skip
        text = text.replace(f'# {field} = ""', f'{field} = "{value}"')
    before = bhxh("check", export, "--as", "hr")
    target.write_text(text, encoding="utf-8")

    assert wrote.code == 0
    assert "mappings/hr.toml" in wrote.out
    assert before.code == 10
    assert bhxh("check", export, "--as", "hr").code == 0


def test_map_never_replaces_a_mapping_unless_it_is_told_to(bhxh, export):
    path = own(bhxh)
    before = path.read_bytes()

    refused = bhxh("map", export, "--write", "hr")

    assert refused.code == 64
    assert path.read_bytes() == before
    assert bhxh("map", export, "--write", "hr", "--force").code == 0
    assert path.read_bytes() != before


def test_a_mapping_with_open_choices_is_refused_until_they_are_made(bhxh):
    head = "Mã NV;Họ tên;Ngày sinh;Giới tính;Ngày vào làm;Loại HĐ;Mức lương đóng BHXH"
    row = "N1;Lê An;01/02/1990;1;03/04/2020;H1;500.000"
    path = bhxh.site / "luong-2026-10.csv"
    path.write_text(f"LƯƠNG THÁNG 10\n\n{head}\n{row}\n{row.replace('N1;', 'N2;')}\n")

    shown = bhxh("map", path, "--write", "open")

    text = (bhxh.site / "mappings" / "open.toml").read_text(encoding="utf-8")
    assert "? chọn / choose: E Ngày vào làm: HDTuNgay |" in shown.out
    assert "? chọn / choose: dates: dmy | mdy" in shown.out
    assert "? chọn / choose: money: dot-thousands | plain" in shown.out
    assert "? chọn / choose: codes.LoaiHD: H1" in shown.out
    assert '# HDTuNgay = ["Ngày vào làm"]' in text
    assert '# "H1" = ""' in text
    refused = bhxh("check", path, "--as", "open")
    assert refused.code == 78
    assert "choices still open: 6" in refused.err


def test_map_of_no_table_says_why(bhxh):
    path = bhxh.site / "a.csv"
    path.write_bytes(b"a;b\n\x00\xff;1\n")

    people, programs = bhxh("map", path), bhxh("map", path, "--json")

    assert (people.code, programs.code) == (10, 10)
    assert people.out.startswith("E-ENC:")
    assert json.loads(programs.out)["code"] == "E-ENC"


@pytest.mark.parametrize("name", ["Hr", "../hr", "vnpt", ""])
def test_map_writes_only_under_a_plain_name(bhxh, export, name):
    assert bhxh("map", export, "--write", name).code == 64
    assert not (bhxh.site / "mappings").exists()


def test_map_of_a_workbook_takes_the_sheet_that_is_named(bhxh):
    path = bhxh.site / "luong-2026-10.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, count in (("Ghi chú", 9), ("Lương", 2)):
            page = book.add_worksheet(name)
            for number, line in enumerate([HEAD, *[ROW] * count]):
                page.write_row(number, 0, line.split(";"))

    told = json.loads(bhxh("map", path, "--json", "--sheet", "luong", "--write", "book").out)
    largest = json.loads(bhxh("map", path, "--json").out)

    assert (told["sheet"], largest["sheet"]) == ("Lương", "Ghi chú")
    assert 'sheet = "Lương"' in (bhxh.site / told["written"]).read_text(encoding="utf-8")
    assert bhxh("map", path, "--sheet", "gone").code == 10


def test_a_sample_in_another_encoding_is_named_and_so_described(bhxh):
    path = bhxh.site / "luong-2026-10.csv"
    path.write_bytes(f"{HEAD}\n{ROW}\n".encode("utf-16"))

    told = json.loads(bhxh("map", path, "--write", "wide", "--json").out)
    plain = bhxh("check", path, "--json")
    named = bhxh("check", path, "--as", "wide", "--json")
    forced = bhxh("check", path, "--as", "plain-hr", "--encoding", "utf-16", "--json")

    assert told["encoding"] == "utf-16"
    text = (bhxh.site / "mappings" / "wide.toml").read_text(encoding="utf-8")
    assert 'encoding = "utf-16"' in text
    found = [json.loads(done.out)["findings"][0]["code"] for done in (plain, named, forced)]
    assert found == ["E-ENC", "E-HEADER", "E-HEADER"]
