"""Numbers with their nouns in the English of what people read; Vietnamese has no plural."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "person", "people"), counted(2, "person", "people"), counted(0, "line")
    ('1 person', '2 people', '0 lines')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"
