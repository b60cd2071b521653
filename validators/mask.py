"""Hide most of a value, so that a report can be shown without telling who is meant."""

from __future__ import annotations

_HEAD, _TAIL = 4, 3
_SHORTEST = 8
_STARS = 8


def mask(text: str) -> str:
    """Show at most 4 + 3 characters and never more than half; short values are hidden wholly.

    Characters that could move a cursor or hide from the eye are shown as a dot.

    >>> mask("079195000001"), mask("15"), mask("")
    ('079******001', '**', '')
    """
    if len(text) < _SHORTEST:
        return "*" * len(text)
    shown = min(_HEAD + _TAIL, len(text) // 2)
    head = min(_HEAD, (shown + 1) // 2)
    tail = min(_TAIL, shown - head)
    stars = "*" * min(_STARS, len(text) - head - tail)
    return visible(text[:head]) + stars + visible(text[-tail:])


def visible(text: str) -> str:
    """Put a dot for every character that cannot be printed."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else "·" for sign in text)
