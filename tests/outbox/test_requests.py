"""Requests become lines of the person's own row with what is new; nobody stands there twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lxml import etree

from adapters.requests import REQUEST_FIELDS
from config.model import Period
from outbox.compose import build_forms
from outbox.model import Movements, RowFate
from outbox.requests import RequestRules, changed, work_out
from outbox.roster import ROSTER_COLUMNS
from tests.outbox.payroll import codes

UNITS = ("TA0001A", "TB0002B")


def roster(*people: dict[str, str]) -> pd.DataFrame:
    usual = {
        "MaDonVi": "TA0001A", "HoTen": "Lê Thị Ví Dụ", "CMND": "079190000001",
        "MasoBHXH": "7900000001", "NgaySinh": "05/03/1990", "GioiTinh": "0", "QuocTich": "VN",
        "MaBenhVien": "79025", "Matinh_NN": "79", "Maxa_NN": "26740", "Diachi_NN": "1 Lê Lợi",
        "Matinh_KS": "79", "Maxa_KS": "26740", "DienThoai": "0900000001",
    }  # fmt: skip
    rows = [{**dict.fromkeys(ROSTER_COLUMNS, ""), **usual, **each} for each in people]
    return pd.DataFrame(rows, columns=[*ROSTER_COLUMNS], dtype="str")


def ask(
    *rows: dict[str, str],
    people: pd.DataFrame | None = None,
    wrong: tuple[bool, ...] = (),
    **told: object,
) -> Movements:
    frame = pd.DataFrame(
        [{**dict.fromkeys(REQUEST_FIELDS, ""), **row} for row in rows], dtype="str"
    ).assign(row=range(2, 2 + len(rows)))
    rules = RequestRules(
        **{
            "kinds": codes().requests, "procedures": codes().procedures, "units": UNITS,
            "period": Period(2026, 11), "under_way": frozenset(), "released": frozenset(),
            "doubtful": {}, **told,
        }
    )  # fmt: skip
    people = roster({"MaNV": "NV1"}, {"MaNV": "NV2"}) if people is None else people
    return work_out(frame, np.array(wrong or (False,) * len(rows)), people, rules)


def fates(found: Movements) -> list[RowFate]:
    return [RowFate(fate) for fate in found.fates.tolist()]


def asked(person: str, code: str, **told: str) -> dict[str, str]:
    return {"MaNV": person, "YeuCau": code, **told}


def test_a_request_says_who_the_person_is_and_what_is_asked_for():
    found = ask(asked("NV1", "SO-MAT"))

    line = found.lines.iloc[0]
    assert fates(found) == [RowFate.REPORTED]
    assert (line["HoTen"], line["MasoBHXH"], line["row"]) == ("Lê Thị Ví Dụ", "7900000001", 2)
    assert (line["ThuTuc"], line["Noidung_Thaydoi"]) == ("607", "Cấp lại sổ BHXH do mất")


def test_a_change_says_the_new_value_and_what_it_was():
    found = ask(asked("NV1", "THE-KCB", MaBenhVien="79030"))

    line = found.lines.iloc[0]
    assert (line["MaBenhVien"], line["MaTinhBenhVien"]) == ("79030", "79")
    assert line["Noidung_Thaydoi"].endswith("Mã bệnh viện KCB: 79025 -> 79030")
    assert line["DoiMoi"].split() == ["MaBenhVien"]


def test_the_words_of_HR_come_before_ours():
    found = ask(asked("NV1", "SO-DOI", Noidung_Thaydoi="Sửa tên đệm", HosoKemtheo="CCCD"))

    assert found.lines[["Noidung_Thaydoi", "HosoKemtheo"]].iloc[0].tolist() == [
        "Sửa tên đệm", "CCCD",
    ]  # fmt: skip


def test_a_number_of_12_digits_does_not_stand_in_a_field_of_10():
    found = ask(asked("NV1", "SO-MAT"), people=roster({"MaNV": "NV1", "MasoBHXH": "079190000001"}))

    assert found.lines[["MasoBHXH", "DaCoSo"]].iloc[0].tolist() == ["", "1"]


def test_a_second_request_by_the_same_procedure_waits_for_the_next_dossier():
    found = ask(
        asked("NV1", "THE-DOI", CMND="079190000009"),
        asked("NV1", "THE-KCB", MaBenhVien="79030"),
        asked("NV2", "SO-MAT"),
    )

    told = found.lines[["ThuTuc", "Lan", "MaNV"]].to_numpy().tolist()
    assert told == [["607", 0, "NV2"], ["608", 0, "NV1"], ["608", 1, "NV1"]]


@pytest.mark.parametrize("code", sorted(codes().requests))
def test_every_kind_makes_the_forms_of_its_procedure(code):
    needs = {
        "Noidung_Thaydoi": "Sửa tên", "MaBenhVien": "79030", "TuNgay": "01/12/2026",
        "Sothang": "12",
    }  # fmt: skip
    found = ask(asked("NV1", code, **needs), people=roster({"MaNV": "NV1", "MasoBHXH": ""}))

    procedure = codes().procedures[found.lines["ThuTuc"].iloc[0]]
    forms = {
        form.code: etree.fromstring(form.data)
        for form in build_forms(found.lines, codes(), procedure)
    }
    assert set(forms) == {*procedure.mandatory, "TK1-TS"}
    assert len(forms["TK1-TS"].findall(".//LaoDong")) == 1
    if code == "THE-BHYT":
        row = forms["D03-TS"].find(".//LaoDong")
        assert [row.findtext(name) for name in ("PA", "TuNgay", "Sothang")] == [
            "TM", "01/12/2026", "12",
        ]  # fmt: skip


def test_what_is_declared_already_is_unchanged_and_said():
    found = ask(asked("NV1", "THE-KCB", MaBenhVien="79025"), asked("NV2", "SO-MOI"))

    assert fates(found) == [RowFate.UNCHANGED, RowFate.UNCHANGED]
    assert [each.code for each in found.remarks] == ["R-REQUEST-DONE"] * 2
    assert found.lines.empty


def test_somebody_unknown_is_asked_about_and_left_out_by_a_word():
    first = ask(asked("NV9", "SO-MAT"))
    word = frozenset({("TA0001A", "NV9", "Q-REQUEST-UNKNOWN")})

    second = ask(asked("NV9", "SO-MAT"), released=word)

    assert [(each.code, each.unit) for each in first.questions] == [
        ("Q-REQUEST-UNKNOWN", "TA0001A")
    ]
    assert (fates(first), fates(second)) == ([RowFate.HELD], [RowFate.REJECTED])


def test_of_several_units_one_must_be_named_or_confirmed():
    people = roster({"MaNV": "NV1"}, {"MaNV": "NV1", "MaDonVi": "TB0002B"})
    word = frozenset({("TA0001A", "NV1", "Q-REQUEST-UNIT")})

    open_ = ask(asked("NV1", "SO-MAT"), people=people)
    named = ask(asked("NV1", "SO-MAT", MaDonVi="TB0002B"), people=people)
    told = ask(asked("NV1", "SO-MAT"), people=people, released=word)

    assert [each.code for each in open_.questions] == ["Q-REQUEST-UNIT"]
    assert named.lines["MaDonVi"].tolist() == ["TB0002B"]
    assert told.lines["MaDonVi"].tolist() == ["TA0001A"]


def test_what_is_under_way_is_held_until_somebody_says_so():
    way = frozenset({("TA0001A", "NV1", "SO-MAT")})
    word = frozenset({("TA0001A", "NV1", "Q-REQUEST-TWICE")})

    held = ask(asked("NV1", "SO-MAT"), asked("NV1", "THE-MAT"), under_way=way)
    told = ask(asked("NV1", "SO-MAT"), under_way=way, released=word)

    assert fates(held) == [RowFate.HELD, RowFate.REPORTED]
    assert fates(told) == [RowFate.REPORTED]


def test_doubtful_papers_hold_their_person_and_wrong_rows_are_rejected():
    found = ask(
        asked("NV1", "SO-MAT"), asked("NV2", "Quà"), wrong=(False, True),
        doubtful={"Q-ATTACHMENT": frozenset({2})},
    )  # fmt: skip

    assert fates(found) == [RowFate.HELD, RowFate.REJECTED]
    assert [each.code for each in found.questions] == ["Q-ATTACHMENT"]


def test_what_was_accepted_is_declared_and_nothing_else():
    before = roster({"MaNV": "NV1"}, {"MaNV": "NV2"})
    lines = ask(
        asked("NV1", "SO-DOI", HoTen="Lê Thị Mới", Email="moi@example.vn"), asked("NV2", "SO-MAT")
    ).lines

    after = changed(before, lines)

    assert after["HoTen"].tolist() == ["Lê Thị Mới", "Lê Thị Ví Dụ"]
    assert after["Email"].tolist() == ["moi@example.vn", ""]
    assert after.drop(columns=["HoTen", "Email"]).equals(before.drop(columns=["HoTen", "Email"]))
