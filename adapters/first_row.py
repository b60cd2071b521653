"""Tables whose first row holds the headings: what is asked of it is the same in all our formats."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from adapters.grid import column_letter
from adapters.headings import row_of
from adapters.model import Defect, RawTable
from adapters.refusals import refuse

_LONGEST: Final = 60
_SOMEBODYS: Final = re.compile(
    r"[0-9](?:[ .-]?[0-9]){5,}|[0-9]{1,4} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[0-9]{1,4}|\S+@\S+"
)
"""A long number, a day or an e-mail address: the row may be no row of headings."""


def headings_of(raw: RawTable) -> list[str]:
    """Return the cells of the first row, each on one line."""
    return row_of(raw, 0)


def refuse_twice(names: Iterable[str | None], called: Mapping[str, str]) -> None:
    """Raise if a name stands there twice; a field is told by what people call it."""
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        raise refuse(
            "heading-twice", headings=", ".join(called.get(name, shown(name)) for name in twice)
        )


def lacking(
    required: Iterable[str], known: Iterable[str | None], called: Mapping[str, str]
) -> dict[str, str]:
    """Return the required fields that nobody tells, and what people call them."""
    told = set(known)
    return {field: called[field] for field in required if field not in told}


def refuse_lacking(
    required: Iterable[str], known: Iterable[str | None], called: Mapping[str, str]
) -> None:
    """Raise if nobody tells a required field."""
    if missing := lacking(required, known, called):
        raise refuse("heading-missing", headings=", ".join(missing.values()))


def unknown_columns(
    raw: RawTable,
    headings: Sequence[str],
    fields: Sequence[str | None],
    nearest: Callable[[str], str | None] = lambda _heading: None,
) -> tuple[Defect, ...]:
    """Return a warning for each column that we do not know and that is not empty."""
    return tuple(
        unknown_column(int(raw.rows[0]), index, heading, nearest(heading))
        for index, (heading, field) in enumerate(zip(headings, fields, strict=True))
        if field is None and (heading or (raw.cells[index].iloc[1:].str.strip() != "").any())
    )


def unknown_column(
    row: int | None, index: int, heading: str, proposal: str | None = None, mapping: str = ""
) -> Defect:
    """Return the warning for a column that nobody reads; `mapping` is the one that does not."""
    return Defect(
        code="W-COLUMN",
        row=row,
        letter=column_letter(index),
        facts={"heading": shown(heading), **({"mapping": mapping} if mapping else {})},
        proposal=proposal,
    )


def shown(heading: str) -> str:
    """Return a heading as it may be told: short, and without what may be somebody's.

    >>> shown("Thưởng T1/2026"), shown("SĐT 0901 234 567"), shown("2/9/1990")
    ('Thưởng T1/2026', 'SĐT …', '…')
    """
    return _SOMEBODYS.sub("…", heading)[:_LONGEST]
