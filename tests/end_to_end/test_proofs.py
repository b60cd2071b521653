"""Papers that HR lists go out in a signed D01-TS, with a payroll and with a request."""

from __future__ import annotations

import json
from pathlib import Path

from lxml import etree

from tests.end_to_end.people import csv, month, person, staff
from tests.end_to_end.provider import Provider, forms
from tests.end_to_end.site import Site
from tests.xmlsec1 import verify_with_xmlsec1

HEADINGS = "Mã nhân viên,Loại văn bản,Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu"


def papers(*numbers: int) -> bytes:
    rows = [
        f"{person(each)['MaNV']},Hợp đồng lao động,{each}/HĐLĐ,01/02/2020,Công ty,Ký hợp đồng"
        for each in numbers
    ]
    return ("\n".join([HEADINGS, *rows]) + "\n").encode()


def test_listed_papers_go_with_a_payroll_and_with_a_request(
    opened: Site, provider: Provider, employer_ca: Path
) -> None:
    opened.feed(
        {"name": "requests", "pattern": "yeu-cau*.csv", "format": "requests",
         "quiet_seconds": 0.2, "approve": "never"},
    )  # fmt: skip
    opened.drop("luong.giayto.csv", papers(1))
    opened.drop("yeu-cau.giayto.csv", papers(2))
    opened.drop("luong.csv", csv(staff(range(1, 21), {1: {"TienLuong": "12000000"}})))
    opened.drop("yeu-cau.csv", f"MaNV,YeuCau,Ky\nNV00002,SO-HONG,{month(1)}\n".encode())

    opened.once()

    sent = {name.split("_")[2]: forms(data) for name, data in provider.inbound.items()}
    assert {procedure: set(made) for procedure, made in sent.items()} == {
        "600": {"D02-TS", "D01-TS"},
        "607": {"TK1-TS", "D01-TS"},
    }
    for procedure, number in (("600", 1), ("607", 2)):
        listed = sent[procedure]["D01-TS"]
        assert verify_with_xmlsec1(listed, "/D01-TS/Cky/*", employer_ca)
        (row,) = etree.fromstring(listed).iter("ThongTin")
        assert row.findtext("SoVanBan") == f"{number}/HĐLĐ"
        assert row.findtext("MasoBHXH") == person(number)["MasoBHXH"]


def test_check_sees_what_lies_beside_a_file(opened: Site, tmp_path: Path) -> None:
    (tmp_path / "luong.csv").write_bytes(csv(staff(range(1, 21))))
    (tmp_path / "luong.giayto.csv").write_bytes(papers(60))

    done = opened.bhxh("check", tmp_path / "luong.csv", "--json")
    words = opened.bhxh("check", tmp_path / "luong.csv")

    facts = json.loads(done.out)
    assert done.code == 0
    assert facts["counts"]["W-PROOF-ROWS"] == 1
    assert facts["beside"]["proofs"]["counts"] == {"W-PROOF-NOBODY": 1}
    assert "W-PROOF-NOBODY" in words.out
