"""One failure never stops the next, except where this process must not go on."""

from __future__ import annotations

import json
import os
import random

import pytest

from outbox.errors import ConnectionLostError, RemoteRefusedError
from pipeline.errors import LeaseLostError, LedgerError
from pipeline.ledger.drops import Drops
from pipeline.runner import Tally
from pipeline.spool import Spool
from pipeline.states import DossierState
from tests.inbox.receipts import Person
from tests.pipeline.parts import THERE, csv, notice, result, staff, submission

RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))
OTHER_RISE = csv(staff(1, TienLuong="9950000"), staff(2, 3))


class Bug(ValueError):
    """A defect whose text quotes a cell."""


def _broken(bench, failure, name="luong.csv"):
    """Let one file's conversion fail."""
    plain = bench.ledger.dossiers.openings
    broken = iter([True])

    def once():
        if next(broken, False):
            raise failure
        return plain()

    bench.ledger.dossiers.openings = once
    bench.drop(name, RISE)


def test_a_file_that_fails_does_not_stop_the_next(opened):
    opened.drop("b.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3)))
    _broken(opened, Bug("Nguyễn Thị Ví Dụ A"), "a.csv")

    tally = opened.work()

    assert (tally.errors, tally.converted) == (1, 1)
    assert sorted(str(drop.held_because) for drop in opened.ledger.drops.all()[1:]) == [
        "None",
        "failed",
    ]


def test_the_text_of_a_bug_is_never_told(opened):
    _broken(opened, Bug("Nguyễn Thị Ví Dụ A"))

    opened.work()

    (line,) = opened.said("step.failed")
    assert (line["remedy"], line["error"]) == ("bug", "Bug")
    assert line["place"].startswith("test_runner.py:")
    assert "Ví Dụ" not in opened.out.getvalue()
    assert "Ví Dụ" not in str(opened.dropped().reason)
    assert str(opened.dropped().reason).startswith("bug: Bug · ")
    history = opened.ledger.answers.history(opened.dropped().id)
    assert "Ví Dụ" not in json.dumps([because for *_, because in history])


def test_a_dossier_that_fails_does_not_stop_the_next(opened):
    opened.drop("there.csv", csv(staff(9, MaDonVi=THERE)))
    opened.work()
    opened.ledger.drops.release(opened.dropped("there.csv"), ["as-new"], "mới")
    signer_for = opened.parts.signer_for
    calls = iter([True])

    def first_fails(unit):
        if next(calls, False):
            raise Bug("x")
        return signer_for(unit)

    opened.change(signer_for=first_fails)
    opened.drop("luong.csv", RISE)

    tally = opened.work()

    assert (tally.errors, tally.signed) == (1, 1)
    assert sorted(str(each.held_because) for each in opened.dossiers()) == ["None", "bug"]


def test_a_receipt_that_fails_does_not_stop_the_next(shipped):
    shipped.answer("1.xml", submission(shipped.dossier))
    shipped.answer("2.xml", b"<no>")
    trust = shipped.parts.trust_of

    def fails(side):
        raise Bug("x")

    shipped.change(trust_of=fails)
    cut = shipped.collect()
    shipped.change(trust_of=trust)
    shipped.collect()

    assert (cut.receipts, cut.errors) == (2, 1)
    assert shipped.dossier.state is DossierState.TAKEN


def test_feedback_that_fails_does_not_stop_the_next_and_is_owed(shipped):
    shipped.answer("1.xml", submission(shipped.dossier))
    outcomes = shipped.ledger.answers.outcomes
    calls = []

    def fails(dossier):
        calls.append(dossier)
        if len(calls) > 1:
            raise Bug("x")
        return outcomes(dossier)

    shipped.ledger.answers.outcomes = fails
    cut = shipped.collect()
    shipped.ledger.answers.outcomes = outcomes

    assert cut.errors == 1
    assert [drop.name for drop in shipped.ledger.drops.feedback_due()] == ["luong.csv"]
    assert shipped.collect().errors == 0
    assert shipped.ledger.drops.feedback_due() == []


@pytest.mark.parametrize("failure", [LeaseLostError("taken over"), LedgerError("disk full")])
def test_a_failure_of_the_ledger_or_the_lease_ends_the_pass(opened, failure):
    _broken(opened, failure)
    opened.drop("z.csv", OTHER_RISE)

    with pytest.raises(type(failure)):
        opened.work()

    dropped = opened.ledger.drops.all()[1:]
    assert [drop.attempts for drop in dropped] == [0, 0]
    assert sorted(str(drop.state) for drop in dropped) == ["arrived", "examined"]


def test_a_patient_runner_waits_after_a_failure_and_once_does_not(opened):
    opened.folder.refused.add("create")
    opened.drop("luong.csv", RISE)
    patient = opened.runner(patient=True, dice=random.Random(1))
    patient.work(Tally())
    opened.folder.refused.clear()
    opened.later(seconds=1)

    waited = patient.work(Tally())
    opened.later(hours=1)
    later = patient.work(Tally())

    assert (waited.shipped, later.shipped) == (0, 1)


def test_once_ignores_waiting_times(opened):
    opened.folder.refused.add("create")
    opened.drop("luong.csv", RISE)
    opened.runner(patient=True).work(Tally())
    waiting = opened.dossier
    opened.folder.refused.clear()

    tally = opened.work()

    assert waiting.attempts == 1
    assert waiting.next_try_at is not None
    assert tally.shipped == 1


def test_a_server_that_is_not_there_is_told_on_every_dossier(opened):
    def nobody():
        raise ConnectionLostError("connect", "", "refused")

    opened.change(connect=nobody)
    opened.drop("luong.csv", RISE)

    tally = opened.work()
    opened.collect()

    assert (tally.signed, tally.shipped) == (1, 0)
    assert str(opened.dossier.reason).startswith("connection: connect refused")
    assert [line["thing"] for line in opened.said("step.failed")][1:] == ["connect"]


def test_a_lost_connection_ends_the_shipping_and_not_the_pass(opened):
    opened.folder.fails["create"] = ConnectionLostError("write", "", "reset")
    opened.drop("luong.csv", RISE)

    tally = opened.work()

    assert (tally.shipped, tally.errors) == (0, 1)
    assert opened.work().shipped == 1


def test_a_listing_that_fails_still_lets_kept_answers_be_judged(shipped):
    shipped.answer("1.xml", submission(shipped.dossier))
    trust = shipped.parts.trust_of
    shipped.change(trust_of=lambda _side: 1 / 0)
    shipped.collect()
    shipped.change(trust_of=trust)
    shipped.folder.fails["list"] = RemoteRefusedError("list", "outbound", "denied")

    tally = shipped.collect()

    assert tally.errors == 1
    assert shipped.dossier.state is DossierState.TAKEN


def test_stop_ends_between_steps(opened):
    opened.drop("a.csv", RISE)
    opened.drop("b.csv", OTHER_RISE)
    asked = iter([False, True])
    runner = opened.runner(stop=lambda: next(asked, True))

    runner.work(Tally())

    assert sorted(str(drop.state) for drop in opened.ledger.drops.all())[:2] == [
        "arrived",
        "converted",
    ]


def test_progress_tells_how_far_each_stage_is(opened):
    told = []
    opened.drop("luong.csv", RISE)

    opened.runner(progress=lambda *step: told.append(step)).work(Tally())

    assert ("check", 0, 1) in told
    assert ("ship", 1, 1) in told


def test_a_claim_that_fails_does_not_stop_the_others(bench):
    class Full(Drops):
        def arrive(self, **told):
            if told["name"] == "a.csv":
                raise OSError(28, "No space left on device")
            return super().arrive(**told)

    bench.ledger.drops = Full(bench.ledger.store)
    bench.drop("a.csv", csv(staff(1)))
    bench.drop("b.csv", csv(staff(2)))

    first = bench.runner().work(Tally())
    second = bench.runner().work(Tally())

    assert (first.arrived, first.errors) == (1, 1)
    assert (second.arrived, second.errors) == (0, 1)
    assert bench.said("step.failed")[0]["remedy"] == "disk"


def test_the_file_that_was_written_last_has_the_last_word(bench):
    for name, written in (("luong-v2.csv", 2), ("luong.csv", 1)):
        bench.drop(name, csv(staff(written)))
        os.utime(bench.site / "drop" / name, ns=(written, written))

    bench.runner(stop=lambda: True).work(Tally())

    assert [drop.name for drop in bench.ledger.drops.all()] == ["luong.csv", "luong-v2.csv"]


def test_a_file_that_cannot_be_taken_out_of_drop_is_named(bench):
    class Closed(Spool):
        def claim(self, path, **told):
            raise PermissionError(13, "Permission denied")

    bench.change(spool=Closed(bench.site))
    bench.drop("thuduc/luong.csv", csv(staff(1)))

    tally = bench.work()

    assert (tally.errors, tally.unclaimed) == (1, ["thuduc/luong.csv"])
    assert "not readable or writable" in tally.troubles["disk"]


def test_names_that_nobody_takes_are_counted(bench):
    bench.drop("readme.txt", b"x")

    assert bench.work().unclaimed == ["readme.txt"]


def test_a_file_with_warnings_is_named_by_the_pass_that_converts_it(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH="")))

    first, second = opened.work(), opened.work()

    assert opened.dropped().warnings == 1
    assert (first.warned, second.warned) == ([opened.dropped().id], [])


def test_a_held_file_is_warned_of_when_it_goes_on(bench):
    bench.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH="")))
    held = bench.work()
    bench.ledger.drops.release(bench.dropped(), ["as-new"], "mới")

    released = bench.work()

    assert (held.warned, released.warned) == ([], [bench.dropped().id])


def test_a_clean_file_is_no_warning(opened):
    opened.drop("luong.csv", RISE)

    assert opened.work().warned == []


def test_a_dossier_of_which_vss_refuses_somebody_is_named_by_the_pass_that_hears_it(shipped):
    person = Person(line=1, accepted="0", code="E07", reason="sai")
    shipped.answer("1.xml", submission(shipped.dossier))
    taken = shipped.collect()
    shipped.answer("2.xml", result(shipped.dossier, people=[person], outcome="0"))
    refused = shipped.collect()
    shipped.answer("3.xml", notice(shipped.dossier))

    late, quiet = shipped.collect(), shipped.collect()

    assert shipped.dossier.state is DossierState.REFUSED
    assert (taken.refused_by_vss, refused.refused_by_vss) == ([], [shipped.dossier.id])
    assert (late.refused_by_vss, quiet.refused_by_vss) == ([], [])


def test_a_dossier_that_vss_does_not_take_in_is_refused_too(shipped):
    shipped.answer("1.xml", notice(shipped.dossier, outcome="0", number=""))

    assert shipped.collect().refused_by_vss == [shipped.dossier.id]


def test_every_move_has_a_line_in_the_log(shipped_site, opened):
    opened.drop("luong.csv", RISE)

    opened.work()

    moves = [(line["event"], line.get("end")) for line in opened.log]
    assert [move for move in moves if move[0] != "drop.remarks"] == [
        ("drop.arrived", None),
        ("drop.moved", "examined"),
        ("drop.moved", "converted"),
        ("dossier.signed", None),
        ("dossier.shipped", None),
    ]
