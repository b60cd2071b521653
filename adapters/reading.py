"""From a table of text and a plan of its columns to a PayrollTable: what all formats share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from adapters import arrow
from adapters.canonical import canonical, is_day
from adapters.converted import Converted
from adapters.form_defects import of_data
from adapters.grid import column_letter
from adapters.hints import Hints
from adapters.model import Column, Defect, Kind, PayrollTable, RawTable
from adapters.refusals import refuse
from adapters.spoilt_texts import CODES, MONEY, ROUNDED, spoilt
from adapters.swapped_days import swapped

# How long an identifier is; a shorter number in a spreadsheet has lost its leading zeros.
_LENGTHS: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "MaNV": (),
        "CMND": (12, 9),
        "MasoBHXH": (10,),
        "DienThoai": (10, 11),
        "Dienthoai_LH": (10, 11),
        "DanToc": (2,),
        "MaBenhVien": (5,),
        "MaTinhBenhVien": (2,),
        **dict.fromkeys(("Matinh_KS", "Matinh_NN", "Matinh_NhanBangiay"), (2,)),
        **dict.fromkeys(("Maxa_KS", "Maxa_NN", "Maxa_NhanBangiay"), (5,)),
    }
)
Read: TypeAlias = Callable[[str, int, arrow.Text], tuple[arrow.Text, Iterable[int]]]
"""A field, its column's index and its data rows -> what they mean, and where nobody can tell."""
Columns: TypeAlias = Mapping[int, arrow.Text]
"""The data rows of some columns of a table, by index."""

_ZEROS = 3
"""Leading zeros that an identifier can have lost: 001 is Hà Nội in a citizen's number."""
_SUMMARY = r"(?i)^(tổng cộng.*|tổng số|tổng|cộng)\s*:?$"


def as_usual(name: str, _index: int, column: arrow.Text) -> tuple[arrow.Text, Iterable[int]]:
    """Read a column as all formats do; what cannot be read is for room 2 to judge."""
    return canonical(name, column), ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Which columns of a table hold which field, and where its data begin."""

    kind: Kind
    format: str
    fields: tuple[str, ...]
    """All fields of the format, in order."""
    columns: Mapping[str, tuple[int, ...]]
    """The columns of a field; where the first is empty the next one counts."""
    headings: Sequence[str]
    first: int
    """Index of the first row of data in the table of text."""
    unknown: tuple[Defect, ...] = ()
    read: Read = as_usual
    join: Mapping[str, str] = field(default_factory=dict)
    """Fields whose columns are put together, and what stands between them."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """What every row has in a field that has no column."""
    required: tuple[str, ...] = ()
    """Fields that may not be blank: a formula that says nothing is wrong there."""


def carry_out(plan: Plan, raw: RawTable, hints: Hints) -> PayrollTable:
    """Read the fields of a table as planned."""
    if plan.first >= len(raw.rows):
        raise refuse("empty")
    given = {index: arrow.of_series(raw.cells[index])[plan.first :] for index in _places(plan)}
    neat = {index: arrow.normalised(column) for index, column in given.items()}
    notes = tuple(_neatened(plan, raw, given, neat))
    converted = Converted(raw, plan.first, _fields(plan)).settle(neat) if raw.fonts else ()
    unread: list[Defect] = []
    columns = {
        name: _read(name, neat, plan, raw, unread) for name in plan.fields if name in plan.columns
    }
    missing = arrow.blank(len(raw.rows) - plan.first)
    columns |= {name: arrow.filled(missing, value) for name, value in plan.constants.items()}
    for name, value in (("MaDonVi", hints.unit_code), ("Ky", hints.period_text)):
        columns[name] = _told(columns.get(name, missing), value)
    if "TrangThai" in plan.fields:
        columns.setdefault("TrangThai", arrow.filled(missing, "DangLam"))
    return PayrollTable(
        file=raw.file,
        folder=hints.folder,
        sheet=raw.sheet,
        kind=plan.kind,
        format=plan.format,
        columns=_columns(plan),
        frame=arrow.to_frame({name: columns.get(name, missing) for name in plan.fields}),
        rows=raw.rows[plan.first :],
        defects=(
            *_defects(plan, raw, columns, hints),
            *_spoilt(plan, raw, neat, columns),
            *_swapped(plan, raw, columns),
            *unread,
            *notes,
            *converted,
            *_summaries(plan, raw, neat),
        ),
    )


def _told(column: arrow.Text, value: str) -> arrow.Text:
    """Return a column with its blank cells as told from outside, unless others say otherwise."""
    if set(arrow.different(column)) - {"", value}:
        return column
    return arrow.filled(column, value)


def _places(plan: Plan) -> list[int]:
    """Return the columns that are looked at: those of fields, and the first one."""
    return sorted({0, *(index for places in plan.columns.values() for index in places)})


def _read(name: str, neat: Columns, plan: Plan, raw: RawTable, unread: list[Defect]) -> arrow.Text:
    """Return one field's column, read from its first column and filled from the next.

    Cells that nobody can read are added to `unread`.
    """
    read = []
    for index, text in _sources(name, neat, plan):
        column, places = plan.read(name, index, text)
        read.append(column)
        unread += (
            Defect(
                code="E-MAPPING",
                row=int(raw.rows[plan.first + place]),
                field=name,
                letter=column_letter(index),
            )
            for place in places
        )
    first, *others = read
    for other in others:
        first = arrow.filled(first, other)
    return first


def _sources(name: str, neat: Columns, plan: Plan) -> list[tuple[int, arrow.Text]]:
    """Return the columns that a field is read from: each by itself, or put together as one."""
    places = plan.columns[name]
    if name not in plan.join:
        return [(index, neat[index]) for index in places]
    return [(places[0], arrow.together([neat[index] for index in places], plan.join[name]))]


def _columns(plan: Plan) -> tuple[Column, ...]:
    """Return the sender's columns, in the order of the fields."""
    return tuple(
        Column(field=name, heading=plan.headings[index], letter=column_letter(index))
        for name in plan.fields
        for index in plan.columns.get(name, ())[:1]
    )


def _defects(
    plan: Plan, raw: RawTable, columns: Mapping[str, arrow.Text], hints: Hints
) -> tuple[Defect, ...]:
    """Return what is wrong in form: of the file, of its data rows, of its identifiers."""
    by_letter = {column_letter(index): name for index, name in _fields(plan).items()}
    last_heading = int(raw.rows[plan.first - 1]) if plan.first else 0
    kept = of_data(raw.defects, by_letter, last_heading, plan.required, hints)
    return (*plan.unknown, *kept, *_numbers(plan, raw, columns))


def _fields(plan: Plan) -> dict[int, str]:
    """Return the field that each column is read for."""
    return {index: name for name, places in plan.columns.items() for index in places}


def _neatened(plan: Plan, raw: RawTable, given: Columns, neat: Columns) -> Iterator[Defect]:
    """Yield a note for each column with letters in parts, or blanks around texts.

    An export of fixed width has blanks in every cell: they are counted, not told one by one.
    """
    for code, tell in (("N-NFC", arrow.decomposed), ("N-TRIM", arrow.padded)):
        for index, name in sorted(_fields(plan).items()):
            if neat[index] is given[index]:
                continue
            found = arrow.positions(tell(given[index]))
            if len(found):
                yield Defect(
                    code=code,
                    row=int(raw.rows[plan.first + found[0]]),
                    field=name,
                    letter=column_letter(index),
                    facts={"cells": len(found)},
                )


def _numbers(plan: Plan, raw: RawTable, columns: Mapping[str, arrow.Text]) -> Iterator[Defect]:
    """Yield identifiers that a spreadsheet has kept as a number and so has spoilt."""
    for name, lengths in _LENGTHS.items():
        if name not in plan.columns:
            continue
        index = plan.columns[name][0]
        spoilt = arrow.flags(arrow.matches(columns[name], ROUNDED))
        if lengths and index in raw.numeric:
            whole = "|".join(f"[0-9]{{{length}}}" for length in lengths)
            right = arrow.flags(arrow.matches(columns[name], f"^(?:{whole})$"))
            spoilt |= raw.numeric[index][plan.first :] & ~right
        for place in spoilt.nonzero()[0]:
            yield Defect(
                code="E-NUMBER-ID",
                row=int(raw.rows[plan.first + place]),
                field=name,
                letter=column_letter(index),
                facts=_lost(lengths, columns[name][int(place)].as_py()),
            )


def _spoilt(
    plan: Plan, raw: RawTable, neat: Columns, columns: Mapping[str, arrow.Text]
) -> Iterator[Defect]:
    """Yield cells for words in which a spreadsheet has put something else.

    Of amounts too, where only the number format shows words: they may be thousands.
    """
    for name in filter(plan.columns.__contains__, (*CODES, *MONEY)):
        joined = name in plan.join
        for index in plan.columns[name] if joined else plan.columns[name][:1]:
            none = np.zeros(len(raw.rows), np.bool_)
            numbers = raw.numeric.get(index, none)[plan.first :]
            framed = raw.framed.get(index, none)[plan.first :]
            wrong = none[plan.first :]
            if name in CODES:
                wrong = spoilt(name, neat[index] if joined else columns[name], numbers)
            for place in (wrong | framed).nonzero()[0]:
                code = CODES[name] if wrong[place] else "E-SHOWN"
                row, letter = int(raw.rows[plan.first + place]), column_letter(index)
                yield Defect(code=code, row=row, field=name, letter=letter)


def _swapped(plan: Plan, raw: RawTable, columns: Mapping[str, arrow.Text]) -> Iterator[Defect]:
    """Yield a warning for each column in which day and month are probably swapped."""
    for name in filter(is_day, plan.columns):
        index = plan.columns[name][0]
        if index not in raw.dated:
            continue
        found = swapped(columns[name], raw.dated[index][plan.first :]).nonzero()[0]
        if len(found):
            yield Defect(
                code="W-DAYS-SWAPPED",
                row=int(raw.rows[plan.first + found[0]]),
                field=name,
                letter=column_letter(index),
                facts={"cells": len(found)},
            )


def _lost(lengths: tuple[int, ...], text: str) -> dict[str, str | int]:
    """Say how many digits there should be and are; that zeros are missing is only a proposal."""
    if not lengths:
        return {"found": len(text)}
    missing = lengths[0] - len(text)
    zeros = {"zeros": missing} if text.isdigit() and 0 < missing <= _ZEROS else {}
    return {"expected": lengths[0], "found": len(text), **zeros}


def _summaries(plan: Plan, raw: RawTable, neat: Columns) -> Iterator[Defect]:
    """Yield rows that sum up the others instead of naming a person."""
    names = (*plan.columns.get("MaNV", ()), *plan.columns.get("HoTen", ()))
    for index in {0, *names}:
        for place in arrow.positions(arrow.matches(neat[index], _SUMMARY)):
            row, letter = int(raw.rows[plan.first + place]), column_letter(index)
            yield Defect(code="E-SUMMARY", row=row, letter=letter)
