import doctest
import pkgutil

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.codes import load_codes
from validators import mask, numbers
from validators.errors import NumberError
from validators.numbers import (
    agency,
    citizen,
    hospital,
    insurance,
    month,
    phone,
    tax,
    unit,
)

MODULES = (agency, citizen, hospital, insurance, month, phone, tax, unit)
NAMES = [module.__name__.rpartition(".")[2] for module in MODULES]

texts = st.one_of(
    st.text(max_size=14),
    st.text("0123456789", max_size=14),
    st.from_regex(r"[0-9]{2}[0-9A-Z]{3}|[A-Z]{2}[A-Z0-9]{5}|0[0-9]{9,10}", fullmatch=True),
    st.from_regex(r"(0[0-9]{2}|[1-9][0-9]{2})[0-9]{9}|[0-9]{10}(-[0-9]{3})?\n?", fullmatch=True),
    st.from_regex(r"[0-9]{2}/20[0-9]{2}", fullmatch=True),
    st.sampled_from(["0100109106", "0314409058-002", "０７９１９５０００００１", "07919500000²"]),
)


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
@given(given_texts=st.lists(texts, max_size=20))
def test_the_column_version_answers_as_the_scalar_one(module, given_texts):
    column = pd.Series(given_texts, dtype="str")

    wrong = module.wrong(column)

    assert wrong.tolist() == [not module.is_valid(text) for text in given_texts]


@pytest.mark.parametrize("module", [*MODULES, mask], ids=[*NAMES, "mask"])
def test_the_examples_in_the_docstring_hold(module):
    outcome = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)

    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_every_number_of_the_room_is_tested_here():
    found = {one.name for one in pkgutil.iter_modules(numbers.__path__)}

    assert found == set(NAMES)


def test_the_provinces_in_citizen_ids_are_the_63_old_ones():
    assert set(load_codes().old_provinces) == citizen.PROVINCES


@pytest.mark.parametrize(
    ("module", "text", "word"),
    [
        (citizen, "07919500000²", "digits"),
        (citizen, "0791950000011", "length"),
        (insurance, "０１２３４５６７８９", "digits"),
        (tax, "0301234567", "check"),
        (month, "00/2026", "shape"),
    ],
)
def test_a_refused_number_says_why_without_showing_it(module, text, word):
    with pytest.raises(NumberError) as caught:
        module.validate(text)

    assert caught.value.word == word
    assert text not in str(caught.value)


@given(
    st.sampled_from(sorted(citizen.PROVINCES)), st.integers(1900, 2099), st.booleans(), st.data()
)
def test_a_citizen_id_tells_birth_year_and_sex(province, year, male, data):
    rest = data.draw(st.integers(0, 999_999))
    century = (year // 100 - 19) * 2 + (not male)
    number = f"0{province}{century}{year % 100:02}{rest:06}"
    column = pd.Series([number], dtype="str")

    assert citizen.validate(number) == number
    assert (citizen.birth_year(number), citizen.is_male(number)) == (year, male)
    assert citizen.birth_years(column).tolist() == [year]
    assert citizen.males(column).tolist() == [male]
