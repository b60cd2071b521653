import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from validators.brakes import brakes


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
    assert "30,000,000 -> 20,000,000" in found[1].reason_en


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
