"""check --as and map: how an export of one's own is tried and described."""

from __future__ import annotations

import json

import pytest

from tests.pipeline.parts import HERE

HEAD = "Mã NV;Họ và tên;Ngày sinh;Phái;Số CCCD;Chức danh;Lương đóng BHXH"
ROW = "NV1;Nguyễn Thị Bình;12/05/1995;Nữ;079195000001;Công nhân;9.100.000"
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
