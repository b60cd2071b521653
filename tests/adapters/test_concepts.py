"""Headings that no alias names are understood word by word."""

from __future__ import annotations

import pytest

from adapters.concepts import ConceptJudge
from config.concepts import load_concepts

JUDGE = ConceptJudge(load_concepts())


def _named(heading: str) -> set[str]:
    """Return the fields that a heading names without a doubt."""
    told = JUDGE.fields(JUDGE.read(heading)).values()
    return {each.field for each in told if each.score > 0.9 and each.level == "sure"}


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("BIRTH_REG_PROV_CD", "Matinh_KS"),
        ("CONTR_ENDDA", "HDDenNgay"),
        ("ZZBHXH_NUM", "MasoBHXH"),
        ("masobhxh", "MasoBHXH"),
        ("kyTinhLuong", "Ky"),
        ("[VN] SI-Liable Base Wage", "TienLuong"),
        ("TRADE_SENIOR_PCT", "PhuCapTNNghe"),
        ("Q.Tịch", "QuocTich"),
        ("C.Danh", "ChucVu"),
        ("Đảm nhiệm vị trí từ ngày", "ViTriTuNgay"),
        ("Mã phường chỗ ở", "Maxa_NN"),
    ],
)
def test_a_heading_is_what_its_words_mean_together(heading: str, field: str) -> None:
    assert _named(heading) == {field}


@pytest.mark.parametrize(
    "heading",
    [
        "Ngày sinh người phụ thuộc",
        "Số CCCD cũ",
        "Emergency Phone",
        "SI_DEDUCTION_AMT",
        "Ngày cấp CCCD",
    ],
)
def test_what_is_somebody_elses_names_no_field(heading: str) -> None:
    said = JUDGE.read(heading)

    assert JUDGE.idle(said)
    assert not JUDGE.fields(said)


def test_a_field_beside_what_nobody_needs_is_a_question() -> None:
    told = JUDGE.fields(JUDGE.read("Ngày bắt đầu HĐ thử việc"))

    assert told["HDTuNgay"].level == "maybe"


def test_an_unknown_word_makes_a_heading_less_sure() -> None:
    assert JUDGE.fields(JUDGE.read("Xyz chức vụ"))["ChucVu"].score < 0.9


def test_accents_tell_words_apart_that_are_alike_without_them() -> None:
    assert JUDGE.read("tỉnh").meant == (("province",),)
    assert JUDGE.read("tính").meant == (("contribution",),)
    assert JUDGE.read("tinh").meant == (("province", "contribution"),)
    assert JUDGE.read("khoản").meant == (("item",),)


def test_words_run_together_are_taken_apart_only_if_all_of_them_are_known() -> None:
    assert JUDGE.read("CONTRENDDA").meant == (("contract",), ("to",))
    assert JUDGE.read("contrqqqq").unknown == 1


@pytest.mark.parametrize(("heading", "field"), [("STFNBR", "MaNV"), ("WRKPLC_NM", "NoiLamViec")])
def test_words_without_their_vowels_are_known(heading: str, field: str) -> None:
    assert _named(heading) == {field}
