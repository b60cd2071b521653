"""Logs: one line per move, JSON or console; library loggers pinned so that no data leaks."""

from __future__ import annotations

import logging
import sys
from typing import TextIO, cast

import structlog
from structlog.typing import FilteringBoundLogger, Processor

from config.settings import Log

# At DEBUG signxml logs whole documents and paramiko logs file names: never, whatever the setting.
_PINNED = ("signxml", "paramiko", "watchdog", "apscheduler", "xmlschema", "asyncio")


def configure(settings: Log, stream: TextIO | None = None) -> FilteringBoundLogger:
    """Return the product's logger on stderr (or `stream`) and pin every library's at WARNING."""
    for name in _PINNED:
        logging.getLogger(name).setLevel(logging.WARNING)
    out = stream or sys.stderr
    as_json = settings.format == "json" or (settings.format == "auto" and not out.isatty())
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=out.isatty())
    )
    logger = structlog.wrap_logger(
        structlog.WriteLogger(out),
        wrapper_class=structlog.make_filtering_bound_logger(settings.level),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
    )
    return cast("FilteringBoundLogger", logger)
