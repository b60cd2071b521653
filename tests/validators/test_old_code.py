"""E-ENC-CELL and W-ENC-CELL: the cell of a file in Unicode that was written in TCVN3 or VNI."""

from __future__ import annotations

import pytest

from adapters.model import Kind
from tests.adapters.old_codes import masked
from tests.validators.people import context, movement, person, table
from validators.layers import examine
from validators.model import Report

CONTEXT = context()


def run(*rows: dict[str, str], kind: Kind = Kind.SNAPSHOT) -> Report:
    return examine(table(list(rows), kind), sha256="", context=CONTEXT)


def codes(report: Report) -> list[tuple[int | None, str | None, str]]:
    return [(each.row, each.field, each.code) for each in report.findings]


@pytest.mark.parametrize("code", ["tcvn3", "vni"])
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("HoTen", "Trần Thị Bưởi"),
        ("ChucVu", "Thợ điện"),
        ("NoiLamViec", "Văn phòng Thủ Đức"),
        ("MaPhongBan", "Phòng Kỹ thuật"),
        ("Diachi_KS", "Thôn Đông, xã Phú Xuân"),
        ("Diachi_NN", "12 Lê Lợi"),
        ("LyDo", "Chuyển công tác"),
    ],
)
def test_a_cell_in_an_old_code_is_refused_at_its_place(field: str, text: str, code: str) -> None:
    report = run(person(1), person(2, **{field: masked(text, code)}))

    assert codes(report) == [(3, field, "E-ENC-CELL")]
    assert report.wrong.tolist() == [False, True]


def test_letters_are_named_and_no_name_is_proposed() -> None:
    (found,) = run(person(1, HoTen="Tr­¬ng Kim")).findings

    assert found.message_en.endswith("TCVN3 (ABC), not in Unicode: U+00AD → ư, ¬ → ơ")
    assert found.proposal is None


def test_a_post_is_proposed_as_it_was_meant() -> None:
    (found,) = run(person(1, ChucVu="Thôï ñieän")).findings

    assert found.proposal == "Thợ điện"


def test_what_may_be_right_is_a_warning_and_goes_on() -> None:
    report = run(person(1, HoTen="Cao Thò Lan"), person(2, HoTen="Loïc Martin"))

    assert codes(report) == [(2, "HoTen", "W-ENC-CELL"), (3, "HoTen", "W-ENC-CELL")]
    assert not report.wrong.any()


def test_beside_unicode_a_doubt_is_none() -> None:
    assert codes(run(person(1, HoTen="Nguyễn Thò Lan"))) == []


def test_a_table_without_accents_is_not_looked_at() -> None:
    plain = {"HoTen": "Cao Lan", "ChucVu": "May", "NoiLamViec": "Kho", "Diachi_KS": "1 Le Loi"}

    assert codes(run(person(1, **plain, Diachi_NN="1 Le Loi"))) == []


def test_a_cell_in_both_codes_is_refused() -> None:
    report = run(person(1, HoTen="Tr­¬ng Vaên"))

    assert codes(report) == [(2, "HoTen", "E-ENC-CELL")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("José Muñoz", []), ("Loïc Martin", []), ("Leâ Martin", ["W-ENC-CELL"])],
)
def test_a_foreigner_is_never_refused_for_it(name: str, expected: list[str]) -> None:
    row = person(1, HoTen=name, QuocTich="FR", DanToc="99", CMND="AB123456", Diachi_KS="Köln")

    report = run(row)

    told = [code for _, field, code in codes(report) if field in ("HoTen", "Diachi_KS")]
    assert told == expected


def test_the_post_of_a_foreigner_is_judged_like_any_other() -> None:
    report = run(person(1, QuocTich="FR", DanToc="99", CMND="AB123456", ChucVu="Gi¸m ®èc"))

    assert "E-ENC-CELL" in [code for _, field, code in codes(report) if field == "ChucVu"]


def test_the_parent_in_a_file_of_movements_is_a_name_too() -> None:
    report = run(movement(1, Ten_ChaMe_Giamho="Lª V¨n Hïng"), kind=Kind.MOVEMENTS)

    assert (2, "Ten_ChaMe_Giamho", "E-ENC-CELL") in codes(report)


def test_hundreds_of_such_cells_are_all_told() -> None:
    report = run(*(person(at, ChucVu=f"Thôï {at}") for at in range(700)))

    assert report.counts["E-ENC-CELL"] == 700
