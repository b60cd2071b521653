"""Requests are read by employer number and words; a feed must say that it brings them."""

from __future__ import annotations

import pytest

from adapters.errors import UnreadableError
from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import Kind


def read(tmp_path, text, format="requests"):
    path = tmp_path / "yeu-cau.csv"
    path.write_text(text, encoding="utf-8")
    table, _ = read_export(path, hints=Hints(name=path.name), format=format)
    return table


def test_a_request_is_read_by_code_or_by_words(tmp_path):
    table = read(
        tmp_path,
        "Mã nhân viên,Yêu cầu,Ngày sinh\nNV1,Mất sổ,1/2/1990\nNV2,the-kcb,\nNV3,Quà,\n",
    )

    assert table.kind is Kind.REQUESTS
    assert table.frame["YeuCau"].tolist() == ["SO-MAT", "THE-KCB", "Quà"]
    assert table.frame["NgaySinh"].tolist() == ["01/02/1990", "", ""]
    assert table.frame["Ky"].tolist() == ["", "", ""]


def test_a_column_that_we_do_not_know_is_told(tmp_path):
    table = read(tmp_path, "MaNV,YeuCau,Ghi chú nội bộ\nNV1,SO-MAT,x\n")

    assert [defect.code for defect in table.defects] == ["W-COLUMN"]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("MaNV,HoTen\nNV1,Lê\n", "requests"),
        ("MaNV,YeuCau,Yêu cầu\nNV1,SO-MAT,SO-MAT\n", "requests"),
        ("MaNV,YeuCau\n", "requests"),
        ("MaNV,YeuCau\nNV1,SO-MAT\n", "auto"),
    ],
    ids=["no request", "twice", "empty", "never guessed"],
)
def test_what_is_no_file_of_requests_is_refused(tmp_path, text, format):
    with pytest.raises(UnreadableError):
        read(tmp_path, text, format)
