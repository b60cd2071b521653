"""What VSS refused is held until it differs or somebody releases it."""

from __future__ import annotations

from outbox.model import RowFate
from outbox.roster import Declared
from tests.outbox.payroll import (
    HERE,
    asked,
    declared,
    fates,
    row,
    work,
)

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def refused(movements, code="E0102", reason="Sai mã số"):
    return movements.lines.assign(code=code, reason=reason)


def test_what_VSS_refused_is_not_offered_again_unchanged():
    first = work(row(1, MasoBHXH=""))
    known = declared(refused=refused(first))

    again = work(row(1, MasoBHXH="", Ky="11/2026"), known=known)

    assert fates(again) == [HELD]
    assert asked(again) == [("NV00001", "Q-REFUSED")]
    assert "E0102: Sai mã số" in again.questions[0].question_en


def test_a_refusal_without_a_code_is_told_in_its_own_words():
    first = work(row(1, MasoBHXH=""))
    known = declared(refused=refused(first, code=""))

    again = work(row(1, MasoBHXH="", Ky="11/2026"), known=known)

    assert "(Sai mã số)" in again.questions[0].question_vi


def test_a_refused_person_is_offered_again_when_the_row_differs_or_somebody_says_so():
    first = work(row(1, MasoBHXH=""))
    known = declared(refused=refused(first))
    answer = frozenset({(HERE, "NV00001", "Q-REFUSED")})

    differing = work(row(1, MasoBHXH="", TienLuong="1"), known=known)
    released = work(row(1, MasoBHXH=""), known=known, released=answer)

    assert fates(differing) == fates(released) == [REPORTED]


def test_one_refused_line_of_two_holds_only_who_has_nothing_else_to_report():
    known = declared(row(1))
    both = work(row(1, TienLuong="1", ChucVu="X"), known=known)
    after = Declared(roster=known.roster, elsewhere=known.elsewhere, refused=refused(both).iloc[:1])

    again = work(row(1, TienLuong="1", ChucVu="X"), known=after)

    assert fates(again) == [REPORTED]


def test_a_refused_departure_of_an_absent_person_is_held_without_a_row():
    known = declared(row(1), row(2))
    first = work(row(2), known=known, missing="leaves")
    after = Declared(roster=known.roster, elsewhere=known.elsewhere, refused=refused(first))

    again = work(row(2), known=after, missing="leaves")

    assert again.lines.empty
    assert asked(again) == [("NV00001", "Q-REFUSED")]
    assert again.questions[0].row is None
