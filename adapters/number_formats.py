"""What a number format shows beyond the number: hundredths as percent, zeros and words about it.

Number formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

FRAMED: Final = "\3"
"""The look of a cell that shows words about its number, which we cannot tell from a unit."""
_SIGN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"?|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>(?i:General))|(?P<plain>.)",
    re.DOTALL,
)
"""A part of a format: text, a gap, a colour, or a sign that means something."""
_AS_IT_IS = frozenset(" $-+/():!^&'~{}<>=")
_PLACES = frozenset("0#?")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]+(?:\.[0-9]+)?)")
_MEETS: Mapping[str, Callable[[Decimal, Decimal], bool]] = MappingProxyType(
    {
        "<=": operator.le,
        ">=": operator.ge,
        "<>": operator.ne,
        "<": operator.lt,
        ">": operator.gt,
        "=": operator.eq,
    }
)
_DIGIT = "\0"
_CHOICE, _THEN = "\1", "\2"
_PERCENT = "%"
_ZEROS = 2
_LONGEST = 255
"""Signs of a format; Excel takes no more."""
_OF_AMOUNTS = frozenset(",.")
_WORD = re.compile(r"\w+")
_UNITS = frozenset(("đ", "d", "vnđ", "vnd", "vn", "đồng", "dong", "tháng", "thang", "month", "usd"))
"""Words about an amount that leave it as it is: thousands and millions do not."""
_OF_A_CODE = re.compile(r"[A-Za-z0-9]+[-._/]*")
_CURRENCIES = frozenset(("D", "VN", "VND", "US", "USD", "EUR", "JPY", "KRW", "CNY", "TWD", "SGD"))
"""What stands before an amount and is no part of a code."""
_Signs = Sequence[re.Match[str]]


def shown(look: str, number: str) -> str:
    r"""Return what a cell shows of a number, all digits of it.

    >>> shown("%+-", "0.32"), shown("%+-", "0.045"), shown("%+-", "1"), shown("%+-", "1e-05")
    ('32%', '4.5%', '100%', '0.001%')
    >>> shown("%-", "7"), shown("%-", "-0.07")
    ('7', '-7%')
    >>> shown("\0\0\0\0\0", "2"), shown("\0\0", "1234"), shown("NV\0\0-\0", "12")
    ('00002', '1234', 'NV01-2')
    >>> shown("NV\0", "1"), shown("\0\0", "1.5"), shown("\0\0", "-2"), shown("", "7")
    ('NV1', '1.5', '-2', '7')
    >>> under_100 = look_of("[<100]000;0")
    >>> shown(under_100, "1"), shown(under_100, "100"), shown(under_100, "NaN")
    ('001', '100', 'NaN')
    """
    if not Decimal(number).is_finite():
        return number
    if look.startswith(_CHOICE):
        return shown(_chosen(look, Decimal(number)), number)
    if look.startswith(_PERCENT):
        if ("-" if number.startswith("-") else "+") not in look:
            return number
        hundredfold = f"{Decimal(number).scaleb(2):f}"
        return (hundredfold.rstrip("0").rstrip(".") if "." in hundredfold else hundredfold) + "%"
    places = look.count(_DIGIT)
    if not number.isdigit() or not places:
        return number
    digits = number.zfill(places)
    first = len(digits) - places + 1
    parts = iter((digits[:first], *digits[first:]))
    return "".join(next(parts) if sign == _DIGIT else sign for sign in look)


def look_of(code: str) -> str:
    r"""Return "%" for a format in percent, its digits and words for one that adds some, else "".

    Behind "%" stands the sign of the numbers that it is for: those below 0 may have another
    format, behind the first semicolon. Where the parts have conditions, each has its own look.

    >>> look_of("0.0%"), look_of("0;[Red]-0%"), look_of('0" %"'), look_of(r"0\%")
    ('%+-', '%-', '', '')
    >>> look_of("000") == "\0" * 3, look_of('"NV"00_);@') == "NV\0\0", look_of("00-0") == "\0\0-\0"
    (True, True, True)
    >>> look_of('"NV"0') == look_of('"NV"General') == look_of('"NV"#') == "NV\0"
    True
    >>> look_of(r"\0#") == "0\0", look_of("0## #") == "\0\0\0 \0", look_of("[Red]#00") == "\0\0"
    (True, True, True)
    >>> look_of("0"), look_of("0.00"), look_of("#,##0"), look_of("# ##0"), look_of('#,##0" đ"')
    ('', '', '', '', '')
    >>> look_of("dd/mm/yyyy"), look_of("@"), look_of(";;;"), look_of("General"), look_of("[>1]0;0")
    ('', '', '', '', '')
    >>> {look_of('0" tr"'), look_of('0"-HN"'), look_of("[<9]00;[>x]0"), look_of('0".000"')}
    {'\x03'}
    >>> {look_of('#,##0" nghìn"'), look_of('"Công nhân"'), look_of('[=1]"Giám đốc";0')}
    {'\x03'}
    >>> look_of('0" đ"'), look_of('"VND"0'), look_of('#,##0" đồng/tháng"'), look_of("[$₫]#,##0")
    ('', '', '', '')
    """
    parts = _parts(code[:_LONGEST])
    conditions = [_condition(part) for part in parts]
    if any(conditions):
        return _choice(conditions, [_percent([part]) or _frame(part) for part in parts])
    return _percent(parts[:2]) or _frame(parts[0])


def _parts(code: str) -> list[_Signs]:
    """Return the signs of each part of a format: above 0, below, 0, text."""
    parts: list[list[re.Match[str]]] = [[]]
    for sign in _SIGN.finditer(code):
        if sign["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(sign)
    return list(parts)


def _condition(part: _Signs) -> str:
    brackets = (sign["bracket"] or "" for sign in part)
    return next((text for text in brackets if text.startswith(("<", ">", "="))), "")


def _choice(conditions: Sequence[str], looks: Sequence[str]) -> str:
    """Return the looks with their conditions; only the last part may do without one."""
    if not any(looks):
        return ""
    known = [bool(_CONDITION.fullmatch(condition)) for condition in conditions]
    if FRAMED in looks or not all(known[:-1]) or not (known[-1] or not conditions[-1]):
        return FRAMED
    return "".join(f"{_CHOICE}{a}{_THEN}{b}" for a, b in zip(conditions, looks, strict=True))


def _chosen(choice: str, number: Decimal) -> str:
    """Return the look whose condition a number meets."""
    for part in choice[1:].split(_CHOICE):
        condition, _, look = part.partition(_THEN)
        found = _CONDITION.fullmatch(condition)
        if found is None or _MEETS[found[1]](number, Decimal(found[2])):
            return look
    return ""


def _percent(parts: Sequence[_Signs]) -> str:
    """Return the percent sign with the signs of the numbers that are shown so, or nothing."""
    pairs = (("+", parts[0]), ("-", parts[-1]))
    signs = "".join(sign for sign, part in pairs if any(s["plain"] == _PERCENT for s in part))
    return _PERCENT + signs if signs else ""


def _frame(part: _Signs) -> str:
    """Return what a whole number becomes: its digits, and what stands before and behind them."""
    signs = [sign for sign in map(_meaning, part) if sign]
    kinds = {kind for kind, _ in signs if kind}
    places = [at for at, (kind, _) in enumerate(signs) if kind in _PLACES]
    if not kinds <= _AS_IT_IS | _PLACES | _OF_AMOUNTS:
        return ""  # a date, or what we do not know
    words = _words(signs)
    if not places or kinds & _OF_AMOUNTS:
        return FRAMED if words else ""
    # Places before the first 0 show nothing of their own; without any 0 the last one counts.
    first = next((at for at in places if signs[at][0] == "0"), places[-1])
    if first - places[0] != sum(at < first for at in places):
        return ""  # text between digits that may not be there: blanks between thousands
    look = "".join(
        _DIGIT if kind in _PLACES else text
        for at, (kind, text) in enumerate(signs)
        if not (places[0] <= at < first)
    )
    before = look.partition(_DIGIT)[0]
    if look.count(_DIGIT) >= _ZEROS or (
        _OF_A_CODE.fullmatch(before) and before.upper() not in _CURRENCIES
    ):
        return look
    return FRAMED if words else ""


def _words(signs: Sequence[tuple[str, str]]) -> bool:
    """Tell whether text is shown that may be more than a unit: thousands, or a part of a code."""
    said = "".join(text if not kind else " " for kind, text in signs).casefold()
    return not _UNITS.issuperset(_WORD.findall(said))


def _meaning(sign: re.Match[str]) -> tuple[str, str] | None:
    """Return what a sign means, or nothing, with the text that it shows; None for a gap."""
    if sign["general"]:
        return "#", ""
    if sign["plain"]:
        return sign["plain"], sign["plain"]
    money = (sign["bracket"] or "").removeprefix("$").partition("-")[0]
    text = sign["quoted"] or sign["escaped"] or (money if sign[0].startswith("[$") else "")
    return ("", text) if text else None
