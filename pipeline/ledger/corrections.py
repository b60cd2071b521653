"""The shelf of corrections: which dossier reports again whom VSS refused in another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Select, and_, insert, select, update

from pipeline.ledger.links import corrections
from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers, drops, holds
from pipeline.model import Dossier
from pipeline.states import DossierState

_REFUSING = (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED)
_ANSWERED = (
    DossierState.TAKEN,
    DossierState.NUMBERED,
    DossierState.ACCEPTED,
    DossierState.SUPERSEDED,
    *_REFUSING,
)


@dataclass(frozen=True, kw_only=True, order=True)
class Link:
    """One person whom VSS refused in `corrects` and whom `dossier` reports again."""

    dossier: str
    corrects: str
    person: str


class Corrections:
    """Links from dossiers to those that they correct."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def link(self, tx: Connection, links: Sequence[Link], used: Sequence[str] = ()) -> None:
        """Write links in the transaction that makes their dossiers; HR is told of both.

        `used` are the questions whose release they rest on: a word lets a person go once.
        """
        if used:
            words = "đã gửi lại / offered again"
            spent = update(holds).where(holds.c.id.in_(used), holds.c.state == "released")
            tx.execute(spent.values(state="closed", reason=words))
        if not links:
            return
        rows = [
            {"dossier_id": link.dossier, "corrects": link.corrects, "person": link.person}
            for link in links
        ]
        tx.execute(insert(corrections), rows)
        old_ones = sorted({link.corrects for link in links})
        for old in old_ones:
            new = sorted({link.dossier for link in links if link.corrects == old})
            people = sum(link.corrects == old for link in links)
            words = f"{people} người sửa ở / people corrected in {', '.join(new)}"
            self._store.note(tx, "dossiers", old, words)
        owners = select(dossiers.c.drop_id).where(dossiers.c.id.in_(old_ones))
        tx.execute(update(drops).where(drops.c.id.in_(owners)).values(feedback_due=True))

    def taken(self, old: Iterable[str]) -> dict[tuple[str, str], str]:
        """Return who of those dossiers is in a later one that was not withdrawn.

        (corrected dossier, person) -> the dossier that reports them again.
        """
        query = _links().where(
            corrections.c.corrects.in_(tuple(old)), dossiers.c.state != DossierState.WITHDRAWN
        )
        return {(link.corrects, link.person): link.dossier for link in self._read(query)}

    def certain(self, old: str) -> dict[str, str]:
        """Return who of a dossier is in a later one that certainly left us: person -> dossier.

        Such a dossier can never be withdrawn any more; an uncertain one might have to be.
        """
        sent = and_(dossiers.c.state == DossierState.SHIPPED, dossiers.c.uncertain.is_(False))
        query = _links().where(
            corrections.c.corrects == old, sent | dossiers.c.state.in_(_ANSWERED)
        )
        return {link.person: link.dossier for link in self._read(query)}

    def of(self, dossier: str) -> tuple[list[str], list[str]]:
        """Return which dossiers one corrects, and which ones correct it."""
        corrects = select(corrections.c.corrects).where(corrections.c.dossier_id == dossier)
        corrected_by = select(corrections.c.dossier_id).where(corrections.c.corrects == dossier)
        with self._store.read() as connection:
            return (
                sorted(set(connection.execute(corrects).scalars())),
                sorted(set(connection.execute(corrected_by).scalars())),
            )

    def all(self) -> list[Link]:
        """Return every link."""
        return self._read(_links())

    def standing(self) -> list[str]:
        """Return the refused or partly accepted dossiers that somebody began to correct."""
        query = (
            select(dossiers.c.id)
            .where(dossiers.c.state.in_(_REFUSING))
            .where(dossiers.c.id.in_(select(corrections.c.corrects)))
            .order_by(dossiers.c.id)
        )
        with self._store.read() as connection:
            return list(connection.execute(query).scalars())

    def supersede(self, dossier: Dossier, by: Mapping[str, str]) -> None:
        """Move a dossier to `superseded`; `by` says which dossier reports each of its people."""
        new = ", ".join(sorted(set(by.values())))
        with self._store.change() as tx:
            self._store.move(
                tx,
                dossiers,
                dossier.id,
                start=dossier.state,
                end=DossierState.SUPERSEDED,
                because=f"{len(by)} người, thay bằng / people, replaced by {new}",
                answered=str(dossier.state),
            )
            tx.execute(update(drops).where(drops.c.id == dossier.drop).values(feedback_due=True))

    def _read(self, query: Select[tuple[str, str, str]]) -> list[Link]:
        with self._store.read() as connection:
            return [
                Link(dossier=row.dossier_id, corrects=row.corrects, person=row.person)
                for row in connection.execute(query)
            ]


def together(*deeds: Callable[[Connection], None]) -> Callable[[Connection], None]:
    """Return what does several things in one transaction."""

    def do(tx: Connection) -> None:
        for deed in deeds:
            deed(tx)

    return do


def _links() -> Select[tuple[str, str, str]]:
    """Return the query for links, with the dossiers that correct, in order of making."""
    return (
        select(corrections.c.dossier_id, corrections.c.corrects, corrections.c.person)
        .join(dossiers, dossiers.c.id == corrections.c.dossier_id)
        .order_by(dossiers.c.conversion, dossiers.c.id, corrections.c.person)
    )
