"""A file of movements: rows are lines as they are coded, and people are recognised in it."""

from __future__ import annotations

from adapters.model import Kind
from outbox.model import RowFate
from outbox.roster import fold
from tests.outbox.payroll import FAR, HERE, asked, coded, declared, fates, row, said, work

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def movements(*rows, **told):
    return work(*rows, kind=Kind.MOVEMENTS, **told)


def test_a_row_is_a_line_as_it_is():
    told = {
        "PA": "TM",
        "Loai": "1",
        "TuThang": "08/2026",
        "DenThang": "",
        "TyleDong": "30,5",
        "TinhLai": "1",
        "DaCoSo": "1",
        "MavungLTT": "03",
        "Vtvl_nql_tungay": "01/08/2026",
        "Hdld_xdth_tungay": "01/08/2026",
        "Hdld_xdth_denngay": "31/07/2027",
        "Ghichu": "HĐLĐ 12/2026",
        "Tk1_Save": "X",
    }

    line = movements(coded(**told)).lines.iloc[0]

    expected = told | {"DenThang": "10/2026", "TyleDong": "30.5", "Tk1_Save": "x"}
    assert {name: line[name] for name in told} == expected
    assert (line["ViTri"], line["ViTriTuNgay"]) == ("NQL", "01/08/2026")
    assert (line["LoaiHD"], line["HDTuNgay"]) == ("XDTH", "01/08/2026")
    assert line["HDDenNgay"] == "31/07/2027"
    assert (line["source"], line["row"]) == ("movements", 2)


def test_what_the_sender_leaves_blank_is_filled_in():
    line = movements(coded(PA="TM")).lines.iloc[0]

    assert (line["Loai"], line["TuThang"], line["TyleDong"]) == ("1", "10/2026", "32.0")
    assert (line["TinhLai"], line["DaCoSo"], line["CoGiamChet"]) == ("0", "0", "0")
    assert line["MavungLTT"] == "01"


def test_people_are_recognised_by_number_then_by_citizen_id():
    known = declared(
        row(1),
        row(2),
        elsewhere=[
            {"MaDonVi": FAR, "MaNV": "NV00007", "CMND": "079090000007", "MasoBHXH": "7900000007"}
        ],
    )

    lines = movements(
        coded(PA="DC", Loai="2", MasoBHXH="7900000001", CMND=""),
        coded(PA="DC", Loai="2", CMND=row(2)["CMND"]),
        coded(PA="TD", Loai="1", MasoBHXH="7900000007"),
        coded(PA="TM", Loai="1", CMND="079190012345"),
        coded(PA="TD", Loai="1", CMND="", MasoBHXH="7911111111"),
        coded(PA="TM", Loai="1", CMND=""),
        coded(PA="TM", Loai="1", MaNV="NV00042"),
        known=known,
    ).lines

    assert lines["MaNV"].tolist() == [
        "NV00001",
        "NV00002",
        "NV00007",
        "CMND:079190012345",
        "BHXH:7911111111",
        "ROW:7",
        "NV00042",
    ]
    assert lines["MasoBHXH"].iloc[1] == "7900000002"
    assert lines["DaCoSo"].iloc[1] == "1"


def test_several_rows_of_a_person_are_lines_that_stand_together():
    result = movements(
        coded(PA="TM", Loai="1"), coded(PA="TM", Loai="1", CMND="079190000002"), coded(PA="AD")
    )

    assert [line[2] for line in said(result)] == ["TM", "AD", "TM"]
    assert result.lines["row"].tolist() == [2, 4, 3]


def test_a_death_is_flagged_where_its_day_is_told():
    line = movements(
        coded(PA="GH", Loai="3", MasoBHXH="7900000001", NgayChet="01/10/2026"),
        known=declared(row(1)),
    ).lines.iloc[0]

    assert (line["CoGiamChet"], line["gone"]) == ("1", True)


def test_an_arrival_of_somebody_declared_waits_for_an_answer():
    arriving = coded(PA="TM", Loai="1", CMND=row(1)["CMND"])
    answer = frozenset({(HERE, "NV00001", "Q-DECLARED")})

    held = movements(arriving, known=declared(row(1)))
    released = movements(arriving, known=declared(row(1)), released=answer)

    assert asked(held) == [("NV00001", "Q-DECLARED")]
    assert fates(held) == [HELD]
    assert fates(released) == [REPORTED]


def test_a_departure_of_somebody_unknown_waits_with_all_rows_of_that_person():
    held = movements(coded(PA="GH", Loai="3"), coded(PA="SB", Loai="4"), coded(PA="GH", CMND="1"))

    assert fates(held) == [HELD, HELD, HELD]
    assert {code for _, code in asked(held)} == {"Q-UNKNOWN"}


def test_leaving_and_coming_back_in_one_file_is_no_question():
    result = movements(
        coded(PA="GH", Loai="3", MasoBHXH="7900000001"),
        coded(PA="TM", Loai="1", MasoBHXH="7900000001"),
        coded(PA="TM", Loai="1"),
        coded(PA="DC", Loai="2"),
        known=declared(row(1)),
    )

    assert fates(result) == [REPORTED] * 4


def test_wrong_rows_are_rejected_alone():
    result = movements(coded(PA="TM"), coded(PA="TM", CMND="079190000002"), wrong=[0])

    assert fates(result) == [REJECTED, REPORTED]
    assert result.absent == 0


def test_what_VSS_refused_waits_here_too():
    first = movements(coded(PA="TM", Loai="1"))
    known = declared(refused=first.lines.assign(code="E1", reason="Trùng mã số"))

    again = movements(coded(PA="TM", Loai="1"), known=known)

    assert asked(again) == [("CMND:079190099999", "Q-REFUSED")]


def test_lines_of_a_file_of_movements_fold():
    known = declared(row(1, QuocTich="KR"))
    lines = movements(
        coded(PA="DC", Loai="2", MasoBHXH="7900000001", TienLuong="9900000"),
        coded(PA="OF", Loai="3", MasoBHXH="7900000001"),
        coded(PA="TM", Loai="1", TienLuong="7000000", Hdld_tungay="01/10/2026"),
        known=known,
    ).lines

    roster = fold(known.roster, lines, {}).set_index("MaNV")

    assert lines["TyleDong"].tolist() == ["30.0", "30.0", "32.0"]
    assert roster.loc["NV00001", ["TienLuong", "TinhTrang"]].tolist() == ["9900000", "OmDau"]
    newcomer = roster.loc["CMND:079190099999"]
    assert newcomer[["LoaiHD", "HDTuNgay", "TinhTrang"]].tolist() == [
        "KXDTH",
        "01/10/2026",
        "DangLam",
    ]
