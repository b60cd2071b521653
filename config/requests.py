"""What may be asked for about a person's insurance book or health card: one kind per row."""

from __future__ import annotations

from dataclasses import dataclass

from config.rows import Line

BOOK, CARD = "book", "card"
COLUMNS = ("code", "name_vi", "name_en", "thing", "procedure", "needs", "done_by")


@dataclass(frozen=True, kw_only=True)
class RequestKind:
    """One kind of request; its codes are our own, no authority lists any."""

    code: str
    name_vi: str
    name_en: str
    thing: str
    """``book`` (sổ BHXH) or ``card`` (thẻ BHYT)."""
    procedure: str
    needs: tuple[str, ...]
    """Cells that the request must have: a field, or some of which one will do (``A|B``)."""
    done_by: str
    """A field of the declared roster: what is asked for stands there already; "" for none."""
    legal_source: str
    verified: bool


def read_kind(line: Line) -> RequestKind:
    """Return one kind from its row of ``codes/requests.csv``."""
    return RequestKind(
        code=line.cells["code"],
        name_vi=line.text("name_vi"),
        name_en=line.text("name_en"),
        thing=line.one_of("thing", (BOOK, CARD)),
        procedure=line.code("procedure", 3),
        needs=tuple(line.cells["needs"].split()),
        done_by=line.cells["done_by"],
        legal_source=line.cells["legal_source"],
        verified=line.cells["verified"] == "true",
    )
