"""A sample of an export -> a proposed mapping: what is sure, and what somebody must decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters import arrow
from adapters.footers import among, first_cells
from adapters.grid import column_letter
from adapters.guess import NAME_PARTS, guess_columns
from adapters.guess_cells import known_word
from adapters.guess_styles import (
    Amounts,
    Style,
    amount_style,
    contrary,
    date_style,
    month_style,
    orders_said,
)
from adapters.guessed import Columns, Guess
from adapters.hints import Hints
from adapters.looks import OPEN_END
from adapters.model import RawTable
from adapters.words import fold
from config.fields import Fields, load_fields
from config.headings import Vocabulary, load_vocabulary, spaced

_WORDS: Final = ("GioiTinh", "LoaiHD", "ViTri", "TrangThai", "MavungLTT", "QuocTich", "DanToc")
_ORDERS: Final = ("dmy", "mdy")
_SEXES: Final = ("nam", "nu", "male", "female", "0", "1")
_TEXTS: Final = 3000
"""Different texts of a column that styles are told from."""
_CODES: Final = 40
_TOTALS: Final = ("Tổng*", "Cộng*", "Total*", "Grand total*", "Sub total*", "Subtotal*")
_ENDS: Final = (
    "Người lập*",
    "Lập biểu*",
    "Prepared by*",
    "Ngày * tháng * năm*",
    "Giám đốc*",
    "Ghi chú:*",
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A mapping that is proposed, and what is still open in it."""

    raw: RawTable
    columns: Columns
    dates: Style
    months: Style
    amounts: Amounts
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Field -> text -> code, for texts that not all formats know; "" is still open."""
    skip: tuple[str, ...] = ()
    end: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Required fields of which no column is surely one."""
    asked: tuple[str, ...] = ()
    """What must be decided, a sentence each."""

    @property
    def join(self) -> tuple[Guess, ...]:
        """The columns that are the parts of a name, in the order of the name."""
        found = [self.columns.field(name) for name in NAME_PARTS]
        parts = tuple(each for each in found if each is not None)
        return parts if len(parts) > 1 else ()


def propose(raw: RawTable, hints: Hints, this_year: int) -> Proposal:
    """Propose a mapping for the one table of a sample; raise UnreadableError if it is empty."""
    fields, vocabulary = load_fields(), load_vocabulary()
    columns = guess_columns(raw, this_year)
    texts = _Texts(raw, columns)
    dates = _dates(columns, fields, texts)
    months = _months(columns, fields, texts, dates.name)
    amounts = _amounts(columns, fields, texts)
    codes = {
        guess.field: found
        for guess in columns.guesses
        if (found := _codes(guess, texts, vocabulary))
    }
    skip, end = _footers(raw, columns)
    proposal = Proposal(
        raw=raw, columns=columns, dates=dates, months=months, amounts=amounts, codes=codes,
        skip=skip, end=end, missing=_missing(columns, fields, hints),
    )  # fmt: skip
    return Proposal(**{**proposal.__dict__, "asked": tuple(_questions(proposal))})


@dataclass(frozen=True)
class _Texts:
    """The different texts of columns, without what the workbook itself knows."""

    raw: RawTable
    columns: Columns

    def of(self, index: int, typed: Mapping[int, object]) -> list[str]:
        """Return the texts of one column below the headings."""
        first = self.columns.sample.first
        column = arrow.normalised(arrow.of_series(self.raw.cells[index])[first:])
        flags = typed.get(index)
        if flags is not None:
            column = column.filter(arrow.unset(flags[first:]))  # type: ignore[index]  # numpy
        return [str(text) for text in arrow.different(column)[:_TEXTS] if text]


def _taken(columns: Columns, fields: Fields, *styles: str) -> list[Guess]:
    return [
        guess
        for guess in columns.guesses
        if guess.field in fields.by_name and fields.style(guess.field) in styles
    ]


def _dates(columns: Columns, fields: Fields, texts: _Texts) -> Style:
    found = _taken(columns, fields, "date")
    told = [_days_of(guess, texts) for guess in found]
    headings = [guess.heading for guess in found]
    style = date_style([text for each in told for text in each], headings)
    ordered = style.name in _ORDERS and not style.choices
    contradicted = orders_said(headings) - {style.name} or any(
        contrary(each, style.name) for each in told
    )
    return Style(name=style.name, choices=_ORDERS) if ordered and contradicted else style


def _days_of(guess: Guess, texts: _Texts) -> list[str]:
    told = texts.of(guess.index, texts.raw.dated)
    return [text for text in told if not OPEN_END.fullmatch(text)]


def _months(columns: Columns, fields: Fields, texts: _Texts, dates: str) -> Style:
    found = _taken(columns, fields, "month")
    told = [text for guess in found for text in texts.of(guess.index, texts.raw.dated)]
    return month_style(told, dates) if told else Style()


def _amounts(columns: Columns, fields: Fields, texts: _Texts) -> Amounts:
    found = _taken(columns, fields, "money", "allowance")
    told = [text for guess in found for text in texts.of(guess.index, texts.raw.numeric)]
    return amount_style(told) if told else Amounts()


def _codes(guess: Guess, texts: _Texts, vocabulary: Vocabulary) -> dict[str, str]:
    """Return what the words of a column mean, those that not all formats know."""
    if guess.field == "HDDenNgay":
        return {text: "" for text in texts.of(guess.index, {}) if OPEN_END.fullmatch(text)}
    if guess.field not in _WORDS:
        return {}
    known = vocabulary.words.get(guess.field, {})
    told = texts.of(guess.index, {})
    if guess.field == "GioiTinh" and (set(told) <= {"1", "2"} or _keyed(guess.heading, told)):
        return dict.fromkeys(told, "?")
    strange = [text for text in told if not known_word(guess.field, text) and text != "else"]
    return {text: known.get(fold(text), "?") for text in strange[:_CODES]}


def _keyed(heading: str, told: Sequence[str]) -> bool:
    """Tell whether a heading says what 0 and 1 mean: perhaps not what they mean here."""
    words = spaced(heading).split()
    return set(told) <= {"0", "1"} and any(word in _SEXES for word in words)


def _footers(raw: RawTable, columns: Columns) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of totals and signatures that stand in the table."""
    cells = first_cells(raw, columns.sample.first)

    def there(patterns: Sequence[str]) -> tuple[str, ...]:
        return tuple(each for each in patterns if among(cells, [each]).any())

    return there(_TOTALS), there(_ENDS)


def _missing(columns: Columns, fields: Fields, hints: Hints) -> tuple[str, ...]:
    told = {guess.field for guess in columns.guesses if guess.taken}
    told |= {"HoTen"} if {"HoTen.1", "HoTen.3"} <= told else set()
    told |= {"MaDonVi"} if hints.unit_code else set()
    needed = [*fields.required(columns.kind), *(["Ky"] if columns.kind != "requests" else [])]
    told |= {"Ky"} if hints.period_text else set()
    return tuple(name for name in needed if name not in told)


def _questions(proposal: Proposal) -> Iterable[str]:
    """Yield what must be decided before the mapping may be used."""
    for guess in proposal.columns.guesses:
        if guess.choices:
            yield f"{guess.letter} {shown(guess.heading)}: {' | '.join(guess.choices)}"
    for key, style in (
        ("dates", proposal.dates),
        ("months", proposal.months),
        ("money", proposal.amounts.money),
    ):
        if style.choices:
            yield f"{key}: {' | '.join(style.choices)}"
    for name, table in proposal.codes.items():
        if strange := [shown(text) for text, code in table.items() if code == "?"]:
            yield f"codes.{name}: {', '.join(strange)}"


def shown(text: str) -> str:
    """Return a text on one line, short enough to be read."""
    return " ".join(text.split())[:40]


def heading_of(guess: Guess, guesses: Sequence[Guess]) -> str:
    """Return how a mapping names a column: by its heading, by its letter where that repeats."""
    same = sum(fold(each.heading) == fold(guess.heading) for each in guesses)
    return guess.heading if fold(guess.heading) and same == 1 else f"@{column_letter(guess.index)}"
