"""Unsigned answers of every kind, in the shapes of the default profile, from invented senders.

The bytes are canonical and hold an empty place for the signature (``CKy_iVan``, ``CKy_BHXH``), so
they can be signed as they are:

    sign_with_xmlsec1(submission("TA0001A_202610_600_01_1a2b3c4d", "TA0001A"), "CKy_iVan", ivan)

`spelling` and `dates` make the variants that have been seen: DIADIEM or DiaDiem, yyyy-MM-dd or
dd/MM/yyyy.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Spelling = Literal["upper", "mixed"]
Dates = Literal["iso", "vietnamese"]

NAME = "TA0001A_202610_600_01_1a2b3c4d"
UNIT = "TA0001A"
TAX_CODE = "0301234567"
NUMBER = "00012/2026/07906"
MADE_ON = date(2026, 11, 5)


@dataclass(frozen=True, kw_only=True)
class Person:
    """One ROW_CTIET of a result."""

    line: int | str
    form: str = "D02-TS"
    name: str = "Nguyễn Văn Ví Dụ"
    accepted: str = "1"
    code: str = ""
    reason: str = ""
    insurance_number: str = ""
    card_number: str = ""
    card_from: str = ""
    card_to: str = ""


def submission(
    name: str,
    unit: str,
    *,
    digest: str = "",
    number: str = "",
    tax_code: str = TAX_CODE,
    at: str = "05/11/2026 08:15:30",
    forms: Mapping[str, int] | None = None,
    spelling: Spelling = "upper",
    dates: Dates = "iso",
) -> bytes:
    """Return "xác nhận nộp hồ sơ": the I-VAN has the dossier."""
    rows = "".join(
        element("ROW_CTIET", fields(STT=position, TEN_HSO=form, SO_LUONG=count))
        for position, (form, count) in enumerate((forms or {"D02-TS": 1}).items(), start=1)
    )
    digests = fields(MA_BAM=digest) if digest else ""
    body = fields(SO_HSO=number, NGAY_GDICH=at, MA_GDICH=name) + digests
    head = _head(unit, tax_code, MADE_ON, spelling, dates)
    return _notice("XN-NOP", head, body + element("CTIET_GDICH", rows), "CKy_iVan")


def notice(
    name: str,
    unit: str,
    *,
    number: str = NUMBER,
    outcome: str = "1",
    text: str = "Tiếp nhận",
    code: str = "",
    reason: str = "",
    period: str = "10/2026",
    tax_code: str = TAX_CODE,
    at: str = "05/11/2026 12:50:00",
    spelling: Spelling = "upper",
    dates: Dates = "iso",
) -> bytes:
    """Return 01/TB-GD: VSS has the dossier and numbered it ("1"), or refuses it ("0")."""
    body = fields(
        SO_HSO=number,
        TEN_GDICH="Báo tăng, báo giảm, điều chỉnh đóng BHXH, BHYT, BHTN",
        MALOAI_HSO="600",
        NGAY_GDICH=at,
        KY_KKHAI=period,
        MA_GDICH=name,
        MA_KQUA=outcome,
        KQUA=text,
        MA_LOI=code,
        MOTA_LOI=reason,
    )
    return _notice("01/TB-GD", _head(unit, tax_code, MADE_ON, spelling, dates), body, "CKy_BHXH")


def result(
    name: str,
    unit: str,
    *,
    number: str = NUMBER,
    outcome: str = "1",
    text: str = "Đã giải quyết",
    people: Iterable[Person] = (),
    received: date = MADE_ON,
    due: date = date(2026, 11, 12),
    made_on: date = date(2026, 11, 11),
    tax_code: str = TAX_CODE,
    spelling: Spelling = "mixed",
    dates: Dates = "vietnamese",
) -> bytes:
    """Return 03/TB-TS: all ("1"), some ("2") or none ("0") of the dossier's people accepted."""
    rows = "".join(_row(position, person) for position, person in enumerate(people, start=1))
    body = fields(
        SO_HSO=number,
        MA_GDICH=name,
        GIO_NHAN="12:50",
        NGAY_NHAN=written(received, dates),
        NGAY_TRA=written(due, dates),
        MA_KQUA=outcome,
        KQUA=text,
    ) + element("CTIET_GDICH", rows)
    return _notice("03/TB-TS", _head(unit, tax_code, made_on, spelling, dates), body, "CKy_BHXH")


def statement(
    unit: str,
    period: str = "10/2026",
    *,
    agency: str = "07906",
    lines: Iterable[tuple[str, str, tuple[str, str, str, str, str]]] = (),
) -> bytes:
    """Return C12-TS: one (stt, noiDung, (bhxh, bhyt, bhtn, bhtnld, cong)) for each Dong."""
    head = fields(MaDonVi=unit, TenDonVi="Chi nhánh Thủ Đức", MaCoQuan=agency, Thang=period)
    columns = ("bhxh", "bhyt", "bhtn", "bhtnld", "cong")
    body = "".join(
        element(
            "Dong",
            fields(stt=number, noiDung=text, **dict(zip(columns, amounts, strict=True))),
        )
        for number, text, amounts in lines
    )
    whole = element("ThongTin", head) + element("NoiDung", body) + element("CKy_BHXH", "")
    return element("C12-TS", whole).encode()


def element(name: str, content: str) -> str:
    """Return an element around XML that is written already."""
    return f"<{name}>{content}</{name}>"


def fields(**texts: str | int) -> str:
    """Return one element for each text, in order."""
    return "".join(
        element(name, html.escape(str(text), quote=False)) for name, text in texts.items()
    )


def written(day: date, dates: Dates) -> str:
    """Write a date in one of the two orders."""
    return f"{day:%Y-%m-%d}" if dates == "iso" else f"{day:%d/%m/%Y}"


def _head(unit: str, tax_code: str, made_on: date, spelling: Spelling, dates: Dates) -> str:
    place = {"upper": "DIADIEM", "mixed": "DiaDiem"}[spelling]
    return fields(
        **{place: "Thủ Đức"},
        NGAY_THONGBAO=written(made_on, dates),
        TEN_DVI="Công ty Cổ phần Dệt may Phương Nam",
        TEN_COQUAN="BHXH cơ sở Thủ Đức",
        MA_DVI=unit,
        MST=tax_code,
    )


def _notice(form: str, head: str, body: str, place: str) -> bytes:
    inside = element("TTDVI", head) + element("TTGDICH", body)
    whole = f'<XACNHAN_GDICH mau="{form}">{inside}</XACNHAN_GDICH>' + element(place, "")
    return element("BHXH", whole).encode()


def _row(position: int, person: Person) -> str:
    return element(
        "ROW_CTIET",
        fields(
            STT=position,
            MaToKhai=person.form,
            STT_LAODONG=person.line,
            HoTen=person.name,
            MasoBHXH="",
            CMND="",
            MA_KQUA=person.accepted,
            MA_LOI=person.code,
            MOTA_LOI=person.reason,
            MasoBHXH_CAP=person.insurance_number,
            SoTheBHYT=person.card_number,
            TuNgay_The=person.card_from,
            DenNgay_The=person.card_to,
        ),
    )
