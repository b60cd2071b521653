from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.match import match, next_state
from inbox.model import (
    Known,
    MatchKind,
    MoveKind,
    Outcome,
    PersonResult,
    Receipt,
    ReceiptKind,
    Standing,
)

NAME = "TA0001A_202610_600_01_1a2b3c4d"
NUMBER = "00012/2026/07906"
DIGEST = "ab" * 32
KNOWN = Known(
    dossier="TA0001A-202610-600-01",
    unit="TA0001A",
    tax_code="0301234567",
    sha256=DIGEST,
    standing=Standing.SHIPPED,
)
RECEIPT = Receipt(
    kind=ReceiptKind.SUBMISSION,
    unit="TA0001A",
    tax_code="0301234567",
    dossier_name=NAME,
    number="",
    digest=DIGEST,
    outcome=Outcome.TAKEN,
    at=None,
    due=None,
    code="",
    reason="",
)
PERSON = PersonResult(
    form="D02-TS",
    line=1,
    accepted=True,
    code="",
    reason="",
    insurance_number="",
    card_number="",
    card_from="",
    card_to="",
)
RESULTS = (Outcome.ACCEPTED, Outcome.PARTLY_ACCEPTED, Outcome.REFUSED)
BEFORE_RESULTS = [
    Standing.BUILT,
    Standing.SIGNED,
    Standing.SHIPPED,
    Standing.TAKEN,
    Standing.NUMBERED,
]


def matched(receipt: Receipt, known: Known = KNOWN):
    return match(
        receipt,
        lookup={NAME: known}.get,
        lookup_number=lambda number, unit: (
            known if (number, unit) == (NUMBER, known.unit) else None
        ),
        ours={"TA0001A", "TA0002B"}.__contains__,
    )


def saying(outcome: Outcome | None, *people: PersonResult) -> Receipt:
    return replace(RECEIPT, outcome=outcome, people=people)


def after(standing: Standing, outcomes: list[Outcome]) -> tuple[Standing, int]:
    """Apply receipts in order; return the last standing and how many conflicts were flagged."""
    conflicts = 0
    for outcome in outcomes:
        move = next_state(standing, saying(outcome))
        standing = move.standing
        conflicts += move.kind is MoveKind.CONFLICT
    return standing, conflicts


@pytest.mark.parametrize(
    "receipt",
    [
        RECEIPT,
        replace(RECEIPT, digest="", tax_code=""),
        replace(RECEIPT, number=NUMBER),
        replace(RECEIPT, tax_code="0301 234 567"),
        replace(RECEIPT, dossier_name="", number=NUMBER),
    ],
)
def test_a_receipt_of_our_dossier_is_matched_to_it(receipt):
    found = matched(receipt)

    assert (found.kind, found.dossier) == (MatchKind.MATCHED, KNOWN.dossier)
    assert found.reason_vi == found.reason_en == ""


@pytest.mark.parametrize(
    ("receipt", "kind"),
    [
        (replace(RECEIPT, unit="TZ9999Z"), MatchKind.FOREIGN),
        (replace(RECEIPT, tax_code="0309999999"), MatchKind.FOREIGN),
        (replace(RECEIPT, tax_code="0301234567-001"), MatchKind.FOREIGN),
        (replace(RECEIPT, dossier_name="TA0001A_202610_600_02_ffffffff"), MatchKind.UNKNOWN),
        (replace(RECEIPT, dossier_name="", number="00013/2026/07906"), MatchKind.UNKNOWN),
        (
            replace(RECEIPT, dossier_name="", number=NUMBER, unit="TA0002B"),
            MatchKind.UNKNOWN,
        ),
    ],
)
def test_a_receipt_that_is_not_ours_belongs_to_no_dossier_and_says_why(receipt, kind):
    found = matched(receipt)

    assert (found.kind, found.dossier) == (kind, None)
    assert found.reason_vi
    assert found.reason_en


@pytest.mark.parametrize(
    ("receipt", "known"),
    [
        (replace(RECEIPT, unit="TA0002B"), KNOWN),
        (replace(RECEIPT, digest="cd" * 32), KNOWN),
        (replace(RECEIPT, digest="x"), KNOWN),
        (RECEIPT, replace(KNOWN, sha256="")),
        (replace(RECEIPT, number="00013/2026/07906"), replace(KNOWN, number=NUMBER)),
    ],
)
def test_a_receipt_that_names_our_dossier_but_contradicts_it_is_a_conflict(receipt, known):
    found = matched(receipt, known)

    assert (found.kind, found.dossier) == (MatchKind.CONFLICT, KNOWN.dossier)
    assert found.reason_vi
    assert found.reason_en


def test_a_branch_with_its_own_tax_code_is_matched_with_and_without_the_hyphen():
    branch = replace(KNOWN, tax_code="0301234567-001")

    found = matched(replace(RECEIPT, tax_code="0301234567001"), branch)

    assert found.kind is MatchKind.MATCHED


@pytest.mark.parametrize("standing", BEFORE_RESULTS)
@pytest.mark.parametrize("outcome", RESULTS)
def test_a_result_moves_a_dossier_from_wherever_it_is(standing, outcome):
    move = next_state(standing, saying(outcome))

    assert (move.kind, move.standing.value) == (MoveKind.FORWARD, outcome.value)


def test_a_receipt_proves_delivery_before_we_wrote_it_down():
    move = next_state("signed", saying(Outcome.TAKEN))

    assert (move.kind, move.standing) == (MoveKind.FORWARD, Standing.TAKEN)


@pytest.mark.parametrize("outcome", [Outcome.TAKEN, Outcome.NUMBERED])
@pytest.mark.parametrize(
    "standing",
    [
        Standing.NUMBERED,
        Standing.ACCEPTED,
        Standing.PARTLY_ACCEPTED,
        Standing.REFUSED,
        Standing.SUPERSEDED,
    ],
)
def test_a_late_receipt_never_moves_a_dossier_back(standing, outcome):
    move = next_state(standing, saying(outcome))

    assert (move.kind, move.standing) == (MoveKind.STAY, standing)


@pytest.mark.parametrize("first", RESULTS)
@pytest.mark.parametrize("second", RESULTS)
def test_a_second_result_repeats_or_is_a_conflict(first, second):
    move = next_state(first.value, saying(second))

    assert move.standing.value == first.value
    assert move.kind is (MoveKind.STAY if first is second else MoveKind.CONFLICT)
    assert bool(move.reason_vi) == bool(move.reason_en) == (first is not second)


@pytest.mark.parametrize(
    ("standing", "outcome"),
    [
        (Standing.WITHDRAWN, Outcome.TAKEN),
        (Standing.WITHDRAWN, Outcome.ACCEPTED),
        (Standing.SUPERSEDED, Outcome.ACCEPTED),
    ],
)
def test_a_receipt_against_what_a_person_decided_is_a_conflict(standing, outcome):
    move = next_state(standing, saying(outcome))

    assert (move.kind, move.standing) == (MoveKind.CONFLICT, standing)


def test_a_late_refusal_of_a_superseded_dossier_is_no_news():
    assert next_state(Standing.SUPERSEDED, saying(Outcome.REFUSED)).kind is MoveKind.STAY


def test_an_unclear_receipt_moves_nothing_and_hands_on_its_doubt():
    unclear = replace(saying(None), doubt_vi="không rõ", doubt_en="unclear")

    move = next_state(Standing.TAKEN, unclear)

    assert (move.kind, move.standing) == (MoveKind.UNCLEAR, Standing.TAKEN)
    assert (move.reason_vi, move.reason_en) == ("không rõ", "unclear")


@pytest.mark.parametrize(
    "later",
    [replace(PERSON, accepted=False), replace(PERSON, insurance_number="7987654321")],
)
def test_two_partial_results_that_differ_about_a_person_are_a_conflict(later):
    earlier = replace(PERSON, insurance_number="7912345678")

    move = next_state(
        Standing.PARTLY_ACCEPTED, saying(Outcome.PARTLY_ACCEPTED, later), said=(earlier,)
    )

    assert move.kind is MoveKind.CONFLICT


@pytest.mark.parametrize(
    "later", [PERSON, replace(PERSON, insurance_number="7912345678"), replace(PERSON, line=2)]
)
def test_a_second_result_may_add_to_the_first(later):
    move = next_state(Standing.ACCEPTED, saying(Outcome.ACCEPTED, later), said=(PERSON,))

    assert move.kind is MoveKind.STAY


@pytest.mark.parametrize("outcome", RESULTS)
def test_a_result_about_lines_that_the_dossier_lacks_says_so(outcome):
    ours = replace(PERSON, accepted=outcome is Outcome.ACCEPTED)
    strangers = [
        replace(PERSON, line=3, accepted=outcome is not Outcome.REFUSED),
        replace(PERSON, form="D03-TS", accepted=outcome is not Outcome.REFUSED),
    ]

    move = next_state(
        Standing.NUMBERED, saying(outcome, ours, *strangers), lines={"D02-TS": 2, "TK1-TS": 1}
    )

    assert (move.kind, move.standing) == (MoveKind.FORWARD, Standing(outcome.value))
    assert "2 result rows" in move.reason_en
    assert "D02-TS dòng 3, D03-TS dòng 1" in move.reason_vi


def test_a_partial_result_that_refuses_a_line_which_is_not_there_needs_a_person():
    receipt = saying(Outcome.PARTLY_ACCEPTED, PERSON, replace(PERSON, line=3, accepted=False))

    move = next_state(Standing.NUMBERED, receipt, lines={"D02-TS": 2})

    assert (move.kind, move.standing) == (MoveKind.UNCLEAR, Standing.NUMBERED)
    assert "D02-TS line 3" in move.reason_en


@pytest.mark.parametrize("given", [{"insurance_number": "7912345678"}, {"card_number": "DN4790"}])
@pytest.mark.parametrize("strange", [{"form": "TK01-TS"}, {"form": "D01-TS"}, {"line": 3}])
def test_a_number_or_card_for_a_line_which_is_not_there_needs_a_person(given, strange):
    receipt = saying(Outcome.ACCEPTED, replace(PERSON, **given, **strange))

    move = next_state(Standing.NUMBERED, receipt, lines={"D02-TS": 2, "TK1-TS": 1})

    assert (move.kind, move.standing) == (MoveKind.UNCLEAR, Standing.NUMBERED)


def test_a_result_about_our_own_lines_is_beyond_doubt():
    receipt = saying(Outcome.ACCEPTED, PERSON, replace(PERSON, line=2))

    move = next_state(Standing.NUMBERED, receipt, lines={"D02-TS": 2})

    assert (move.kind, move.reason_en) == (MoveKind.FORWARD, "")


def test_all_orders_of_the_three_receipts_thrice_end_alike():
    once = [Outcome.TAKEN, Outcome.NUMBERED, Outcome.PARTLY_ACCEPTED]

    ends = {after(Standing.SHIPPED, [*order] * 3) for order in permutations(once)}

    assert ends == {(Standing.PARTLY_ACCEPTED, 0)}


@given(
    st.sampled_from(BEFORE_RESULTS),
    st.sampled_from(RESULTS).flatmap(
        lambda result: st.lists(
            st.sampled_from([Outcome.TAKEN, Outcome.NUMBERED, result]), max_size=12
        )
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_of_receipts_that_agree_ends_in_the_same_standing(start, outcomes, random):
    shuffled = random.sample(outcomes, len(outcomes))

    assert after(start, shuffled) == after(start, outcomes)
    assert after(start, outcomes)[1] == 0


@given(st.lists(st.sampled_from(list(Outcome)), max_size=12), st.randoms(use_true_random=False))
def test_receipts_that_contradict_are_flagged_in_every_order(outcomes, random):
    contradictory = len(set(outcomes) & set(RESULTS)) > 1
    shuffled = random.sample(outcomes, len(outcomes))

    standing, conflicts = after(Standing.SHIPPED, shuffled)

    assert (conflicts > 0) == contradictory
    assert (standing.value in {result.value for result in RESULTS}) == bool(
        set(outcomes) & set(RESULTS)
    )


@given(st.sampled_from(list(Standing)), st.lists(st.sampled_from(list(Outcome))))
def test_no_sequence_of_receipts_ever_moves_a_dossier_back(start, outcomes):
    order = [*BEFORE_RESULTS, *(Standing(result.value) for result in RESULTS)]
    path = [start, *(after(start, outcomes[: end + 1])[0] for end in range(len(outcomes)))]

    for earlier, later in pairwise(path):
        assert earlier is later or (order.index(earlier) < order.index(later))
