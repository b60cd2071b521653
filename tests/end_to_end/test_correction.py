"""What VSS refused is mended, offered again, and linked; nobody is reported twice."""

from __future__ import annotations

import pytest

from tests.end_to_end.people import csv, staff, wage
from tests.end_to_end.provider import Facts, Provider, notice, result, submission
from tests.end_to_end.site import Site
from tests.end_to_end.story import told
from tests.inbox.receipts import Person

EVERYBODY = range(1, 21)
NEWS = {1: {"TienLuong": str(wage(61))}, 2: {"ChucVu": "Tổ trưởng"}, 3: {"ChucVu": "Tổ phó"}}
OTHERS = csv(staff(EVERYBODY, {number: {"ChucVu": "Thợ cả"} for number in (1, 2, 3)}))
WORDS = "chưa có quyết định bổ nhiệm"


@pytest.fixture
def sent(opened: Site, provider: Provider) -> Facts:
    """Ship a dossier of three people: a rise on line 1, titles on lines 2 and 3."""
    opened.drop("luong.csv", csv(staff(EVERYBODY, NEWS)))
    assert opened.once().code == 0
    provider.take()
    (facts,) = opened.status()["dossiers"]
    return dict(facts)


def _refuse(site: Site, provider: Provider, dossier: Facts, *refused: int, of: int = 3) -> None:
    """Let VSS refuse some lines of a dossier, or all of it where none is named."""
    if refused:
        people = [
            Person(line=n, accepted="0", code="E7", reason=WORDS)
            if n in refused
            else Person(line=n)
            for n in range(1, of + 1)
        ]
        provider.answer(f"kq-{dossier['id']}.xml", result(dossier, people, outcome="2"))
    else:
        data = notice(dossier, outcome="0", number="", code="SE999", reason="Lỗi xử lý")
        provider.answer(f"tb-{dossier['id']}.xml", data)
    assert site.once().code == 1


def _new(site: Site, *known: str) -> Facts:
    """Return the one dossier that is not among the known ones."""
    (facts,) = (each for each in site.status()["dossiers"] if each["id"] not in known)
    return dict(facts)


def _mended(at: int = 1, **more: str) -> bytes:
    """Return an export in which the refused titles are others."""
    news = {**NEWS, 2: {"ChucVu": "Tổ trưởng may"}, 3: {"ChucVu": "Tổ phó may", **more}}
    return csv(staff(EVERYBODY, news, at=at))


def test_a_mended_export_supersedes_a_refused_dossier(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent)
    opened.drop("luong-2.csv", OTHERS)

    code = opened.once().code

    new = _new(opened, sent["id"])
    old = opened.dossier(sent["id"])
    assert code == 0
    assert (new["batch"], new["state"], new["corrects"]) == (2, "shipped", [sent["id"]])
    assert (old["state"], old["corrected_by"]) == ("superseded", [new["id"]])
    assert new["reference"] != old["reference"]
    assert [who for who, _, _ in told(provider.take()[new["remote_name"]])] == [1, 2, 3]
    assert opened.show(old["id"])["corrected_by"] == [new["id"]]
    assert new["id"] in opened.explain(old["id"])
    assert old["id"] in opened.explain(new["id"])


def test_a_partly_accepted_dossier_is_over_when_everybody_it_lost_is_sent_again(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)
    one = {**NEWS, 2: {"ChucVu": "Tổ trưởng may"}}
    opened.drop("luong-2.csv", csv(staff(EVERYBODY, one)))
    opened.once()
    first, half = _new(opened, sent["id"]), opened.dossier(sent["id"])["state"]
    held = [each["person"] for each in opened.questions("luong-2.csv")]
    opened.drop("luong-3.csv", _mended())

    code = opened.once().code

    second = _new(opened, sent["id"], first["id"])
    assert (half, held) == ("partly_accepted", ["NV00003"])
    assert code == 0
    assert opened.dossier(sent["id"])["state"] == "superseded"
    assert opened.dossier(sent["id"])["corrected_by"] == [first["id"], second["id"]]
    assert second["corrects"] == [sent["id"]]
    codes = [line for data in provider.take().values() for line in told(data)]
    assert sorted(codes) == [(2, "CD", "5"), (3, "CD", "5")]


def test_the_accepted_people_of_a_superseded_dossier_stay_declared(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)
    opened.drop("luong-2.csv", _mended())
    opened.once()
    opened.drop("luong-3.csv", _mended(at=2))

    code = opened.once().code

    assert opened.dossier(sent["id"])["state"] == "superseded"
    assert code == 0
    assert opened.fates("luong-3.csv") == (20, 0, 0, 0)


def test_a_correction_that_is_refused_too_is_corrected_in_its_turn(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)
    opened.drop("luong-2.csv", _mended())
    opened.once()
    second = _new(opened, sent["id"])
    _refuse(opened, provider, second)
    opened.drop("luong-3.csv", csv(staff(EVERYBODY, {1: NEWS[1]})))

    code = opened.once().code
    titles = {1: NEWS[1], 2: {"ChucVu": "Thợ cả"}, 3: {"ChucVu": "Thợ cả"}}
    opened.drop("luong-4.csv", csv(staff(EVERYBODY, titles)))
    opened.once()

    third = _new(opened, sent["id"], second["id"])
    assert code == 0
    assert third["corrects"] == [second["id"]]
    assert opened.states() == {
        sent["id"]: "superseded",
        second["id"]: "superseded",
        third["id"]: "shipped",
    }


def test_hr_reads_which_dossier_reports_a_refused_person_again(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)
    opened.drop("luong-2.csv", _mended())
    opened.once()
    new = _new(opened, sent["id"])

    opened.bhxh("reconcile")
    (report,) = (opened.folder / "reports").glob("*.md")

    assert f"`{sent['id']}` (superseded)" in report.read_text(encoding="utf-8")
    assert new["id"] in report.read_text(encoding="utf-8")


def test_an_answer_that_comes_after_the_correction_cannot_turn_it_back(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent)
    opened.drop("luong-2.csv", OTHERS)
    opened.once()
    provider.answer("muon.xml", submission(sent))
    quiet = opened.once().code
    some = [Person(line=1), Person(line=2), Person(line=3, accepted="0", code="E7", reason=WORDS)]
    provider.answer("trai.xml", result(sent, some, outcome="2"))

    code = opened.once().code

    assert (quiet, code) == (0, 1)
    assert opened.dossier(sent["id"])["state"] == "superseded"
    (flagged,) = opened.status()["unmatched"]
    assert flagged["reason"].startswith("conflict")


def test_people_whom_vss_refused_by_mistake_are_offered_again_unchanged(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)

    done = opened.bhxh("correct", sent["id"], "--reason", "BHXH xác nhận nhầm", "--json")
    code = opened.once().code

    new = _new(opened, sent["id"])
    assert (done.code, code) == (0, 0)
    assert done.json == {
        "id": sent["id"], "act": "correct", "state": "partly_accepted", "lost": 2, "offered": 2,
        "mended": 0, "taken_up": [], "waiting": [], "settled": 0, "held": [],
        "dossiers": [new["id"]],
    }  # fmt: skip
    assert told(provider.take()[new["remote_name"]]) == [(2, "CD", "5"), (3, "CD", "5")]
    assert opened.dossier(sent["id"])["state"] == "superseded"
    assert new["corrects"] == [sent["id"]]
    assert opened.fates("luong.csv") == (17, 3, 0, 0)


def test_a_dossier_refused_for_its_settings_goes_again_after_they_were_mended(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent)
    opened.set(signer="Lê Văn Mới")

    done = opened.bhxh("correct", sent["id"], "--reason", "đã sửa người ký")
    opened.once()

    (data,) = provider.take().values()
    assert done.code == 0
    assert "3 gửi lại nguyên như cũ / offered again unchanged" in done.out
    assert "Lê Văn Mới" in data.decode()
    assert [who for who, _, _ in told(data)] == [1, 2, 3]


def test_the_questions_of_a_later_file_are_answered_by_the_same_word(
    opened: Site, provider: Provider, sent: Facts
) -> None:
    _refuse(opened, provider, sent, 2, 3)
    opened.drop("luong-2.csv", csv(staff(EVERYBODY, NEWS, at=2)))
    opened.once()
    held = opened.fates("luong-2.csv")

    done = opened.bhxh("correct", sent["id"], "--reason", "nhầm")
    code = opened.once().code

    assert held == (18, 0, 0, 2)
    assert (done.code, code) == (0, 0)
    assert opened.fates("luong-2.csv") == (18, 2, 0, 0)
    assert opened.questions("luong-2.csv") == []
    assert opened.dossier(sent["id"])["state"] == "superseded"


def test_a_word_lets_people_go_once(opened: Site, provider: Provider, sent: Facts) -> None:
    _refuse(opened, provider, sent, 2, 3)
    opened.bhxh("correct", sent["id"], "--reason", "nhầm")
    opened.once()
    second = _new(opened, sent["id"])
    _refuse(opened, provider, second)
    opened.drop("luong-2.csv", csv(staff(EVERYBODY, NEWS, at=2)))

    opened.once()
    again = opened.bhxh("correct", sent["id"], "--reason", "nữa")
    third = opened.bhxh("correct", second["id"], "--reason", "nữa")
    code = opened.once().code

    assert again.code == 64
    assert f"replaced by {second['id']} already" in again.err
    assert (third.code, code) == (0, 0)
    assert opened.states() == {
        sent["id"]: "superseded",
        second["id"]: "superseded",
        _new(opened, sent["id"], second["id"])["id"]: "shipped",
    }
