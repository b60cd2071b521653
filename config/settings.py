"""The settings of a site: one frozen model per room, unknown keys refused.

The interface is ``SITE/bhxh.toml``; `config.load` reads it. Paths are relative to the site and
absolute once loaded; durations are written ``30s``, ``5m``, ``2h`` and become seconds.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from config.encodings import Encoding
from config.errors import SettingsError
from config.mapping import NAME
from config.problems import near
from config.secret import Secret
from config.written import (
    Agency,
    Email,
    FeedName,
    IvanCode,
    LedgerUrl,
    Month,
    Percent,
    Phone,
    Port,
    Seconds,
    TaxCode,
    TimeOfDay,
    UnitCode,
    WageRegion,
)  # fmt: skip


class _Model(BaseModel):
    """What all settings share: frozen, and a key that we do not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SigningKind(StrEnum):
    """Where the employer's key lives."""

    PKCS12 = "pkcs12"
    PKCS11 = "pkcs11"


class Signing(_Model):
    """The employer's signing key: a PKCS#12 file or a PKCS#11 token."""

    kind: SigningKind = SigningKind.PKCS12
    file: Path | None = None
    passphrase: Secret | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is SigningKind.PKCS11:
            raise ValueError(
                "kind: bản này chưa dùng được pkcs11; dùng pkcs12 / "
                "kind: pkcs11 is not available in this version; use pkcs12"
            )
        if self.file is None or self.passphrase is None:
            raise ValueError(
                "kind = pkcs12 cần cả file và passphrase / kind = pkcs12 needs file and passphrase"
            )
        return self


class Unit(_Model):
    """One unit code (mã đơn vị) of the employer and the agency that manages it."""

    code: UnitCode
    name: str = Field(min_length=1)
    agency: Agency
    wage_region: WageRegion
    tax_code: TaxCode | None = None
    signing: Signing | None = None


class Employer(_Model):
    """Who declares: the head office, its signer and its units."""

    name: str = Field(min_length=1)
    tax_code: TaxCode
    signer: str = Field(min_length=1)
    phone: Phone
    email: Email
    registration: Literal["assumed", "required"] = "assumed"
    """Units of which nothing is registered here: taken to be registered elsewhere, or held."""
    units: tuple[Unit, ...] = Field(min_length=1)

    @field_validator("units")
    @classmethod
    def _distinct(cls, units: tuple[Unit, ...]) -> tuple[Unit, ...]:
        codes = [unit.code for unit in units]
        twice = sorted({code for code in codes if codes.count(code) > 1})
        if twice:
            raise ValueError(
                f"mã đơn vị ghi hai lần: {', '.join(twice)} / "
                f"unit code given twice: {', '.join(twice)}"
            )
        return units

    def unit(self, code: str) -> Unit:
        """Return the unit with that code; SettingsError if the settings do not name it."""
        for unit in self.units:
            if unit.code == code:
                return unit
        meant = near(code, [unit.code for unit in self.units])
        raise SettingsError(
            "[[employer.units]]",
            (f"không (còn) có đơn vị {code}{meant[0]} / {code} is not there (any more){meant[1]}",),
        )


class Ivan(_Model):
    """The I-VAN provider: its profile, its code (MaIVAN) and its name (TenIVAN)."""

    profile: str = "default"
    code: IvanCode
    name: str = Field(min_length=1)


class Sftp(_Model):
    """The provider's SFTP server; the host key is pinned, anything else is refused."""

    host: str = Field(min_length=1)
    port: Port = 22
    username: str = Field(min_length=1)
    key: Path
    key_passphrase: Secret | None = None
    host_keys: tuple[str, ...] = Field(min_length=1)
    timeout: Seconds = 30.0

    @field_validator("host_keys")
    @classmethod
    def _fingerprints(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        for number, key in enumerate(keys, start=1):
            if not re.fullmatch(r"SHA256:[A-Za-z0-9+/]{43}=?", key):
                raise ValueError(
                    f'#{number} phải là vân tay "SHA256:…" như ssh-keygen -l in ra / '
                    f'#{number} must be a fingerprint "SHA256:…" as ssh-keygen -l prints it'
                )
        return tuple(key.rstrip("=") for key in keys)


class Trust(_Model):
    """Who may sign receipts: certificate authorities and, by UID in the subject, signers."""

    ivan: tuple[Path, ...] = Field(min_length=1)
    bhxh: tuple[Path, ...] = Field(min_length=1)
    ivan_signers: tuple[str, ...] = ()
    bhxh_signers: tuple[str, ...] = ()


class Feed(_Model):
    """One stream of payroll files: which names, which format, and what a person must decide."""

    name: FeedName
    pattern: str = Field(default="*", min_length=1)
    format: str = Field(
        default="auto",
        pattern=rf"^{NAME.pattern}$",
        description="là auto, snapshot, vnpt, requests hoặc tên một bản ánh xạ / "
        "auto, snapshot, vnpt, requests or the name of a mapping",
    )
    """auto, snapshot, vnpt, requests, or the name of a mapping (`config.mapping_files`)."""
    policy: Literal["all", "good-rows"] = "all"
    warnings: Literal["pass", "hold"] = "pass"
    encoding: Encoding = ""
    hidden: Literal["refuse", "read"] = "refuse"
    quiet_seconds: float = Field(default=5.0, ge=0, allow_inf_nan=False)
    marker: Literal["", ".done", ".ok"] = ""
    missing: Literal["hold", "leaves"] = "hold"
    approve: Literal["never", "first", "always"] = "first"
    max_change_percent: Percent = 20
    every_wage: Literal["hold", "pass"] = "hold"
    missing_unit: Literal["hold", "pass"] = "hold"
    unit: str | None = None
    period: Month | None = None


class Schedule(_Model):
    """When the daemon works, collects and reconciles."""

    timezone: str = "Asia/Ho_Chi_Minh"
    work_every: Seconds = 30.0
    collect_every: Seconds = 300.0
    reconcile_at: TimeOfDay = "01:30"

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as missing:
            meant = near(name, available_timezones())
            raise ValueError(
                f"không có múi giờ này{meant[0]} / no such time zone{meant[1]}"
            ) from missing
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The zone of business dates."""
        return ZoneInfo(self.timezone)


class LedgerSettings(_Model):
    """Where the ledger is; SQLite in the site unless a URL says otherwise."""

    url: LedgerUrl = "sqlite:///ledger.db"


class Log(_Model):
    """How logs look: ``console`` for people, ``json`` for machines, ``auto`` by the terminal."""

    format: Literal["auto", "console", "json"] = "auto"
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(_Model):
    """Everything a site says, checked as a whole; `site` is the folder it came from."""

    site: Path
    employer: Employer
    ivan: Ivan
    sftp: Sftp
    signing: Signing
    trust: Trust
    feeds: tuple[Feed, ...] = Field(min_length=1)
    schedule: Schedule = Schedule()
    ledger: LedgerSettings = LedgerSettings()
    log: Log = Log()

    @field_validator("feeds")
    @classmethod
    def _distinct(cls, feeds: tuple[Feed, ...]) -> tuple[Feed, ...]:
        names = [feed.name for feed in feeds]
        if len(set(names)) != len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(
                f"hai nguồn cùng tên: {', '.join(twice)} / "
                f"two feeds have the same name: {', '.join(twice)}"
            )
        return feeds

    @model_validator(mode="after")
    def _known_units(self) -> Self:
        ours = {unit.code for unit in self.employer.units}
        for feed in self.feeds:
            if feed.unit is not None and feed.unit not in ours:
                meant = near(feed.unit, ours)
                raise ValueError(
                    f"[[feeds]] ({feed.name}) unit: không phải đơn vị của doanh nghiệp{meant[0]} / "
                    f"no unit of the employer{meant[1]}"
                )
        return self
