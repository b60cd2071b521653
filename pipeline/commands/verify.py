"""`bhxh verify`: a dossier or receipt on its own: schema, signatures, trust, signer, time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import click

from config.errors import SettingsError
from config.load import load_settings
from config.profile import Profile, load_profile
from config.settings import Settings
from pipeline.commands.options import json_option, print_json, site_option
from pipeline.exits import Exit

if TYPE_CHECKING:
    from validators.signature import Trust, Verdict


@dataclass(frozen=True, kw_only=True)
class _Seal:
    """One signature: where it stands and what is to be said of it."""

    where: str
    verdict: Verdict


@click.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@json_option
@click.option(
    "--trust",
    "anchors",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="authorities in PEM that may have issued the signer's certificate",
)
@click.option(
    "--signer", "signers", multiple=True, help="a UID that may sign, such as MST:0301234562"
)
def command(
    file: Path, site: Path, as_json: bool, anchors: tuple[Path, ...], signers: tuple[str, ...]
) -> int:
    """Check schema and signatures; exit 0 yes, 10 no, 1 cannot tell. Needs no site with --trust."""
    settings = _settings(site, needed=not anchors)
    profile = load_profile(settings.ivan.profile if settings else "default", site)
    data = file.read_bytes()
    root, problems, seals = _judged(data, profile, settings, anchors, signers)
    answer = _answer(problems, seals)
    facts = {
        "file": file.name,
        "root": root,
        "answer": answer,
        "problems": problems,
        "signatures": [_facts(seal) for seal in seals],
    }
    if as_json:
        print_json(facts)
    else:
        _print(facts)
    return {"yes": Exit.FINE, "no": Exit.INVALID, "cannot-tell": Exit.OPEN}[answer]


def _settings(site: Path, *, needed: bool) -> Settings | None:
    """Return the site's settings; None where there is no site and none is needed."""
    try:
        return load_settings(site)
    except SettingsError:
        if needed:
            raise
        return None


def _judged(
    data: bytes,
    profile: Profile,
    settings: Settings | None,
    anchors: tuple[Path, ...],
    signers: tuple[str, ...],
) -> tuple[str, list[str], list[_Seal]]:
    """Return the root's name, what the schema says, and a verdict for every signature."""
    from validators.dossier import verify_dossier  # noqa: PLC0415 - heavy
    from validators.errors import MalformedXmlError  # noqa: PLC0415 - heavy
    from validators.schema import Schemas  # noqa: PLC0415 - heavy
    from validators.signature import verify  # noqa: PLC0415 - heavy
    from validators.xml import parse  # noqa: PLC0415 - heavy

    now = datetime.now(UTC)
    try:
        root = str(parse(data).tag)
    except MalformedXmlError as malformed:
        return "", [str(malformed)], []
    if root == "Hoso":
        trust = _employer_trust(data, settings, anchors, signers)
        seals = [
            _Seal(where=where, verdict=each) for where, each in verify_dossier(data, trust, now)
        ]
        return root, _problems(Schemas(profile), data, root), seals
    if root in profile.schemas:
        trust = _employer_trust(data, settings, anchors, signers)
        verdict = verify(data, root=root, place="Cky", trust=trust, at=now)
        return (
            root,
            _problems(Schemas(profile), data, root),
            [_Seal(where=f"{root}/Cky", verdict=verdict)],
        )
    return root, *_receipt(data, profile, settings, anchors, signers)


def _receipt(
    data: bytes,
    profile: Profile,
    settings: Settings | None,
    anchors: tuple[Path, ...],
    signers: tuple[str, ...],
) -> tuple[list[str], list[_Seal]]:
    """Judge an answer of the I-VAN or of VSS."""
    from inbox.errors import MalformedError  # noqa: PLC0415 - heavy
    from inbox.read import kind_of, read_receipt  # noqa: PLC0415 - heavy
    from validators.schema import Schemas  # noqa: PLC0415 - heavy
    from validators.signature import verify  # noqa: PLC0415 - heavy

    try:
        form = kind_of(data, profile)
    except MalformedError as malformed:
        return [str(malformed)], []
    trust = _receipt_trust(settings, form.signer, anchors, signers)
    verdict = verify(data, root=form.root, place=form.signed_at, trust=trust, at=datetime.now(UTC))
    problems = _problems(Schemas(profile), data, form.form or form.root)
    if verdict.root is not None:
        try:
            read_receipt(verdict.root, form, ZoneInfo("Asia/Ho_Chi_Minh"))
        except MalformedError as malformed:
            problems.append(str(malformed))
    return problems, [_Seal(where=f"{form.root}/{form.signed_at}", verdict=verdict)]


def _employer_trust(
    data: bytes, settings: Settings | None, anchors: tuple[Path, ...], signers: tuple[str, ...]
) -> Trust:
    """Return whom to trust for a dossier: the unit's own certificate, or the named authorities.

    Of an authority's many certificates the right one is the one whose MST the dossier names.
    """
    from pipeline.assembly import open_signer  # noqa: PLC0415 - heavy
    from validators.signature import Trust, load_authorities  # noqa: PLC0415 - heavy
    from validators.xml import parse  # noqa: PLC0415 - heavy

    head = parse(data).find("NoiDung/ThongTinDonVi")
    if anchors:
        tax_code = "" if head is None else head.findtext("MaSoThue", "")
        named = signers or ((f"MST:{tax_code}",) if tax_code else ())
        return Trust(authorities=load_authorities(anchors), signers=named)
    if settings is None:
        return Trust()
    code = "" if head is None else head.findtext("MaSoBHXH", "")
    units = {unit.code: unit.signing for unit in settings.employer.units}
    signing = units.get(code) or settings.signing
    return Trust(certificate=open_signer(signing, settings.site).certificate)


def _receipt_trust(
    settings: Settings | None,
    side: Literal["ivan", "bhxh"],
    anchors: tuple[Path, ...],
    signers: tuple[str, ...],
) -> Trust:
    """Return whom to trust for an answer: the command line's word before the site's."""
    from pipeline.assembly import trust_of_side  # noqa: PLC0415 - heavy
    from validators.signature import Trust, load_authorities  # noqa: PLC0415 - heavy

    known = trust_of_side(settings, side) if settings else Trust()
    authorities = load_authorities(anchors) if anchors else known.authorities
    return Trust(authorities=authorities, signers=signers or known.signers)


def _problems(schemas: Any, data: bytes, name: str) -> list[str]:  # noqa: ANN401 - loaded late
    return [
        f"{problem.path}: {problem.message_vi} / {problem.message_en}"
        for problem in schemas.check(data, name)
    ]


def _answer(problems: list[str], seals: list[_Seal]) -> str:
    """Return the worst of all answers; a document without any signature is not signed: no."""
    answers = {str(seal.verdict.answer) for seal in seals}
    if problems or not seals or "no" in answers:
        return "no"
    return "cannot-tell" if "cannot-tell" in answers else "yes"


def _facts(seal: _Seal) -> dict[str, Any]:
    verdict = seal.verdict
    return {
        "where": seal.where,
        "answer": str(verdict.answer),
        "reason": verdict.reason,
        "reason_vi": verdict.reason_vi,
        "reason_en": verdict.reason_en,
        "signer": list(verdict.signer),
        "serial": verdict.serial,
        "signing_time": verdict.signing_time.isoformat() if verdict.signing_time else None,
    }


def _print(facts: dict[str, Any]) -> None:
    words = {
        "yes": "đúng / yes",
        "no": "không / no",
        "cannot-tell": "không kết luận được / cannot tell",
    }
    click.echo(f"{facts['file']}: {words[facts['answer']]}")
    for problem in facts["problems"]:
        click.echo(f"  schema: {problem}")
    for seal in facts["signatures"]:
        why = f"{seal['reason_vi']} / {seal['reason_en']}"
        click.echo(
            f"  {seal['where']}: {words[seal['answer']]} · {why} · {', '.join(seal['signer'])}"
        )
