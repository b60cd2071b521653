import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from validators.brakes import ENOUGH, brakes, every_wage


def people(status, *rows):
    names = ["MaDonVi", status, "TienLuong", "PhuCapLuong", "PhuCapBosung"]
    return pd.DataFrame([(*row, "", "0")[:5] for row in rows], columns=names, dtype="str")


def test_a_month_like_the_last_one_needs_no_brake():
    now = people("TrangThai", *[("TA0001A", "", "10000000")] * 10)
    before = people("TinhTrang", *[("TA0001A", "DangLam", "10000000")] * 10)

    assert brakes(now, before, 20) == ()


def test_losing_a_third_of_the_people_brakes_heads_and_wages():
    now = people("TrangThai", *[("TA0001A", "", "10000000")] * 2)
    before = people("TinhTrang", *[("TA0001A", "DangLam", "10000000")] * 3)

    found = brakes(now, before, 20)

    assert [brake.code for brake in found] == ["head-count", "wage-sum"]
    assert {brake.unit for brake in found} == {"TA0001A"}
    assert "3 -> 2" in found[0].reason_vi
    assert "20 % (max_change_percent): 30,000,000 -> 20,000,000" in found[1].reason_en
    assert "20 % (max_change_percent): 30.000.000 -> 20.000.000" in found[1].reason_vi


def test_who_has_left_counts_for_nothing_and_who_pauses_for_a_head():
    now = people(
        "TrangThai",
        ("TA0001A", "DangLam", "10000000"),
        ("TA0001A", "ThaiSan", "10000000"),
        ("TA0001A", "NghiViec", "10000000"),
    )
    before = people(
        "TinhTrang", ("TA0001A", "DangLam", "10000000"), ("TA0001A", "ThaiSan", "9000000")
    )

    assert brakes(now, before, 0) == ()


def test_a_unit_with_nothing_declared_is_not_compared():
    now = people("TrangThai", ("TA0002B", "", "10000000"))
    before = people("TinhTrang", ("TA0001A", "DangLam", "10000000"))

    assert brakes(now, before, 0) == ()


def test_nobody_declared_at_all_is_not_compared():
    now = people("TrangThai", ("TA0002B", "", "10000000"))

    assert brakes(now, people("TinhTrang"), 0) == ()


@given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 100))
def test_the_limit_is_a_share_of_what_was_declared(was, now, limit):
    frame = people("TrangThai", *[("TA0001A", "", "1000000")] * now)
    declared = people("TinhTrang", *[("TA0001A", "DangLam", "1000000")] * was)

    found = {brake.code for brake in brakes(frame, declared, limit)}

    expected = now > 0 and abs(now - was) / was * 100 > limit + 1e-9
    assert found == ({"head-count", "wage-sum"} if expected else set())


def crew(status, wage, count=ENOUGH, unit="TA0001A", word=""):
    frame = people(status, *[(unit, word, str(wage + number)) for number in range(count)])
    return frame.assign(MaNV=[f"NV{number:05}" for number in range(count)])


def test_a_unit_where_every_wage_has_changed_is_suspect():
    now, before = crew("TrangThai", 500_000), crew("TinhTrang", 9_000_000, word="DangLam")

    (found,) = every_wage(now, before)

    assert (found.code, found.unit) == ("every-wage", "TA0001A")
    assert "10 people" in found.reason_en
    assert "cả 10 người" in found.reason_vi


def test_one_wage_that_stays_proves_that_the_column_is_right():
    now, before = crew("TrangThai", 500_000), crew("TinhTrang", 9_000_000, word="DangLam")
    now.loc[3, "TienLuong"] = before.loc[3, "TienLuong"]

    assert every_wage(now, before) == ()


def test_few_people_prove_nothing_of_a_column():
    now = crew("TrangThai", 500_000, count=ENOUGH - 1)

    assert every_wage(now, crew("TinhTrang", 9_000_000, word="DangLam")) == ()


def test_who_pauses_newcomers_and_other_units_say_nothing_of_wages():
    now = pd.concat(
        [
            crew("TrangThai", 500_000, word="ThaiSan"),
            crew("TrangThai", 500_000, unit="TB0002B"),
        ]
    )
    before = crew("TinhTrang", 9_000_000, word="DangLam")

    assert every_wage(now, before) == ()


def test_each_unit_is_judged_by_itself():
    now = pd.concat(
        [crew("TrangThai", 1_000_000), crew("TrangThai", 9_000_000, unit="TB0002B")],
        ignore_index=True,
    )
    before = pd.concat(
        [
            crew("TinhTrang", 9_000_000, word="DangLam"),
            crew("TinhTrang", 9_000_000, unit="TB0002B", word="DangLam"),
        ]
    )

    assert [brake.unit for brake in every_wage(now, before)] == ["TA0001A"]


def staff(status, *rows):
    names = ["MaDonVi", "MaNV", "CMND", status, "TienLuong", "PhuCapLuong", "PhuCapBosung"]
    return pd.DataFrame([(*row, "", "0")[:7] for row in rows], columns=names, dtype="str")


def test_who_stands_in_a_row_that_is_left_out_stays_as_declared():
    now = staff("TrangThai", ("TA0001A", "NV1", "1", "", "10000000"))
    before = staff(
        "TinhTrang",
        ("TA0001A", "NV1", "1", "DangLam", "10000000"),
        ("TA0001A", "NV2", "2", "DangLam", "9000000"),
        ("TA0001A", "NV3", "3", "DangLam", "9000000"),
    )
    left_out = staff(
        "TrangThai",
        ("TA0001A", "NV2", "", "", "x"),
        ("TA0001A", "?", "3", "", "9000000"),
        ("TA0001A", "NV1", "1", "", "10000000"),
        ("TB0002B", "NV2", "2", "", "9000000"),
    )

    assert brakes(now, before, 0, left_out) == ()
    assert [each.code for each in brakes(now, before, 0)] == ["head-count", "wage-sum"]
