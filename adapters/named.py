"""A code and its name side by side: what the name means, and blank codes filled from it.

VNPT's template has both, and people fill the one or the other. A code is filled in only where our
own lists know the name exactly; what contradicts, and what nobody uses, is for room 2 to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from adapters import arrow, words
from adapters.model import Defect, PayrollTable
from config.codes import Codes
from config.names import Names

NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "PA": "TenPhuongAn",
        "Loai": "TenLoaiKhaiBao",
        "QuocTich": "TenQuocTich",
        "DanToc": "TenDanToc",
        "MaTinhBenhVien": "TenTinhBenhVien",
        "MaBenhVien": "TenBenhVien",
        "Matinh_KS": "TenTinhKS",
        "Maxa_KS": "TenXaKS",
        "Matinh_NN": "TenTinhNN",
        "Maxa_NN": "TenXaNN",
    }
)
"""Each field of a code, and the field of its name."""
_EVERY: Final = r"\x00"
"""A pattern of texts that no cell holds: every cell is asked for."""
_PAIRS: Final = 10
"""Pairs that are told one by one."""
_KIND: Final = re.compile(r"(?:Tỉnh|Thành phố|TP\.?)\s+")
_KINDS: Final = ("", "Tỉnh ", "Thành phố ", "TP ")


def names(codes: Codes) -> Mapping[str, Names]:
    """Return for each field of a code what its names may mean, old provinces too."""
    now, old = codes.provinces, codes.old_provinces.values()
    merged = [(each.now, each.name) for each in old] + [(each.code, now[each.now]) for each in old]
    before = [(each.code, each.name) for each in old]
    provinces = Names(_provinces([*now.items(), *before, *merged]))
    called = ((code, word) for word, code in words.COUNTRIES.items())
    spoken = ((code, word) for word, code in words.ETHNICITY.items())
    return {
        "PA": Names((code, each.name_vi) for code, each in codes.movements.items()),
        "Loai": Names((str(group), name) for group, name in codes.groups.items()),
        "QuocTich": Names((*codes.nationalities.items(), *called)),
        "DanToc": Names((*codes.ethnicities.items(), *spoken)),
        **dict.fromkeys(("MaTinhBenhVien", "Matinh_KS", "Matinh_NN"), provinces),
    }


def fill(table: PayrollTable, codes: Codes) -> PayrollTable:
    """Return the table with blank codes filled where the name beside them is one of our lists."""
    lacking = {field: name for field, name in NAMED.items() if _lacks(table, field, name)}
    if not lacking:
        return table
    provinces = Names(_provinces([*codes.provinces.items()]))
    known = {**names(codes), **dict.fromkeys(("Matinh_KS", "Matinh_NN"), provinces)}
    frame, told = table.frame.copy(deep=False), []
    for field, name in lacking.items():
        if field not in known:
            continue
        given = arrow.of_series(frame[field])
        filled = arrow.filled(given, _only(arrow.of_series(frame[name]), known[field]))
        places = arrow.positions(arrow.changed(given, filled))
        if len(places):
            frame[field] = arrow.to_frame({field: filled})[field].set_axis(frame.index)
            pairs = arrow.together([arrow.of_series(table.frame[name]), filled], " = ")
            told.append(_told(table, field, int(places[0]), pairs.take(places)))
    return replace(table, frame=frame, defects=(*table.defects, *told))


def _lacks(table: PayrollTable, field: str, name: str) -> bool:
    """Tell whether a code is blank anywhere beside its name."""
    if not {field, name}.issubset(table.frame.columns):
        return False
    return bool(((table.frame[field] == "") & (table.frame[name] != "")).any())


def _only(column: arrow.Text, known: Names) -> arrow.Text:
    """Return the code of each name that has exactly one, else nothing."""

    def code(text: str) -> str:
        found = known.codes(text)
        return next(iter(found)) if len(found) == 1 else ""

    return arrow.by_value(column, _EVERY, code)


def _told(table: PayrollTable, field: str, first: int, pairs: arrow.Text) -> Defect:
    """Tell which names were taken for which codes, of words of our lists alone."""
    column = table.column(field)
    told = sorted(map(str, arrow.different(pairs)))
    more = ["…"] if len(told) > _PAIRS else []
    return Defect(
        code="N-NAMED",
        row=int(table.rows[first]),
        field=field,
        letter=column.letter if column else None,
        facts={"cells": len(pairs), "pairs": ", ".join([*told[:_PAIRS], *more])},
    )


def _provinces(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield each province with and without what kind of place it is."""
    for code, name in named:
        for kind in _KINDS:
            yield code, kind + _KIND.sub("", name)
