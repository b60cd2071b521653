"""Reading the texts of an answer: fields by name, times in both orders, amounts as written."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from lxml import etree

from inbox.errors import MalformedError

_MOMENT = re.compile(
    r"(?:(?P<d>\d{1,2})[/-](?P<m>\d{1,2})[/-](?P<y>\d{4})"
    r"|(?P<Y>\d{4})[-/](?P<M>\d{1,2})[-/](?P<D>\d{1,2}))"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII,
)
_GROUPED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3}){0,4}", re.ASCII)
_PLAIN = re.compile(r"\d{1,15}(?:[.,]\d{1,9})?", re.ASCII)


def local_name(element: etree._Element) -> str:
    """Return an element's name without namespace, in lower case; "" for comments."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def text_of(element: etree._Element) -> str:
    """Return an element's own text: a comment inside never cuts it, a child never adds to it.

    C14N without comments signs the text around a comment as one; we must read the same.
    """
    if not len(element):
        return (element.text or "").strip()
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(pieces).strip()


class Fields:
    """The children of one element, found by local name whatever their case and order."""

    def __init__(self, element: etree._Element) -> None:
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            self._children.setdefault(local_name(child), []).append(child)

    def text(self, name: str) -> str:
        """Return the text of the child of that name, "" if there is none; never choose."""
        children = self._children.get(name.lower(), [])
        if len(children) == 1:
            return text_of(children[0])
        found = {text_of(child) for child in children}
        if len(found) > 1:
            raise MalformedError(
                f"{name}: có hai lần, nội dung khác nhau / stands there twice and says two things"
            )
        return found.pop() if found else ""

    def required(self, name: str) -> str:
        """Return the text of a child that must say something."""
        if not (text := self.text(name)):
            raise MalformedError(f"{name}: thiếu hoặc để trống / is missing or empty")
        return text

    def part(self, name: str) -> Fields:
        """Return the fields of the one child of that name."""
        found = self.all(name)
        if len(found) != 1:
            raise MalformedError(
                f"{name}: phải có đúng một lần, không phải {len(found)} / "
                f"must stand there once, not {len(found)} times"
            )
        return found[0]

    def all(self, name: str) -> list[Fields]:
        """Return the fields of every child of that name, in their order."""
        return [Fields(child) for child in self._children.get(name.lower(), [])]


def moment(text: str, zone: ZoneInfo) -> datetime | None:
    """Read dd/MM/yyyy or yyyy-MM-dd, with or without a time; None if it is neither.

    >>> moment("05/11/2026 08:15:30", ZoneInfo("Asia/Ho_Chi_Minh")).isoformat()
    '2026-11-05T08:15:30+07:00'
    """
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year = (int(found[name] or found[name.swapcase()]) for name in "dmy")
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    try:
        read = datetime(year, month, day, hour, minute, second, tzinfo=zone)
        return _shifted(read, found["offset"] or "")
    except (ValueError, OverflowError):
        return None


def _shifted(read: datetime, offset: str) -> datetime:
    """Take the offset that a time was written with; ValueError if there is no such offset."""
    if not offset:
        return read
    written = datetime.strptime(offset, "%z")
    return read.replace(tzinfo=written.tzinfo).astimezone(read.tzinfo)


def day(text: str, zone: ZoneInfo) -> date | None:
    """Read a date in either order; None if it is none."""
    read = moment(text, zone)
    return None if read is None else read.date()


def amount(text: str) -> int | None:
    """Read an amount of VND; None if it is none. Parts of a đồng are rounded half up.

    >>> [amount(text) for text in ("1.234.567", "1,234,567", "1234567.0", "-12.500", "")]
    [1234567, 1234567, 1234567, -12500, 0]
    """
    bare = text.replace(" ", "").replace("\xa0", "")
    sign, digits = (-1, bare[1:]) if bare.startswith("-") else (1, bare)
    if not digits:
        return 0 if not bare else None
    if _GROUPED.fullmatch(digits):
        return sign * int(re.sub(r"[.,]", "", digits))
    if not _PLAIN.fullmatch(digits):
        return None
    whole = Decimal(digits.replace(",", ".")).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return sign * int(whole)
