"""Members of households: each wrong cell is told at its place, each household has one head."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from adapters.household import FIELDS
from adapters.model import Kind
from tests.validators.people import context, of_frame
from validators.layers import HOUSEHOLD_LAYERS, examine
from validators.model import Report

CONTEXT = context()
HEAD = {
    "MaNV": "NV00001", "HoTen": "Lê Văn Chủ", "NgaySinh": "1960", "GioiTinh": "1",
    "MoiQuanHe": "00", "CMND": "079060000011", "DienThoai": "0900000011", "LoaiGiayTo": "1",
    "MaTinh": "79", "MaXa": "26740", "Maso_HoGiadinh": "7900000012", "NguoiThamGia": "0",
}  # fmt: skip
CHILD = {
    "MaNV": "NV00001", "HoTen": "Lê Ân", "NgaySinh": "03/2015", "GioiTinh": "0",
    "MoiQuanHe": "08",
}  # fmt: skip


def judged(*rows: dict[str, str]) -> Report:
    frame = pd.DataFrame([{**dict.fromkeys(FIELDS, ""), **row} for row in rows], dtype="str")
    return examine(
        of_frame(frame, Kind.HOUSEHOLD), sha256="", context=CONTEXT, layers=HOUSEHOLD_LAYERS
    )


def told(report: Report) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.field, each.code) for each in report.findings]


def test_a_household_that_is_right_has_no_findings():
    report = judged(HEAD, CHILD, {**HEAD, "MaNV": "NV00002"})

    assert told(report) == []
    assert not report.wrong.any()


@pytest.mark.parametrize(
    ("field", "cell", "code"),
    [
        ("HoTen", "", "E-REQUIRED"),
        ("NgaySinh", "", "E-REQUIRED"),
        ("GioiTinh", "", "E-REQUIRED"),
        ("MoiQuanHe", "", "E-REQUIRED"),
        ("MoiQuanHe", "Hàng xóm", "E-RELATION"),
        ("NgaySinh", "31/02/1960", "E-BIRTH"),
        ("NgaySinh", "1860", "E-BIRTH"),
        ("NgaySinh", "13/1960", "E-BIRTH"),
        ("GioiTinh", "2", "E-SEX"),
        ("CMND", "07906000001", "E-CITIZEN"),
        ("MasoBHXH", "079060000011", "E-INSURANCE"),
        ("LoaiGiayTo", "6", "E-PAPER"),
        ("MaTinh", "00", "E-PROVINCE"),
        ("MaXa", "267", "E-COMMUNE"),
        ("Matinh_KS", "64", "E-PROVINCE-OLD"),
        ("Maso_HoGiadinh", "79", "E-HOUSEHOLD"),
        ("NguoiThamGia", "2", "E-FLAG"),
        ("DienThoai", "123", "E-PHONE"),
        ("DanToc", "Klingon", "E-ETHNICITY"),
        ("Diachi_HK", "x" * 501, "E-LENGTH"),
        ("HoTen", "Lê 1", "E-NAME"),
        ("Ghichu", "a\u200bb", "E-INVISIBLE"),
    ],
)
def test_a_wrong_cell_is_told_at_its_place(field, cell, code):
    report = judged({**HEAD, field: cell}, CHILD)

    assert told(report) == [(2, field, code)]
    assert report.wrong.tolist() == [True, False]


def test_a_look_alike_in_an_address_is_a_warning():
    report = judged({**HEAD, "Diachi_HK": "１２ Lê Lợi"}, CHILD)

    assert told(report) == [(2, "Diachi_HK", "W-LOOKALIKE")]


def test_a_member_of_nobody_is_told():
    assert told(judged(HEAD, {**CHILD, "MaNV": ""})) == [(3, "MaNV", "E-MEMBER-KEY")]


def test_members_of_the_template_are_known_by_the_number_of_column_A():
    head, child = ({**row, "MaNV": "", "STT": "7"} for row in (HEAD, CHILD))

    assert told(judged(head, child)) == []
    assert told(judged(head, {**child, "STT": ""})) == [(3, "STT", "E-MEMBER-KEY")]


def test_each_household_has_exactly_one_head():
    other = {**CHILD, "MaNV": "NV00002"}

    report = judged(HEAD, CHILD, other, {**other, "HoTen": "Lê Út"}, {**HEAD, "HoTen": "Lê Hai"})

    assert told(report) == [(4, "MoiQuanHe", "E-HEADLESS"), (6, "MoiQuanHe", "E-HEADS")]
    assert report.wrong.tolist() == [False, False, True, False, True]


def test_a_sheet_whose_rows_cannot_be_read_is_told_once():
    report = judged()

    assert told(report) == [(None, None, "E-EMPTY")]
    assert report.skipped == ("required", "formats", "file")


def test_members_of_nobody_in_the_export_are_told():
    frame = pd.DataFrame(
        [{**dict.fromkeys(FIELDS, ""), **HEAD}, {**dict.fromkeys(FIELDS, ""), **HEAD, "MaNV": "X"}],
        dtype="str",
    )
    known = replace(CONTEXT, employees=pd.Series(["NV00001"], dtype="str"))

    report = examine(
        of_frame(frame, Kind.HOUSEHOLD), sha256="", context=known, layers=HOUSEHOLD_LAYERS
    )

    assert told(report) == [(3, "MaNV", "W-MEMBER-NOBODY")]
    assert not report.wrong.any()


def test_a_relation_that_nearly_is_one_is_proposed():
    report = judged(HEAD, {**CHILD, "MoiQuanHe": "Con dâuu"})

    assert [each.proposal for each in report.findings] == ["19"]
