"""An answer that was filed by a run which died before the ledger knew."""

from __future__ import annotations

import pytest

from pipeline.steps import collect
from tests.pipeline.parts import Bench, notice, submission


class _Killed(BaseException):
    """The process is no more."""


def _die(*_arguments: object, **_named: object) -> None:
    raise _Killed


def test_an_answer_filed_before_a_crash_is_judged_by_the_next_run(
    shipped: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, dossier = shipped, shipped.dossier
    data = submission(dossier)
    bench.answer("xn.xml", data)
    with monkeypatch.context() as patch:
        patch.setattr(bench.ledger.answers, "applied", _die)
        with pytest.raises(_Killed):
            bench.collect()

    tally = bench.collect()

    assert tally.errors == 0
    assert bench.ledger.dossiers.get(dossier.id).state == "taken"
    files = [path for path in (bench.site / "inbox").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in files] == [data]


def test_an_answer_set_aside_before_a_crash_may_end_elsewhere(
    shipped: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, dossier = shipped, shipped.dossier
    data = notice(dossier)
    bench.answer("tb.xml", data)
    bench.answer("other.xml", submission(dossier))
    with monkeypatch.context() as patch:
        patch.setattr(bench.ledger.answers, "applied", _die)
        patch.setattr(bench.ledger.dossiers, "named", lambda _stem: None)
        patch.setattr(bench.ledger.answers, "judged", _die)
        with pytest.raises(_Killed):
            bench.collect()

    bench.collect()

    assert [each.state for each in bench.ledger.answers.all()] == ["matched", "matched"]
    assert bench.ledger.dossiers.get(dossier.id).state == "numbered"


def test_an_answer_that_is_gone_for_good_is_told_and_stops_nobody(shipped: Bench) -> None:
    bench, dossier = shipped, shipped.dossier
    bench.answer("xn.xml", submission(dossier))
    found = collect.collect(bench.parts, bench.folder)
    (answer,) = bench.ledger.answers.all()
    (bench.site / answer.file).unlink()
    (bench.site / "inbox" / "receipts" / f"{answer.sha256[:16]}.x.xml").write_bytes(b"other")

    tally = bench.collect()

    assert len(found.kept) == 1
    assert tally.errors == 1
    assert bench.ledger.dossiers.get(dossier.id).state == "shipped"
