"""drop/ -> kept: claim by rename, seal by content, write the ledger, clear the claim.

What lies beside an export is claimed after it: the next start finds the export's claim, and takes
along what still lies there. Both are kept before the ledger knows either.
"""

from __future__ import annotations

from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.spool import Claim, NotRegularError
from pipeline.states import DropState
from pipeline.steps.beside import keep_beside
from pipeline.steps.duplicates import tell_duplicate
from pipeline.steps.names import shown
from pipeline.sweep import Sighting, feed_for

__all__ = ["place_of", "settle_claim", "take"]


def take(parts: Parts, sighting: Sighting) -> Drop | None:
    """Take one complete file out of drop/; None if it vanished meanwhile."""
    try:
        marker = sighting.feed.marker if sighting.feed else ""
        claim = parts.spool.claim(sighting.path, marker=marker)
    except FileNotFoundError:
        return None
    return settle_claim(parts, claim)


def place_of(parts: Parts, sighting: Sighting) -> str:
    """Return where a file lies below drop/, in signs that can be shown."""
    return shown(sighting.path.relative_to(parts.spool.site / "drop").as_posix())


def settle_claim(parts: Parts, claim: Claim) -> Drop | None:
    """Finish a claim, this run's or an earlier one's; safe to repeat at any point."""
    drop = parts.ledger.drops.known(claim.id)
    if drop is None:
        try:
            sealed = parts.spool.seal(claim)
        except NotRegularError:
            parts.log.warning("claim.refused", claim=claim.id, reason="not a plain file")
            return None
        feed = feed_for(claim.relative, parts.settings.feeds)
        drop = parts.ledger.drops.arrive(
            key=claim.id,
            feed=feed.name if feed else "none",
            name=shown(claim.relative.as_posix()),
            sha256=sealed.sha256,
            size=sealed.size,
            companions=keep_beside(parts, claim),
        )
    if drop.state is DropState.DUPLICATE:
        tell_duplicate(parts, drop)
    parts.spool.finish(claim)
    if drop.state is DropState.DUPLICATE:
        parts.log.warning("drop.duplicate", drop=drop.id, first=drop.duplicate_of)
    else:
        parts.log.info("drop.arrived", drop=drop.id, feed=drop.feed, size=drop.size)
    return drop
