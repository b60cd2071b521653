"""The options that many commands share; loads nothing but click."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

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
    return click.option("--reason", required=True, callback=_why, help="why, for the record")(
        function
    )


def optional_reason_option(function: Function) -> Function:
    """Add ``--reason`` to a command that needs it only with ``--recorded``."""
    return click.option(
        "--reason", callback=_why, help="why, for the record; needed with --recorded"
    )(function)


def _why(_context: click.Context, _option: click.Parameter, reason: str | None) -> str:
    """Return the reason; click.BadParameter where one is given that says nothing."""
    if reason is not None and not any(map(str.isalnum, reason)):
        raise click.BadParameter("nêu lý do / say why")
    return reason or ""


def print_json(answer: object) -> None:
    """Print an answer for programs."""
    # Without indentation: Python's fast encoder knows none, and answers may be long.
    click.echo(json.dumps(answer, ensure_ascii=False))
