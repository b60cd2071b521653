from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.xlsx_hidden import Hidden


def hidden_rows(rows: bytes) -> list[int]:
    hidden = Hidden()
    hidden.look(rows)
    return hidden.rows


@pytest.mark.parametrize("text", [b"plain", b"x:row", b"<x:row r='9'/>"])
def test_a_row_is_hidden_whatever_stands_beside_it(text: bytes) -> None:
    cell = b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + text + b"</t></is></c></row>"

    assert hidden_rows(cell + b'<row r="4" hidden="1"/><x:row r="5" ht=".5"/>') == [4, 5]


@pytest.mark.parametrize(
    ("height", "is_hidden"),
    [
        (b'ht="0"', True), (b"ht = '0.75'", True), (b'ht="1e-5"', True), (b'ht="-2"', True),
        (b'hidden="true"', True), (b'hidden="false" ht="0"', True), (b'x:hidden="1"', False),
        (b'ht="15.75" customHeight="1"', False), (b'ht="1"', False), (b'ht="auto"', False),
    ],
)  # fmt: skip
def test_a_row_says_in_many_ways_that_nobody_sees_it(height: bytes, is_hidden: bool) -> None:
    assert hidden_rows(b'<row r="2" ' + height + b">") == [2] * is_hidden


class Unhurried(Hidden):
    def row(self, attributes: Mapping[str, str], number: int | None = None) -> None:
        raise AssertionError("a row that is seen is passed by")


def test_rows_that_tell_their_height_are_passed_by() -> None:
    written = (b'ht="15.75"', b'hidden="false" ht="12.8" customHeight="false"', b'customHeight="0"')

    for attributes in written:
        Unhurried().look(b'<row r="2" ' + attributes + b"></row>")
