from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.table import read_table


def refusal(path: Path, data: bytes, name: str, limits: Limits | None = None) -> UnreadableError:
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as caught:
        read_table(path, name, limits)
    return caught.value


@pytest.mark.parametrize(
    ("found", "data"),
    [
        ("OLE", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("GZIP", gzip.compress(b"a;b", mtime=0)),
        ("PDF", b"%PDF-1.7"),
        ("RAR", b"Rar!\x1a"),
        ("7-Zip", b"7z\xbc\xaf\x27\x1c"),
        ("HTML", b"\xef\xbb\xbf\n<html><table>"),
        ("XML", b"<?xml version='1.0'?><a/>"),
    ],
)
@pytest.mark.parametrize("name", ["luong.csv", "luong.xlsx"])
def test_what_is_no_table_is_refused_by_content_with_advice(
    tmp_path: Path, found: str, data: bytes, name: str
) -> None:
    error = refusal(tmp_path / "f", data, name)

    assert error.code == "E-TYPE"
    assert found in error.reason_en
    assert error.advice_vi
    assert error.advice_en


def test_a_workbook_called_csv_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet().write("A1", "x")

    assert refusal(path, path.read_bytes(), "luong.CSV").code == "E-TYPE"


def test_bytes_that_are_no_text_are_not_called_text(tmp_path: Path) -> None:
    error = refusal(tmp_path / "f", bytes(range(256)) * 4, "luong.xlsx")

    assert error.code == "E-TYPE"
    assert "is binary, neither CSV nor XLSX" in error.reason_en


def test_text_called_xlsx_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "f", b"a;b\n1;2\n", "luong.xlsx").code == "E-TYPE"


@pytest.mark.parametrize("name", ["luong.csv", "luong.xlsx"])
def test_nothing_at_all_is_empty(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path / "f", b"", name).code == "E-EMPTY"


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    error = refusal(tmp_path / "f", b"\0" * 100, "luong.csv", Limits(file_bytes=99))

    assert error.code == "E-SIZE"


@pytest.mark.parametrize(
    ("stream", "found", "advice"),
    [
        ("Workbook", "Excel 97-2003", "save it as .xlsx"),
        ("EncryptedPackage", "password", "remove the password"),
    ],
)
def test_an_old_or_sealed_workbook_is_told_from_its_streams(
    tmp_path: Path, stream: str, found: str, advice: str
) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")

    error = refusal(tmp_path / "f", data, "luong.xlsx")

    assert (error.code, found in error.reason_en) == ("E-TYPE", True)
    assert advice in error.advice_en


def test_an_empty_zip_is_no_table(tmp_path: Path) -> None:
    error = refusal(tmp_path / "f", b"PK\x05\x06" + bytes(18), "luong.csv")

    assert error.code == "E-TYPE"
    assert "Giải nén" in error.advice_vi
