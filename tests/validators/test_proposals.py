"""What is nearly right is told with what was probably meant; digits of a person never are."""

from __future__ import annotations

import pytest

from adapters.model import Defect, Kind
from tests.validators.people import context, movement, person, table
from validators.layers import examine
from validators.model import Finding, Report
from validators.proposals import plain_advice

CONTEXT = context()


def judged(*rows: dict[str, str], defects: tuple[Defect, ...] = ()) -> Report:
    return examine(table(list(rows), defects=defects), sha256="ab" * 32, context=CONTEXT)


def only(report: Report, code: str) -> Finding:
    (found,) = (finding for finding in report.findings if finding.code == code)
    return found


@pytest.mark.parametrize(
    ("field", "text", "code", "meant"),
    [
        ("MaDonVi", "TA001A", "E-UNIT", "TA0001A"),
        ("PA", "Tăng mơi", "E-PA", "TM"),
        ("PA", "MT", "E-PA", "TM"),
        ("TrangThai", "Đang lm việc", "E-STATUS", "Đang làm việc"),
        ("LoaiHD", "XDHT", "E-CONTRACT-KIND", "XDTH"),
        ("GioiTinh", "Nan", "E-SEX", "Nam"),
        ("MavungLTT", "O1", "E-REGION", "01"),
        ("DanToc", "1", "E-ETHNICITY", "01"),
        ("DanToc", "Khmeer", "E-ETHNICITY", "05"),
        ("Matinh_NN", "1", "E-PROVINCE", "01"),
        ("Matinh_NN", "TP Hồ Chí Minh", "E-PROVINCE", "79"),
        ("Matinh_NN", "77", "E-PROVINCE-OLD", "79"),
        ("Maxa_KS", "4", "E-COMMUNE", "00004"),
        ("MaBenhVien", "7925", "E-HOSPITAL", "79025"),
        ("Ky", "10.2026", "E-PERIOD", "10/2026"),
        ("Ky", "tháng 10 năm 2026", "E-PERIOD", "10/2026"),
        ("Ky", "10/2027", "E-PERIOD-FUTURE", "10/2026"),
        ("Ky", "01/2026", "E-PERIOD-MIXED", "10/2026"),
        ("MaDonVi", "ZZ9999Z", "E-UNIT", None),
        ("CMND", "07919500001", "E-CITIZEN", None),
        ("MasoBHXH", "791234560", "E-INSURANCE", None),
    ],
)
def test_a_near_miss_gets_a_proposal(field: str, text: str, code: str, meant: str | None) -> None:
    found = only(judged(person(1, **{field: text}), person(2), person(3)), code)

    assert found.proposal == meant
    assert found.advice_vi.startswith(f"Có phải “{meant}”? ") is (meant is not None)
    assert found.advice_en.startswith(f"Did you mean “{meant}”? ") is (meant is not None)
    assert not any(advice.startswith(("Có phải", "Did you")) for advice in plain_advice(found))


def test_a_unit_code_that_is_nearly_ours_is_shown_as_it_stands() -> None:
    near, far = judged(
        person(1, MaDonVi="TA001A"), person(2), person(3, MaDonVi="07919500")
    ).findings

    assert (near.value, far.value) == ("TA001A", "07****00")


def test_a_file_of_one_unit_written_wrongly_gets_the_proposal_once() -> None:
    report = judged(person(1, MaDonVi="TA001A"), person(2, MaDonVi="TA001A"))

    assert only(report, "E-UNIT-NONE").proposal == "TA0001A"


def test_a_period_is_no_near_miss_where_no_row_has_a_good_one() -> None:
    report = judged(person(1, Ky="10.2026"), person(2, Ky="10.2026"))

    assert {finding.proposal for finding in report.findings} == {None}


def test_a_whole_file_is_asked_about_a_few_hundred_texts_only() -> None:
    rows = [person(number, MaDonVi=f"TA0001A{number:04}") for number in range(1, 520)]
    report = judged(*rows, person(520, MaDonVi="TA001A"), person(521))

    assert report.findings[-1].value == "******"
    assert report.findings[-1].proposal is None


def test_a_defect_carries_the_proposal_of_its_adapter() -> None:
    defect = Defect(code="W-COLUMN", row=1, letter="Z", proposal="Dân tộc")

    found = only(judged(person(1), defects=(defect,)), "W-COLUMN")

    assert found.proposal == "Dân tộc"
    assert found.advice_en.startswith("Did you mean “Dân tộc”? ")


def test_a_movement_code_of_a_file_of_movements_is_proposed_too() -> None:
    rows = table([movement(1, PA="GHH"), movement(2)], Kind.MOVEMENTS)

    report = examine(rows, sha256="ab" * 32, context=CONTEXT)

    assert only(report, "E-PA").proposal == "GH"
