"""Logs: one line per move, JSON or console; library loggers pinned so that no data leaks."""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog
from structlog.typing import FilteringBoundLogger, Processor

from config.settings import Log

# At DEBUG signxml logs whole documents, paramiko file names, SQLAlchemy what it writes: never,
# whatever the setting.
_PINNED = ("signxml", "paramiko", "watchdog", "apscheduler", "xmlschema", "asyncio", "sqlalchemy")


class _Forward(logging.Handler):
    """Says in one line of ours that a library complained: who and where, never a traceback."""

    def __init__(self, logger: FilteringBoundLogger) -> None:
        super().__init__()
        self._logger = logger

    def emit(self, record: logging.LogRecord) -> None:
        """Pass a complaint on; its first line says enough, what follows may quote data."""
        text = record.getMessage().partition("\n")[0]
        self._logger.warning("library.complained", library=record.name, text=text)


class _Unfailing:
    """A stream whose reader may be gone or whose disk may be full: the line is lost, not the work.

    What raises here would end whatever told of itself: a step half done, or paramiko's thread,
    for which its caller then waits for an hour. What must not be lost is in the ledger.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> None:
        """Write what can be written."""
        with suppress(OSError, ValueError):
            self._out.write(text)

    def flush(self) -> None:
        """Pass on what can be passed on."""
        with suppress(OSError, ValueError):
            self._out.flush()


def configure(settings: Log, stream: TextIO | None = None) -> FilteringBoundLogger:
    """Return the product's logger on stderr (or `stream`) and pin every library's at WARNING."""
    logger = _logger(settings, stream or sys.stderr)
    for name in _PINNED:
        library = logging.getLogger(name)
        library.setLevel(logging.WARNING)
        library.handlers = [_Forward(logger)]
        library.propagate = False
    return logger


def _logger(settings: Log, out: TextIO) -> FilteringBoundLogger:
    as_json = settings.format == "json" or (settings.format == "auto" and not out.isatty())
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    logger = structlog.wrap_logger(
        structlog.WriteLogger(cast("TextIO", _Unfailing(out))),
        wrapper_class=structlog.make_filtering_bound_logger(settings.level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
    )
    return cast("FilteringBoundLogger", logger)
