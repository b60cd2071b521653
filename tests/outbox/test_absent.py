"""People whom a file does not name, and moves between own units."""

from __future__ import annotations

import pytest

from outbox.model import RowFate
from tests.outbox.payroll import (
    FAR,
    HERE,
    THERE,
    asked,
    declared,
    fates,
    row,
    said,
    work,
)

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def elsewhere(number=1, **told):
    person = row(number, MaDonVi=FAR)
    return {name: person[name] for name in ("MaDonVi", "MaNV", "CMND", "MasoBHXH")} | told


def test_a_move_between_own_units_of_one_file_is_GD_and_TD():
    movements = work(row(1, MaDonVi=THERE), row(2), known=declared(row(1), row(2)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "NV00001", "TD", "1")]
    assert movements.lines["row"].tolist() == [0, 2]
    assert (movements.absent, movements.questions) == (0, ())


@pytest.mark.parametrize("status", ["ChuyenDonVi", "NghiViec"])
def test_a_move_told_in_both_units_is_GD_never_GH(status):
    movements = work(row(1, TrangThai=status), row(1, MaDonVi=THERE), known=declared(row(1)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "NV00001", "TD", "1")]


def test_a_move_is_recognised_by_citizen_id_too():
    movements = work(row(1, MaDonVi=THERE, MaNV="KH00001"), row(2), known=declared(row(1), row(2)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "KH00001", "TD", "1")]


def test_somebody_from_a_unit_that_the_file_does_not_name_is_TD_without_a_remark():
    known = declared(elsewhere=[elsewhere(1, MasoBHXH="7900000001")])

    movements = work(row(1, MasoBHXH=""), known=known)

    assert said(movements) == [(HERE, "NV00001", "TD", "1")]
    assert movements.lines["MasoBHXH"].tolist() == ["7900000001"]
    assert movements.remarks == ()


def test_an_absent_person_who_is_declared_elsewhere_is_GD():
    known = declared(row(1), row(2), elsewhere=[elsewhere(1)])

    movements = work(row(2), known=known)

    assert said(movements) == [(HERE, "NV00001", "GD", "3")]


def test_a_leaver_who_is_declared_elsewhere_is_GD():
    known = declared(row(1), elsewhere=[elsewhere(1)])

    movements = work(row(1, TrangThai="NghiViec"), known=known)

    assert said(movements) == [(HERE, "NV00001", "GD", "3")]


def test_a_move_waits_while_the_row_in_the_new_unit_is_wrong():
    movements = work(row(1, MaDonVi=THERE), row(2), known=declared(row(1), row(2)), wrong=[0])

    assert fates(movements) == [REJECTED, UNCHANGED]
    assert said(movements) == []
    assert [remark.code for remark in movements.remarks] == ["R-MOVE-WAITS"]


def test_all_absent_people_of_a_unit_are_one_question():
    known = declared(row(1), row(2), row(3), row(4, MaDonVi=THERE))

    movements = work(row(3), known=known)

    assert asked(movements) == [("", "Q-ABSENT")]
    assert movements.questions[0].row is None
    assert "2 declared people" in movements.questions[0].question_en
    assert "NV00001, NV00002)" in movements.questions[0].question_vi
    assert movements.absent == 2


def test_of_very_many_absent_people_the_question_names_some():
    known = declared(*(row(number) for number in range(1, 60)))

    question = work(row(59), known=known).questions[0].question_en

    assert "58 declared people" in question
    assert "NV00050, …)" in question


def test_people_are_absent_also_from_a_file_in_which_nobody_works():
    known = declared(row(1), row(2))

    movements = work(row(1, TrangThai="NghiViec", NgayTrangThai="15/10/2026"), known=known)

    assert asked(movements) == [("", "Q-ABSENT")]
    assert movements.absent == 1


@pytest.mark.parametrize(
    "rule", [{"missing": "leaves"}, {"released": frozenset({(HERE, "", "Q-ABSENT")})}]
)
def test_absent_people_leave_where_the_feed_or_a_person_says_so(rule):
    known = declared(row(1, MasoBHXH=""), row(2), row(3))

    movements = work(row(3), known=known, **rule)

    assert said(movements) == [(HERE, "NV00001", "GH", "3"), (HERE, "NV00002", "GH", "3")]
    assert movements.lines["row"].tolist() == [0, 0]
    assert movements.lines["DaCoSo"].tolist() == ["0", "1"]
    assert [remark.code for remark in movements.remarks] == ["R-ABSENT"]
    assert movements.absent == 2


def test_a_rejected_row_with_a_wrong_employee_number_does_not_make_its_person_absent():
    movements = work(
        row(1, MaNV="???"), row(2), known=declared(row(1), row(2)), wrong=[0], missing="leaves"
    )

    assert movements.absent == 0
    assert movements.lines.empty


def test_an_absent_person_whose_citizen_id_stands_here_under_another_number_waits():
    movements = work(row(1, MaNV="NV99999"), known=declared(row(1)), missing="leaves")

    assert movements.lines.empty
    assert movements.absent == 0
    assert [remark.code for remark in movements.remarks] == ["R-MOVE-WAITS"]


def test_lines_stand_by_unit_then_by_row_with_absent_people_last():
    known = declared(row(1), row(2), row(9))

    movements = work(
        row(5, MaDonVi=THERE),
        row(2, TrangThai="NghiViec"),
        row(1, TrangThai="NghiViec"),
        known=known,
        missing="leaves",
    )

    order = movements.lines[["MaDonVi", "MaNV", "row"]].to_numpy().tolist()
    assert order == [
        [HERE, "NV00002", 3],
        [HERE, "NV00001", 4],
        [HERE, "NV00009", 0],
        [THERE, "NV00005", 2],
    ]
