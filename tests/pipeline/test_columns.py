"""Tests of tables on disk."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.columns import from_file, to_bytes
from pipeline.errors import ArtefactError

ROWS = 10_000


def frame(rows=ROWS):
    numbers = np.arange(rows)
    return pd.DataFrame(
        {
            "row": numbers,
            "HoTen": pd.Series([f"Người thứ {n}" if n % 3 else "" for n in numbers], dtype="str"),
            "gone": numbers % 2 == 0,
        }
    )


def stored(tmp_path, whole):
    path = tmp_path / "lines.arrow"
    path.write_bytes(to_bytes(whole))
    return path


def test_a_table_comes_back_as_it_was(tmp_path):
    whole = frame()

    pd.testing.assert_frame_equal(from_file(stored(tmp_path, whole)), whole)


def test_the_same_table_is_the_same_bytes():
    assert to_bytes(frame(100)) == to_bytes(frame(100))


def test_an_index_is_no_column(tmp_path):
    whole = frame(10).iloc[5:]

    back = from_file(stored(tmp_path, whole))

    pd.testing.assert_frame_equal(back, whole.reset_index(drop=True))


@pytest.mark.parametrize("first", [0, 1, 4095, 4096, 4097, 8191, 8192, 9999])
@pytest.mark.parametrize("count", [0, 1, 2, 500, 4096, 5000, None])
def test_a_slice_is_right_wherever_the_batches_end(tmp_path, first, count):
    whole = frame()
    path = stored(tmp_path, whole)

    part = from_file(path, first=first, count=count)

    end = ROWS if count is None else first + count
    pd.testing.assert_frame_equal(part, whole.iloc[first:end].reset_index(drop=True))


@pytest.mark.parametrize("first", [ROWS, ROWS + 1, ROWS * 3])
def test_a_slice_after_the_end_is_empty(tmp_path, first):
    part = from_file(stored(tmp_path, frame()), first=first, count=5)

    assert (len(part), list(part.columns)) == (0, ["row", "HoTen", "gone"])


def test_columns_come_in_the_order_they_were_asked_for(tmp_path):
    whole = frame()

    part = from_file(stored(tmp_path, whole), columns=["gone", "row"], first=4090, count=10)

    expected = whole[["gone", "row"]].iloc[4090:4100].reset_index(drop=True)
    pd.testing.assert_frame_equal(part, expected)


@pytest.mark.parametrize("columns", [None, ["HoTen"]])
def test_an_empty_table_keeps_its_columns_and_kinds(tmp_path, columns):
    whole = frame(0)

    back = from_file(stored(tmp_path, whole), columns=columns, first=0, count=3)

    pd.testing.assert_frame_equal(back, whole[columns or list(whole.columns)])
    assert back["HoTen"].dtype == "str"


def test_missing_text_stays_empty_and_is_never_nan(tmp_path):
    back = from_file(stored(tmp_path, frame()))

    assert back["HoTen"].dtype == "str"
    assert not back["HoTen"].isna().any()
    assert (back["HoTen"] == "").sum() == len(range(0, ROWS, 3))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=20))
def test_any_text_survives(tmp_path_factory, texts):
    whole = pd.DataFrame({"text": pd.Series(texts, dtype="str")})

    back = from_file(stored(tmp_path_factory.mktemp("text"), whole))

    assert back["text"].tolist() == texts


def test_a_table_in_pieces_is_read_as_one(tmp_path):
    whole = pd.concat([frame(5000), frame(7), frame(4096)], ignore_index=True)

    part = from_file(stored(tmp_path, whole), first=4999, count=10)

    pd.testing.assert_frame_equal(part, whole.iloc[4999:5009].reset_index(drop=True))


@pytest.mark.parametrize("data", [b"", b"no table", b"ARROW1\0\0" + b"x" * 99])
def test_a_damaged_table_says_which(tmp_path, data):
    path = tmp_path / "drop1-0.arrow"
    path.write_bytes(data)

    with pytest.raises(ArtefactError, match=r"drop1-0\.arrow bị hỏng / is damaged"):
        from_file(path)


def test_a_table_that_is_gone_is_a_matter_of_the_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        from_file(tmp_path / "gone.arrow")
