"""Tests of chapters: how a unit's declared roster begins."""

from __future__ import annotations

import pytest

from pipeline.errors import MoveLostError
from pipeline.states import DropState
from tests.pipeline.ledgers import UNIT, arrive, convert, examine, opened, plan, record


def test_a_baseline_that_came_meanwhile_is_not_forgotten(tmp_path):
    with opened(tmp_path) as ledger:
        working_on = examine(ledger, arrive(ledger, "drop1"))
        convert(ledger, "baseline", plan(opens="opening", artefact="keep/rosters/1.arrow"))

        with pytest.raises(MoveLostError, match=UNIT):
            record(ledger, working_on, plan(opens="empty"))

        assert ledger.dossiers.openings()[UNIT].kind == "opening"
        assert ledger.drops.get("drop1").state is DropState.EXAMINED
