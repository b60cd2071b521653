"""The ledger: all SQL; append-only events; every move is a compare-and-set."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.ledger.shelves import Ledger

__all__ = ["Ledger"]


def __getattr__(name: str) -> type[Ledger]:
    """Load the shelves, and SQLAlchemy with them, for whoever asks: `bhxh status` does not."""
    if name == "Ledger":
        from pipeline.ledger.shelves import Ledger  # noqa: PLC0415 - that is the point

        return Ledger
    raise AttributeError(name)
