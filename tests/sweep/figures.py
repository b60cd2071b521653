"""The figures of a sweep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.sweep.stage import Trial

_KINDS = ("lost", "twice", "partial", "stuck", "ledger")


@dataclass
class Figures:
    """Counts per play, and per system call."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    calls: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def trials(self) -> int:
        """How many trials there were."""
        return sum(each["points"] for each in self.counts.values())

    def add(self, play: str, trial: Trial) -> None:
        """Count one trial."""
        counts = self.counts.setdefault(play, Counter())
        counts.update(points=1, killed=int(trial.killed), uncertain=int(trial.uncertain > 0))
        counts["restarts"] = max(counts["restarts"], trial.restarts)
        counts.update(trial.kinds)
        self.calls.setdefault(play, Counter())[trial.point.call] += int(trial.killed)

    def table(self) -> str:
        """Return the figures in lines; `restarts` is the most that any trial took."""
        lines = []
        for play, counts in self.counts.items():
            names = ("points", "killed", *_KINDS, "uncertain", "restarts")
            lines.append(f"{play}: " + ", ".join(f"{name} {counts[name]}" for name in names))
            calls = self.calls[play].most_common()
            lines.append("  killed at " + ", ".join(f"{name} {count}" for name, count in calls))
        return "\n".join(lines)

    def wrong(self, plays: Iterable[str], control: str) -> list[str]:
        """Return what speaks against the product, or against this sweep."""
        found = []
        for play in plays:
            counts = self.counts.get(play, Counter())
            if not counts["killed"]:
                found.append(f"{play}: nothing was killed")
            bad = sum(counts[kind] for kind in _KINDS)
            if play == control:
                if not counts["lost"] + counts["twice"] + counts["partial"]:
                    found.append(f"{play}: passes the sweep, so the sweep proves nothing")
            elif bad:
                found.append(f"{play}: {bad} trials went wrong")
        return found
