"""Acts of an invented unit, for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from config.registrations import Act, Channel
from pipeline.registration import Entry, Profile
from pipeline.states import DossierState

UNIT = "TA0001A"
NOW = Profile(
    provider="00040", serial="1a", issuer="CN=CA mẫu", email="bhxh@example.vn", phone="02838220000"
)


def entry(
    act: Act = Act.REGISTER, state: DossierState | None = DossierState.ACCEPTED, **told: Any
) -> Entry:
    """Return one act; by default an accepted registration as `NOW` has it."""
    usual = {
        "unit": UNIT, "act": act, "channel": Channel.IVAN, "dossier": f"{act}-{state}",
        "state": state, "provider": NOW.provider, "procedures": ("600", "607"),
        "serial": NOW.serial, "issuer": NOW.issuer, "subject": "UID=MST:0301234567",
        "valid_from": date(2025, 1, 1), "valid_to": date(2028, 1, 1), "email": NOW.email,
        "phone": NOW.phone, "because": "", "at": datetime(2026, 11, 5, tzinfo=UTC),
    }  # fmt: skip
    return Entry(**{**usual, **told})


def asked(ledger: Any, act: Act = Act.REGISTER, batch: int = 1, **told: Any) -> str:
    """Ask for something on the shelf of a ledger; return the dossier's name."""
    key = f"{UNIT}-202611-{act}-{batch:02}"
    row = {
        "id": key, "reference": f"{act}{batch}", "artefact": f"keep/registrations/{key}.xml",
        "first_line": 0, "lines": 0, "people": 0, "unit": UNIT, "period": "11/2026",
        "procedure": f"0-{act}", "batch": batch, "made_on": date(2026, 11, 5),
        "remote_name": f"{key}.xml", "by_hand": False,
    }  # fmt: skip
    keep_held = told.pop("keep_held", False)
    ledger.registrations.ask(entry(act, None, dossier=key, **told), row, keep_held=keep_held)
    return key
