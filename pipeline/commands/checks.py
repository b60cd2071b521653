"""What `bhxh doctor` finds: one check is fine, worth a look, or broken."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.exits import Exit


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: fine, worth a look, or broken (with the exit code it deserves)."""

    name: str
    level: str
    text: str
    code: int = Exit.FINE


def fine(name: str, text: str) -> Check:
    """Return a check that found nothing."""
    return Check(name=name, level="fine", text=text)


def look(name: str, text: str) -> Check:
    """Return a check that found what somebody should look at."""
    return Check(name=name, level="look", text=text, code=Exit.OPEN)


def broken(name: str, text: str, code: Exit) -> Check:
    """Return a check that found what stops the work."""
    return Check(name=name, level="broken", text=text, code=code)


def failed(name: str, failure: Exception, code: Exit, about: str = "") -> Check:
    """Return a check that found a failure."""
    words = said(failure)
    return broken(name, f"{about}: {words}" if about else words, code)


def said(failure: Exception) -> str:
    """Return what happened and what to do, in the words that a pass has for it."""
    from pipeline.remedies import remedy_for  # noqa: PLC0415 - heavy: only where something failed

    remedy = remedy_for(failure)
    return remedy.reason(failure).removeprefix(f"{remedy.word}: ")
