"""The whole I-VAN in a box, reached as the employer reaches it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

import pytest

from config.profile import Upload
from config.settings import Sftp
from outbox import sftp
from outbox.errors import ConnectionLostError, HostKeyError
from outbox.model import Shipment, ShipResult
from outbox.ship import ship
from pipeline.sandbox.box import Sandbox
from pipeline.sandbox.faults import Fault
from tests.fakes import AttemptsFake
from tests.pipeline.sandbox.dossiers import NAME, Site, dossier, person, sha256


def _connect(site: Site, box: Sandbox, timeout: float = 5.0):
    settings = {
        "host": "127.0.0.1",
        "port": box.port,
        "username": "employer",
        "key": site.folder / "keys" / "sftp_ed25519",
        "host_keys": (box.fingerprint,),
        "timeout": timeout,
    }
    return closing(sftp.connect(Sftp.model_validate(settings)))


def _shipment(site: Site) -> Shipment:
    data = dossier(site.signer(), [person(1)])
    return Shipment(
        dossier="TA0001A-202610-600-01", name=f"{NAME}.xml", data=data, sha256=sha256(data)
    )


def test_a_shipped_dossier_is_taken_and_its_answers_can_be_fetched(site):
    with site.sandbox() as box, _connect(site, box) as folder:
        shipped = ship(_shipment(site), folder, AttemptsFake(), Upload())
        box.step()
        names = [entry.name.decode() for entry in folder.list("outbound", 100)]

    assert shipped is ShipResult.SHIPPED
    assert f"{NAME}.result.xml" in names
    assert len(names) == 4


def test_the_agreed_fingerprint_is_shown_even_if_the_key_has_changed(site):
    with (
        site.sandbox(Fault.HOST_KEY_CHANGED) as box,
        pytest.raises(HostKeyError),
        _connect(site, box),
    ):
        pass


def test_after_a_cut_upload_the_dossier_is_taken_once(site):
    shipment, attempts = _shipment(site), AttemptsFake()
    with site.sandbox(Fault.CUT_MID_FILE) as box:
        with pytest.raises(ConnectionLostError), _connect(site, box) as folder:
            ship(shipment, folder, attempts, Upload())
        taken = box.step()
        with _connect(site, box) as folder:
            ship(shipment, folder, attempts, Upload())
        box.step()

    assert taken == 0
    assert [case.submission.sha256 for case in box.provider.cases] == [shipment.sha256]


def test_without_other_words_it_goes_by_the_clock_on_the_wall(site):
    box = Sandbox(site.box)
    (site.inbound / "x.xml").write_bytes(b"x")

    box.step()

    (case,) = box.provider.cases
    assert abs((datetime.now(UTC) - case.taken_at).total_seconds()) < 60
