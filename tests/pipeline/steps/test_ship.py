"""The bytes that go are the frozen ones."""

from __future__ import annotations

from pipeline.states import DossierState
from tests.pipeline.parts import csv, staff


def test_changed_bytes_are_never_sent(opened):
    opened.folder.refused.add("create")
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    opened.work()
    file = opened.site / "outbox" / opened.dossier.remote_name
    file.write_bytes(file.read_bytes() + b" ")
    opened.folder.refused.clear()

    tally = opened.work()

    assert (tally.shipped, tally.errors) == (0, 1)
    assert opened.dossier.held_because == "bytes-changed"
    assert opened.folder.files == {}


def test_a_result_is_promised_from_the_day_of_shipping(shipped):
    assert shipped.dossier.state is DossierState.SHIPPED
    assert shipped.dossier.due == shipped.parts.law.working_days_after(shipped.parts.today, 5)
