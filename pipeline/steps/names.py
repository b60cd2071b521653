"""The sender's file names, made fit to print and to store."""

from __future__ import annotations

import os
import unicodedata


def shown(name: str) -> str:
    """Return a file name that is safe to print and to store: NFC, control characters escaped.

    >>> shown("l\\u0301uong\\n.csv")
    'ĺuong\\\\n.csv'
    """
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "backslashreplace"))
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode()
        for letter in text
    )
