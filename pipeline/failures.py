"""A failure that reached the command line -> words for people, and an exit code."""

from __future__ import annotations

import errno
import sys
import traceback

import click

from config.disk import disk_said
from config.errors import ConfigError, NoSiteError, ProblemsError
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

_SAY_ALL = (NoSiteError, SiteBusyError, NotFoundError, NotNowError)
"""Failures that say in both languages what would help."""


_PLACE = (
    "xem quyền và chỗ trống ở đó, hoặc chọn chỗ khác, rồi chạy lại / "
    "see to the permissions and the room there, or choose another place; then run it again"
)
_PORT = (
    "tắt chương trình kia (một `bhxh sandbox` còn chạy?), hoặc đổi [sftp] port, rồi chạy lại / "
    "stop that program (a `bhxh sandbox` that still runs?), or change [sftp] port; then run "
    "it again"
)


def told(failure: Exception) -> int:
    """Tell a failure on stderr and return its exit code; a bug shows its traceback, no values."""
    code = next((code for kind, code in _CODES if isinstance(failure, kind)), None)
    if code is None:
        click.echo("bhxh: lỗi chương trình / a defect of the program:", err=True)
        click.echo("".join(traceback.format_tb(failure.__traceback__)), err=True, nl=False)
        click.echo(type(failure).__name__, err=True)
        return Exit.ERRORS
    if isinstance(failure, ProblemsError) and not isinstance(failure, NoSiteError):
        click.echo(f"bhxh: {failure.source}: có chỗ phải sửa / problems to mend:", err=True)
        for problem in failure.problems:
            click.echo(f"  - {problem}", err=True)
    elif isinstance(failure, NotFoundError):
        click.echo(f"bhxh: không có / no such thing: {failure}", err=True)
    elif isinstance(failure, OSError):
        place = f"{failure.filename}: " if failure.filename else ""
        click.echo(f"bhxh: {place}{disk_said(failure)}", err=True)
    else:
        click.echo(f"bhxh: {failure}", err=True)
    if not isinstance(failure, _SAY_ALL):
        _advise(failure)
    sys.stderr.flush()
    return code


def _advise(failure: Exception) -> None:
    """Say in both languages what to do; the failure's own words may be in one only."""
    if isinstance(failure, OSError):
        # Nothing is tried again by itself here: no pass is under way.
        click.echo(f"→ {_PORT if failure.errno == errno.EADDRINUSE else _PLACE}", err=True)
        return
    from pipeline.remedies import remedy_for  # noqa: PLC0415 - only where something failed

    remedy = remedy_for(failure)
    click.echo(f"→ {remedy.advice_vi} / {remedy.advice_en}", err=True)
