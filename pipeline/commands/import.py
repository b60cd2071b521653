"""`bhxh import`: an answer that a person fetched, judged like one that we collected."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.exits import Exit
from pipeline.states import DossierState

_FILED = ("matched", "statement")


@click.command("import")
@click.argument(
    "file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE"
)
@site_option
@json_option
def command(file: Path, site: Path, as_json: bool) -> int:
    """Take in a receipt from the portal; exit 10 if it moves nothing, 14 if VSS refuses."""
    with open_parts(site) as parts:
        from pipeline.steps.collect import bring_in  # noqa: PLC0415 - heavy

        if file.stat().st_size > parts.profile.download.max_bytes:
            raise click.UsageError(f"tệp quá lớn / the file is too large: {file.name}")
        answer = bring_in(parts, file.read_bytes(), file.name)
        dossier = parts.ledger.dossiers.get(answer.dossier) if answer.dossier else None
    state = str(dossier.state) if dossier else None
    if as_json:
        print_json(
            {
                "id": answer.sha256, "file": answer.file, "kind": answer.kind,
                "state": answer.state, "trusted": answer.trusted, "reason": answer.reason,
                "dossier": answer.dossier, "dossier_state": state,
            }
        )  # fmt: skip
    else:
        said = f"{answer.dossier}: {state}" if dossier else answer.reason or answer.state
        click.echo(f"{answer.file}: {answer.state}: {said}")
    if answer.state not in _FILED:
        return Exit.INVALID
    return Exit.REFUSED if dossier and dossier.state is DossierState.REFUSED else Exit.FINE
