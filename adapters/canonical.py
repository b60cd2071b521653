"""Cells become canonical values where they can be read without guessing, column by column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from adapters import arrow, words
from adapters.movement_text import PLAIN, MovementText
from config.fold import word_key

_DATE = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_MONTH = re.compile(r"(?:0?1/)??([0-9]{1,2})[/-]([0-9]{4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-?([0-9]{2})")
_GROUPED = re.compile(r"([0-9]{1,3}(?:([.,])[0-9]{3})(?:\2[0-9]{3})+)(?:(?!\2)[.,]0{1,2})?")
_WHOLE = re.compile(r"([0-9]{4,}|0)[.,]0{1,2}")
_SMALL = re.compile(r"([0-9]{1,3}),([0-9]+)")


def read_date(text: str) -> str:
    """Return dd/MM/yyyy for a day-first or ISO date, anything else as it is.

    >>> read_date("1/2/1990"), read_date("1990-02-01"), read_date("02/1990")
    ('01/02/1990', '01/02/1990', '02/1990')
    """
    if found := _DATE.fullmatch(text):
        return f"{found[1]:0>2}/{found[3]:0>2}/{found[4]}"
    if found := _ISO_DATE.fullmatch(text):
        return f"{found[3]}/{found[2]}/{found[1]}"
    return text


def read_month(text: str) -> str:
    """Return MM/yyyy for a month, also for its first day (what Excel makes of a month).

    >>> read_month("9/2026"), read_month("2026-09"), read_month("01/09/2026"), read_month("Q3")
    ('09/2026', '09/2026', '09/2026', 'Q3')
    """
    if found := _MONTH.fullmatch(text):
        return f"{found[1]:0>2}/{found[2]}"
    if found := _ISO_MONTH.fullmatch(text):
        return f"{found[2]}/{found[1]}"
    return text


def read_money(text: str) -> str:
    """Return plain digits for an amount in đồng that can be read in one way only.

    >>> read_money("12.500.000"), read_money("12,500,000.00"), read_money("12500000,00")
    ('12500000', '12500000', '12500000')
    >>> read_money("12.500"), read_money("12,5")
    ('12.500', '12,5')
    """
    if found := _GROUPED.fullmatch(text):
        return found[1].replace(found[2], "")
    if found := _WHOLE.fullmatch(text):
        return found[1]
    return text


def read_share(text: str) -> str:
    """Return a percentage with a decimal point.

    >>> read_share("32,5")
    '32.5'
    """
    return _SMALL.sub(r"\1.\2", text) if _SMALL.fullmatch(text) else text


def read_allowance(text: str) -> str:
    """Return an allowance, which may be an amount, a coefficient or a percentage.

    >>> read_allowance("1.500.000"), read_allowance("0,45"), read_allowance("1,500")
    ('1500000', '0.45', '1,500')
    """
    read = read_money(text)
    small = re.fullmatch(r"([0-9]{1,3}),([0-9]{1,2})", read)
    return f"{small[1]}.{small[2]}" if small else read


def _word(codes: Mapping[str, str], text: str) -> str:
    """Return the code of a known word, anything else as it is."""
    return codes.get(word_key(text), text)


_Reader = tuple[str, Callable[[str], str]]
_DAY: _Reader = (r"|[0-9]{2}/[0-9]{2}/[0-9]{4}", read_date)
_MONEY: _Reader = (r"[0-9]*", read_money)
_ALLOWANCE: _Reader = (r"[0-9]*", read_allowance)
_PERIOD: _Reader = (r"|[0-9]{2}/[0-9]{4}", read_month)
_READERS: Mapping[str, _Reader] = MappingProxyType(
    {
        **dict.fromkeys(("NgaySinh", "ViTriTuNgay", "HDTuNgay", "HDDenNgay"), _DAY),
        "ViTriDenNgay": _DAY,
        **dict.fromkeys(("NgayBanHanh", "NgayHieuLuc"), _DAY),
        **dict.fromkeys(("NgayTrangThai", "NgayChet", "TuNgay", "NgayBienLai"), _DAY),
        **dict.fromkeys(("TienLuong", "PhuCapLuong", "PhuCapBosung", "Mucdong"), _MONEY),
        **dict.fromkeys(("TongLuong", "Tiendong"), _MONEY),
        **dict.fromkeys(("PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe"), _ALLOWANCE),
        **dict.fromkeys(("Ky", "TuThang", "DenThang"), _PERIOD),
        "TyleDong": (r"[0-9.]*", read_share),
        "GioiTinh": ("|0|1", partial(_word, words.SEX)),
        "TrangThai": ("DangLam", partial(_word, words.STATUS)),
        "LoaiHD": ("|XDTH|KXDTH", partial(_word, words.CONTRACT)),
        "ViTri": ("|KHAC", partial(_word, words.POSITION)),
        "MavungLTT": ("|01|02|03|04", partial(_word, words.REGION)),
        "Loai": ("|[1-5]", partial(_word, words.GROUP)),
        "QuocTich": ("|VN", partial(_word, words.NATIONALITY)),
        "DanToc": ("|[0-9]{2}", partial(_word, words.ETHNICITY)),
        "MoiQuanHe": ("|[0-9]{2}", partial(_word, words.RELATION)),
        **dict.fromkeys(
            ("NguoiThamGia", "QuyBHXH", "QuyBHYT", "QuyBHTN", "QuyTNLD"),
            ("|0|1", partial(_word, words.TAKES_PART)),
        ),
        "YeuCau": ("|[A-Z]+-[A-Z]+", partial(_word, words.REQUEST)),
    }
)


def read_text(name: str, text: str) -> str:
    """Return what one text of a field means."""
    return reads_text(name)(text)


def reads_text(name: str) -> Callable[[str], str]:
    """Return what tells the meaning of each text of a field."""
    reader = _reader(name)
    return str if reader is None else reader[1]


def canonical(name: str, column: arrow.Text) -> arrow.Text:
    """Return a field's column, which is in NFC and trimmed, with words, dates and money read."""
    reader = _reader(name)
    return column if reader is None else arrow.by_value(column, *reader)


def is_day(name: str) -> bool:
    """Tell whether a field holds a day."""
    return _reader(name) is _DAY


def _reader(name: str) -> _Reader | None:
    """Return how a field is read, None if as it stands."""
    if name.startswith(("Vtvl_", "Nndh_", "Hdld_")):
        return _DAY
    if name == "PA":
        return PLAIN, MovementText().read
    return _READERS.get(name)
