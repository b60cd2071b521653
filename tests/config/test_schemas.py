"""The XSDs of the default profile, as lxml, xmlschema and xmllint understand them."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from config.profile import load_profile
from tests.config.samples import (
    D02_FIELDS,
    HOUSEHOLD,
    LINE,
    NAME,
    SIGNATURE,
    UNIT,
    d02,
    hoso,
    numbered,
    result,
    statement,
    submission,
    tk1,
)

FOLDER = load_profile("default").folder
CODES = Path(__file__).parents[2] / "config" / "codes"


def by_lxml(document: str, schema: str) -> bool:
    return etree.XMLSchema(file=str(FOLDER / schema)).validate(etree.fromstring(document.encode()))


def by_xmlschema(document: str, schema: str) -> bool:
    return xmlschema.XMLSchema10(FOLDER / schema, allow="local").is_valid(document)


def by_xmllint(document: str, schema: str) -> bool:
    done = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--schema", str(FOLDER / schema), "-"],
        input=document.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return done.returncode == 0


ENGINES = [by_lxml, by_xmlschema, by_xmllint]
Engine = Callable[[str, str], bool]

every_engine = pytest.mark.parametrize("accepts", ENGINES)

GOOD = {
    "D02-TS": (d02(), "d02-ts.xsd"),
    "D02-TS before signing": (d02(signature=""), "d02-ts.xsd"),
    "D02-TS of a leaver": (
        d02(PA="GH", Loai="3", CoGiamChet="1", NgayChet="05/10/2026"),
        "d02-ts.xsd",
    ),
    "D02-TS with a coefficient": (d02(TienLuong="2.34", PhuCapCV="0.4"), "d02-ts.xsd"),
    "TK1-TS": (tk1(), "tk1-ts.xsd"),
    "TK1-TS with a household": (tk1(PhuLuc=HOUSEHOLD), "tk1-ts.xsd"),
    "envelope": (hoso(), "hoso.xsd"),
    "envelope with both signatures": (hoso(f"<CKy_iVan>{SIGNATURE}</CKy_iVan>"), "hoso.xsd"),
    "submission": (submission(), "xn-nop.xsd"),
    "notice": (numbered(), "tb-gd.xsd"),
    "result": (result(), "tb-ts.xsd"),
    "result without a person": (result(""), "tb-ts.xsd"),
    "statement": (statement(), "c12-ts.xsd"),
    "unknown elements in an answer": (
        result()
        .replace("<NGAY_TRA>", "<MOI><SAU/></MOI><NGAY_TRA>")
        .replace("<BHXH>", "<BHXH><THEM/>"),
        "tb-ts.xsd",
    ),
    "an answer in another order": (
        submission(dossier="").replace("<SO_HSO/>", f"{NAME}<SO_HSO/>"),
        "xn-nop.xsd",
    ),
}

GOLDEN = Path(__file__).parents[1] / "outbox" / "golden"
GOOD |= {
    code: ((GOLDEN / f"{code}.xml").read_text(encoding="utf-8"), f"{code.lower()}.xsd")
    for code in ("D01-TS", "D03-TS", "TK3-TS")
}


def changed(code: str, old: str, new: str) -> tuple[str, str]:
    """Return a golden form with one thing changed, and its schema."""
    document, schema = GOOD[code]
    assert document.count(old) == 1
    return document.replace(old, new), schema


BAD = {
    "D01-TS without a paper": changed("D01-TS", "<SoVanBan>12/HĐLĐ</SoVanBan>", ""),
    "D01-TS with an ISO date": changed(
        "D01-TS", "<NgayHieuLuc>01/10/2026", "<NgayHieuLuc>2026-10-01"
    ),
    "D01-TS with a long name": changed("D01-TS", "Nguyễn Văn An", "A" * 101),
    "D03-TS with a movement in words": changed("D03-TS", "<PA>TM", "<PA>Tăng mới"),
    "D03-TS of group 6": changed("D03-TS", "<Loai>1", "<Loai>6"),
    "D03-TS in the wrong order": changed(
        "D03-TS", "<PA>TM</PA><MavungSS></MavungSS>", "<MavungSS></MavungSS><PA>TM</PA>"
    ),
    "TK3-TS that does not say whose layout it is": changed("TK3-TS", ' mau="TK3-TS (own)"', ""),
    "TK3-TS of no unit": changed("TK3-TS", "<MaDonVi>TA0001A", "<MaDonVi>"),
    "TK3-TS that wants nothing": changed("TK3-TS", "Đổi địa chỉ liên hệ", ""),
    "D02-TS in the wrong order": (
        d02({key: D02_FIELDS[key] for key in ("HoTen", "STT", *list(D02_FIELDS)[2:])}),
        "d02-ts.xsd",
    ),
    "D02-TS without an element": (
        d02({key: value for key, value in D02_FIELDS.items() if key != "DenThang"}),
        "d02-ts.xsd",
    ),
    "D02-TS with an element more": (d02(Moi="1"), "d02-ts.xsd"),
    "movement code": (d02(PA="XX"), "d02-ts.xsd"),
    "group": (d02(Loai="6"), "d02-ts.xsd"),
    "sex 2": (d02(GioiTinh="2"), "d02-ts.xsd"),
    "no wage": (d02(TienLuong="0"), "d02-ts.xsd"),
    "wage with points": (d02(TienLuong="9.500.000"), "d02-ts.xsd"),
    "comma in a rate": (d02(TyleDong="32,5"), "d02-ts.xsd"),
    "rate over 100": (d02(TyleDong="101"), "d02-ts.xsd"),
    "ISO date": (d02(NgaySinh="1990-02-01"), "d02-ts.xsd"),
    "month 13": (d02(TuThang="13/2026"), "d02-ts.xsd"),
    "12-digit insurance number": (d02(MasoBHXH="079090000001"), "d02-ts.xsd"),
    "name too long": (d02(HoTen="A" * 101), "d02-ts.xsd"),
    "note too long": (d02(Ghichu="A" * 501), "d02-ts.xsd"),
    "wage region": (d02(MavungLTT="1"), "d02-ts.xsd"),
    "two signatures": (d02(signature=SIGNATURE * 2), "d02-ts.xsd"),
    "something else where the signature stands": (d02(signature="<Khac/>"), "d02-ts.xsd"),
    "district written": (tk1(Mahuyen_KS="quận 1"), "tk1-ts.xsd"),
    "e-mail": (tk1(Email_LH="thu"), "tk1-ts.xsd"),
    "hospital code": (tk1(MaBenhVien="7901"), "tk1-ts.xsd"),
    "household without members": (
        tk1(PhuLuc=re.sub("<ThanhVien>.*</ThanhVien>", "", HOUSEHOLD)),
        "tk1-ts.xsd",
    ),
    "period": (hoso(KyKeKhai="102026"), "hoso.xsd"),
    "no file": (hoso(files=0), "hoso.xsd"),
    "two files of one name": (hoso(files=2), "hoso.xsd"),
    "namespace": (hoso().replace("<Hoso", '<Hoso xmlns="urn:x"', 1), "hoso.xsd"),
    "answer to no dossier": (submission(dossier=""), "xn-nop.xsd"),
    "answer to two dossiers": (submission(dossier=NAME * 2), "xn-nop.xsd"),
    "answer to nobody": (submission(unit=UNIT.replace("TA0001A", "")), "xn-nop.xsd"),
    "answer of another form": (numbered(), "tb-ts.xsd"),
    "notice without a result": (numbered(result=""), "tb-gd.xsd"),
    "hash": (submission().replace("a0", "xy"), "xn-nop.xsd"),
    "a line answered twice": (result(LINE * 2), "tb-ts.xsd"),
    "a line without its form": (result(LINE.replace("MaToKhai", "Khac")), "tb-ts.xsd"),
    "statement of no month": (statement(month=""), "c12-ts.xsd"),
    "amount in words": (statement(due="hai triệu"), "c12-ts.xsd"),
}


@every_engine
@pytest.mark.parametrize("name", GOOD)
def test_every_engine_accepts_what_is_right(name: str, accepts: Engine) -> None:
    document, schema = GOOD[name]

    assert accepts(document, schema)


@every_engine
@pytest.mark.parametrize("name", BAD)
def test_every_engine_refuses_what_is_wrong(name: str, accepts: Engine) -> None:
    document, schema = BAD[name]

    assert not accepts(document, schema)


def test_the_schema_of_d02_knows_exactly_our_movement_codes() -> None:
    with (CODES / "movements.csv").open(encoding="utf-8", newline="") as file:
        ours = [row["code"] for row in csv.DictReader(file)]

    theirs = etree.parse(FOLDER / "d02-ts.xsd").xpath(
        "//*[local-name()='simpleType'][@name='MovementCode']//@value"
    )

    assert theirs == ours


def test_no_schema_asks_for_a_document_type_or_the_network() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.xsd")]

    located = [name for text in texts for name in re.findall(r'schemaLocation="([^"]+)"', text)]

    assert not any("<!DOCTYPE" in text for text in texts)
    assert located
    assert all((FOLDER / name).is_file() for name in located)
