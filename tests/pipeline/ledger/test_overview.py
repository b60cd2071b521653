"""Tests of the glance that `status` takes: the ledger's own JSON, in the agreed shape."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from pipeline.errors import LedgerError
from pipeline.ledger.overview import Overview
from pipeline.model import Balance
from pipeline.states import DossierState
from tests.pipeline.ledgers import apply, arrive, examine, keep, opened, shipped

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DOSSIER = "TA0001A-202610-600-01"
_DROP_KEYS = {
    "id", "name", "sha256", "state", "reason", "rows", "unchanged", "reported", "rejected",
    "held", "absent", "errors", "warnings", "dossiers",
}  # fmt: skip
_DOSSIER_KEYS = {
    "id", "reference", "unit", "period", "procedure", "batch", "state", "held_because",
    "uncertain", "people", "sha256", "remote_name", "number", "due", "receipts",
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path) as found:
        yield found


def told_of(_ledger, site, zone=ZONE):
    return json.loads(Overview(site / "ledger.db", zone).json())


def test_status_of_an_empty_ledger_is_three_empty_lists(ledger, tmp_path):
    assert told_of(ledger, tmp_path) == {"drops": [], "dossiers": [], "unmatched": []}


def test_a_page_for_people_leaves_the_receipts_out(ledger, tmp_path):
    dossier = shipped(ledger)
    apply(ledger, keep(ledger), dossier, DossierState.TAKEN)
    overview = Overview(tmp_path / "ledger.db", ZONE)

    whole, page = json.loads(overview.json()), json.loads(overview.json(with_receipts=False))

    assert len(whole["dossiers"][0].pop("receipts")) == 1
    assert page["dossiers"][0].pop("receipts") == []
    assert page == whole


def test_status_has_the_shape_that_programs_rely_on(ledger, tmp_path):
    dossier = shipped(ledger)
    apply(
        ledger, keep(ledger), dossier, DossierState.NUMBERED,
        dossier_columns={"number": "00012/2026/07906", "due": date(2026, 11, 12)},
    )  # fmt: skip
    ledger.answers.judged(keep(ledger, "other"), "unmatched", "inbox/u.xml", reason="foreign: x")

    told = told_of(ledger, tmp_path)

    assert set(told) == {"drops", "dossiers", "unmatched"}
    drop, numbered = told["drops"][0], told["dossiers"][0]
    assert set(drop) == _DROP_KEYS | {"held_because", "period", "duplicate_of"}
    assert set(numbered) == _DOSSIER_KEYS | {"reason", "corrects", "corrected_by"}
    assert (drop["state"], drop["dossiers"]) == ("converted", [DOSSIER])
    assert (numbered["number"], numbered["due"]) == ("00012/2026/07906", "2026-11-12")
    assert numbered["receipts"] == [
        {
            "kind": "submission", "file": f"inbox/receipts/{DOSSIER}.xml", "trusted": True,
            "at": "2026-11-05T08:00:00+07:00",
        }
    ]  # fmt: skip
    assert told["unmatched"] == [{"file": "inbox/u.xml", "reason": "foreign: x"}]
    assert json.loads(json.dumps(told)) == told


def test_the_fates_of_all_rows_add_up(ledger, tmp_path):
    drop = examine(ledger, arrive(ledger, "drop1"), rows=10)
    balance = Balance(rows=10, unchanged=4, reported=3, rejected=2, held=1, absent=5)
    ledger.drops.hold(drop, ["approval"], "look", balance)

    told = told_of(ledger, tmp_path)["drops"][0]

    parts = ("unchanged", "reported", "rejected", "held")
    assert told["rows"] == sum(told[part] for part in parts)
    assert told["absent"] == 5


def test_a_site_without_a_ledger_has_nothing_to_tell(tmp_path):
    assert told_of(None, tmp_path) == {"drops": [], "dossiers": [], "unmatched": []}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("zone", "at"),
    [("Europe/Berlin", "2026-11-05T02:00:00+01:00"), ("UTC", "2026-11-05T01:00:00+00:00")],
)
def test_times_are_told_in_the_zone_of_the_site(ledger, tmp_path, zone, at):
    apply(ledger, keep(ledger), shipped(ledger), DossierState.TAKEN)

    (dossier,) = told_of(ledger, tmp_path, ZoneInfo(zone))["dossiers"]

    assert dossier["receipts"][0]["at"] == at


def test_a_receipt_without_a_time_is_told_without_one(ledger, tmp_path):
    apply(ledger, keep(ledger), shipped(ledger), DossierState.TAKEN)
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute("UPDATE receipts SET at = NULL")
    connection.close()

    for zone in (ZONE, ZoneInfo("Europe/Berlin")):
        (dossier,) = told_of(ledger, tmp_path, zone)["dossiers"]
        assert dossier["receipts"][0]["at"] is None


@pytest.mark.parametrize("change", ["UPDATE meta SET number = 99", "DROP TABLE meta"])
def test_a_ledger_of_another_kind_is_refused(ledger, tmp_path, change):
    with sqlite3.connect(tmp_path / "ledger.db") as connection:
        connection.execute(change)
    connection.close()

    with pytest.raises(LedgerError):
        told_of(ledger, tmp_path)


def test_a_ledger_of_before_corrections_is_shown_all_the_same(ledger, tmp_path):
    shipped(ledger)
    with sqlite3.connect(tmp_path / "ledger.db") as old:
        old.execute("DROP TABLE corrections")

    (dossier,) = told_of(ledger, tmp_path)["dossiers"]

    assert (dossier["corrects"], dossier["corrected_by"]) == ([], [])
