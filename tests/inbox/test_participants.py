"""VSS's list against ours: sure matches only, every difference once, nobody guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.participant_sheets import counts, sheets
from inbox.participants import FIELDS, Compared, compare, joined
from inbox.same_person import By, Doubt, match

LISTED = ("row", *FIELDS, "MaDonVi")
OURS = (*(name for name in FIELDS if not name.startswith("Quy")), "MaNV", "MaDonVi", "Quy")
OURS_ALL = (*OURS, "TinhTrang")


def one(number: int, **told: str) -> dict[str, str]:
    """Return what both sides know of one invented person."""
    return {
        "MasoBHXH": f"79{number:08}",
        "CMND": f"079190{number:06}",
        "HoTen": f"Lê Thị {'ABCDEFGHIJ'[number % 10]}",
        "NgaySinh": "05/03/1990",
        "GioiTinh": "0",
        "TienLuong": "9100000",
        **told,
    }


def listed(*people: dict[str, str]) -> pd.DataFrame:
    rows = [{**dict.fromkeys(LISTED, ""), **each} for each in people]
    frame = pd.DataFrame(rows, columns=[*LISTED], dtype="str")
    return frame.assign(row=range(2, len(rows) + 2))


def ours(*people: dict[str, str]) -> pd.DataFrame:
    rows = [
        {
            **dict.fromkeys(OURS_ALL, ""), "MaNV": f"NV{place}", "MaDonVi": "TA0001A",
            "TinhTrang": "DangLam", "TongLuong": "9100000", "TyleDong": "32.0", "Quy": "SRAHU",
            **each,
        }
        for place, each in enumerate(people, start=1)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*OURS_ALL], dtype="str")


def differing(found: Compared) -> list[tuple[str, str]]:
    return list(found.differing[["MaNV", "field"]].itertuples(index=False, name=None))


def test_a_list_that_says_the_same_agrees():
    found = compare(listed(one(1), one(2)), ours(one(2), one(1)))

    assert found.agrees
    assert (found.listed, found.declared, found.matched) == (2, 2, 2)


@pytest.mark.parametrize(
    ("theirs", "field"),
    [
        ({"TienLuong": "9200000"}, "TienLuong"),
        ({"TongLuong": "9200000"}, "TongLuong"),
        ({"HoTen": "Lê Thị Bê"}, "HoTen"),
        ({"NgaySinh": "06/03/1990"}, "NgaySinh"),
        ({"NgaySinh": "1991"}, "NgaySinh"),
        ({"CMND": "079190000009"}, "CMND"),
        ({"MasoBHXH": "7900000009"}, "MasoBHXH"),
        ({"TyleDong": "30"}, "TyleDong"),
        ({"QuyBHTN": "0"}, "QuyBHTN"),
        ({"QuyTNLD": "0"}, "QuyTNLD"),
    ],
)
def test_what_differs_is_told_once(theirs, field):
    found = compare(listed(one(1, **theirs)), ours(one(1)))

    assert differing(found) == [("NV1", field)]
    assert not found.agrees


@pytest.mark.parametrize(
    "theirs",
    [
        {"HoTen": "LÊ  THỊ B"},
        {"NgaySinh": "1990"},
        {"NgaySinh": "03/1990"},
        {"TienLuong": "9100000.00"},
        {"TyleDong": "32"},
        {"QuyBHXH": "1", "QuyBHYT": "1"},
        {"CMND": "", "NgaySinh": "", "TienLuong": ""},
    ],
)
def test_what_means_the_same_or_is_not_said_is_no_difference(theirs):
    assert compare(listed(one(1, **theirs)), ours(one(1))).agrees


def test_a_fund_is_not_compared_where_we_do_not_know_it():
    assert compare(listed(one(1, QuyBHTN="0")), ours(one(1, Quy=""))).agrees


def test_people_on_one_side_alone_are_listed():
    found = compare(listed(one(1), one(2)), ours(one(1), one(3)))

    assert found.only_vss["row"].tolist() == [3]
    assert found.only_ours["MaNV"].tolist() == ["NV2"]


def test_somebody_on_leave_need_not_stand_in_the_list():
    found = compare(listed(one(1)), ours(one(1), one(2, TinhTrang="ThaiSan")))

    assert (found.agrees, found.away) == (True, 1)


def test_a_number_that_we_lack_is_found_by_citizen_id_or_name():
    found = compare(
        listed(one(1), one(2, CMND="")),
        ours(one(1, MasoBHXH=""), one(2, MasoBHXH="")),
    )

    assert found.differing["by"].tolist() == [By.CITIZEN, By.NAME]
    assert found.lacking.to_numpy().tolist() == [
        ["TA0001A", "NV1", "7900000001"],
        ["TA0001A", "NV2", "7900000002"],
    ]


def test_a_number_of_12_digits_is_the_citizen_id():
    found = compare(listed(one(1, MasoBHXH="079190000001", CMND="")), ours(one(1)))

    assert differing(found) == [("NV1", "MasoBHXH")]


@pytest.mark.parametrize(
    ("theirs", "mine", "why"),
    [
        ([one(1), one(1, CMND="", HoTen="Lê Thị Khác")], [one(1)], Doubt.TWICE),
        ([one(1, CMND="079190000002")], [one(1), one(2)], Doubt.TORN),
        ([one(1, MasoBHXH="", CMND="", GioiTinh="")], [one(1)], Doubt.ONLY_NAME),
        ([one(1, CMND="", HoTen="Lê X")], [one(1), one(1, CMND="")], Doubt.TWICE),
    ],
    ids=["twice in the list", "torn", "only a name", "twice with us"],
)
def test_who_cannot_be_matched_surely_is_listed_not_guessed(theirs, mine, why):
    found = compare(listed(*theirs), ours(*mine))

    assert set(found.doubtful["why"]) == {str(why)}
    assert found.doubtful["MaNV"].iloc[0] == "NV1"
    assert not found.agrees


def test_two_people_of_one_name_and_birth_are_told_apart_by_their_numbers():
    twin = one(2, HoTen=one(1)["HoTen"])

    found = compare(listed(twin), ours(one(1)))

    assert (len(found.only_vss), len(found.only_ours), len(found.doubtful)) == (1, 1, 0)


def test_units_are_joined():
    found = joined([compare(listed(one(1)), ours(one(1))), compare(listed(one(2)), ours())])

    assert (found.listed, found.matched, len(found.only_vss)) == (2, 1, 1)


def test_a_workbook_says_all_of_it_and_how_much_it_left_out():
    many = [one(number % 10, MasoBHXH=f"79{number:08}", CMND="") for number in range(5001)]
    found = compare(listed(*many, one(9_001, TienLuong="1")), ours(one(9_001), one(9_002)))

    pages = sheets(found, ("một",))

    assert [len(page.rows) for page in pages] == [9, 1, 5000, 1, 0]
    assert pages[2].remarks == ("… 1 dòng nữa / rows more",)
    assert counts(found)["Chỉ ta có / declared only"] == 1
    assert all(isinstance(cell, str | int) for page in pages for row in page.rows for cell in row)


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)))
def test_nobody_is_lost_and_nobody_matched_twice(order, there, here):
    theirs = listed(*(one(number) for number in order if number in there))
    mine = ours(*(one(number) for number in sorted(here)))

    found, matched = compare(theirs, mine), match(theirs, mine)

    sure = matched.ours[matched.ours >= 0].tolist()
    assert len(sure) == len(set(sure)) == len(there & here) == found.matched
    assert found.listed == found.matched + len(found.only_vss) + len(found.doubtful)
    assert found.declared == found.matched + len(found.only_ours)
