"""The settings of a site, before they are read from a file."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config.errors import SettingsError
from config.settings import Settings, SigningKind

FINGERPRINT = "SHA256:" + "A" * 43

WRITTEN: dict[str, Any] = {
    "site": Path("/site"),
    "employer": {
        "name": "Công ty Mẫu",
        "tax_code": "0301234567",
        "signer": "Trần Thị Bích",
        "phone": "02838220000",
        "email": "bhxh@example.vn",
        "units": [
            {"code": "TA0001A", "name": "Thủ Đức", "agency": "07906", "wage_region": 1},
            {"code": "TA0002A", "name": "Dĩ An", "agency": "07907", "wage_region": 2},
        ],
    },
    "ivan": {"code": "00040", "name": "I-VAN mẫu"},
    "sftp": {"host": "127.0.0.1", "username": "a", "key": "keys/k", "host_keys": [FINGERPRINT]},
    "signing": {"file": "keys/e.p12", "passphrase": "file:keys/e.pass"},
    "trust": {"ivan": ["keys/i.pem"], "bhxh": ["keys/b.pem"]},
    "feeds": [{"name": "payroll"}],
}


def settings(path: str = "", value: object = None) -> Settings:
    """Make settings with one place changed, named like ``employer.units.0.code``."""
    written = copy.deepcopy(WRITTEN)
    if path:
        *parents, last = path.split(".")
        place: Any = written
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
        place[last] = value
    return Settings.model_validate(written)


def test_what_is_not_said_has_a_default() -> None:
    feed = settings().feeds[0]

    assert (feed.policy, feed.missing, feed.approve, feed.max_change_percent) == (
        "all",
        "hold",
        "first",
        20,
    )
    assert settings().signing.kind is SigningKind.PKCS12
    assert settings().schedule.zone.key == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unheard_of", 1),
        ("sftp.password", "x"),
        ("employer.tax_code", "030123456"),
        ("employer.email", "bhxh"),
        ("employer.units.0.code", "TA01"),
        ("employer.units.0.wage_region", 5),
        ("employer.units.1.code", "TA0001A"),
        ("employer.units", []),
        ("ivan.code", "40"),
        ("sftp.host_keys", ["SHA256:short"]),
        ("sftp.host_keys", []),
        ("sftp.port", 0),
        ("sftp.timeout", "0s"),
        ("sftp.timeout", "soon"),
        ("sftp.timeout", float("inf")),
        ("feeds.0.quiet_seconds", float("nan")),
        ("feeds.0.unit", "TA0003A"),
        ("signing.passphrase", "inline"),
        ("signing.passphrase", None),
        ("signing.file", None),
        ("signing.kind", "pkcs11"),
        ("feeds", []),
        ("feeds", [{"name": "a"}, {"name": "a"}]),
        ("feeds.0.period", "2026-10"),
        ("schedule.timezone", "Asia/Nowhere"),
        ("schedule.timezone", "../etc/passwd"),
        ("schedule.timezone", "Asia"),
        ("schedule.reconcile_at", "25:00"),
        ("ledger.url", "mysql://x"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        settings(path, value)


@pytest.mark.parametrize(
    ("written", "seconds"), [("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86400), (1.5, 1.5)]
)
def test_durations_become_seconds(written: object, seconds: float) -> None:
    assert settings("sftp.timeout", written).sftp.timeout == seconds


@pytest.mark.parametrize("code", ["0301234567", "0301234567-001", "079090000001"])
def test_a_tax_code_may_have_ten_or_twelve_digits_or_a_branch(code: str) -> None:
    assert settings("employer.tax_code", code).employer.tax_code == code


def test_another_time_zone_may_be_chosen() -> None:
    assert settings("schedule.timezone", "Europe/Paris").schedule.zone.key == "Europe/Paris"


def test_fingerprints_are_compared_without_padding() -> None:
    assert settings("sftp.host_keys", [f"{FINGERPRINT}="]).sftp.host_keys == (FINGERPRINT,)


def test_a_unit_is_found_by_its_code() -> None:
    employer = settings().employer

    assert employer.unit("TA0002A").name == "Dĩ An"
    with pytest.raises(SettingsError):
        employer.unit("TA0003A")


def test_a_feed_may_name_one_of_our_units() -> None:
    assert settings("feeds.0.unit", "TA0002A").feeds[0].unit == "TA0002A"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        settings().ivan.code = "00001"
