"""Settings -> parts: the only module that names concrete ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from structlog.typing import FilteringBoundLogger

from config.codes import load_codes
from config.disk import disk_said
from config.errors import SettingsError
from config.law import load_law
from config.load import load_settings
from config.mapping import BUILT_IN
from config.mapping_files import load_mapping
from config.profile import load_profile
from config.secret import resolve
from config.settings import Schedule, Settings, Signing, Unit
from outbox.pkcs12 import load_pkcs12
from outbox.sftp import connect
from outbox.signer import Signer
from outbox.transport import RemoteFolder
from pipeline.ledger import Ledger
from pipeline.parts import Parts
from pipeline.spool import Spool
from pipeline.steps.verify import Judges
from validators.schema import Schemas
from validators.signature import Trust, load_authorities


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def assemble(
    site: Path,
    log: FilteringBoundLogger,
    *,
    clock: Callable[[], datetime] = now,
    ledger: Ledger | None = None,
) -> Parts:
    """Build every part of a site; ConfigError tells all that is wrong with its settings.

    `ledger` stands in the place of the site's own: `doctor` looks on where that cannot be opened.
    """
    settings = load_settings(site)
    profile = load_profile(settings.ivan.profile, site)
    spool = Spool(settings.site)
    spool.prepare()
    return Parts(
        settings=settings,
        profile=profile,
        law=load_law(site=settings.site, units=[unit.code for unit in settings.employer.units]),
        codes=load_codes(),
        ledger=ledger or Ledger(settings.ledger.url, settings.site, clock),
        spool=spool,
        schemas=Schemas(profile),
        clock=clock,
        signer_for=_Signers(settings),
        connect=_Connector(settings),
        trust_of=_Trusts(settings),
        log=log,
        mappings={
            name: load_mapping(name, settings.site)
            for name in {feed.format for feed in settings.feeds}.difference(BUILT_IN)
        },
    )


@dataclass
class _Signers:
    """Opens each signing key once, when it is first needed."""

    settings: Settings
    opened: dict[Path, Signer] = field(default_factory=dict)

    def __call__(self, unit: Unit) -> Signer:
        signing = unit.signing or self.settings.signing
        if signing.file not in self.opened:
            self.opened[signing.file or Path()] = open_signer(signing, self.settings.site)
        return self.opened[signing.file or Path()]


def open_signer(signing: Signing, site: Path) -> Signer:
    """Open one signing key; SettingsError if its file cannot be read."""
    if signing.file is None or signing.passphrase is None:
        raise SettingsError("[signing]", ("thiếu file, passphrase / file and passphrase missing",))
    try:
        data = signing.file.read_bytes()
    except OSError as missing:
        raise SettingsError("[signing] file", (disk_said(missing),)) from missing
    return load_pkcs12(data, resolve(signing.passphrase, site))


@dataclass(frozen=True)
class _Connector:
    """Opens a connection to the provider."""

    settings: Settings

    def __call__(self) -> RemoteFolder:
        sftp = self.settings.sftp
        passphrase = (
            resolve(sftp.key_passphrase, self.settings.site) if sftp.key_passphrase else None
        )
        return connect(sftp, passphrase)


@dataclass
class _Trusts:
    """Loads each side's authorities once."""

    settings: Settings
    loaded: dict[str, Trust] = field(default_factory=dict)

    def __call__(self, side: Literal["ivan", "bhxh"]) -> Trust:
        if side not in self.loaded:
            self.loaded[side] = trust_of_side(self.settings, side)
        return self.loaded[side]


def trust_of_side(settings: Settings, side: Literal["ivan", "bhxh"]) -> Trust:
    """Load who may sign for one side: its authorities, and its signers by UID."""
    trust = settings.trust
    paths = trust.ivan if side == "ivan" else trust.bhxh
    signers = trust.ivan_signers if side == "ivan" else trust.bhxh_signers
    return Trust(authorities=load_authorities(paths), signers=signers)


def assemble_judges(
    settings: Settings | None, site: Path, anchors: Sequence[Path], signers: Sequence[str]
) -> Judges:
    """Build what judges one document: by a site, or by the authorities and signers given.

    What is given comes before what the site says; with neither, nobody is trusted.
    """
    profile = load_profile(settings.ivan.profile if settings else "default", site)
    return Judges(
        profile=profile,
        schemas=Schemas(profile),
        trust_employer=partial(_trust_employer, settings, anchors, signers),
        trust_side=partial(_trust_given, settings, anchors, signers),
        zone=(settings.schedule if settings else Schedule()).zone,
    )


def _trust_employer(
    settings: Settings | None,
    anchors: Sequence[Path],
    signers: Sequence[str],
    unit: str,
    tax_code: str,
) -> Trust:
    """Return whom to trust for a dossier: the unit's own certificate, or the given authorities.

    Of an authority's many certificates the right one is the one whose MST the dossier names.
    """
    if anchors:
        named = tuple(signers) or ((f"MST:{tax_code}",) if tax_code else ())
        return Trust(authorities=load_authorities(anchors), signers=named)
    if settings is None:
        return Trust()
    own = {each.code: each.signing for each in settings.employer.units}.get(unit)
    signer = open_signer(own or settings.signing, settings.site)
    return Trust(certificate=signer.certificate)


def _trust_given(
    settings: Settings | None,
    anchors: Sequence[Path],
    signers: Sequence[str],
    side: Literal["ivan", "bhxh"],
) -> Trust:
    """Return whom to trust for an answer."""
    known = trust_of_side(settings, side) if settings else Trust()
    authorities = load_authorities(anchors) if anchors else known.authorities
    return Trust(authorities=authorities, signers=tuple(signers) or known.signers)
