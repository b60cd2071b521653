"""drop/ -> kept: claim by rename, seal by content, write the ledger, clear the claim."""

from __future__ import annotations

import os
import unicodedata

from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.spool import Claim, NotRegularError
from pipeline.states import DropState
from pipeline.sweep import Sighting, feed_for


def take(parts: Parts, sighting: Sighting) -> Drop | None:
    """Take one complete file out of drop/; None if it vanished meanwhile."""
    try:
        marker = sighting.feed.marker if sighting.feed else ""
        claim = parts.spool.claim(sighting.path, marker=marker)
    except FileNotFoundError:
        return None
    return settle_claim(parts, claim)


def settle_claim(parts: Parts, claim: Claim) -> Drop | None:
    """Finish a claim, this run's or an earlier one's; safe to repeat at any point."""
    feed = feed_for(claim.relative, parts.settings.feeds)
    try:
        sealed = parts.spool.seal(claim)
    except NotRegularError:
        parts.log.warning("claim.refused", claim=claim.id, reason="not a plain file")
        return None
    drop = parts.ledger.drops.arrive(
        key=claim.id,
        feed=feed.name if feed else "none",
        name=shown(claim.relative.as_posix()),
        sha256=sealed.sha256,
        size=sealed.size,
    )
    parts.spool.finish(claim)
    if drop.state is DropState.DUPLICATE:
        parts.log.warning("drop.duplicate", drop=drop.id, first=drop.duplicate_of)
    else:
        parts.log.info("drop.arrived", drop=drop.id, feed=drop.feed, size=drop.size)
    return drop


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
