"""`bhxh doctor`: is everything in place, before the first month-end finds out?"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.disk import disk_said
from config.errors import ConfigError
from config.load import load_settings
from config.mapping_files import FOLDER, load_mapping
from pipeline.commands.certificates import certificates
from pipeline.commands.checks import Check, broken, failed, fine, look, said
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.remarks import sandbox_off
from pipeline.commands.unassembled import folders, instance, put_together
from pipeline.exits import Exit

if TYPE_CHECKING:
    from pipeline.parts import Parts

_SPARE = 1 << 30
_PACKAGES = ("config", "adapters", "validators", "outbox", "inbox", "pipeline")


@click.command("doctor")
@site_option
@json_option
@click.option("--offline", is_flag=True, help="do not connect to the provider")
def command(site: Path, as_json: bool, offline: bool) -> int:
    """Look at settings, law, keys, certificate, clock, disk, host key, folders, our packages."""
    settings = load_settings(site)
    checks = [*folders(settings.site), instance(settings.site)]
    with put_together(settings) as (parts, unusable):
        checks += unusable
        visits: list[Callable[[Parts], Iterator[Check]]] = [
            _settings, _feeds, _mappings, _law, _key_files, certificates, _registrations, _trust,
            _disk, _clock, _packages,
        ]  # fmt: skip
        if not offline:
            visits.append(_provider)
        if unusable:
            visits = [each for each in visits if each not in (_registrations, _clock)]
        if parts is not None:
            checks += [check for each in visits for check in _safely(each, parts)]
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        marks = {"fine": "✓", "look": "!", "broken": "✗"}
        for check in checks:
            click.echo(f"{marks[check.level]} {check.name}: {check.text}")
    return max((check.code for check in checks), default=Exit.FINE)


def _safely(visit: Callable[[Parts], Iterator[Check]], parts: Parts) -> Iterator[Check]:
    """Yield what a visit finds; where the disk stops it, the other visits go on."""
    try:
        yield from visit(parts)
    except OSError as shut:
        name = visit.__name__.strip("_")
        yield broken(name, f"{shut.filename or ''}: {disk_said(shut)}", Exit.ERRORS)


def _settings(parts: Parts) -> Iterator[Check]:
    """Prove the check digits of the tax codes."""
    from stdnum.vn import mst  # noqa: PLC0415 - only here

    employer = parts.settings.employer
    yield fine(
        "settings",
        f"{len(employer.units)} đơn vị / units, {len(parts.settings.feeds)} nguồn / feeds",
    )
    for code in sorted({employer.tax_code, *map(parts.tax_code, employer.units)}):
        if not mst.is_valid(code):
            yield look(
                "tax code", "số kiểm tra của MST không đúng / the MST's check digit is wrong"
            )


def _feeds(parts: Parts) -> Iterator[Check]:
    """Name the feeds that never get a file."""
    from pipeline.feeds import shadowed  # noqa: PLC0415 - only here

    for feed, wider in shadowed(parts.settings.feeds):
        yield look(
            "feed",
            f"{feed.name}: không bao giờ nhận được tệp, nguồn {wider.name} đứng trước đã nhận hết: "
            "đặt lên trước, hoặc đổi pattern / never gets a file: "
            f"feed {wider.name} before it takes them all: put it first, or change its pattern",
        )


def _law(parts: Parts) -> Iterator[Check]:
    """Show every row of the law that the site says in our place: a choice, not a fault."""
    for row in parts.law.of_site():
        span = f"{row.valid_from} → {row.valid_to or ''}".rstrip()
        yield fine("law", f"{row.table}: {row.named} = {row.written}, {span} ({row.legal_source})")


def _key_files(parts: Parts) -> Iterator[Check]:
    """Secrets are for one user only and never lie in drop/."""
    settings = parts.settings
    files = [settings.sftp.key, settings.signing.file]
    files += [unit.signing.file for unit in settings.employer.units if unit.signing]
    for path in filter(None, files):
        if path.is_relative_to(settings.site / "drop"):
            yield broken("key file", f"{path.name}: nằm trong drop/ / lies in drop/", Exit.SETTINGS)
        elif not path.is_file():
            yield broken("key file", f"{path.name}: không có / not there", Exit.SETTINGS)
        elif path.stat().st_mode & 0o077:
            yield look(
                "key file", f"{path.name}: người khác đọc được / others can read it; chmod 600"
            )
        else:
            yield fine("key file", path.name)
    if (settings.site / "drop").stat().st_mode & 0o1002 == 0o0002:  # noqa: PLR2004 - mode bits
        yield look(
            "drop",
            "ai cũng ghi và xóa được trong drop/ / drop/ is world-writable without sticky bit; "
            "chmod o-w, or chmod +t",
        )


def _mappings(parts: Parts) -> Iterator[Check]:
    """The site's own mappings can be used, also those that no feed names."""
    for path in sorted((parts.settings.site / FOLDER).glob("*.toml")):
        try:
            load_mapping(path.stem, parts.settings.site)
        except ConfigError as unusable:
            yield look("mapping", said(unusable))


def _registrations(parts: Parts) -> Iterator[Check]:
    """Every unit is registered as it signs now, or taken to be; else say what would mend it."""
    from pipeline.proposals import proposals  # noqa: PLC0415 - heavy

    wanted = {thing.thing: thing.words for thing in proposals(parts)}
    mode = parts.settings.employer.registration
    for unit in parts.settings.employer.units:
        standings = parts.ledger.registrations.of_unit(unit.code)
        told = ", ".join(f"{channel} {standing.state}" for channel, standing in standings.items())
        nothing = f'chưa ghi đăng ký / nothing is written (registration = "{mode}")'
        if unit.code in wanted:
            yield look("registration", f"{unit.code}: {told}; {wanted[unit.code]}")
        elif not standings and mode == "required":
            yield look("registration", f"{unit.code}: {nothing}: `bhxh register`")
        else:
            yield fine("registration", f"{unit.code}: {told or nothing}")


def _trust(parts: Parts) -> Iterator[Check]:
    """The authorities of receipts load, and signers are named."""
    from validators.errors import TrustError  # noqa: PLC0415 - heavy

    for side in ("ivan", "bhxh"):
        try:
            trust = parts.trust_of(side)
        except TrustError as unusable:
            yield failed("trust", unusable, Exit.SETTINGS, f"[trust] {side}")
            continue
        if not trust.signers:
            yield look(
                "trust",
                f"{side}: chưa ghi ai được ký, mọi biên nhận sẽ «không kết luận được» / no signers "
                "named; every receipt will be «cannot tell»",
            )
        else:
            yield fine(
                "trust",
                f"{side}: {len(trust.authorities)} CA / authorities, "
                f"{len(trust.signers)} người ký / signers",
            )


def _disk(parts: Parts) -> Iterator[Check]:
    from pipeline.lingering import lingering, told_lingering  # noqa: PLC0415 - heavy

    seen = parts.ledger.sightings.known()
    for thing in told_lingering(lingering(parts.settings.site, parts.clock(), seen)):
        yield look("drop", f"{thing.thing}: {thing.words}")
    free = shutil.disk_usage(parts.settings.site).free
    text = f"còn {free / (1 << 30):.1f} GiB / free"
    yield fine("disk", text) if free > _SPARE else look("disk", text)
    drop = parts.settings.site / "drop"
    if drop.stat().st_dev != (parts.settings.site / "keep").stat().st_dev:
        yield look(
            "disk",
            "drop/ và keep/ ở hai hệ tệp khác nhau / drop/ and keep/ are on different file systems",
        )


def _clock(parts: Parts) -> Iterator[Check]:
    """A clock before the newest event of the ledger has been set back."""
    answers = parts.ledger.answers.all()
    newest = max((answer.first_seen for answer in answers), default=None)
    now = datetime.now(UTC)
    if newest is not None and newest > now + timedelta(minutes=5):
        yield look(
            "clock",
            "đồng hồ chậm hơn sổ cái: đáng ngờ / the clock is behind what the ledger has seen: "
            "suspicious",
        )
    else:
        yield fine("clock", f"{now.astimezone(parts.settings.schedule.zone):%Y-%m-%d %H:%M %Z}")


def _packages(parts: Parts) -> Iterator[Check]:
    """Our rooms have short names: say if somebody else's package would be imported instead."""
    from importlib import import_module  # noqa: PLC0415 - only here
    from importlib.metadata import packages_distributions  # noqa: PLC0415 - only here

    owners = packages_distributions()
    home = Path(import_module("pipeline").__file__ or "").parent.parent
    foreign = False
    for name in _PACKAGES:
        where = Path(import_module(name).__file__ or "").parent.parent
        others = sorted(set(owners.get(name, [])) - {"bhxh"})
        if where != home or others:
            foreign = True
            yield broken(
                "packages",
                f"{name} trùng với / also belongs to {', '.join(others) or where}",
                Exit.SETTINGS,
            )
    if not foreign:
        yield fine("packages", "sáu gói đều của ta / the six rooms are ours")


def _box_is_off(parts: Parts, refused: Exception) -> Iterator[Check]:
    """Say what starts the I-VAN in a box, where a site for it reached nobody."""
    from pipeline.remedies import remedy_for  # noqa: PLC0415 - heavy

    for thing in sandbox_off(parts.settings, [remedy_for(refused).word]):
        yield look(thing.code, f"{thing.thing}: {thing.words}")


def _provider(parts: Parts) -> Iterator[Check]:
    """The host key is the pinned one, the folders are there, and the server can what we need."""
    from outbox.errors import TransportError  # noqa: PLC0415 - heavy

    try:
        folder = parts.connect()
    except TransportError as refused:
        yield failed("provider", refused, Exit.TRANSPORT)
        yield from _box_is_off(parts, refused)
        return
    except ConfigError as missing:
        yield failed("provider", missing, Exit.SETTINGS)
        return
    try:
        for name in (parts.profile.upload.folder, parts.profile.download.folder):
            there = folder.folder_exists(name)
            yield (
                fine("remote folder", f"{name}/")
                if there
                else broken("remote folder", f"{name}/ không có / is not there", Exit.TRANSPORT)
            )
        able = sorted(folder.capabilities())
        text = ", ".join(able) or "không có gì / none"
        weak = "posix-rename" not in able and parts.profile.upload.rename == "posix"
        yield look("capabilities", text) if weak else fine("capabilities", text)
    except TransportError as refused:
        yield failed("provider", refused, Exit.TRANSPORT)
    finally:
        folder.close()
