"""`bhxh verify`: a dossier or receipt on its own: schema, signatures, trust, signer, time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from config.load import NAME, load_settings
from config.settings import Settings
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.exits import Exit

if TYPE_CHECKING:
    from validators.signature import Verdict


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
    """Check schema and signatures; exit 0 yes, 10 no, 1 cannot tell. Needs no site."""
    from pipeline.assembly import assemble_judges  # noqa: PLC0415 - heavy
    from pipeline.steps.verify import verify_document  # noqa: PLC0415 - heavy

    settings = _settings(site, needed=not anchors and _site_is_named())
    judges = assemble_judges(settings, site, anchors, signers)
    opinion = verify_document(file.read_bytes(), judges, datetime.now(UTC))
    facts: dict[str, Any] = {
        "file": file.name,
        "root": opinion.root,
        "answer": str(opinion.answer),
        "problems": list(opinion.problems),
        "signatures": [_facts(where, verdict) for where, verdict in opinion.seals],
    }
    if as_json:
        print_json(facts)
    else:
        _print(facts)
    return {"yes": Exit.FINE, "no": Exit.INVALID, "cannot-tell": Exit.OPEN}[facts["answer"]]


def _site_is_named() -> bool:
    """Tell whether somebody named a site; the working directory need not be one."""
    source = click.get_current_context().get_parameter_source("site")
    return source is not ParameterSource.DEFAULT


def _settings(site: Path, *, needed: bool) -> Settings | None:
    """Return the site's settings; None where there is no site and none is needed."""
    # Settings that are there and broken are told, whatever was asked.
    return load_settings(site) if needed or (site / NAME).exists() else None


def _facts(where: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "where": where,
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
