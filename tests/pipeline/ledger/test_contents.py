"""What files of movements say is remembered once, and asked of those alone that go somewhere."""

from __future__ import annotations

import pytest

from tests.pipeline.ledgers import arrive, built, opened, sha


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path) as found:
        yield found


def _remember(ledger, drop, digest):
    with ledger.store.change() as tx:
        ledger.contents.remember(tx, drop, digest)


def test_a_file_is_remembered_once(ledger):
    arrive(ledger, "drop1")
    _remember(ledger, "drop1", sha("rows"))
    _remember(ledger, "drop1", sha("rows"))

    assert ledger.contents.same("drop2", sha("rows")) == {"drop1"}
    assert ledger.contents.same("drop1", sha("rows")) == set()


def test_snapshots_are_not_remembered(ledger):
    arrive(ledger, "drop1")
    _remember(ledger, "drop1", None)

    assert ledger.contents.same("drop2", None) == set()


def test_only_a_file_with_something_on_its_way_is_in_the_way(ledger):
    dossier = built(ledger)
    _remember(ledger, "drop1", sha("rows"))
    alive = ledger.contents.on_their_way("drop2", sha("rows"))

    ledger.dossiers.withdraw(dossier, "nhầm")

    assert alive == ["drop1"]
    assert ledger.contents.on_their_way("drop2", sha("rows")) == []
