from __future__ import annotations

import doctest
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import inbox.texts
from inbox.errors import MalformedError
from inbox.texts import Fields, amount, day, moment, text_of

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")


def parsed(text: str) -> etree._Element:
    return etree.fromstring(text.encode())


def test_the_examples_in_the_docstrings_hold():
    failed, tried = doctest.testmod(inbox.texts)

    assert (failed, tried > 0) == (0, True)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("05/11/2026", "2026-11-05T00:00:00+07:00"),
        ("5/1/2026 8:15", "2026-01-05T08:15:00+07:00"),
        ("05-11-2026 08:15:30", "2026-11-05T08:15:30+07:00"),
        ("2026-11-05", "2026-11-05T00:00:00+07:00"),
        ("2026-11-05T08:15:30.123", "2026-11-05T08:15:30+07:00"),
        ("2026-11-05T01:15:30Z", "2026-11-05T08:15:30+07:00"),
        ("2026-11-05T01:15:30+0000", "2026-11-05T08:15:30+07:00"),
        (" 2026/11/05 ", "2026-11-05T00:00:00+07:00"),
    ],
)
def test_both_date_orders_are_read_with_and_without_a_time(text, iso):
    read = moment(text, SAIGON)

    assert read is not None
    assert read.isoformat() == iso


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2026",
        "2026-13-01",
        "05.11.2026",
        "hôm nay",
        "05/11/26",
        "05/11/2026 25:00",
        "0001-01-01T00:00:00+23:00",
        "9999-12-31T23:00:00-23:00",
        "2026-11-05T08:15:30+99:99",
    ],
)
def test_what_is_no_date_is_none_and_never_a_guess(text):
    assert moment(text, SAIGON) is None
    assert day(text, SAIGON) is None


@given(st.dates())
def test_every_day_reads_the_same_in_both_orders(when: date):
    vietnamese = f"{when.day:02}/{when.month:02}/{when.year:04}"

    assert day(vietnamese, SAIGON) == day(when.isoformat(), SAIGON) == when


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234.567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1234567", 1_234_567),
        ("1234567.0", 1_234_567),
        ("1234567,5", 1_234_568),
        ("12.500", 12_500),
        (" 1 234 567 ", 1_234_567),
        ("-1.234.567", -1_234_567),
        ("0", 0),
        ("", 0),
        ("-", None),
        ("1.234,567", None),
        ("1.2345.678", None),
        ("1e6", None),
        ("0,644%", None),
        ("9" * 5000, None),
    ],
)
def test_amounts_are_read_in_all_spellings(text, value):
    assert amount(text) == value


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_every_amount_reads_back_grouped_or_plain(value: int):
    grouped = f"{value:,}"

    assert amount(grouped) == amount(grouped.replace(",", ".")) == amount(str(value)) == value


@pytest.mark.parametrize(
    "inside",
    ["TA0001A<!--x-->", "TA00<!--9-->01A", "<!--x-->TA0001A", "TA<?p i?>0001A", " TA0001A\n"],
)
def test_a_comment_never_cuts_a_text(inside):
    assert text_of(parsed(f"<MA_DVI>{inside}</MA_DVI>")) == "TA0001A"


def test_a_child_adds_nothing_to_the_text_around_it():
    assert text_of(parsed("<MA_DVI>TA<b>9999</b>0001A</MA_DVI>")) == "TA0001A"


def test_fields_are_found_whatever_their_case_namespace_and_order():
    fields = Fields(parsed('<x><b/><!--a--><DiaDiem xmlns="urn:vss">Huế</DiaDiem></x>'))

    assert fields.text("DIADIEM") == "Huế"


def test_a_field_that_says_two_things_is_malformed():
    fields = Fields(parsed("<x><MST>1</MST><Mst>2</Mst></x>"))

    with pytest.raises(MalformedError, match="MST"):
        fields.text("MST")


def test_a_field_that_says_the_same_twice_is_read():
    assert Fields(parsed("<x><MST>1</MST><Mst>1</Mst></x>")).text("mst") == "1"


@pytest.mark.parametrize("inside", ["", "<MA_DVI/>", "<MA_DVI> </MA_DVI>"])
def test_a_required_field_must_say_something(inside):
    with pytest.raises(MalformedError, match="MA_DVI"):
        Fields(parsed(f"<x>{inside}</x>")).required("MA_DVI")


@pytest.mark.parametrize("inside", ["", "<part/><part/>"])
def test_a_part_must_stand_there_once(inside):
    with pytest.raises(MalformedError, match="part"):
        Fields(parsed(f"<x>{inside}</x>")).part("part")


@pytest.mark.parametrize(
    ("xml", "ask"),
    [
        ("<a><b>1</b><b>2</b></a>", lambda fields: fields.text("b")),
        ("<a/>", lambda fields: fields.required("b")),
        ("<a/>", lambda fields: fields.part("b")),
    ],
)
def test_what_cannot_be_read_is_told_in_both_languages(xml, ask):
    with pytest.raises(MalformedError, match=r"b: (có|phải|thiếu) .* / "):
        ask(Fields(parsed(xml)))
