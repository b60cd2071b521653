"""Whose receipt is it, and where does its dossier stand after it? Pure: decides, does nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from inbox.model import (
    Known,
    Match,
    MatchKind,
    Move,
    MoveKind,
    Outcome,
    PersonResult,
    Receipt,
    Standing,
)

_RANK = {
    Standing.BUILT: 0,
    Standing.SIGNED: 1,
    Standing.SHIPPED: 2,
    Standing.TAKEN: 3,
    Standing.NUMBERED: 4,
    Standing.ACCEPTED: 5,
    Standing.PARTLY_ACCEPTED: 5,
    Standing.REFUSED: 5,
    Standing.SUPERSEDED: 6,
}
"""The order of P13: higher is later; one result never replaces another."""
_RESULT = 5
_SHOWN = 5
"""Lines that are named in a reason; all are counted."""


def match(
    receipt: Receipt,
    *,
    lookup: Callable[[str], Known | None],
    lookup_number: Callable[[str, str], Known | None],
    ours: Callable[[str], bool],
) -> Match:
    """Match a receipt to exactly one dossier by its name (own), or else by number and unit.

    `lookup` takes our remote name without ``.xml``; `lookup_number` takes dossier number and unit
    and answers None also where two dossiers carry that number; `ours` takes a unit code.
    """
    if not ours(receipt.unit):
        return _none(MatchKind.FOREIGN, "mã đơn vị không phải của chúng tôi", "not our unit")
    if receipt.dossier_name:
        known = lookup(receipt.dossier_name)
    else:
        known = lookup_number(receipt.number, receipt.unit)
    if known is None:
        return _none(
            MatchKind.UNKNOWN, "không có hồ sơ nào mang tên hoặc số này", "no such dossier of ours"
        )
    return _compare(receipt, known)


def _compare(receipt: Receipt, known: Known) -> Match:
    """Hold what the receipt says of itself against the one dossier that it names."""
    if receipt.unit != known.unit:
        return _conflict(known, "mã đơn vị khác với hồ sơ", "its unit is not the dossier's")
    if receipt.tax_code and _bare(receipt.tax_code) != _bare(known.tax_code):
        return _none(MatchKind.FOREIGN, "mã số thuế của đơn vị khác", "another employer's tax code")
    if receipt.digest and receipt.digest != known.sha256.lower():
        return _conflict(
            known, "mã băm khác với tệp đã gửi", "its digest is not that of the bytes we sent"
        )
    if receipt.number and known.number and receipt.number != known.number:
        return _conflict(
            known, "số hồ sơ khác với số đã nhận", "its dossier number is not the one we were given"
        )
    return Match(kind=MatchKind.MATCHED, dossier=known.dossier)


def _bare(tax_code: str) -> str:
    """Return the digits of a tax code: 0301234567-001 is 0301234567001, and never 0301234567."""
    return "".join(filter(str.isalnum, tax_code))


def _none(kind: MatchKind, reason_vi: str, reason_en: str) -> Match:
    """Answer that the receipt belongs to no dossier."""
    return Match(kind=kind, dossier=None, reason_vi=reason_vi, reason_en=reason_en)


def _conflict(known: Known, reason_vi: str, reason_en: str) -> Match:
    """Answer that the receipt names a dossier of ours and contradicts it."""
    return Match(
        kind=MatchKind.CONFLICT, dossier=known.dossier, reason_vi=reason_vi, reason_en=reason_en
    )


def next_state(
    current: str,
    receipt: Receipt,
    *,
    said: tuple[PersonResult, ...] = (),
    lines: Mapping[str, int] | None = None,
) -> Move:
    """Return where a dossier stands after a matched receipt: forward or where it is, never back.

    `said` is what earlier results said about the dossier's people, `lines` how many lines each of
    its forms has (None: not asked). Any order of receipts that agree ends in the same standing; of
    receipts that contradict, every order has a conflict.
    """
    standing = Standing(current)
    if receipt.outcome is None:
        return Move(
            kind=MoveKind.UNCLEAR,
            standing=standing,
            reason_vi=receipt.doubt_vi,
            reason_en=receipt.doubt_en,
        )
    if conflict := _contradiction(standing, receipt.outcome, receipt.people, said):
        return Move(
            kind=MoveKind.CONFLICT, standing=standing, reason_vi=conflict[0], reason_en=conflict[1]
        )
    beyond = _beyond(receipt.people, lines)
    vietnamese, english = _tell(beyond) if beyond else ("", "")
    if _matters(receipt.outcome, beyond):
        return Move(
            kind=MoveKind.UNCLEAR, standing=standing, reason_vi=vietnamese, reason_en=english
        )
    reached = Standing(receipt.outcome.value)
    forward = _RANK[reached] > _RANK[standing]
    return Move(
        kind=MoveKind.FORWARD if forward else MoveKind.STAY,
        standing=reached if forward else standing,
        reason_vi=vietnamese,
        reason_en=english,
    )


def _beyond(
    people: tuple[PersonResult, ...], lines: Mapping[str, int] | None
) -> tuple[PersonResult, ...]:
    """Return what is said of lines that the dossier does not have."""
    if lines is None:
        return ()
    return tuple(each for each in people if not 1 <= each.line <= lines.get(each.form, 0))


def _matters(outcome: Outcome, beyond: tuple[PersonResult, ...]) -> bool:
    """Tell whether somebody is refused, or is given a number or a card, and we cannot tell who."""
    refused = outcome is Outcome.PARTLY_ACCEPTED and not all(each.accepted for each in beyond)
    return refused or any(each.insurance_number or each.card_number for each in beyond)


def _tell(beyond: tuple[PersonResult, ...]) -> tuple[str, str]:
    """Name the first of the lines that the dossier does not have, in Vietnamese and English."""
    vietnamese = ", ".join(f"{each.form} dòng {each.line}" for each in beyond[:_SHOWN])
    english = ", ".join(f"{each.form} line {each.line}" for each in beyond[:_SHOWN])
    return (
        f"{len(beyond)} dòng kết quả không có trong hồ sơ: {vietnamese}",
        f"{len(beyond)} result rows are about lines that the dossier lacks: {english}",
    )


def _contradiction(
    standing: Standing,
    outcome: Outcome,
    people: tuple[PersonResult, ...],
    said: tuple[PersonResult, ...],
) -> tuple[str, str] | None:
    """Say what a receipt contradicts, in Vietnamese and English; None if nothing."""
    reached = Standing(outcome.value)
    if standing is Standing.WITHDRAWN:
        return "hồ sơ đã được rút, chưa từng gửi", "the dossier was withdrawn and never sent"
    if standing is Standing.SUPERSEDED and reached is Standing.ACCEPTED:
        return (
            "hồ sơ đã được thay thế vì bị từ chối, nay lại được chấp nhận",
            "the dossier was refused and replaced, and is now accepted",
        )
    if _RANK[standing] == _RANK[reached] == _RESULT and reached is not standing:
        return (
            f"kết quả {reached.value} trái với kết quả {standing.value} đã nhận",
            f"its result {reached.value} contradicts {standing.value}, which we had before",
        )
    if _differ(people, said):
        return (
            "kết quả của từng người khác với kết quả đã nhận",
            "its results per person are not those that we had before",
        )
    return None


def _differ(people: tuple[PersonResult, ...], said: tuple[PersonResult, ...]) -> bool:
    """Tell whether two results contradict each other about a line; what is only new is no harm."""
    earlier = {(person.form, person.line): person for person in said}
    return any(
        person.accepted != before.accepted
        or (
            bool(person.insurance_number and before.insurance_number)
            and person.insurance_number != before.insurance_number
        )
        for person in people
        if (before := earlier.get((person.form, person.line)))
    )
