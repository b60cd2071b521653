"""No text, however hostile, makes the patterns that look through a workbook search without end."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.xlsx_hidden import Hidden
from adapters.xlsx_looks import Looks
from adapters.xlsx_odd import OddCells, known_errors
from adapters.xlsx_strings import shared_lengths

LENGTH = 200_000
REPEATED = (
    b"<row ", b"<row hidden", b"<x:row ", b"<row r='1' ht ht=", b"<col ", b"<c ", b"<c r='A1'>x",
    b"<c r='A1' t='e'>", b"<c><v>", b"<c t='e' ", b"t='e' ", b"<c r=\"A1\" ", b"<c r=\"A1\">",
    b"s=\"7\" ", b"a", b" ", b"a=", b"a=\"", b"=", b"\"", b"<", b">", b"<a", b"<si>", b"<si><t>",
    b"<si><r ", b"<t a=\"\"", b"<f>", b"<x:",
)  # fmt: skip
BEFORE = (b"", b"<row hidden ht=", b"<cols><col hidden width", b"<c t='e' <f> s=\"7\" ", b"<si><t ")


def _strings(rows: bytes) -> None:
    with suppress(UnreadableError):
        shared_lengths(lambda: (piece for piece in [rows]), Limits())


@pytest.mark.parametrize(
    "look",
    [
        Hidden().look,
        OddCells().look,
        Looks({7: "%+-"}).look,
        known_errors,
        _strings,
    ],
    ids=["hidden", "odd", "looks", "errors", "strings"],
)
def test_no_pattern_takes_more_time_than_the_text_is_long(look: Callable[[bytes], object]) -> None:
    slow = {}
    for before in BEFORE:
        for again in REPEATED:
            text = before + again * (LENGTH // len(again))
            began = time.process_time()
            look(text)
            slow[before, again] = time.process_time() - began

    assert not [found for found in slow.items() if found[1] > 1]
