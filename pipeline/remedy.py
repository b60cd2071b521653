"""What to do about one failure, and its words for the log, for `explain` and for the operator."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

BUG = "bug"
"""The word for a failure that nobody foresaw: its text may quote a cell, and is never told."""


@dataclass(frozen=True, kw_only=True)
class Remedy:
    """What to do about one failure, and what to tell the operator."""

    word: str
    """A stable word for logs and for `explain`."""
    retry: bool
    stop: bool = False
    """True where this process must not go on at all."""
    advice_vi: str
    advice_en: str

    def reason(self, failure: BaseException) -> str:
        """Return what `explain` shows: our word, what happened, and what to do."""
        text = type(failure).__name__ if self.word == BUG else str(failure)
        return f"{self.word}: {text} · {self.advice_vi} / {self.advice_en}"

    def log_context(self, failure: BaseException) -> dict[str, str]:
        """Return what the log says of a failure: its class, and words of ours."""
        facts = {"remedy": self.word, "error": type(failure).__name__}
        if self.word != BUG:
            return {**facts, "reason": str(failure)}
        # Never the text: it may quote a cell. The place is enough to find it.
        frame = traceback.extract_tb(failure.__traceback__)[-1]
        return {**facts, "place": f"{Path(frame.filename).name}:{frame.lineno}"}
