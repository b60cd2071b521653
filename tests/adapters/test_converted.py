"""Names that TCVN3 cannot write, and names that it could only garble."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import PayrollTable
from config.encodings import Encoding
from tests.adapters.old_codes import written

HEADINGS = (
    "MaNV,MaDonVi,Ky,HoTen,CMND,NgaySinh,GioiTinh,ChucVu,NoiLamViec,LoaiHD,HDTuNgay,TienLuong"
)
NAME, JOB = "Nguyễn Văn Đức", "Công nhân may"


def export(folder: Path, people: list[tuple[str, str]], code: Encoding) -> PayrollTable:
    lines = [HEADINGS.encode()]
    for at, (name, job) in enumerate([(NAME, JOB), *people]):
        lines.append(
            f"NV{at},TA0001A,10/2026,".encode()
            + written(name, code)
            + b",079195000001,02/03/1995,0,"
            + written(job, code)
            + b",X1,KXDTH,01/02/2020,9500000"
        )
    path = folder / "a.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return told(path, code)


def told(path: Path, code: Encoding) -> PayrollTable:
    """Read a file, and put the note away that it was converted."""
    table = read_export(path, hints=Hints(name="a.csv", encoding=code))[0]
    assert [each.code for each in table.defects].count("N-ENC") == 1
    return replace(table, defects=tuple(x for x in table.defects if x.code != "N-ENC"))


def read(folder: Path, name: str, job: str = JOB) -> tuple[str, str, set[str]]:
    table = export(folder, [(name, job)], "tcvn3")
    last = table.frame.iloc[-1]
    return last["HoTen"], last["ChucVu"], {each.code for each in table.defects}


@pytest.mark.parametrize(
    "name",
    ["NGUYỄN THỊ HƯỜNG", "TRẦN QUỐC VŨ", "PHẠM THỊ ÁNH", "LÊ THỊ Ý NHI", "VŨ ĐỨC ÚT", "LÝ THỊ Á"],
)
def test_a_name_in_capitals_is_made_capitals_throughout(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name) == (name, JOB, {"N-CASE"})


@pytest.mark.parametrize("name", ["Nguyễn Thị Ánh", "Ổn Văn Út", "Lê Như Ý", "Trần Thị Ái-Ân"])
def test_a_name_begins_with_capitals_that_its_code_has_not(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name) == (name, JOB, {"N-CASE"})


@pytest.mark.parametrize("name", ["Nguyễn Văn Đức", "Lý Tú", "nguyễn thị hoa", "Hà Vũ Ngân"])
def test_a_name_that_needs_nothing_is_left_alone(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name) == (name, JOB, set())


def test_small_letters_stay_small_where_others_are(tmp_path: Path) -> None:
    assert read(tmp_path, "nguyễn thị ánh")[0] == "nguyễn thị ánh"


@pytest.mark.parametrize(
    ("job", "read_as"),
    [
        ("Tổ KCS", "Tổ KCS"),
        ("Thợ áo ở xưởng", "Thợ áo ở xưởng"),
        ("PHÒNG TỔ CHỨC", "PHÒNG TỔ CHỨC"),
        ("PHÒNG Tổ chức", "PHÒNG Tổ chức"),
        ("PGĐ; HĐ 12", "PGĐ; HĐ 12"),
    ],
)
def test_other_texts_are_capitals_only_where_a_word_says_so(
    tmp_path: Path, job: str, read_as: str
) -> None:
    assert read(tmp_path, NAME, job)[1] == read_as


@pytest.mark.parametrize("name", ["NGuyễN Văn An", "NguyễN Văn An"])
def test_a_name_of_both_kinds_is_refused_at_its_cell(tmp_path: Path, name: str) -> None:
    table = export(tmp_path, [(name, JOB)], "tcvn3")

    assert [(each.code, each.row, each.letter) for each in table.defects] == [("E-CASE", 3, "D")]


def test_the_note_counts_and_names_the_first(tmp_path: Path) -> None:
    table = export(tmp_path, [("LÊ THỊ", JOB), ("Lê Thị Ánh", JOB)], "tcvn3")

    (note,) = table.defects
    assert (note.code, note.row, note.field, note.facts) == ("N-CASE", 3, "HoTen", {"cells": 2})


def test_vni_has_all_capitals_and_none_is_made(tmp_path: Path) -> None:
    table = export(tmp_path, [("NGUYỄN THỊ ÁNH", "PHÒNG"), ("Lê thị ánh", "áo")], "vni")

    assert table.frame["HoTen"].tolist()[1:] == ["NGUYỄN THỊ ÁNH", "Lê thị ánh"]
    assert table.defects == ()


@pytest.mark.parametrize("name", ["José Muñoz", "Jürgen", "André Nguyễn"])
def test_a_foreign_name_that_was_never_in_the_code_is_refused_at_its_cell(
    tmp_path: Path, name: str
) -> None:
    table = export(tmp_path, [("Lê Văn An", JOB), ("Trần Thị Hoa", JOB)], "tcvn3")
    path = tmp_path / "a.csv"
    path.write_bytes(path.read_bytes().replace(b"V\xa8n An", name.encode("cp1252", "ignore")))

    table = told(path, "tcvn3")

    assert [(each.code, each.row) for each in table.defects] == [("E-ENC-WORD", 3)]


@pytest.mark.parametrize("code", ["tcvn3", "vni", "windows-1258"])
def test_names_of_other_peoples_and_words_without_a_blank_are_no_foreign_ones(
    tmp_path: Path, code: Encoding
) -> None:
    others = "Kră Jăn; Hđơk Ênuôl; Đơng Gur Mlô; Ksor Hlê Yă; Siu Kpă Blôk; Liêng Jrang"
    people = [("Y Ngông Niê Kđăm", JOB), ("NguyễnVănTú", JOB), ("K'Brơih Êban", others)]

    assert export(tmp_path, people, code).defects == ()
