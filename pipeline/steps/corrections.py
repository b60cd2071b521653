"""Refused people who are reported again: links between dossiers, and when the old one is over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from outbox.refused import CODE
from pipeline.ledger.corrections import Link
from pipeline.model import Drop, Hold
from pipeline.parts import Parts
from pipeline.rosters import lost_people


def links_of(
    parts: Parts, lines: pd.DataFrame, made: Iterable[Mapping[str, Any]]
) -> tuple[Link, ...]:
    """Return whom the dossiers about to be made take up of those that VSS refused before.

    Whoever a later dossier took up already, and was not withdrawn, belongs to that one.
    """
    units = sorted({row["unit"] for row in made})
    refusing = parts.ledger.dossiers.refusing(units)
    if not refusing:
        return ()
    lost = lost_people(parts.ledger, parts.spool, refusing)
    taken = parts.ledger.corrections.taken(lost)
    links = []
    for row in made:
        people = set(lines["MaNV"].iloc[row["first_line"] : row["first_line"] + row["lines"]])
        links += [
            Link(dossier=row["id"], corrects=old.id, person=person)
            for old in refusing
            if old.unit == row["unit"]
            for person in lost[old.id]
            if person in people and (old.id, person) not in taken
        ]
    return tuple(links)


def words_used(parts: Parts, drop: Drop, lines: pd.DataFrame) -> list[str]:
    """Return the released questions about refusals whose people stand in new lines."""
    words = words_for_refused(parts, drop)
    if not words:
        return []
    asked = lines.loc[lines["MaNV"].isin([hold.person for hold in words]), ["MaDonVi", "MaNV"]]
    people = set(zip(asked["MaDonVi"], asked["MaNV"], strict=True))
    return [hold.id for hold in words if (hold.unit, hold.person) in people]


def words_for_refused(parts: Parts, drop: Drop) -> list[Hold]:
    """Return the people of a file whom a person said to offer again as they are."""
    return [hold for hold in parts.ledger.holds.of_drop(drop.id, "released") if hold.code == CODE]


def supersede(parts: Parts) -> Sequence[str]:
    """Move on the refused dossiers of whom everybody lost is on the way again; returns which.

    On the way means in a dossier that certainly left us. A fact to reach: it is looked for after
    every pass, so no crash and no order of answers can miss it.
    """
    done = []
    standing = [parts.ledger.dossiers.get(key) for key in parts.ledger.corrections.standing()]
    for dossier in standing:
        by = parts.ledger.corrections.certain(dossier.id)
        if set(lost_people(parts.ledger, parts.spool, [dossier])[dossier.id]) <= by.keys():
            parts.ledger.corrections.supersede(dossier, by)
            parts.log.info("dossier.superseded", dossier=dossier.id, people=len(by))
            done.append(dossier.id)
    return done
