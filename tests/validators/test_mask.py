from hypothesis import given
from hypothesis import strategies as st

from validators.mask import mask, visible


@given(st.text(max_size=60))
def test_at_most_seven_characters_and_half_are_shown(text):
    shown = mask(text).replace("*", "")

    assert len(shown) <= min(7, len(text) // 2)


@given(st.text(max_size=7))
def test_short_values_are_hidden_wholly(text):
    assert mask(text) == "*" * len(text)


def test_a_long_value_shows_four_and_three():
    assert mask("Nguyễn Thị Bích Hằng") == "Nguy********ằng"


def test_what_moves_the_cursor_is_a_dot():
    assert visible("a\x1b[2J\n\u202eb") == "a·[2J··b"
    assert "\x1b" not in mask("\x1b[31mNguyễn Văn An")
