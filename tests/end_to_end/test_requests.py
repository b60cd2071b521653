"""Requests for books and cards go the whole way: dropped, signed, sent, answered, shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.people import HERE, csv, month, person, staff
from tests.end_to_end.provider import Provider, forms, lines, result, submission
from tests.end_to_end.site import Site
from tests.inbox.receipts import Person
from tests.xmlsec1 import verify_with_xmlsec1

HEADINGS = "Mã nhân viên,Yêu cầu,Mã bệnh viện KCB,Họ và tên,Kỳ"
CARD = "DN4790000000003"


@pytest.fixture
def asking(opened: Site) -> Site:
    """A site that takes requests, too."""
    opened.feed(
        {"name": "requests", "pattern": "yeu-cau*.csv", "format": "requests",
         "policy": "good-rows", "quiet_seconds": 0.2, "approve": "never"},
    )  # fmt: skip
    return opened


def requests(*rows: str) -> bytes:
    return ("\n".join([HEADINGS, *(f"{row},{month(1)}" for row in rows)]) + "\n").encode()


def test_requests_go_there_and_back(asking: Site, provider: Provider, employer_ca: Path) -> None:
    data = requests(
        "NV00001,Mất sổ,,", "NV00002,THE-KCB,79030,", "NV00003,THE-MAT,,", "NV00055,SO-MAT,,",
        "NV00004,Quà,,", "NV00005,THE-KCB,79025,",
    )  # fmt: skip
    asking.drop("yeu-cau.csv", data)
    code = asking.once().code
    sent = provider.inbound
    by_procedure = {each["procedure"]: each for each in asking.status()["dossiers"]}
    for procedure, dossier in by_procedure.items():
        provider.answer(f"nop-{procedure}.xml", submission(dossier))
        card = {"card_number": CARD} if procedure == "612" else {}
        people = [Person(form="TK1-TS", line=1, accepted="1", **card)]
        provider.answer(f"kq-{procedure}.xml", result(dossier, people))
    asking.once()

    assert code in (1, 2)  # a wrong row, and a question
    assert asking.fates("yeu-cau.csv") == (1, 3, 1, 1)
    assert sorted(by_procedure) == ["607", "608", "612"]
    told = {name.split("_")[2]: sealed for name, sealed in sent.items()}
    assert [set(forms(data)) for data in told.values()] == [{"TK1-TS"}] * 3
    assert lines(told["608"], "CMND", "MaBenhVien", form="TK1-TS") == [(person(2)["CMND"], "79030")]
    for data in told.values():
        assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", employer_ca)
    assert set(asking.states().values()) == {"accepted"}
    page = asking.show("NV00003")
    assert (page["card_number"], page["entries"][-1]["request"]) == (CARD, "THE-MAT")
    assert asking.show("NV00002")["hospital"] == "79030"
    assert asking.returned("yeu-cau.csv", "result.xlsx").exists()


def test_what_is_asked_twice_waits_and_a_payroll_does_not_mind(
    asking: Site, provider: Provider
) -> None:
    asking.drop("yeu-cau-1.csv", requests("NV00001,SO-MAT,,"))
    asking.once()
    asking.drop("yeu-cau-2.csv", requests("NV00001,SO-MAT,,", "NV00002,SO-HONG,,"))
    asking.drop("luong.csv", csv(staff(range(1, 21))))
    asking.once()

    (question,) = asking.questions("yeu-cau-2.csv")

    assert asking.fates("yeu-cau-2.csv") == (0, 1, 0, 1)
    assert asking.fates("luong.csv") == (20, 0, 0, 0)
    assert question["code"] == "Q-REQUEST-TWICE"
    assert [each["code"] for each in asking.show("NV00001")["questions"]] == ["Q-REQUEST-TWICE"]
    asking.release(question["id"])
    asking.once()
    assert asking.fates("yeu-cau-2.csv") == (0, 2, 0, 0)
    assert len([name for name in provider.inbound if name.startswith(f"{HERE}_")]) == 3
