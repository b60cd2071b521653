"""The count of one pass."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Tally:
    """What one pass came to; counts only."""

    arrived: int = 0
    refused: int = 0
    """Files that went back to their sender as invalid or unreadable."""
    converted: int = 0
    left_out: int = 0
    """Files that go on without some of their rows (feed policy ``good-rows``)."""
    signed: int = 0
    shipped: int = 0
    receipts: int = 0
    unread: int = 0
    """Answers that lie there and cannot be fetched: too large, or not for us to read."""
    errors: int = 0
    unclaimed: list[str] = field(default_factory=list)
    """Names in drop/ that no feed takes, or that are no plain files."""
    settling: int = 0
