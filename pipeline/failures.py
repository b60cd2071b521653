"""A failure that reached the command line -> words for people, and an exit code."""

from __future__ import annotations

import sys
import traceback

import click

from config.errors import ConfigError, ProblemsError
from outbox.errors import SigningError, TransportError
from pipeline.errors import (
    LeaseLostError,
    LedgerError,
    MoveLostError,
    NotFoundError,
    NotNowError,
    PipelineError,
    SiteBusyError,
)
from pipeline.exits import Exit
from validators.errors import SchemaFileError, TrustError

_CODES: tuple[tuple[type[BaseException], Exit], ...] = (
    (SiteBusyError, Exit.BUSY),
    (LeaseLostError, Exit.BUSY),
    (ConfigError, Exit.SETTINGS),
    (SigningError, Exit.SIGNING),
    (TransportError, Exit.TRANSPORT),
    (MoveLostError, Exit.USAGE),
    (NotFoundError, Exit.USAGE),
    (NotNowError, Exit.USAGE),
    (LedgerError, Exit.ERRORS),
    (SchemaFileError, Exit.SETTINGS),
    (TrustError, Exit.SETTINGS),
    (PipelineError, Exit.ERRORS),
    (OSError, Exit.ERRORS),
)

_SAY_ALL = (SiteBusyError, NotFoundError, NotNowError)
"""Failures that say in both languages what would help."""


def told(failure: Exception) -> int:
    """Tell a failure on stderr and return its exit code; a bug shows its traceback, no values."""
    code = next((code for kind, code in _CODES if isinstance(failure, kind)), None)
    if code is None:
        click.echo("bhxh: lỗi chương trình / a defect of the program:", err=True)
        click.echo("".join(traceback.format_tb(failure.__traceback__)), err=True, nl=False)
        click.echo(type(failure).__name__, err=True)
        return Exit.ERRORS
    if isinstance(failure, ProblemsError):
        click.echo(f"bhxh: {failure.source}: có chỗ phải sửa / problems to mend:", err=True)
        for problem in failure.problems:
            click.echo(f"  - {problem}", err=True)
    elif isinstance(failure, NotFoundError):
        click.echo(f"bhxh: không có / no such thing: {failure}", err=True)
    else:
        click.echo(f"bhxh: {failure}", err=True)
    if not isinstance(failure, _SAY_ALL):
        _advise(failure)
    sys.stderr.flush()
    return code


def _advise(failure: Exception) -> None:
    """Say in both languages what to do; the failure's own words may be in one only."""
    from pipeline.remedies import remedy_for  # noqa: PLC0415 - only where something failed

    remedy = remedy_for(failure)
    click.echo(f"→ {remedy.advice_vi} / {remedy.advice_en}", err=True)
