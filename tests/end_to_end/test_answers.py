"""Acceptance 3: answers that lie, come twice, come early or come for somebody else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from outbox.dossier import reference, remote_name
from tests.certificates import IVAN_UID, authority, bhxh, ivan, ivan_authority
from tests.end_to_end.people import HERE, csv, month, staff, wage
from tests.end_to_end.provider import (
    TAX_CODE,
    Facts,
    Provider,
    notice,
    result,
    statement,
    submission,
)
from tests.end_to_end.site import Site
from tests.inbox import receipts
from tests.inbox.receipts import Person
from tests.sshd import Sshd
from tests.xmlsec1 import sign_with_xmlsec1

CHANGED = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}, 2: {"ChucVu": "Tổ trưởng"}}))


@pytest.fixture(scope="module")
def sent(
    opened_template: Path, house: Sshd, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, bytes]:
    """A site that shipped one dossier of two people, and the bytes that arrived."""
    provider = Provider(house.root)
    provider.take()
    site = Site.copy_of(opened_template, tmp_path_factory.mktemp("sent") / "site", house)
    site.drop("luong.csv", CHANGED)
    assert site.once().code == 0
    (data,) = provider.take().values()
    return site.folder, data


@pytest.fixture
def site(sent: tuple[Path, bytes], tmp_path: Path, server: Sshd) -> Site:
    """A site of one's own that waits for answers."""
    return Site.copy_of(sent[0], tmp_path / "site", server)


@pytest.fixture
def dossier(site: Site) -> Facts:
    """Its dossier."""
    (facts,) = site.status()["dossiers"]
    return dict(facts)


def _foreign(dossier: Facts, **told: str) -> bytes:
    name = dossier["remote_name"].removesuffix(".xml")
    unit = told.pop("unit", HERE)
    data = receipts.notice(name, unit, **{"tax_code": TAX_CODE, **told})
    return sign_with_xmlsec1(data, "CKy_BHXH", bhxh())


def _bad_answers(dossier: Facts, sent: bytes) -> dict[str, tuple[bytes, str]]:
    """Return answers that must move nothing: what it is -> bytes, first word of the reason."""
    twin = authority("CA I-VAN mẫu", label="twin").issue("I-VAN mẫu", IVAN_UID)
    neighbour = ivan_authority().issue("I-VAN khác", "MST:0308888888")
    good, accepted = submission(dossier), result(dossier)
    unknown = {**dossier, "remote_name": f"{HERE}_202601_600_01_00000000.xml"}
    refused = [Person(line=1), Person(line=2, accepted="0", code="E1", reason="sai")]
    return {
        "forged": (submission(dossier, signer=twin), "path"),
        "neighbour": (submission(dossier, signer=neighbour), "signer"),
        "wrong authority": (submission(dossier, signer=bhxh()), "path"),
        "tampered": (accepted.replace(b"<MA_KQUA>1<", b"<MA_KQUA>0<"), "changed"),
        "tampered comment": (accepted.replace(b"12:50", b"12:51"), "changed"),
        "truncated": (accepted[: len(accepted) // 2], "malformed"),
        "unsigned": (receipts.notice(dossier["remote_name"][:-4], HERE), "unsigned"),
        "doctype": (b"<!DOCTYPE BHXH [<!ENTITY a 'b'>]>" + good, "malformed"),
        "echo": (sent, "malformed"),
        "no xml": (b"hello", "malformed"),
        "foreign unit": (_foreign(dossier, unit="ZZ9999Z"), "foreign"),
        "foreign employer": (_foreign(dossier, tax_code="0309999999"), "foreign"),
        "unknown": (submission(unknown), "unknown"),
        "wrong digest": (submission(dossier, digest="ab" * 32), "conflict"),
        "no code": (notice(dossier, outcome="1", number=""), "unclear"),
        "self-contradicting": (result(dossier, refused, outcome="1"), "unclear"),
        "foreign statement": (statement("ZZ9999Z", str(month(1))), "foreign"),
    }


@dataclass(frozen=True)
class Lies:
    """All the bad answers after one pass."""

    site: Site
    before: Facts
    answers: dict[str, tuple[bytes, str]]
    code: int

    @property
    def unmatched(self) -> dict[str, str]:
        """Digest -> reason, as the status shows them."""
        shown = self.site.status()["unmatched"]
        return {_digest(self.site, each["file"]): each["reason"] for each in shown}


def _digest(site: Site, file: str) -> str:
    return hashlib.sha256((site.folder / file).read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def lies(sent: tuple[Path, bytes], house: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Lies:
    """Let every bad answer come at once."""
    provider = Provider(house.root)
    for path in provider.outbound.values():
        path.unlink()
    site = Site.copy_of(sent[0], tmp_path_factory.mktemp("lies") / "site", house)
    before = site.status()
    answers = _bad_answers(before["dossiers"][0], sent[1])
    for number, (data, _) in enumerate(answers.values()):
        provider.answer(f"tra-loi-{number}.xml", data)
    return Lies(site=site, before=before, answers=answers, code=site.once().code)


def test_what_is_not_trusted_moves_nothing_and_is_kept_and_shown(lies: Lies) -> None:
    expected = {hashlib.sha256(data).hexdigest(): word for data, word in lies.answers.values()}
    kept = {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (lies.site.folder / "inbox" / "unmatched").iterdir()
    }

    assert lies.code == 1
    assert lies.site.status()["dossiers"] == lies.before["dossiers"]
    assert {key: reason.split(":")[0] for key, reason in lies.unmatched.items()} == expected
    assert kept == set(expected)


def test_every_kept_lie_can_be_explained(lies: Lies) -> None:
    file = lies.site.status()["unmatched"][0]["file"]

    explained = lies.site.explain(file)

    assert "unmatched" in explained
    assert "ask the I-VAN" in explained


def test_a_genuine_answer_still_counts_among_lies(lies: Lies, house: Sshd) -> None:
    dossier = lies.before["dossiers"][0]
    Provider(house.root).answer("that.xml", submission(dossier))

    lies.site.once()

    assert lies.site.states() == {dossier["id"]: "taken"}
    assert len(lies.unmatched) == len(lies.answers)


def test_the_same_answer_under_another_name_counts_once(
    site: Site, provider: Provider, dossier: Facts
) -> None:
    answer = submission(dossier)
    provider.answer("mot.xml", answer)
    site.once()
    provider.answer("hai.xml", answer)
    provider.answer("ba.xml", answer)

    assert site.once().code == 0
    assert len(site.dossier(dossier["id"])["receipts"]) == 1
    assert len(site.files("inbox/receipts")) == 1
    assert site.status()["unmatched"] == []


@pytest.mark.parametrize("order", ["result first", "all at once, backwards", "notice first"])
def test_answers_in_any_order_end_in_the_same_state(
    site: Site, provider: Provider, dossier: Facts, order: str
) -> None:
    answers = {"nop": submission(dossier), "tb": notice(dossier), "kq": result(dossier)}
    rounds = {
        "result first": [["kq"], ["tb"], ["nop"]],
        "all at once, backwards": [["kq", "tb", "nop"]],
        "notice first": [["tb"], ["nop"], ["kq"]],
    }
    for names in rounds[order]:
        for name in names:
            provider.answer(f"{name}.xml", answers[name])
        assert site.once().code == 0

    facts = site.dossier(dossier["id"])
    assert (facts["state"], facts["number"]) == ("accepted", receipts.NUMBER)
    assert sorted(each["kind"] for each in facts["receipts"]) == ["notice", "result", "submission"]


def test_an_answer_that_comes_before_its_dossier_is_matched_later(
    opened: Site, provider: Provider
) -> None:
    site = opened
    known = reference(HERE, "600", month(1), 1, hashlib.sha256(CHANGED).hexdigest())
    name = remote_name(HERE, "600", month(1), 1, known)
    data = receipts.submission(name[:-4], HERE, tax_code=TAX_CODE)
    provider.answer("som.xml", sign_with_xmlsec1(data, "CKy_iVan", ivan()))
    early = site.once().code
    (waiting,) = site.status()["unmatched"]

    site.drop("luong.csv", CHANGED)
    later = site.once().code

    assert (early, later) == (1, 0)
    assert waiting["reason"].startswith("unknown")
    assert list(site.states().values()) == ["taken"]
    assert site.status()["unmatched"] == []
    assert site.files("inbox/unmatched") == []


def test_a_result_that_contradicts_an_earlier_one_is_filed_and_flagged(
    site: Site, provider: Provider, dossier: Facts
) -> None:
    everybody = [Person(line=n, accepted="0", code="E1", reason="sai mẫu") for n in (1, 2)]
    provider.answer("kq-1.xml", result(dossier, everybody, outcome="0"))
    site.once()
    provider.answer("kq-2.xml", result(dossier))

    code = site.once().code

    assert code == 1
    assert site.states() == {dossier["id"]: "refused"}
    (flagged,) = site.status()["unmatched"]
    assert flagged["reason"].startswith("conflict")
    assert site.bhxh("show", dossier["id"]).code == 14


def test_a_refused_dossier_says_why_and_its_people_wait(
    site: Site, provider: Provider, dossier: Facts
) -> None:
    provider.answer("tb.xml", notice(dossier, outcome="0", code="E9", reason="Sai mã đơn vị"))
    heard, quiet = site.once(), site.once()
    site.drop(
        "luong-2.csv",
        csv(
            staff(range(1, 21), {1: {"TienLuong": str(wage(61))}, 2: {"ChucVu": "Tổ trưởng"}}, at=2)
        ),
    )

    code = site.once().code

    assert (heard.code, heard.json["refused_by_vss"]) == (1, [dossier["id"]])
    assert (quiet.code, quiet.json["refused_by_vss"]) == (0, [])
    assert code == 1
    assert site.states() == {dossier["id"]: "refused"}
    assert "Sai mã đơn vị" in site.explain(dossier["id"])
    assert [each["code"] for each in site.questions("luong-2.csv")] == ["Q-REFUSED", "Q-REFUSED"]
    assert site.fates("luong-2.csv") == (18, 0, 0, 2)


def test_a_whole_answer_replaces_a_truncated_one_of_the_same_name(
    site: Site, provider: Provider, dossier: Facts
) -> None:
    answer = submission(dossier)
    provider.answer("nop.xml", answer[:-200])
    site.once()
    provider.answer("nop.xml", answer)

    site.once()

    assert site.states() == {dossier["id"]: "taken"}
    assert len(site.status()["unmatched"]) == 1
