"""What a feed says of its encoding, against what a file is."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters import text_source
from adapters.errors import UnreadableError
from adapters.table import read_table
from config.encodings import Encoding
from tests.adapters.old_codes import written

ROWS = (
    ("Họ và tên", "Chức vụ"),
    ("Nguyễn Văn Đức", "Công nhân may"),
    ("Trần Thị Hường", "Tổ trưởng"),
    ("Đặng Quốc Vượng", "Thợ máy; bậc 3/7"),
    ("Lê Hoà", ""),
)
TEXT = "".join("\t".join(row) + "\r\n" for row in ROWS)
CODES: tuple[Encoding, ...] = ("windows-1258", "tcvn3", "vni")
NAMED = {"windows-1258": "Windows-1258", "tcvn3": "TCVN3", "vni": "VNI"}


def cells(folder: Path, data: bytes, encoding: Encoding) -> list[list[str]]:
    path = folder / "a.csv"
    path.write_bytes(data)
    (table,) = read_table(path, "a.csv", encoding=encoding)
    rows: list[list[str]] = table.cells.to_numpy().tolist()
    return rows


def refusal(folder: Path, data: bytes, encoding: Encoding) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        cells(folder, data, encoding)
    return caught.value


@pytest.mark.parametrize("encoding", ["", "auto", "utf-8"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_utf8_is_taken_by_feeds_that_name_nothing_else(
    tmp_path: Path, encoding: Encoding, mark: str
) -> None:
    assert cells(tmp_path, (mark + TEXT).encode(), encoding) == [list(row) for row in ROWS]


@pytest.mark.parametrize("encoding", ["auto", "utf-16"])
@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_utf16_is_converted_with_and_without_its_mark(
    tmp_path: Path, encoding: Encoding, codec: str, quote: str
) -> None:
    text = TEXT.replace("Lê Hoà", f"{quote}Lê Hoà{quote}")

    assert cells(tmp_path, text.encode(codec), encoding) == [list(row) for row in ROWS]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_code_of_one_byte_is_converted_where_the_feed_says_so(
    tmp_path: Path, code: Encoding, named: bool, quote: str
) -> None:
    data = written(TEXT.replace("Lê Hoà", f"{quote}Lê Hoà{quote}"), code)

    found = cells(tmp_path, data, code if named else "auto")

    assert found == [list(row) for row in ROWS]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-16"])
def test_elsewhere_it_is_refused_with_its_name_and_first_row(
    tmp_path: Path, code: Encoding, encoding: Encoding
) -> None:
    error = refusal(tmp_path, b"MaNV\tHoTen\r\n" + written(TEXT, code), encoding)

    assert error.code == ("E-ENC" if code == "windows-1258" else "E-ENC-LEGACY")
    assert error.row == 2
    assert NAMED[code] in error.reason_vi
    assert NAMED[code] in error.reason_en


@pytest.mark.parametrize("named", ["utf-16", *CODES])
@pytest.mark.parametrize("code", ["utf-8", "utf-16", *CODES])
def test_a_file_that_contradicts_its_feed_is_refused(
    tmp_path: Path, named: Encoding, code: str
) -> None:
    data = TEXT.encode(code) if code.startswith("utf") else written(TEXT, code)

    if named == code:
        assert cells(tmp_path, data, named)
    else:
        assert refusal(tmp_path, data, named).code in {"E-ENC", "E-ENC-LEGACY"}


@pytest.mark.parametrize("encoding", ["", "auto", *CODES])
@pytest.mark.parametrize("main", ["utf-8", *CODES])
@pytest.mark.parametrize("added", ["utf-8", *CODES])
def test_a_file_in_two_codes_is_refused_whatever_the_feed_says(
    tmp_path: Path, encoding: Encoding, main: str, added: str
) -> None:
    first, second = (
        part.encode() if code == "utf-8" else written(part, code)
        for part, code in ((TEXT, main), ("Phạm Thị Bưởi\tKế toán\r\n", added))
    )
    if main == added:
        return

    error = refusal(tmp_path, first + second, encoding)

    assert error.code in {"E-ENC", "E-ENC-LEGACY"}
    if encoding == main or (encoding, main) == ("", "utf-8"):
        assert (error.code, error.row) == ("E-ENC", 6)


@pytest.mark.parametrize("code", CODES)
def test_ascii_alone_is_the_same_in_every_code(tmp_path: Path, code: Encoding) -> None:
    assert cells(tmp_path, b"a;b\n1;2\n", code) == [["a", "b"], ["1", "2"]]


def test_a_byte_that_is_no_letter_is_refused_with_offset_and_row(tmp_path: Path) -> None:
    error = refusal(tmp_path, written(TEXT, "tcvn3") + b"x\t\x93y\x94\r\n", "tcvn3")

    assert (error.code, error.row) == ("E-ENC", 6)
    assert f"offset {len(written(TEXT, 'tcvn3')) + 2}" in error.reason_en


def test_words_that_are_no_vietnamese_are_not_taken_for_it(tmp_path: Path) -> None:
    error = refusal(tmp_path, "a;b\n1;José\n2;Muñoz\n".encode("cp1252"), "tcvn3")

    assert (error.code, error.row) == ("E-ENC", 2)


def test_nothing_is_converted_on_the_word_of_one_word(tmp_path: Path) -> None:
    error = refusal(tmp_path, b"a;b\n1;Th\xf2\n", "auto")

    assert (error.code, error.row) == ("E-ENC", 2)
    assert cells(tmp_path, b"a;b\n1;Th\xf2\n", "vni")[1] == ["1", "Thị"]
    assert refusal(tmp_path, b"a;b\n1;Th\xf2\n", "windows-1258").row == 2


@pytest.mark.parametrize(
    "wrong", [b"\xd8\x00x\x00", b"x"], ids=["lone surrogate", "half a character"]
)
def test_broken_utf16_is_refused_with_its_row(tmp_path: Path, wrong: bytes) -> None:
    data = TEXT.encode("utf-16-be") + wrong

    error = refusal(tmp_path, data, "auto")

    assert (error.code, error.row) == ("E-ENC", 6)


@pytest.mark.parametrize("code", CODES)
def test_abbreviations_and_names_of_other_peoples_mix_nothing(
    tmp_path: Path, code: Encoding
) -> None:
    text = TEXT + "Y Ngông Niê Kđăm\tPGĐ, HĐ, ĐT, GĐ 12.000đ\r\nK'Brơih Êban\tĐắk Nông\r\n"

    found = cells(tmp_path, written(text, code), code)

    assert found[len(ROWS) :] == [
        ["Y Ngông Niê Kđăm", "PGĐ, HĐ, ĐT, GĐ 12.000đ"],
        ["K'Brơih Êban", "Đắk Nông"],
    ]


@pytest.mark.parametrize("code", ["utf-16", *CODES])
def test_a_file_is_converted_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: Encoding
) -> None:
    monkeypatch.setattr(text_source, "_CHUNK", 128)
    data = TEXT.encode(code) if code == "utf-16" else written(TEXT, code)

    path = tmp_path / "a.csv"
    path.write_bytes(data)
    (table,) = read_table(path, "a.csv", encoding=code)

    assert table.cells.to_numpy().tolist() == [list(row) for row in ROWS]
    assert table.rows.tolist() == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("code", CODES)
def test_quotes_controls_and_columns_are_found_after_conversion(
    tmp_path: Path, code: Encoding
) -> None:
    text = TEXT + 'Lê Thị\x1b Hà\tx\r\n"Bùi\r\nThị"\tx\r\nĐỗ\r\n'
    path = tmp_path / "a.csv"
    path.write_bytes(written(text, code))

    (table,) = read_table(path, "a.csv", encoding=code)

    assert {(each.code, each.row) for each in table.defects} == {
        ("E-CTRL", 6), ("E-COLS", 9), ("N-ENC", None),
    }  # fmt: skip
    assert table.rows.tolist() == [1, 2, 3, 4, 5, 6, 7, 9]
    assert table.cells.iloc[6, 0] == "Bùi\r\nThị"


@pytest.mark.parametrize(
    ("names", "encodings"),
    [
        ("Kim Lü;Wang Lü;Hö Min;Chö Jin", ("auto", "tcvn3")),
        ("Loïc Martin;Thaïs Petit;John Smith", ("auto", "vni")),
    ],
)
def test_foreign_names_are_never_made_vietnamese(
    tmp_path: Path, names: str, encodings: tuple[Encoding, ...]
) -> None:
    rows = "".join(f"{name};Tho may\n" for name in names.split(";"))
    data = ("HoTen;ChucVu\n" + rows).encode("latin-1")

    refused = [refusal(tmp_path, data, encoding) for encoding in encodings]

    assert [(error.code, error.row) for error in refused] == [("E-ENC", 2)] * len(refused)


def test_foreign_names_stand_in_the_way_of_no_other(tmp_path: Path) -> None:
    data = b"HoTen;ChucVu\n" + written("Kỹ Lỹ;Thợ\nNguyễn Văn Đức;Thợ\n", "tcvn3")

    assert cells(tmp_path, data, "auto")[2] == ["Nguyễn Văn Đức", "Thợ"]
