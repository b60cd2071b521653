"""`correct`: a person's word that those whom VSS refused in a dossier are offered again now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from outbox.questions import question
from outbox.refused import CODE, same_as_refused
from pipeline import columns
from pipeline.errors import MoveLostError, NotNowError
from pipeline.model import Dossier, Hold
from pipeline.parts import Parts
from pipeline.rosters import declared, lost_people
from pipeline.states import DossierState, DropState
from pipeline.steps.convert import convert
from pipeline.steps.questions import named

_BRAKES = ("approval", "older-file", "older-period", "same-rows")
"""What the same word answers: a person has looked, and knows that these rows are not new."""


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What became of the people whom VSS refused in one dossier; counts, and names of ours."""

    lost: int
    taken_up: tuple[str, ...]
    """Later dossiers that have the rest of them already."""
    offered: int
    mended: int
    """How many of those offered are told otherwise than in the refused lines."""
    waiting: tuple[str, ...]
    """Questions that must be answered before the people whom they are about."""
    settled: int
    """People of whom a later file says something else, or nothing to report."""
    dossiers: tuple[str, ...]
    """The new dossiers, of those offered whom this very act could bring into one."""
    held: tuple[str, ...]
    """Files that a brake holds, so that the people in them are not offered yet."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Choice:
    """Who is offered from which file, decided before anything is written."""

    given: tuple[Hold, ...]
    waiting: tuple[str, ...]
    settled: int


def correct(parts: Parts, dossier: Dossier, because: str) -> Corrected:
    """Offer the refused people of a dossier again, as their newest file has them, and only them.

    The word is one transaction; what follows from it is the conversion of their files once more,
    here or, if that is cut off, in the next pass.
    """
    refuse_others(parts, dossier)
    lost = lost_people(parts.ledger, parts.spool, [dossier])[dossier.id]
    taken = parts.ledger.corrections.taken([dossier.id])
    left = [person for person in lost if (dossier.id, person) not in taken]
    earlier = tuple(sorted(set(taken.values())))
    if not left:
        names = ", ".join(earlier)
        raise NotNowError(
            f"{dossier.id}: mọi người bị từ chối đã có trong {names} / "
            f"everybody whom it lost is in {names} already"
        )
    refused = _refused(parts, dossier)
    choice = _choose(parts, dossier, left, refused)
    before = {each.id for each in parts.ledger.dossiers.all()}
    if choice.given:
        parts.ledger.holds.offer(choice.given, because, parts.ledger.drops, _BRAKES)
    held = _convert(parts, sorted({hold.drop for hold in choice.given}))
    made = [each for each in parts.ledger.dossiers.all() if each.id not in before]
    people = {hold.person for hold in choice.given}
    return Corrected(
        lost=len(lost),
        taken_up=earlier,
        offered=len(people),
        mended=_mended(parts, made, people, refused),
        waiting=choice.waiting,
        settled=choice.settled,
        dossiers=tuple(each.id for each in made),
        held=held,
    )


def refuse_others(parts: Parts, dossier: Dossier) -> None:
    """Raise NotNowError, with what to do instead, for a dossier that VSS has not refused."""
    if dossier.procedure in {kind.procedure for kind in parts.codes.requests.values()}:
        raise NotNowError(
            f"{dossier.id}: thả lại yêu cầu trong tệp mới / drop the requests again in a new file"
        )
    names = ", ".join(parts.ledger.corrections.of(dossier.id)[1])
    words: Mapping[DossierState, tuple[str, str]] = {
        DossierState.ACCEPTED: ("không ai bị từ chối", "nobody of it was refused"),
        DossierState.SUPERSEDED: (f"đã thay bằng {names}", f"replaced by {names} already"),
        DossierState.WITHDRAWN: (
            "đã rút, chưa từng gửi: thả tệp mới",
            "withdrawn and never sent: drop a new file",
        ),
    }
    waits = (
        f"chưa có kết quả ({dossier.state}), chưa có gì để sửa",
        f"not answered yet ({dossier.state}), so there is nothing to correct",
    )
    if dossier.drop is None:
        raise NotNowError(
            f"{dossier.id}: là hồ sơ đăng ký của đơn vị {dossier.unit}, không có người: xem `bhxh "
            f"explain {dossier.unit}` / a registration of unit {dossier.unit}, about no people: "
            f"see `bhxh explain {dossier.unit}`"
        )
    if dossier.state not in (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED):
        vietnamese, english = words.get(dossier.state, waits)
        raise NotNowError(f"{dossier.id}: {vietnamese} / {english}")


def _refused(parts: Parts, dossier: Dossier) -> pd.DataFrame:
    """Return the refused lines of the unit that nothing later replaced."""
    known = declared(parts.ledger, parts.spool, units=[dossier.unit], all_units=[dossier.unit])
    return known.refused


def _choose(parts: Parts, dossier: Dossier, left: Sequence[str], refused: pd.DataFrame) -> _Choice:
    """Find for each person the file that speaks of them last, and whether it lets them go."""
    asked: dict[str, list[Hold]] = {}
    for hold in parts.ledger.holds.open():
        if hold.unit == dossier.unit and hold.person:
            asked.setdefault(hold.person, []).append(hold)
    given: list[Hold] = []
    waiting: list[str] = []
    alone: list[str] = []
    for person in left:
        holds = asked.get(person, [])
        others = [hold.id for hold in holds if hold.code != CODE]
        if others:
            waiting += others
        elif holds:
            # The newest of its files alone: two would report the person twice.
            given.append(max(holds, key=lambda hold: parts.ledger.drops.get(hold.drop).arrival))
        else:
            alone.append(person)
    unasked = _unasked(parts, dossier, alone, refused)
    settled = len(alone) - len({hold.person for hold in unasked})
    return _Choice(given=(*given, *unasked), waiting=tuple(waiting), settled=settled)


def _unasked(
    parts: Parts, dossier: Dossier, people: Sequence[str], refused: pd.DataFrame
) -> list[Hold]:
    """Return questions, answered already, about people whom no later file has named."""
    sources = {dossier.id: dossier.drop} | {
        key: parts.ledger.dossiers.get(key).drop for key in refused["dossier"].unique()
    }
    speaks = {
        drop: dossier.unit not in parts.ledger.dossiers.overtaken(drop)
        for drop in set(sources.values())
    }
    lines = _first_lines(parts, dossier, people, refused)
    holds: list[Hold] = []
    for person, of, row, said in zip(
        lines["MaNV"], lines["dossier"], lines["row"].tolist(), lines["said"], strict=True
    ):
        drop = next((sources[key] for key in (dossier.id, of) if speaks[sources[key]]), None)
        if drop is not None:
            asked = question(CODE, dossier.unit, person, row or None, {"said": said})
            holds += named(drop, [asked], [*parts.ledger.holds.asked(drop), *holds])
    return holds


def _first_lines(
    parts: Parts, dossier: Dossier, people: Sequence[str], refused: pd.DataFrame
) -> pd.DataFrame:
    """Return one line for each person: the refused one that stands, else their line here."""
    said = refused["code"] + ": " + refused["reason"]
    standing = refused.assign(said=said.str.removeprefix(": ").str.removesuffix(": "))
    own = columns.from_file(
        parts.spool.site / dossier.artefact,
        columns=["MaNV", "row"],
        first=dossier.first_line,
        count=dossier.lines,
    ).assign(dossier=dossier.id, said=dossier.reason or "")
    wanted = ["MaNV", "dossier", "row", "said"]
    lines = pd.concat([standing[wanted], own[wanted]], ignore_index=True)
    return lines[lines["MaNV"].isin(list(people))].drop_duplicates("MaNV")


def _convert(parts: Parts, drops: Sequence[str]) -> tuple[str, ...]:
    """Convert the files once more, at once; returns those that a brake holds."""
    held = []
    for key in drops:
        drop = parts.ledger.drops.get(key)
        try:
            if drop.state is DropState.EXAMINED and drop.held_because is None:
                convert(parts, drop)
        except MoveLostError:
            # The daemon was faster: it does the same.
            continue
        if parts.ledger.drops.get(key).held_because is not None:
            held.append(key)
    return tuple(held)


def _mended(
    parts: Parts, made: Sequence[Dossier], people: Collection[str], refused: pd.DataFrame
) -> int:
    """Count the people offered whose new lines are not those that were refused."""
    found: set[str] = set()
    for each in made:
        path = parts.spool.site / each.artefact
        lines = columns.from_file(path, first=each.first_line, count=each.lines)
        other = lines.loc[same_as_refused(lines, refused) < 0, "MaNV"]
        found |= set(other) & set(people)
    return len(found)
