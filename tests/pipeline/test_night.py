"""Every night is reconciled once, and silence is loud."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from outbox.errors import KeyUnusableError
from pipeline.night import is_owed, reconcile
from tests import certificates
from tests.inbox import receipts
from tests.inbox.receipts import Person
from tests.pipeline.parts import HERE, csv, notice, result, sealed, signer_of, staff, submission

TODAY = date(2026, 11, 5)
YESTERDAY = date(2026, 11, 4)


def _report(bench, name):
    return json.loads((bench.site / "reports" / f"{name}.json").read_text())


def _codes(bench, name="2026-11-04"):
    return [each["code"] for each in _report(bench, name)["open"]]


def test_a_night_is_owed_until_it_is_done(opened):
    before = is_owed(opened.parts)

    reconcile(opened.parts, YESTERDAY)

    assert (before, is_owed(opened.parts)) == (True, False)
    opened.later(days=1)
    assert is_owed(opened.parts)


def test_a_business_date_ends_by_the_clock_of_the_site(opened):
    reconcile(opened.parts, YESTERDAY)
    opened.clock.now = datetime(2026, 11, 5, 16, 59, tzinfo=UTC)

    before_midnight = is_owed(opened.parts)
    opened.later(minutes=1)

    assert (before_midnight, is_owed(opened.parts)) == (False, True)


def test_a_report_made_during_the_day_does_not_count_as_its_night(opened):
    reconcile(opened.parts, YESTERDAY)
    reconcile(opened.parts, TODAY)

    opened.later(days=1)

    assert is_owed(opened.parts)


def test_a_report_of_one_period_is_no_night(opened):
    reconcile(opened.parts, YESTERDAY, "10/2026")

    assert is_owed(opened.parts)


def test_a_report_of_one_period_has_its_held_files_and_no_others(opened):
    opened.drop("luong.csv", csv(staff(1, 2)))
    opened.work()
    period = opened.dropped().period
    opened.ledger.drops.hold(opened.dropped(), ["approval"], "chờ duyệt", opened.dropped().balance)

    codes = [reconcile(opened.parts, YESTERDAY, each)[0] for each in (period, "01/2020")]

    assert codes == [1, 0]


def test_files_that_no_feed_takes_are_listed(opened):
    (opened.site / "drop" / "readme.txt").write_text("x")

    code, file = reconcile(opened.parts, YESTERDAY)

    assert (code, _codes(opened)) == (1, ["unclaimed"])
    assert "`bhxh explain drop/readme.txt`" in (opened.site / file).read_text()


def test_files_that_were_sent_back_are_listed_once_unless_they_came_anew(opened):
    for name in ("a.csv", "b.csv"):
        opened.drop(name, csv(staff(1, CMND="12")))
        opened.work()
    opened.drop("b.csv", csv(staff(1, 2, 3)))
    opened.work()

    reconcile(opened.parts, TODAY)
    reconcile(opened.parts, YESTERDAY)

    (told,) = _report(opened, "2026-11-05")["open"]
    assert (told["code"], told["thing"]) == ("sent-back", opened.dropped("a.csv").id)
    assert _codes(opened) == []


def _send_wrong(bench, name="a.csv"):
    bench.drop(name, csv(staff(1, CMND="12")))
    bench.work()


def test_the_same_wrong_bytes_again_are_still_sent_back(opened):
    _send_wrong(opened)
    first = opened.dropped("a.csv").id

    _send_wrong(opened)

    reconcile(opened.parts, TODAY)
    (told,) = _report(opened, "2026-11-05")["open"]
    assert (told["code"], told["thing"]) == ("sent-back", first)


def test_the_same_wrong_bytes_on_another_day_are_told_again(opened):
    _send_wrong(opened)
    reconcile(opened.parts, TODAY)
    opened.later(days=1)

    _send_wrong(opened, "b.csv")

    assert reconcile(opened.parts, opened.parts.today)[0] == 1
    (told,) = _report(opened, "2026-11-06")["open"]
    assert (told["code"], told["text_en"].partition(" ")[0]) == ("sent-back", "b.csv")


def test_a_night_that_was_missed_loses_no_file_that_was_sent_back(opened):
    reconcile(opened.parts, YESTERDAY)
    _send_wrong(opened)
    opened.later(days=2)

    codes = [reconcile(opened.parts, TODAY + timedelta(days=day))[0] for day in (1, 2)]

    assert codes == [1, 0]
    assert "sent-back" in _codes(opened, "2026-11-06")


def test_what_comes_after_a_report_of_the_same_day_is_told_by_the_next(opened):
    reconcile(opened.parts, TODAY)
    opened.later(minutes=1)
    _send_wrong(opened)
    opened.later(days=2)

    assert reconcile(opened.parts, TODAY + timedelta(days=1))[0] == 1


def test_many_files_that_no_feed_takes_are_counted(opened):
    for number in range(130):
        (opened.site / "drop" / f"{number}.pdf").write_text("x")

    reconcile(opened.parts, TODAY)

    *told, more = _report(opened, "2026-11-05")["open"]
    assert len(told) == 100
    assert (more["code"], more["text_vi"]) == ("unclaimed", "… 30 nữa")


def test_a_file_that_lies_unclaimed_for_days_is_told_once(opened):
    for number in range(130):
        (opened.site / "drop" / f"{number}.pdf").write_text("x")
    opened.clock.now = datetime.now(UTC) + timedelta(days=2)

    reconcile(opened.parts, TODAY)

    told = _report(opened, "2026-11-05")["open"]
    assert [each["code"] for each in told] == ["lingering"] * 101


def test_a_quiet_night_says_so(opened):
    code, file = reconcile(opened.parts, YESTERDAY)

    page = (opened.site / file).read_text()
    assert (code, file) == (0, "reports/2026-11-04.md")
    assert "Không có gì phải xem · Nothing to look at" in page


def test_a_report_counts_dossiers_and_people_by_state(shipped):
    shipped.answer("c12.xml", sealed(receipts.statement(HERE), "CKy_BHXH"))
    shipped.collect()

    code, file = reconcile(shipped.parts, YESTERDAY)

    report = _report(shipped, "2026-11-04")
    assert code == 0
    assert report["dossiers"] == {"shipped": {"dossiers": 1, "people": 2}}
    assert [each["unit"] for each in report["statements"]] == [HERE]
    assert "| shipped | 1 | 2 |" in (shipped.site / file).read_text()


@pytest.mark.parametrize(
    ("answers", "silence"),
    [
        ((), timedelta(hours=3)),
        ((submission,), timedelta(hours=5)),
        ((submission, notice), timedelta(days=8)),
    ],
)
def test_an_answer_that_does_not_come_is_overdue(shipped, answers, silence):
    for number, make in enumerate(answers):
        shipped.answer(f"{number}.xml", make(shipped.dossier))
    shipped.collect()
    early, _ = reconcile(shipped.parts, YESTERDAY)
    shipped.clock.now += silence

    late, _ = reconcile(shipped.parts, YESTERDAY)

    assert (early, late) == (0, 1)
    assert "overdue" in _codes(shipped)


def test_a_month_that_is_answered_is_not_overdue(shipped):
    shipped.answer("1.xml", result(shipped.dossier))
    shipped.collect()
    shipped.later(days=30)

    assert reconcile(shipped.parts, YESTERDAY)[0] == 0


def test_a_result_with_rows_beyond_ours_is_told_without_an_alarm(shipped):
    rows = [Person(line=line) for line in (1, 99)]
    shipped.answer("1.xml", result(shipped.dossier, people=rows))
    shipped.collect()

    code, page = reconcile(shipped.parts, YESTERDAY)

    (doubt,) = _report(shipped, "2026-11-04")["doubts"]
    assert (code, doubt["dossier"]) == (0, shipped.dossier.id)
    assert "D02-TS line 99" in doubt["reason"]
    assert "D02-TS dòng 99" in (shipped.site / page).read_text()


def test_a_period_leaves_the_others_out(shipped):
    shipped.later(hours=3)

    here, _ = reconcile(shipped.parts, YESTERDAY, "10/2026")
    elsewhere, file = reconcile(shipped.parts, YESTERDAY, "09/2026")

    assert (here, elsewhere) == (1, 0)
    assert file == "reports/2026-11-04.202609.md"
    assert _report(shipped, "2026-11-04.202609")["dossiers"] == {}


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_bytes_that_are_not_what_was_signed_are_the_worst(shipped, harm):
    file = shipped.site / "outbox" / shipped.dossier.remote_name
    file.write_bytes(b"x") if harm == "changed" else file.unlink()

    code, page = reconcile(shipped.parts, YESTERDAY)

    assert code == 2
    assert [each["code"] for each in _report(shipped, "2026-11-04")["broken"]] == ["bytes"]
    assert shipped.dossier.id in (shipped.site / page).read_text()


def test_a_certificate_that_ends_soon_is_told_once(opened):
    soon = certificates.employer_authority().issue(
        "Dệt may", certificates.EMPLOYER_UID, not_after=datetime(2026, 11, 20, tzinfo=UTC)
    )
    opened.change(signer_for=lambda _unit: signer_of(soon))

    code, _ = reconcile(opened.parts, YESTERDAY)

    assert code == 1
    assert _codes(opened) == ["certificate"]


def test_a_key_that_does_not_open_is_told_and_stops_no_report(opened):
    def refuse(_unit):
        raise KeyUnusableError("wrong passphrase")

    opened.change(signer_for=refuse)

    code, _ = reconcile(opened.parts, YESTERDAY)

    assert code == 1
    assert _codes(opened) == ["certificate", "certificate"]
