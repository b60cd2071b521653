from __future__ import annotations

from pathlib import Path

import pytest

from adapters import encoding, text_source
from adapters.encoding import look_through
from adapters.errors import UnreadableError

TEXT = "Họ và tên;Chức vụ\nNguyễn Văn Đức;Công nhân\nTrần Thị Hường;Tổ trưởng\n"


def look(folder: Path, data: bytes) -> encoding.TextFile:
    path = folder / "a.csv"
    path.write_bytes(data)
    return look_through(path)


def refusal(folder: Path, data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        look(folder, data)
    return caught.value


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf8_is_taken_with_and_without_a_byte_order_mark(tmp_path: Path, mark: bytes) -> None:
    seen = look(tmp_path, mark + b"\r\n\n" + TEXT.encode())

    assert seen.header == "Họ và tên;Chức vụ"
    assert (seen.header_line, seen.quoted, seen.controls) == (3, False, False)


def test_a_file_of_blank_lines_has_no_header(tmp_path: Path) -> None:
    assert look(tmp_path, b"\n  \r\n").header == ""


def test_carriage_returns_alone_end_lines(tmp_path: Path) -> None:
    seen = look(tmp_path, b"\r\ra;b\r1;2\r")

    assert (seen.header, seen.header_line, seen.lines) == ("a;b", 3, 4)


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_is_not_utf8_but_unicode_is_named_and_refused(tmp_path: Path, codec: str) -> None:
    error = refusal(tmp_path, TEXT.encode(codec))

    assert error.code == "E-ENC"
    assert codec[:6].upper() in error.reason_vi
    assert codec[:6].upper() in error.reason_en


def test_a_nul_byte_is_a_control_character(tmp_path: Path) -> None:
    assert look(tmp_path, b"a;b\n1;2\n3;\0\n").controls


@pytest.mark.parametrize("wrong", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80"])
def test_a_byte_that_is_not_utf8_is_refused_with_offset_and_row(
    tmp_path: Path, wrong: bytes
) -> None:
    error = refusal(tmp_path, TEXT.encode() + b"x;" + wrong + b"\n")

    assert (error.code, error.row) == ("E-ENC", 4)
    assert f"offset {len(TEXT.encode()) + 2}" in error.reason_en


def test_windows_1258_is_named(tmp_path: Path) -> None:
    # "Nguyễn Thị Đỗ, Trần Thị Hường" as Windows writes it: letter, then tone mark.
    error = refusal(
        tmp_path, b"Ho\xf2;Te\n" + b"Nguy\xea\xden Thi\xf2 \xd0\xf4\xde, Tr\xe2\xccn\n" * 3
    )

    assert error.code == "E-ENC"
    assert "Windows-1258" in error.reason_en


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TCVN3", "Hä vµ tªn;Chøc vô\nNguyÔn V¨n §øc;C«ng nh©n\nTrÇn V¨n T©m;C«ng nh©n\n"),
        ("VNI", "Hoï vaø teân;Chöùc vuï\nNguyeãn Vaên Ñöùc;Coâng nhaân\n"),
    ],
)
def test_legacy_codes_are_named_and_refused(tmp_path: Path, name: str, text: str) -> None:
    error = refusal(tmp_path, text.encode("cp1252"))

    assert error.code == "E-ENC-LEGACY"
    assert name in error.reason_en


def test_foreign_names_are_no_legacy_code(tmp_path: Path) -> None:
    assert look(tmp_path, "MaNV;HoTen\n1;José Muñoz Núñez Ibáñez\n2;Nguyễn Văn A\n".encode())


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\x0b", "\ufffe", "\uffff"])
def test_control_characters_are_noticed(tmp_path: Path, character: str) -> None:
    assert look(tmp_path, f"a;b\n1;{character}\n".encode()).controls


def test_pieces_end_where_lines_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_source, "_CHUNK", 16)

    seen = look(tmp_path, b"a;b\n" + "1;Đức\n".encode() * 50)

    assert seen.lines == 51


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_source, "_CHUNK", 16)

    assert refusal(tmp_path, b"a;b\n" + b"1" * 99).code == "E-SIZE"
