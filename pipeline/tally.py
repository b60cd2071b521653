"""The count of one pass, and the exit code that follows from it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.exits import Exit


@dataclass
class Tally:
    """What one pass came to: counts, and names of ours; nothing of a person."""

    arrived: int = 0
    refused: list[str] = field(default_factory=list)
    """Drops that went back to their sender as invalid or unreadable."""
    converted: int = 0
    left_out: int = 0
    """Files that go on without some of their rows (feed policy ``good-rows``)."""
    warned: list[str] = field(default_factory=list)
    """Drops that were converted and have warnings."""
    signed: int = 0
    shipped: int = 0
    receipts: int = 0
    unread: int = 0
    """Answers that lie there and cannot be fetched: too large, or not for us to read."""
    refused_by_vss: list[str] = field(default_factory=list)
    """Dossiers of which an answer refuses somebody, or all."""
    errors: int = 0
    troubles: dict[str, str] = field(default_factory=dict)
    """Word of a remedy -> what failed first in that way, and what to do."""
    unclaimed: list[str] = field(default_factory=list)
    """Names in drop/ that no feed takes, or that are no plain files."""
    settling: int = 0

    def fail(self, word: str, reason: str) -> None:
        """Count a failed step, and keep the first of each kind in words."""
        self.errors += 1
        self.troubles.setdefault(word, reason)

    def hear_refusal(self, dossier: str | None) -> None:
        """Note once a dossier of which an answer refuses somebody; None: it refuses nobody."""
        if dossier is not None and dossier not in self.refused_by_vss:
            self.refused_by_vss.append(dossier)

    def exit_code(self, *, waiting: bool) -> Exit:
        """Return the worst of what this pass came to, and of whether anything is open."""
        if self.errors or self.refused:
            return Exit.ERRORS
        loose = self.left_out or self.warned or self.refused_by_vss or self.unread
        if waiting or loose or self.unclaimed or self.settling:
            return Exit.OPEN
        return Exit.FINE
