"""Exit codes: the table that scripts rely on."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command says to the program that called it."""

    FINE = 0
    OPEN = 1
    """Done, with warnings, held, overdue or unmatched items."""
    ERRORS = 2
    """Errors in this pass."""
    BUSY = 3
    """Another instance holds the site."""
    INVALID = 10
    SIGNING = 11
    TRANSPORT = 12
    UNCERTAIN = 13
    REFUSED = 14
    USAGE = 64
    SETTINGS = 78
    STOPPED = 130
    """Ctrl-C: as a shell says of a program that SIGINT ended."""
