from __future__ import annotations

import pandas as pd
import pytest

from adapters.model import Kind
from tests.validators.people import context, movement, of_frame
from validators.layers import examine
from validators.model import Report

CONTEXT = context()


def run(**cells: str) -> Report:
    others = dict.fromkeys(cells, "")
    rows = [{**others, **movement(1)}, movement(2, **cells)]
    frame = pd.DataFrame(rows, dtype="str").fillna("")
    return examine(of_frame(frame, Kind.MOVEMENTS), sha256="", context=CONTEXT)


def codes(report: Report) -> list[tuple[str | None, str]]:
    return [(found.field, found.code) for found in report.findings if found.row is not None]


@pytest.mark.parametrize(
    ("field", "name", "code", "text"),
    [
        ("PA", "TenPhuongAn", "TM", "GH - Giảm hẳn"),
        ("PA", "TenPhuongAn", "TM", "Giảm hẳn"),
        ("Loai", "TenLoaiKhaiBao", "1", "3 - Giảm lao động"),
        ("QuocTich", "TenQuocTich", "VN", "Lào"),
        ("DanToc", "TenDanToc", "01", "Tày"),
        ("Matinh_NN", "TenTinhNN", "79", "Hà Nội"),
        ("Matinh_KS", "TenTinhKS", "79", "Tỉnh Thái Bình"),
        ("MaTinhBenhVien", "TenTinhBenhVien", "79", "Thành phố Hà Nội"),
    ],
)
def test_a_code_whose_name_is_that_of_another_is_an_error(
    field: str, name: str, code: str, text: str
) -> None:
    report = run(**{field: code, name: text})

    assert codes(report) == [(field, "E-NAME-CODE")]
    assert name in report.findings[0].message_en


@pytest.mark.parametrize(
    ("field", "name", "code", "text"),
    [
        ("PA", "TenPhuongAn", "TM", "TM - Tăng mới"),
        ("PA", "TenPhuongAn", "TM", "Người mới"),
        ("Loai", "TenLoaiKhaiBao", "1", "Tăng lao động"),
        ("QuocTich", "TenQuocTich", "VN", "VIỆT NAM"),
        ("DanToc", "TenDanToc", "08", "H'Mông"),
        ("DanToc", "TenDanToc", "01", "Kinh (Việt)"),
        ("Matinh_NN", "TenTinhNN", "79", "TP Hồ Chí Minh"),
        ("Matinh_NN", "TenTinhNN", "79", "Bình Dương"),
        ("MaTinhBenhVien", "TenTinhBenhVien", "26", "Phú Thọ"),
        ("MaTinhBenhVien", "TenTinhBenhVien", "26", "Vĩnh Phúc"),
        ("MaTinhBenhVien", "TenTinhBenhVien", "97", "Bộ Quốc phòng"),
        ("MaBenhVien", "TenBenhVien", "79025", "Bệnh viện Bạch Mai"),
    ],
)
def test_a_name_that_may_be_that_of_its_code_is_no_finding(
    field: str, name: str, code: str, text: str
) -> None:
    assert codes(run(**{field: code, name: text})) == []


@pytest.mark.parametrize(
    ("field", "name"),
    [("Maxa_NN", "TenXaNN"), ("Matinh_NN", "TenTinhNN"), ("MaTinhBenhVien", "TenTinhBenhVien")],
)
def test_a_name_whose_code_is_blank_is_told(field: str, name: str) -> None:
    report = run(**{field: "", name: "Ba Đình"})

    assert codes(report) == [(name, "W-NAME-ONLY")]
    assert field in report.findings[0].message_vi


def test_a_hospital_that_is_only_named_is_told_beside_the_one_that_is_missing() -> None:
    report = run(MasoBHXH="", MaBenhVien="", TenBenhVien="Bệnh viện Bạch Mai")

    assert {("MaBenhVien", "W-HOSPITAL"), ("TenBenhVien", "W-NAME-ONLY")} <= set(codes(report))


def test_a_code_that_is_wrong_already_is_not_compared() -> None:
    assert codes(run(PA="XX", TenPhuongAn="Giảm hẳn")) == [("PA", "E-PA")]
