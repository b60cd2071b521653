"""The fewest causes that explain a statement's differences, and honesty where there is none."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.against import COLUMNS, Gap
from inbox.causes import Candidate, Why, explain


def owed(*wages):
    """Return what people with these wages owe, and that they take part."""
    shares = (250, 45, 20, 5)
    return np.array([[wage * share // 1000 for share in shares] + [1] * 4 for wage in wages])


def gaps(vector, rounding=0):
    """Return the gaps that a vector of differences stands for."""
    names = [*(("B.3", name) for name in COLUMNS), *(("Đ.1", name) for name in COLUMNS)]
    base = 10**9
    return [
        Gap(
            line=line,
            column=column,
            stated=base + int(more) + (rounding if more > 0 and line == "B.3" else 0),
            least=base,
            most=base + (rounding if line == "B.3" else 0),
        )
        for (line, column), more in zip(names, vector, strict=True)
        if more
    ]


def change(who, effect, why=Why.PENDING):
    return Candidate(why=why, people=(who,), dossier="D1", effect=effect)


def told(found):
    return [(cause.why, cause.column, cause.people) for cause in found.causes]


STAFF = ("A", "B", "C", "D")
OWED = owed(8_000_000, 9_400_000, 11_000_000, 15_200_000)


def test_nobody_explains_where_there_is_nothing_to_explain():
    found = explain([], [change("A", OWED[0])], STAFF, OWED)

    assert (found.causes, found.rest) == ((), ())


def test_a_known_change_comes_before_a_stranger_with_the_same_amount():
    found = explain(gaps(-OWED[0]), [change("Z", -OWED[0])], STAFF, OWED)

    assert told(found) == [(Why.PENDING, "", ("Z",))]


def test_several_known_changes_add_up():
    parts = [change(who, -each) for who, each in zip(STAFF, OWED, strict=True)]

    found = explain(gaps(-OWED[0] - OWED[2] - OWED[3]), parts, (), OWED[:0])

    assert sorted(cause.people[0] for cause in found.causes) == ["A", "C", "D"]
    assert found.rest == ()


def test_candidates_alike_are_counted_and_not_guessed():
    alike = [change("A", -OWED[0]), change("Z", -OWED[0]), change("Y", 0 * OWED[0])]

    (cause,) = explain(gaps(-OWED[0]), alike, (), OWED[:0]).causes

    assert cause.alternatives == 2


def test_one_fund_of_one_person_is_found_even_where_heads_agree():
    vector = np.array([0, 0, -OWED[1][2], 0, 0, 0, -1, 0])
    unchanged = np.array([0, 0, -OWED[1][2], 0, 0, 0, 0, 0])

    found = explain(gaps(vector), [], STAFF, OWED)
    odd = explain(gaps(unchanged), [], STAFF, OWED)

    assert told(found) == [(Why.MISSING, "bhtn", ("B",))]
    assert found.rest == ()
    assert odd.rest == (("bhtn people", 1),)


def test_more_than_we_declare_is_listed_where_no_change_explains_it():
    found = explain(gaps(OWED[0]), [], STAFF, OWED)

    assert found.causes == ()
    assert dict(found.rest)["bhxh"] == 2_000_000
    assert dict(found.rest)["bhtnld people"] == 1


def test_rounding_does_not_hide_a_person():
    rounded = [
        Gap(line="B.3", column="bhxh", stated=7_999_999, least=10_000_000, most=10_000_002),
        *gaps([0, *(-OWED[0][1:])]),
    ]

    found = explain(rounded, [], STAFF, OWED)

    assert told(found) == [(Why.MISSING, "", ("A",))]
    assert found.rest == ()


@settings(max_examples=20, deadline=None)
@given(st.sets(st.integers(0, 7), max_size=2), st.sampled_from([None, 0, 1, 2, 3]))
def test_causes_and_rest_always_add_up_to_the_difference(planted, lacking):
    persons = owed(*(7_000_000 + 130_000 * each**2 for each in range(8)))
    parts = [change(str(each), -persons[each] // 3) for each in range(8)]
    vector = sum((parts[each].effect for each in planted), np.zeros(8, np.int64))
    if lacking is not None:
        vector[[lacking, lacking + 4]] -= [persons[5][lacking], 1]

    found = explain(gaps(vector), parts, [str(each) for each in range(8)], persons)

    left = dict(found.rest)
    names = [*COLUMNS, *(f"{name} people" for name in COLUMNS)]
    effects = sum((np.array(cause.effect) for cause in found.causes), np.zeros(8, np.int64))
    assert (effects + [left.get(name, 0) for name in names]).tolist() == vector.tolist()
