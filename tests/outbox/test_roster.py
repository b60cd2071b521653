"""The declared roster: its opening, and what lines do to it."""

from __future__ import annotations

import pandas as pd
import pytest

from adapters.snapshot import SNAPSHOT_FIELDS
from outbox.lines import complete
from outbox.roster import ROSTER_COLUMNS, Declared, departed, fold, opening
from tests.outbox.payroll import HERE, THERE, declared, frame, row, work


def one(roster, number=1):
    """Return the roster's only row of somebody."""
    rows = roster[roster["MaNV"] == f"NV{number:05}"]
    assert len(rows) == 1
    return rows.iloc[0].to_dict()


def line(number=1, **told):
    """Return one line of a file of movements."""
    named = {"MaDonVi": HERE, "MaNV": f"NV{number:05}", "source": "movements"}
    return complete(pd.DataFrame([named | told]))


def test_a_roster_has_a_snapshots_lasting_fields_and_the_condition():
    lasting = set(SNAPSHOT_FIELDS) - {"Ky", "PA", "NgayNghi", "LyDo"}

    assert set(ROSTER_COLUMNS) == lasting | {"TinhTrang", "Quy", "Dien", "TuKy"}


def test_the_opening_roster_is_everybody_employed_in_the_units():
    rows = frame(
        row(1),
        row(2, TrangThai="NghiViec"),
        row(3, TrangThai="ThaiSan"),
        row(4, TrangThai="ChuyenDonVi"),
        row(5, MaDonVi=THERE),
    )

    roster = opening(rows, (HERE,))

    assert list(roster.columns) == list(ROSTER_COLUMNS)
    assert roster["MaNV"].tolist() == ["NV00001", "NV00003"]
    assert roster["TinhTrang"].tolist() == ["DangLam", "ThaiSan"]


def test_the_opening_counts_leaves_from_the_limit_where_it_is_told():
    rows = frame(
        row(1, NgayNghi="14"), row(2, TrangThai="OmDau", NgayNghi="3"), row(3, NgayNghi="13")
    )

    told = opening(rows, (HERE,), unpaid_days_limit=14)
    as_written = opening(rows, (HERE,))

    assert told["TinhTrang"].tolist() == ["KhongLuong", "DangLam", "DangLam"]
    assert as_written["TinhTrang"].tolist() == ["DangLam", "OmDau", "DangLam"]


def test_an_arrival_applies_its_whole_row_and_numbers_follow():
    lines = work(row(1, MasoBHXH="")).lines

    roster = fold(declared().roster, lines, {(HERE, "NV00001"): "7912345678"})

    person = one(roster)
    assert list(roster.columns) == list(ROSTER_COLUMNS)
    assert person["MasoBHXH"] == "7912345678"
    assert person["HoTen"] == row(1)["HoTen"]
    assert (person["DienThoai"], person["Email"]) == ("0900000001", "nv@example.vn")
    assert (person["LoaiHD"], person["ViTri"]) == ("KXDTH", "KHAC")
    assert person["TinhTrang"] == "DangLam"


def test_a_number_for_somebody_who_is_not_there_is_ignored():
    roster = fold(declared(row(1)).roster, declared().refused, {(HERE, "NV00009"): "7912345678"})

    assert one(roster)["MasoBHXH"] == "7900000001"


def test_DC_applies_the_wage_alone_and_CD_the_title_alone():
    known = declared(row(1), row(2))
    told = {"TienLuong": "9500000", "ChucVu": "Tổ trưởng", "HoTen": "Tên Khác"}
    both = work(row(1, **told), row(2, **told), known=known).lines
    wage = both[(both["MaNV"] == "NV00001") & (both["PA"] == "DC")]
    title = both[(both["MaNV"] == "NV00002") & (both["PA"] == "CD")]

    roster = fold(known.roster, pd.concat([wage, title]), {})

    first, second = one(roster, 1), one(roster, 2)
    assert (first["TienLuong"], first["ChucVu"]) == ("9500000", "Công nhân may")
    assert (second["TienLuong"], second["ChucVu"]) == ("9000000", "Tổ trưởng")
    assert first["HoTen"] == row(1)["HoTen"]


def test_a_leave_changes_the_condition_alone():
    known = declared(row(1))
    lines = work(row(1, TrangThai="ThaiSan", TienLuong="1"), known=known).lines

    person = one(fold(known.roster, lines, {}))

    assert (person["TinhTrang"], person["TienLuong"]) == ("ThaiSan", "9000000")


def test_a_departure_ends_it_and_others_stay_as_they_were():
    known = declared(row(1), row(2))
    lines = work(row(1, TrangThai="NghiViec"), row(2), known=known).lines

    roster = fold(known.roster, lines, {})

    assert roster["MaNV"].tolist() == ["NV00002"]


def test_a_return_after_a_departure_starts_afresh():
    lines = pd.concat(
        [
            line(PA="GH", Loai="3", gone=True),
            line(PA="TM", Loai="1", TienLuong="7000000", TinhTrang="DangLam"),
            line(PA="DC", Loai="2", TienLuong="8000000"),
        ]
    )

    person = one(fold(declared(row(1)).roster, lines, {}))

    assert (person["TienLuong"], person["HoTen"], person["TinhTrang"]) == ("8000000", "", "DangLam")


def test_a_line_for_somebody_who_is_not_there_applies_nothing():
    change = line(PA="DC", Loai="2", TienLuong="8000000")
    arrival = line(PA="TM", Loai="1", ChucVu="Thợ")
    departure = line(PA="GH", Loai="3", gone=True)

    never = fold(declared().roster, change, {})
    later = fold(declared().roster, pd.concat([change, arrival]), {})
    left = fold(declared(row(1)).roster, pd.concat([departure, change]), {})

    assert never.empty
    assert (one(later)["ChucVu"], one(later)["TienLuong"]) == ("Thợ", "")
    assert left.empty


def test_a_movement_files_line_merges_only_what_it_says():
    lines = line(PA="ON", Loai="1", ChucVu="Thợ cả", TinhTrang="DangLam")
    known = declared(row(1, TrangThai="OmDau"))

    person = one(fold(known.roster, lines, {}))

    assert (person["ChucVu"], person["TienLuong"]) == ("Thợ cả", "9000000")
    assert person["TinhTrang"] == "DangLam"


@pytest.mark.parametrize("source", ["snapshot", "movements"])
def test_a_back_dated_increase_changes_the_wage_only_where_it_was_found_in_a_snapshot(source):
    lines = line(PA="AD", Loai="2", TienLuong="9900000", source=source)

    person = one(fold(declared(row(1)).roster, lines, {}))

    assert person["TienLuong"] == ("9900000" if source == "snapshot" else "9000000")


def test_a_roster_is_the_same_whether_lines_come_at_once_or_one_by_one():
    base = declared(row(1)).roster
    lines = pd.concat(
        [
            line(1, PA="DC", Loai="2", TienLuong="1"),
            line(2, PA="TM", Loai="1", TienLuong="2"),
            line(1, PA="GH", Loai="3", gone=True),
            line(2, PA="CD", Loai="5", ChucVu="Thợ"),
            line(1, PA="TD", Loai="1", TienLuong="3"),
        ],
        ignore_index=True,
    )

    at_once = fold(base, lines, {})
    stepwise = base
    for position in range(len(lines)):
        stepwise = fold(stepwise, lines.iloc[[position]], {})

    pd.testing.assert_frame_equal(
        at_once.sort_values("MaNV", ignore_index=True),
        stepwise.sort_values("MaNV", ignore_index=True),
    )


def test_what_was_reported_is_unchanged_next_time():
    known = declared(row(1), row(2), row(3))
    rows = [row(1, TienLuong="1"), row(2, TrangThai="OmDau"), row(4), row(3, PA="TC")]
    first = work(*rows, known=known)
    after = Declared(
        roster=fold(known.roster, first.lines, {}), elsewhere=known.elsewhere, refused=known.refused
    )

    again = work(*rows, known=after)

    assert again.lines.empty
    assert set(again.fates.tolist()) == {0}


def test_a_line_of_past_months_changes_nothing():
    lines = line(PA="AD", Loai="2", TienLuong="9900000", TruyLui="1", source="snapshot")

    assert one(fold(declared(row(1)).roster, lines, {}))["TienLuong"] == "9000000"


def test_somebody_is_gone_since_the_first_month_that_was_taken_back():
    gone = {"PA": "GH", "Loai": "3", "gone": True, "TuThang": "10/2026"}
    back = {"PA": "SB", "Loai": "4", "TruyLui": "1", "TuThang": "12/2025"}
    lines = pd.concat(
        [
            line(1, **gone, DenThang="10/2026"),
            line(1, **back),
            line(2, **{**back, "TuThang": "01/2026"}),
            line(2, **{**gone, "TuThang": "03/2026"}),
            line(3, PA="SB", Loai="4", TruyLui="1", TuThang="05/2026"),
        ],
        ignore_index=True,
    )

    left = departed(lines)

    assert left.to_numpy().tolist() == [[HERE, "NV00001", "12/2025"], [HERE, "NV00002", "03/2026"]]
    assert departed(lines.iloc[:0]).empty
