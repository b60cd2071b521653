from datetime import datetime

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from validators import columns

days = st.one_of(
    st.text("0123456789/", max_size=10),
    st.from_regex(r"[0-3][0-9]/[01][0-9]/[0-2][0-9]{3}", fullmatch=True),
    st.dates().map(lambda day: f"{day:%d/%m}/{day.year:04}"),
)


def parsed(text, form, shape):
    try:
        return datetime.strptime(text, form).date() if len(text) == shape else None  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


@given(st.lists(days, max_size=30))
def test_days_are_read_as_the_standard_library_reads_them(texts):
    found = columns.dates(pd.Series(texts, dtype="str"))

    assert found.tolist() == [parsed(text, "%d/%m/%Y", 10) for text in texts]


@given(st.lists(st.from_regex(r"[0-9]{2}/[0-9]{4}|[0-9/]{0,8}", fullmatch=True), max_size=30))
def test_months_are_read_as_the_standard_library_reads_them(texts):
    found = columns.months(pd.Series(texts, dtype="str")).astype("datetime64[D]")

    assert found.tolist() == [parsed(text, "%m/%Y", 7) for text in texts]


@given(st.lists(st.text("0123456789.-", max_size=14), max_size=20))
def test_whole_numbers_are_digits_and_nothing_else(texts):
    found = columns.whole_numbers(pd.Series(texts, dtype="str"))

    good = [text.isascii() and text.isdigit() and len(text) <= 12 for text in texts]
    assert found.tolist() == [
        int(text) if fine else -1 for text, fine in zip(texts, good, strict=True)
    ]


@given(st.lists(st.text(max_size=6), max_size=20))
def test_distinct_texts_match_as_all_texts_do(texts):
    column = pd.Series(texts, dtype="str")

    assert np.array_equal(
        columns.matches_repeated(column, r"\A\p{L}+\z"), columns.matches(column, r"\A\p{L}+\z")
    )


def test_columns_put_together_from_parts_are_read_as_one():
    column = pd.concat([pd.Series(["a", ""], dtype="str"), pd.Series(["abc"], dtype="str")])

    assert columns.filled(column).tolist() == [True, False, True]
    assert columns.longer(column, 1).tolist() == [False, False, True]
    assert columns.among(column, {"a"}).tolist() == [True, False, False]


@given(st.lists(st.text(max_size=6), max_size=10))
def test_a_plain_column_holds_printable_ascii_only(texts):
    plain = columns.plain(pd.Series(texts, dtype="str"))

    assert plain == all(" " <= sign <= "~" for text in texts for sign in text)
