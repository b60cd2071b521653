"""`bhxh correct`: offer the people whom VSS refused in a dossier again, now."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import views
from pipeline.commands.flags import json_option, print_json, reason_option, site_option
from pipeline.commands.options import open_parts
from pipeline.errors import NotNowError
from pipeline.exits import Exit
from pipeline.model import Dossier

if TYPE_CHECKING:
    from pipeline.steps.correct import Corrected

_SHOWN = 5
"""Questions that are named; all are counted."""


@click.command("correct")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@reason_option
def command(thing: str, site: Path, as_json: bool, reason: str) -> int:
    """Offer the people whom VSS refused in a dossier again, in a new one linked to it.

    As their newest file has them: where nothing was mended, unchanged. Exit 1 if some must wait.
    """
    with open_parts(site) as parts:
        from pipeline.steps.correct import correct  # noqa: PLC0415 - heavy

        found = views.find(parts.ledger, thing)
        if not isinstance(found, Dossier):
            raise NotNowError(
                f"{thing}: chỉ sửa được hồ sơ; tệp thì thả lại, người thì `bhxh release` / "
                "only a dossier is corrected: drop a file again, release a person"
            )
        done = correct(parts, found, reason)
        state = str(parts.ledger.dossiers.get(found.id).state)
    if as_json:
        print_json({"id": found.id, "act": "correct", "state": state, **vars(done)})
    else:
        click.echo("\n".join(_told(found.id, done)))
    return Exit.FINE if done.offered and not done.waiting and not done.held else Exit.OPEN


def _told(dossier: str, done: Corrected) -> Iterator[str]:
    """Yield what was done, in both languages."""
    yield f"{dossier}: {done.lost} người bị từ chối / people refused"
    unchanged = done.offered - done.mended
    asked = ", ".join(done.waiting[:_SHOWN])
    brakes = ", ".join(f"`bhxh show {drop}`" for drop in done.held)
    facts: tuple[tuple[object, str], ...] = (
        (done.taken_up, f"một số đã có trong / some are already in: {', '.join(done.taken_up)}"),
        (unchanged, f"{unchanged} gửi lại nguyên như cũ / offered again unchanged"),
        (done.mended, f"{done.mended} gửi lại với dữ liệu mới / offered again with other data"),
        (
            done.settled,
            f"{done.settled} đã có tệp sau nói khác, không gửi lại: thả tệp mới / "
            "a later file says otherwise of them, so they are not offered: drop a new one",
        ),
        (
            done.waiting,
            f"{len(done.waiting)} câu hỏi phải trả lời trước / questions come first: {asked}",
        ),
        (done.held, f"tệp bị phanh giữ / the file is held by a brake: {brakes}"),
        (
            done.dossiers,
            f"hồ sơ mới / new dossiers: {', '.join(done.dossiers)}, ký và gửi ở lượt tới / "
            "signed and sent in the next pass",
        ),
        (
            done.offered and not done.dossiers and not done.held,
            "hồ sơ mới được lập ở lượt tới / the new dossier is made in the next pass",
        ),
    )
    yield from (f"  {words}" for holds, words in facts if holds)
