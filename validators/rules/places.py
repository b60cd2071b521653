"""Provinces and communes of today, and the hospital of first contact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from adapters.near import Words
from validators.cells import Cells, Mask
from validators.columns import among, arrow, as_mask, matches_repeated
from validators.model import Context, Violation
from validators.numbers import hospital
from validators.wording import Wording

OLD_PROVINCE = Wording(
    code="E-PROVINCE-OLD",
    vi="Mã tỉnh trước 01/07/2025, nay đã sáp nhập",
    en="A province code from before 01/07/2025; that province has been merged",
    advice_vi="Ghi mã tỉnh mới ({now}).",
    advice_en="Write the code of today's province ({now}).",
    law="NQ 202/2025/QH15 (từ 01/07/2025)",
)
PROVINCE = Wording(
    code="E-PROVINCE",
    vi="Mã tỉnh không có trong danh mục 34 tỉnh, thành phố",
    en="The province code is none of the 34",
    advice_vi="Ghi mã tỉnh 2 chữ số, ví dụ 01, 79.",
    advice_en="Write the province's two digits, such as 01 or 79.",
    law="QĐ 19/2025/QĐ-TTg",
)
COMMUNE = Wording(
    code="E-COMMUNE",
    vi="Mã xã không phải là 5 chữ số",
    en="The commune code is not 5 digits",
    advice_vi="Ghi mã xã, phường 5 chữ số theo danh mục từ 01/07/2025.",
    advice_en="Write the commune's five digits from the list in force since 01/07/2025.",
    law="QĐ 19/2025/QĐ-TTg",
)
UNKNOWN = Wording(
    code="W-COMMUNE",
    vi="Mã xã không có trong danh mục xã, phường từ 01/07/2025",
    en="The commune code is not in the list in force since 01/07/2025",
    advice_vi="Kiểm tra xã, phường sau sáp nhập.",
    advice_en="Check which commune it has been merged into.",
    law="QĐ 19/2025/QĐ-TTg",
)
ELSEWHERE = Wording(
    code="E-COMMUNE-PROVINCE",
    vi="Mã xã không thuộc tỉnh đã ghi ở {province}",
    en="The commune does not belong to the province given in {province}",
    advice_vi="Sửa mã xã hoặc mã tỉnh cho khớp nhau.",
    advice_en="Mend the commune or the province so that they agree.",
    law="QĐ 19/2025/QĐ-TTg",
)
HOSPITAL = Wording(
    code="E-HOSPITAL",
    vi="Mã bệnh viện KCB không phải 2 chữ số và 3 chữ hoặc số",
    en="The hospital code is not 2 digits followed by 3 letters or digits",
    advice_vi="Ghi mã 5 ký tự, ví dụ 01258; định dạng cột là văn bản.",
    advice_en="Write its five characters, such as 01258, in a text column.",
    law="Danh mục cơ sở KCB của BHXH Việt Nam",
)
HOSPITAL_PROVINCE = Wording(
    code="E-HOSPITAL-PROVINCE",
    vi="Mã tỉnh bệnh viện không phải là 2 chữ số",
    en="The province code of the hospital is not 2 digits",
    advice_vi="Ghi 2 chữ số, ví dụ 01, 79 (97 là Bộ Quốc phòng); định dạng cột là văn bản.",
    advice_en="Write two digits, such as 01 or 79 (97 for the army), in a text column.",
    law="Danh mục cơ sở KCB của BHXH Việt Nam",
)
WORDINGS = (OLD_PROVINCE, PROVINCE, COMMUNE, UNKNOWN, ELSEWHERE, HOSPITAL, HOSPITAL_PROVINCE)

PAIRS = (("Matinh_KS", "Maxa_KS"), ("Matinh_NN", "Maxa_NN"))
_COMMUNE = r"\A[0-9]{5}\z"
_TWO_DIGITS = r"\A[0-9]{2}\z"
_HOSPITALS = 500


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find places that are in no list of today (QĐ 19/2025/QĐ-TTg of 30/06/2025)."""
    for province, commune in PAIRS:
        yield from pair(cells, province, commune, context)
    wrong = hospital.wrong(cells.column("MaBenhVien")) & cells.good("MaBenhVien")
    yield HOSPITAL.at("MaBenhVien", wrong, near=_hospitals(cells, wrong) if wrong.any() else None)
    shaped = matches_repeated(cells.column("MaTinhBenhVien"), _TWO_DIGITS)
    yield HOSPITAL_PROVINCE.at("MaTinhBenhVien", cells.good("MaTinhBenhVien") & ~shaped)


def pair(cells: Cells, province: str, commune: str, context: Context) -> Iterator[Violation]:
    """Find what is wrong with the codes of one place."""
    yield from _provinces(cells, province, context)
    yield from _communes(cells, commune, province, context)


def _provinces(cells: Cells, field: str, context: Context) -> Iterator[Violation]:
    """Find province codes that are merged or unknown; a merged one is told its successor."""
    given = cells.column(field)
    unknown = cells.good(field) & ~among(given, context.codes.provinces)
    if not unknown.any():
        return
    for code, province in context.codes.old_provinces.items():
        merged = unknown & among(given, (code,))
        now = f"{province.now} {context.codes.provinces[province.now]}"
        yield replace(OLD_PROVINCE.at(field, merged, {"now": now}), proposal=province.now)
    known = context.codes.provinces
    near = Words({**{name: code for code, name in known.items()}, **{code: code for code in known}})
    yield PROVINCE.at(field, unknown & ~among(given, context.codes.old_provinces), near=near)


def _communes(cells: Cells, field: str, province: str, context: Context) -> Iterator[Violation]:
    """Find commune codes of another shape, unknown ones, and those of another province."""
    given = cells.column(field)
    good = cells.good(field)
    shaped = matches_repeated(given, _COMMUNE)
    known = among(given, context.codes.communes)
    # Not slips of the hand: the codes lie close together, and most strange ones are old ones.
    near = Words.of(context.codes.communes, most=0) if (good & ~known).any() else None
    yield COMMUNE.at(field, good & ~shaped, near=near)
    yield UNKNOWN.at(field, good & shaped & ~known, near=near)
    both = good & known & cells.good(province)
    elsewhere = both & ~_belongs(cells, field, province, context)
    yield ELSEWHERE.at(field, elsewhere, {"province": province})


def _belongs(cells: Cells, commune: str, province: str, context: Context) -> Mask:
    """Tell which rows have a commune of the province beside it."""
    codes = context.codes.communes
    texts = arrow(cells.column(commune))
    at = pc.index_in(texts, value_set=pa.array(list(codes), type=texts.type))
    expected = pc.take(pa.array(list(codes.values()), type=texts.type), at)
    return as_mask(pc.equal(expected, arrow(cells.column(province))))


def _hospitals(cells: Cells, wrong: Mask) -> Words:
    """Return the hospitals that other rows of the file name: there is no public list of all."""
    named = cells.column("MaBenhVien")[cells.good("MaBenhVien") & ~wrong]
    return Words.of(named.value_counts().index[:_HOSPITALS].tolist())
