"""Canonical text: the same bytes that a C14N engine would write."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from outbox.canonical import byte_lengths, document, element, elements, escape, rows
from outbox.errors import DossierError

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="￾￿")
    | st.sampled_from("\t\n\r&<>\"']")
)


def column(*values, name="Ghichu"):
    return pd.Series(values, name=name, dtype="str")


@given(st.lists(texts, min_size=1, max_size=4))
def test_rows_are_what_a_c14n_engine_writes(values):
    frame = pd.DataFrame({"HoTen": column(*values), "Ghichu": column(*values)})

    written = document("D", ["<N>", rows("L", frame, ("HoTen", "Ghichu"), "<P></P>"), "</N>"])

    tree = etree.fromstring(written)
    assert etree.tostring(tree, method="c14n") == written
    assert [node.text or "" for node in tree.iter("Ghichu")] == values


@given(texts)
def test_a_single_text_is_escaped_as_a_column_is(text):
    frame = pd.DataFrame({"a": column(text)})

    assert rows("L", frame, ("a",)).decode() == f"<L>{element('a', text)}</L>"


def test_no_rows_are_no_bytes():
    assert rows("L", pd.DataFrame({"a": column()}), ("a",)) == b""


def test_a_slice_of_a_larger_frame_is_written_alone():
    frame = pd.DataFrame({"a": column("một", "hai & ba", "bốn")})

    assert rows("L", frame.iloc[1:2], ("a",)).decode() == "<L><a>hai &amp; ba</a></L>"


def test_columns_in_several_pieces_are_written_whole():
    frame = pd.concat([pd.DataFrame({"a": column("1")}), pd.DataFrame({"a": column("2")})])

    assert rows("L", frame, ("a",)) == b"<L><a>1</a></L><L><a>2</a></L>"


def test_elements_stand_in_the_order_given():
    assert elements({"b": "1", "a": ""}) == "<b>1</b><a></a>"


@pytest.mark.parametrize("control", ["\x00", "\x0b", "\x1f", "￿"])
def test_what_XML_cannot_carry_is_refused_without_showing_it(control):
    with pytest.raises(DossierError, match="control character"):
        escape(f"Nguyễn{control}")
    with pytest.raises(DossierError, match=r"^Ghichu: a control character") as refusal:
        rows("L", pd.DataFrame({"Ghichu": column(control)}), ("Ghichu",))
    assert "Nguyễn" not in str(refusal.value)


def test_byte_lengths_count_what_is_written():
    assert byte_lengths(column("Dệt", "a&b", "")).tolist() == [5, 7, 0]
