"""A file of requests: dossiers of their procedures, beside the roster, every row with a fate."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from pipeline.errors import NotNowError
from pipeline.register import register_of
from pipeline.steps.correct import refuse_others
from tests.inbox.receipts import Person
from tests.pipeline.parts import HERE, Bench, csv, feed, person, result, staff

HEADINGS = "MaNV,YeuCau,MaBenhVien,HoTen,Noidung_Thaydoi"


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Bench]:
    """A bench with three people that takes requests, too."""
    requests = feed(name="requests", pattern="yc*.csv", format="requests", policy="good-rows")
    bench = Bench(tmp_path / "site", feeds=[requests, feed()])
    file = bench.site / "baseline.csv"
    file.write_bytes(csv(staff(1, 2, 3)))
    from pipeline.steps.opening import take_baseline

    take_baseline(bench.parts, file, bench.parts.settings.feeds[1])
    yield bench
    bench.ledger.close()


def drop(bench: Bench, *rows: str, name: str = "yc.csv") -> tuple[int, int, int, int]:
    """Drop requests, work, and return how many are unchanged, reported, rejected, held."""
    bench.drop(name, ("\n".join([HEADINGS, *rows]) + "\n").encode())
    bench.work()
    return fates(bench, name)


def fates(bench: Bench, name: str = "yc.csv") -> tuple[int, int, int, int]:
    told = bench.dropped(name).balance
    return told.unchanged, told.reported, told.rejected, told.held


def forms(bench: Bench, dossier: str) -> dict[str, etree._Element]:
    name = bench.ledger.dossiers.get(dossier).remote_name
    root = etree.fromstring(bench.folder.files[f"inbound/{name}".encode()])
    return {
        file.findtext("MaToKhai"): etree.fromstring(base64.b64decode(file.findtext("NoiDungFile")))
        for file in root.iter("FileToKhai")
    }


def questions(bench: Bench) -> list[str]:
    return [hold.code for hold in bench.ledger.holds.open()]


def release(bench: Bench, code: str) -> None:
    (hold,) = [each for each in bench.ledger.holds.open() if each.code == code]
    bench.ledger.holds.release(hold, "đã hỏi", bench.ledger.drops)
    bench.work()


def page(bench: Bench, number: int = 1) -> dict:
    found = register_of(bench.ledger, bench.parts.spool, person(number)["MaNV"])
    assert found is not None
    return found


def accept(bench: Bench, dossier: str, *people: Person) -> None:
    sent = bench.ledger.dossiers.get(dossier)
    bench.answer(f"{dossier}.xml", result(sent, outcome="1", people=people))
    bench.collect()


def test_requests_go_out_by_procedure_and_the_roster_stays(asking):
    told = drop(
        asking,
        "NV00001,SO-MAT,,,",
        "NV00002,THE-HONG,,,",
        "NV00003,THE-KCB,79030,,",
        "NV00002,SO-HONG,,,",
        "NV00001,Quà,,,",
        "NV00009,SO-MAT,,,",
        "NV00001,THE-KCB,79025,,",
    )

    sent = {each.id: (each.procedure, each.people) for each in asking.dossiers("shipped")}
    assert told == (1, 4, 1, 1)
    assert sent == {
        "TA0001A-202611-607-01": ("607", 2),
        "TA0001A-202611-608-01": ("608", 1),
        "TA0001A-202611-612-01": ("612", 1),
    }
    assert questions(asking) == ["Q-REQUEST-UNKNOWN"]
    row = forms(asking, "TA0001A-202611-608-01")["TK1-TS"].find(".//LaoDong")
    assert (row.findtext("MaBenhVien"), row.findtext("MasoBHXH")) == ("79030", "7900000003")


def test_a_payroll_after_requests_neither_replaces_them_nor_answers_for_them(asking):
    drop(asking, "NV00001,SO-MAT,,,", "NV00009,SO-MAT,,,")

    asking.drop("luong.csv", csv(staff(1, 2), staff(3, TienLuong="9900000")))
    asking.work()

    assert fates(asking, "luong.csv") == (2, 1, 0, 0)
    assert questions(asking) == ["Q-REQUEST-UNKNOWN"]
    assert [each.procedure for each in asking.dossiers("shipped")] == ["607", "600"]


def test_requests_answer_no_question_of_a_payroll(asking):
    asking.drop("luong.csv", csv(staff(1, 2)))
    asking.work()

    drop(asking, "NV00001,SO-MAT,,,")

    assert questions(asking) == ["Q-ABSENT"]


def test_a_request_under_way_is_held_and_shown(asking):
    drop(asking, "NV00001,SO-MAT,,,")

    again = drop(asking, "NV00001,SO-MAT,,,", "NV00002,SO-MAT,,,", name="yc2.csv")

    assert again == (0, 1, 0, 1)
    assert [each["code"] for each in page(asking)["questions"]] == ["Q-REQUEST-TWICE"]
    release(asking, "Q-REQUEST-TWICE")
    assert fates(asking, "yc2.csv") == (0, 2, 0, 0)
    assert [each.people for each in asking.dossiers("shipped")] == [1, 1, 1]


def test_an_answered_request_may_be_asked_again(asking):
    drop(asking, "NV00001,SO-MAT,,,")
    accept(asking, "TA0001A-202611-607-01")

    again = drop(asking, "NV00001,SO-MAT,,,", "NV00002,SO-MAT,,,", name="yc2.csv")

    assert again == (0, 2, 0, 0)


def test_the_register_shows_requests_and_answers(asking):
    drop(asking, "NV00001,THE-KCB,79030,,")
    before = page(asking)
    accept(
        asking, "TA0001A-202611-608-01",
        Person(form="TK1-TS", line=1, accepted="1", card_number="DN4797900000001",
               card_from="01/11/2026", card_to="31/12/2026"),
    )  # fmt: skip

    after = page(asking)

    assert [entry["request"] for entry in before["entries"]] == ["", "THE-KCB"]
    assert (after["card_number"], after["hospital"]) == ("DN4797900000001", "79030")
    assert after["entries"][-1]["state"] == "accepted"


def test_what_VSS_accepted_is_declared_and_need_not_be_asked_again(asking):
    drop(asking, "NV00001,THE-KCB,79030,,")
    accept(asking, "TA0001A-202611-608-01")

    assert drop(asking, "NV00001,THE-KCB,79030,,", "NV00002,THE-MAT,,,", name="yc2.csv") == (
        1, 1, 0, 0,
    )  # fmt: skip


def test_somebody_unknown_is_looked_for_again(asking):
    drop(asking, "NV00005,SO-MAT,,,", "NV00006,SO-MAT,,,")
    asking.drop("luong.csv", csv(staff(1, 2, 3, 5)))
    asking.work()

    for person_ in ("NV00005", "NV00006"):
        (hold,) = [each for each in asking.ledger.holds.open() if each.person == person_]
        asking.ledger.holds.release(hold, "đã hỏi", asking.ledger.drops)
    asking.work()

    assert fates(asking) == (0, 1, 1, 0)


def test_a_no_leaves_the_row_out(asking):
    drop(asking, "NV00001,SO-MAT,,,")
    drop(asking, "NV00001,SO-MAT,,,", "NV00002,SO-MAT,,,", name="yc2.csv")
    (hold,) = asking.ledger.holds.open()

    asking.ledger.holds.decline(hold, "không cần", asking.ledger.drops)
    asking.work()

    assert fates(asking, "yc2.csv") == (0, 1, 1, 0)
    assert questions(asking) == []


def test_a_feed_of_requests_may_wait_for_approval(asking):
    feeds = [
        feed(name="requests", pattern="yc*.csv", format="requests", approve="always"), feed(),
    ]  # fmt: skip
    told = asking.parts.settings.model_copy(
        update={"feeds": type(asking.parts.settings).model_validate(
            {**asking.parts.settings.model_dump(), "feeds": feeds}).feeds}
    )  # fmt: skip
    asking.change(settings=told)

    assert drop(asking, "NV00001,SO-MAT,,,") == (0, 0, 0, 1)
    held = asking.dropped("yc.csv")
    assert held.held_because == "approval"
    asking.ledger.drops.release(held, ["approval"], "đã xem")
    asking.work()
    assert fates(asking) == (0, 1, 0, 0)


def test_a_refused_request_is_asked_again_in_a_new_file(asking):
    drop(asking, "NV00001,SO-MAT,,,")
    (sent,) = asking.dossiers()

    with pytest.raises(NotNowError, match="drop the requests again"):
        refuse_others(asking.parts, sent)


def test_a_household_and_attachments_go_along_with_a_request(asking):
    folder = asking.site / "drop" / "yc.attachments" / "NV00001"
    folder.mkdir(parents=True)
    (folder / "don.pdf").write_bytes(b"%PDF-1.7 invented")
    asking.drop(
        "yc.hogiadinh.csv",
        "MaNV,HoTen,NgaySinh,GioiTinh,MoiQuanHe\nNV00001,Lê Văn Chủ,1960,Nam,Chủ hộ\n".encode(),
    )

    drop(asking, "NV00001,SO-MAT,,,")

    name = asking.ledger.dossiers.get(f"{HERE}-202611-607-01").remote_name
    root = etree.fromstring(asking.folder.files[f"inbound/{name}".encode()])
    codes = [file.findtext("MaToKhai") for file in root.iter("FileToKhai")]
    assert codes == ["TK1-TS", "CT-DK"]


def test_a_card_that_d03_brings_is_given_to_its_person(asking):
    row = "NV00002,THE-BHYT,79025,01/10/2026,12"
    asking.drop("yc.csv", f"MaNV,YeuCau,MaBenhVien,TuNgay,Sothang\n{row}\n".encode())
    asking.work()
    given = Person(form="D03-TS", line=1, card_number="DN4790000000002")

    asking.answer("1.xml", result(asking.dossier, people=[given]))
    asking.collect()

    assert "D03-TS" in forms(asking, asking.dossier.id)
    assert asking.dossier.state == "accepted"
    assert page(asking, 2)["card_number"] == "DN4790000000002"
