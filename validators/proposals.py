"""How a proposal is told: a question before the advice, and taken off again for a whole rule."""

from __future__ import annotations

from dataclasses import replace

from validators.mask import visible
from validators.model import Finding

OPEN_FIELDS = ("MaDonVi", "Ky")
"""Fields that say nothing of a person: what nearly is a right value is shown as it stands."""


def with_proposal(finding: Finding, proposal: str | None) -> Finding:
    """Return the finding with what was probably meant; without one as it is."""
    if proposal is None:
        return finding
    asked_vi, asked_en = _asked(proposal)
    return replace(
        finding,
        proposal=visible(proposal),
        advice_vi=f"{asked_vi} {finding.advice_vi}",
        advice_en=f"{asked_en} {finding.advice_en}",
    )


def plain_advice(finding: Finding) -> tuple[str, str]:
    """Return the advice in both languages without the proposal, which is about one cell."""
    if finding.proposal is None:
        return finding.advice_vi, finding.advice_en
    asked_vi, asked_en = _asked(finding.proposal)
    return (
        finding.advice_vi.removeprefix(f"{asked_vi} "),
        finding.advice_en.removeprefix(f"{asked_en} "),
    )


def _asked(proposal: str) -> tuple[str, str]:
    shown = visible(proposal)
    return f"Có phải “{shown}”?", f"Did you mean “{shown}”?"
