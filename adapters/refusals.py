"""Why a file as a whole is refused: the error for a reason, its texts filled in."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.errors import UnreadableError
from adapters.refusal_texts import REFUSALS


def refuse(reason: str, *, row: int | None = None, **facts: str | int) -> UnreadableError:
    """Return the error for a reason, its texts filled with counts and kinds."""
    refusal = REFUSALS[reason]
    known = {**facts, "row": row if row is not None else "?"}
    return UnreadableError(
        refusal.code,
        refusal.reason_vi.format_map(known),
        refusal.reason_en.format_map(known),
        advice_vi=refusal.advice_vi.format_map(known),
        advice_en=refusal.advice_en.format_map(known),
        row=row,
    )


def refuse_missing(
    headings: Sequence[str], proposed: Sequence[tuple[str, str, str]]
) -> UnreadableError:
    """Return the error for headings that are missing, with the columns that were probably meant.

    A proposal is our heading, the letter of a column, and the heading that stands there.
    """
    error = refuse("heading-missing", headings=", ".join(headings))
    vietnamese = "; ".join(f"cột {at} = '{name}' là {ours}" for ours, at, name in proposed)
    english = "; ".join(f"column {at} = '{name}' as {ours}" for ours, at, name in proposed)
    if not proposed:
        return error
    return UnreadableError(
        error.code,
        f"{error.reason_vi} Có phải {vietnamese}?",
        f"{error.reason_en} Did you mean {english}?",
        advice_vi=error.advice_vi,
        advice_en=error.advice_en,
        proposal="; ".join(f"{at} '{name}' = {ours}" for ours, at, name in proposed),
    )
