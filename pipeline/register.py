"""The register of books and cards: what is known of one person's numbers, card and hospital.

Nothing of it is stored anew: it is read from the opening rosters, from the lines that were sent,
and from what VSS answered to each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from pipeline import columns, rosters
from pipeline.ledger import Ledger
from pipeline.model import Dossier
from pipeline.spool import Spool
from pipeline.states import DossierState

_VOID = (DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.SUPERSEDED)
_KNOWN = ("MaNV", "MaDonVi", "MasoBHXH", "CMND", "MaBenhVien")
_OLD_LENGTH = 10
"""Digits of an insurance number (mã số BHXH); since 01/08/2025 a newcomer's may be the 12 of the
citizen id (CV 1804/BHXH-QLT)."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one opening roster, line or answer says of a person; "" where it says nothing."""

    source: str
    """The dossier, ``baseline``, or ``vss`` for a number taken from VSS's own list."""
    unit: str
    state: str
    """How far the dossier has come; "" where there is none."""
    insurance_number: str = ""
    citizen_id: str = ""
    card_number: str = ""
    card_from: str = ""
    card_to: str = ""
    hospital: str = ""
    request: str = ""
    """What was asked for, in a dossier of requests."""


def entries_of(ledger: Ledger, spool: Spool, person: str) -> list[Entry]:
    """Return everything that is known of an employee number, oldest first."""
    openings = ledger.dossiers.openings().values()
    return [
        *(
            Entry(source="baseline", unit=row["MaDonVi"], state="", **_said(row))
            for artefact in dict.fromkeys(each.artefact for each in openings if each.artefact)
            for row in _rows(columns.from_file(spool.site / artefact, columns=_KNOWN), person)
        ),
        *(
            Entry(source="vss", unit=unit, state="", insurance_number=number)
            for unit, who, number in rosters.taken_over(ledger, spool).to_numpy().tolist()
            if who == person
        ),
        *_of_dossiers(ledger, spool, person),
    ]


def register_of(ledger: Ledger, spool: Spool, person: str) -> dict[str, Any] | None:
    """Return a person's page of the register, None for somebody whom nothing names."""
    entries = entries_of(ledger, spool, person)
    questions = [hold for hold in ledger.holds.open() if hold.person == person]
    if not entries and not questions:
        return None
    numbers = _each(entry.insurance_number for entry in entries)
    cards = [entry for entry in entries if entry.card_number]
    last = cards[-1] if cards else Entry(source="", unit="", state="")
    return {
        "id": person,
        "units": _each(
            iter([*(hold.unit for hold in questions), *(entry.unit for entry in entries)])
        ),
        "insurance_number": numbers[-1] if numbers else None,
        "earlier_numbers": numbers[:-1],
        "number_digits": len(numbers[-1]) if numbers else None,
        "is_new_number": bool(numbers) and len(numbers[-1]) > _OLD_LENGTH,
        "citizen_ids": _each(entry.citizen_id for entry in entries),
        "card_number": last.card_number or None,
        "card_from": last.card_from or None,
        "card_to": last.card_to or None,
        "hospital": next((each.hospital for each in entries[::-1] if _holds(each)), None),
        "entries": [asdict(entry) for entry in entries],
        "questions": [
            {
                "id": hold.id,
                "code": hold.code,
                "question_vi": hold.question_vi,
                "question_en": hold.question_en,
            }
            for hold in questions
        ],
    }


def _of_dossiers(ledger: Ledger, spool: Spool, person: str) -> Iterator[Entry]:
    """Yield one entry for each line of a person in any dossier, with what VSS answered."""
    for dossier in ledger.dossiers.all():
        if dossier.drop is None:
            continue
        lines = columns.from_file(
            spool.site / dossier.artefact,
            columns=_KNOWN,
            first=dossier.first_line,
            count=dossier.lines,
        )
        if (lines["MaNV"] == person).any():
            yield from _answered(ledger, spool, dossier, person)


def _answered(ledger: Ledger, spool: Spool, dossier: Dossier, person: str) -> Iterator[Entry]:
    whole = columns.from_file(
        spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
    ).reset_index(drop=True)
    told = rosters.told(ledger, dossier, whole)
    for position, row in zip(
        whole.index[whole["MaNV"] == person].tolist(), _rows(whole, person), strict=True
    ):
        said = _said(row)
        said["insurance_number"] = told.numbers.get(position, said["insurance_number"])
        said["request"] = str(whole["YeuCau"].iloc[position]) if "YeuCau" in whole else ""
        number, start, end = told.cards.get(position, ("", "", ""))
        yield Entry(
            source=dossier.id, unit=dossier.unit, state=str(dossier.state), card_number=number,
            card_from=start, card_to=end, **said,
        )  # fmt: skip


def _holds(entry: Entry) -> bool:
    """Tell whether an entry names a hospital that may be the person's: nobody refused it."""
    return bool(entry.hospital) and entry.state not in _VOID


def _rows(frame: pd.DataFrame, person: str) -> list[dict[str, str]]:
    chosen = frame.loc[frame["MaNV"] == person, list(_KNOWN)]
    return [dict(zip(_KNOWN, row, strict=True)) for row in chosen.to_numpy().tolist()]


def _said(row: dict[str, str]) -> dict[str, str]:
    return {
        "insurance_number": row["MasoBHXH"],
        "citizen_id": row["CMND"],
        "hospital": row["MaBenhVien"],
    }


def _each(texts: Iterator[str]) -> list[str]:
    """Return the texts that say something, each once, in the order in which it was said last."""
    return list(dict.fromkeys(filter(None, list(texts)[::-1])))[::-1]
