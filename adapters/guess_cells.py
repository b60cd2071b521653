"""How well do a column's cells fit each field? By their shapes, never by a single cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median
from types import MappingProxyType
from typing import Final

from adapters.canonical import read_text
from adapters.looks import MOST, YEAR, Cells
from adapters.words import fold
from config.fields import Fields
from config.headings import Vocabulary

_GROWN_UP: Final = 14
_LEAST_WAGE: Final = 2_000_000
"""VND: no minimum wage of a month was below it since 2015; half a month's is a question."""
_MANY: Final = 10
_ANSWERS: Final = 2
"""Different cells of a column that answers a question; an address is none."""
_CENTS: Final = re.compile(r"[.,][0-9]{1,2}\D*$")
_NO_DIGIT: Final = re.compile(r"\D")
AGAINST: Final = -0.5
"""How unlike a field cells are that speak against it."""


@dataclass(frozen=True, kw_only=True)
class CellJudge:
    """Says for each field how well cells fit it: -1 (not at all) to 1 (only this)."""

    fields: Fields
    vocabulary: Vocabulary
    this_year: int

    def fit(self, name: str, cells: Cells) -> float:
        """Return how well cells fit a field; 0 where nobody can tell."""
        if cells.blank:
            return 0.0
        special = _SPECIAL.get(name)
        if special is not None:
            return special(cells)
        if name in _WORDED:
            return self._words(name, cells)
        style = self.fields.style(name)
        return self._date(name, cells) if style == "date" else _by_style(style, cells)

    def against(self, cells: Cells, name: str) -> bool:
        """Tell whether cells cannot be a field: all of another shape."""
        return name in self.fields.by_name and self.fit(name, cells) <= AGAINST

    def _date(self, name: str, cells: Cells) -> float:
        if cells.serial:
            return 0.3
        dated = cells.shares["date"] + (cells.shares["year"] if name == "NgaySinh" else 0)
        if dated < MOST:
            # An end that never comes is often a word.
            return 0.2 if name == "HDDenNgay" and dated and self._words_for_never(cells) else -1.0
        years = cells.years or tuple(int(text) for text in cells.texts if YEAR.fullmatch(text))
        middle = median(years)
        young = (
            max(years) <= self.this_year - _GROWN_UP and middle <= self.this_year - _GROWN_UP - 4
        )
        if name == "NgaySinh":
            return 1.0 if young else -0.6
        return -0.7 if young and middle < self.this_year - 25 else 0.6

    @staticmethod
    def _words_for_never(cells: Cells) -> bool:
        others = {text for text in cells.texts if not any(sign.isdecimal() for sign in text)}
        dated = cells.shares["date"] * len(cells.texts)
        return len(others) <= _MONTHS and dated >= len(set(cells.texts) - others)

    def _words(self, name: str, cells: Cells) -> float:
        known = self.vocabulary.words.get(name, {})
        within = [word for word in known if len(word) >= _LONG] if name in _PHRASED else []
        right = sum(
            times
            for text, times in Counter(cells.texts).items()
            if (folded := fold(text)) in known
            or known_word(name, text)
            or any(word in folded for word in within)
        ) / len(cells.texts)
        if right > MOST:
            return 0.9 if cells.shares["letters"] > MOST else 0.5
        if cells.distinct <= (_GROUPS if name == "ViTri" else _FEW):
            return -0.8 if cells.share("date", "email", "amount") > MOST else 0.2
        return -0.8 if cells.share("date", "email", "name", "amount") > MOST else -0.6


_LONG: Final = 4
_PHRASED: Final = ("LoaiHD", "TrangThai")
"""Fields in which a known word stands among others: a term, a year, the law."""
_MONTHS: Final = 2
"""Different months that a file is for at most; more are months of something else."""
_GROUPS: Final = 5
"""Of positions there are four groups; one word more is a mistake."""
_FEW: Final = 12
"""Different cells of a column of codes at most."""
_WORDED: Final = (
    "GioiTinh",
    "LoaiHD",
    "ViTri",
    "TrangThai",
    "MavungLTT",
    "QuocTich",
    "DanToc",
    "Loai",
)
CODES: Final = MappingProxyType(
    {
        "GioiTinh": ("0", "1"),
        "LoaiHD": ("KXDTH", "XDTH", "KHAC"),
        "ViTri": ("NQL", "CMKTBC", "CMKTBT", "KHAC"),
        "TrangThai": ("DangLam", "NghiViec", "ThaiSan", "OmDau", "KhongLuong", "ChuyenDonVi"),
        "MavungLTT": ("01", "02", "03", "04"),
        "Loai": ("1", "2", "3", "4", "5"),
        "YeuCau": (),
    }
)


def known_word(name: str, text: str) -> bool:
    """Tell whether all formats know what a word of a field means."""
    code = read_text(name, text)
    if name == "QuocTich":
        return len(code) == 2 and code.isascii() and code.isupper()  # noqa: PLR2004 - ISO 3166
    if name == "DanToc":
        return len(code) == 2 and code.isdecimal()  # noqa: PLR2004 - two digits
    return code in CODES.get(name, ())


def _mapped(share: float, best: float) -> float:
    """Return `best` for all cells of a shape, -1 for hardly any."""
    return best if share > MOST else -1.0 if share < 0.3 else 0.0  # noqa: PLR2004 - hardly any


def _shaped(shape: str, best: float, cells: Cells) -> float:
    return _mapped(cells.shares[shape], best)


def _by_style(style: str, cells: Cells) -> float:
    if style == "month":
        return _mapped(cells.share("month"), 1.0 if cells.distinct <= _MONTHS else 0.6)
    if style == "share":
        return _mapped(cells.share("small"), 0.7)
    if style in ("money", "allowance"):
        return _money(style, cells)
    return -0.8 if cells.share("date", "email") > MOST else 0.3


def _part_of_name(cells: Cells) -> float:
    return 0.4 if cells.shares["letters"] > MOST and not cells.shares["date"] else -1.0


def _money(style: str, cells: Cells) -> float:
    if cells.shares["date"] > MOST:
        return -1.0
    amounts = cells.shares["amount"] + cells.shares["nothing"]
    if style == "money":
        return _mapped(amounts, 0.6)
    return _mapped(max(amounts, cells.shares["number"]), 0.5)


def no_wages(cells: Cells) -> bool:
    """Tell whether amounts are too small for the wages of a month, or all the same: a ceiling."""
    digits = [_CENTS.sub("", text) for text in cells.texts]
    amounts = [int(found) for text in digits if (found := _NO_DIGIT.sub("", text))]
    same = cells.distinct == 1 and len(amounts) >= _MANY
    return bool(amounts) and (same or median(amounts) < _LEAST_WAGE)


def _employee(cells: Cells) -> float:
    unique = cells.distinct > 0.95 * len(cells.texts)
    if not unique or cells.share("date", "email", "name", "citizen") > MOST:
        return -1.0
    counted = [str(number) for number in range(1, len(cells.texts) + 1)]
    if list(cells.texts) == counted and len(counted) > 1:
        return -0.3
    return 0.7 if cells.shares["id"] > MOST else 0.0


def _counted(cells: Cells) -> float:
    numbers = [int(text) for text in cells.texts if text.isdecimal()]
    return 0.9 if len(numbers) == len(cells.texts) and numbers == sorted(numbers) else -0.8


def _insurance(cells: Cells) -> float:
    if cells.shares["insurance"] < MOST:
        return -1.0 if cells.shares["number"] < 0.3 else -0.4  # noqa: PLR2004 - hardly any
    # Only a heading can tell numbers of insurance from phones that all begin like them.
    return 0.0 if cells.shares["phone"] > 0.95 else 0.9  # noqa: PLR2004 - all of them


def _citizen(cells: Cells) -> float:
    if cells.shares["citizen"] > MOST:
        # Twelve digits may be an account, too; a citizen's begin with province and century.
        return 1.0 if cells.shares["province"] > MOST else 0.6
    numbers = cells.shares["citizen"] + cells.shares["old_citizen"]
    return 0.6 if numbers > MOST else -1.0 if numbers < 0.3 else 0.0  # noqa: PLR2004 - hardly any


def _name(cells: Cells) -> float:
    if cells.shares["name"] > 0.7:  # noqa: PLR2004 - foreigners have other names
        return 1.0
    return 0.2 if cells.shares["letters"] > MOST and not cells.shares["number"] else -1.0


def _text(cells: Cells) -> float:
    amounts = cells.shares["amount"] + cells.shares["nothing"]
    if max(amounts, cells.share("date", "email", "insurance", "citizen")) > MOST:
        return -1.0
    return 0.4 if cells.shares["letters"] > MOST else 0.0


def _hospital(cells: Cells) -> float:
    """A number of its own for each row is no hospital."""
    alone = cells.distinct == len(cells.texts) >= _MANY
    return -0.2 if alone else _shaped("five", 0.6, cells)


def _department(cells: Cells) -> float:
    if cells.share("date", "email", "citizen") > MOST:
        return -1.0
    return 0.4 if cells.shares["letters"] > MOST else 0.1


def _address(cells: Cells) -> float:
    if cells.distinct <= _ANSWERS and len(cells.texts) >= _MANY:
        return -0.6
    return 0.7 if cells.shares["address"] > MOST else _text(cells)


_SPECIAL: Final[Mapping[str, Callable[[Cells], float]]] = MappingProxyType(
    {
        "MaNV": _employee,
        "STT": _counted,
        "MaDonVi": lambda cells: 1.0 if cells.shares["unit"] > MOST else -0.2,
        "HoTen": _name,
        **dict.fromkeys(("HoTen.1", "HoTen.2", "HoTen.3"), _part_of_name),
        "MasoBHXH": _insurance,
        "CMND": _citizen,
        **dict.fromkeys(("ChucVu", "NoiLamViec", "LyDo", "Ghichu"), _text),
        "MaPhongBan": _department,
        **dict.fromkeys(("Diachi_KS", "Diachi_NN"), _address),
        **dict.fromkeys(("Email", "Email_LH"), partial(_shaped, "email", 1.0)),
        **dict.fromkeys(("DienThoai", "Dienthoai_LH"), partial(_shaped, "phone", 0.9)),
        **dict.fromkeys(("Matinh_KS", "Matinh_NN", "MaTinhBenhVien"), partial(_shaped, "two", 0.6)),
        **dict.fromkeys(("Maxa_KS", "Maxa_NN"), partial(_shaped, "five", 0.6)),
        "MaBenhVien": _hospital,
        "NgayNghi": partial(_shaped, "small", 0.5),
        "PA": partial(_shaped, "code", 0.8),
        **dict.fromkeys(("TinhLai", "DaCoSo", "CoGiamChet"), partial(_shaped, "flag", 0.6)),
    }
)  # fmt: skip
"""Fields whose cells have a look of their own."""
