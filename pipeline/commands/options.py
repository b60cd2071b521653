"""What the commands share: where the site is, how to answer, and opening just enough of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from config.load import load_settings
from config.settings import Settings
from pipeline.ledger import Ledger

if TYPE_CHECKING:
    from pipeline.parts import Parts

Function = TypeVar("Function", bound=Callable[..., Any])


def site_option(function: Function) -> Function:
    """Add ``--site DIR``: default ``$BHXH_SITE``, else the working directory."""
    return click.option(
        "--site",
        type=click.Path(path_type=Path, file_okay=False),
        envvar="BHXH_SITE",
        default=Path(),
        help="the site's folder [default: $BHXH_SITE, else here]",
    )(function)


def json_option(function: Function) -> Function:
    """Add ``--json``: the answer on stdout, for programs."""
    return click.option("--json", "as_json", is_flag=True, help="answer in JSON on stdout")(
        function
    )


def reason_option(function: Function) -> Function:
    """Add the required ``--reason``."""
    return click.option("--reason", required=True, help="why, for the record")(function)


def print_json(answer: object) -> None:
    """Print an answer for programs."""
    # Without indentation: Python's fast encoder knows none, and answers may be long.
    click.echo(json.dumps(answer, ensure_ascii=False))


@contextmanager
def open_ledger(site: Path) -> Iterator[tuple[Settings, Ledger]]:
    """Open a site's settings and ledger, and nothing heavier."""
    settings = load_settings(site)
    ledger = Ledger(settings.ledger.url, settings.site, lambda: datetime.now(UTC))
    try:
        yield settings, ledger
    finally:
        ledger.close()


@contextmanager
def open_parts(site: Path) -> Iterator[Parts]:
    """Assemble a whole site; loads everything."""
    from pipeline import log  # noqa: PLC0415 - heavy: only for commands that work
    from pipeline.assembly import assemble  # noqa: PLC0415 - heavy: only for commands that work

    settings = load_settings(site)
    parts = assemble(site, log.configure(settings.log))
    try:
        yield parts
    finally:
        parts.ledger.close()
