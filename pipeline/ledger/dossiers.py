"""The shelf of dossiers: what goes out, how far it is, and what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from pipeline.errors import MoveLostError, NotFoundError
from pipeline.ledger import conversions as chapters
from pipeline.ledger.conversions import Chapter, Plan
from pipeline.ledger.due import ours
from pipeline.ledger.store import Store
from pipeline.ledger.tables import attempts, conversions, dossiers, drops
from pipeline.model import Dossier, Drop
from pipeline.states import DossierState, DropState

__all__ = ["Chapter", "Dossiers", "Plan", "from_row"]

_UNSENT = (DossierState.BUILT, DossierState.SIGNED)
_FREE = {"held_because": None, "reason": None, "next_try_at": None, "attempts": 0}


def from_row(row: Row[Any]) -> Dossier:
    """Read one dossier; the only place that knows the columns' names."""
    values = {
        name: getattr(row, "drop_id" if name == "drop" else name)
        for name in Dossier.__dataclass_fields__
        if name != "state"
    }
    return Dossier(**values, state=DossierState(row.state))


class Dossiers:
    """What goes out."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> Dossier:
        """Return one dossier; NotFoundError if there is none of that name."""
        found = self._where(dossiers.c.id == key)
        if not found:
            raise NotFoundError(key)
        return found[0]

    def all(self) -> list[Dossier]:
        """Return every dossier, in the order of making."""
        return self._where()

    def of_drop(self, drop: str) -> list[Dossier]:
        """Return the dossiers made from one drop."""
        return self._where(dossiers.c.drop_id == drop)

    def named(self, remote_stem: str) -> Dossier | None:
        """Return the dossier whose remote name (without .xml) that is."""
        found = self._where(dossiers.c.remote_name == f"{remote_stem}.xml")
        return found[0] if found else None

    def numbered(self, number: str) -> Dossier | None:
        """Return the dossier to which VSS gave that number."""
        found = self._where(dossiers.c.number == number)
        return found[0] if found else None

    def due(self, state: DossierState, now: datetime) -> list[Dossier]:
        """Return the dossiers of a state that are ours to move on now, oldest first."""
        return self._where(ours(state, now))

    def replaceable(self, unit: str, period: str, drop: str) -> list[Dossier]:
        """Return other snapshots' dossiers of a unit and period that are certainly not shipped."""
        under_way = select(attempts.c.dossier_id).where(attempts.c.state == "committing")
        return self._where(
            dossiers.c.unit == unit,
            dossiers.c.period == period,
            dossiers.c.state.in_(_UNSENT),
            dossiers.c.drop_id != drop,
            # No snapshot says again what a file of movements did, such as an AD for past months.
            dossiers.c.drop_id.not_in(chapters.of_movements()),
            dossiers.c.id.not_in(under_way),
        )

    def counted(self, units: Sequence[str], without: Sequence[str]) -> list[Dossier]:
        """Return, oldest first, the dossiers whose lines count as declared in those units."""
        latest = (
            select(conversions.c.unit, func.max(conversions.c.seq).label("seq"))
            .where(conversions.c.kind.in_(chapters.OPENINGS))
            .group_by(conversions.c.unit)
            .subquery()
        )
        query = (
            select(dossiers)
            .join(latest, latest.c.unit == dossiers.c.unit)
            .where(
                dossiers.c.unit.in_(units),
                dossiers.c.conversion > latest.c.seq,
                dossiers.c.state.not_in((DossierState.WITHDRAWN, DossierState.REFUSED)),
                dossiers.c.answered.is_distinct_from(DossierState.REFUSED),
                dossiers.c.id.not_in(without),
                dossiers.c.drop_id.in_(chapters.of_rosters()),
            )
            .order_by(dossiers.c.conversion, dossiers.c.batch)
        )
        with self._store.read() as connection:
            return [from_row(row) for row in connection.execute(query)]

    def refusing(self, units: Sequence[str]) -> list[Dossier]:
        """Return the dossiers of those units in which VSS refused someone, oldest first."""
        states = (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED)
        about_people = dossiers.c.drop_id.in_(chapters.of_rosters())
        return self._where(dossiers.c.unit.in_(units), dossiers.c.state.in_(states), about_people)

    def openings(self) -> dict[str, Chapter]:
        """Return, for every unit with a declared roster, the chapter that it begins with."""
        with self._store.read() as connection:
            return chapters.openings(connection)

    def last_period(self, unit: str) -> str | None:
        """Return the latest period (MM/yyyy) that any file reported or opened for a unit."""
        with self._store.read() as connection:
            return chapters.last_period(connection, unit)

    def overtaken(self, drop: str) -> set[str]:
        """Return the units of a drop for which a later file has the last word."""
        with self._store.read() as connection:
            return chapters.overtaken(connection, drop)

    def next_batch(self, unit: str, period: str, procedure: str) -> int:
        """Return the next batch number (đợt) of a unit, period and procedure."""
        with self._store.read() as connection:
            last = connection.execute(
                select(func.max(dossiers.c.batch)).where(
                    dossiers.c.unit == unit,
                    dossiers.c.period == period,
                    dossiers.c.procedure == procedure,
                )
            ).scalar_one()
        return int(last or 0) + 1

    def record(
        self, drop: Drop, plan: Plan, also: Callable[[Connection], None], because: str
    ) -> None:
        """Write one conversion at once: chapters, dossiers, questions, the drop's new state."""
        with self._store.change() as tx:
            for key in plan.replaced:
                self._withdraw(tx, key, f"đã thay bằng / replaced by {drop.id}")
            self._build(
                tx,
                drop,
                plan.dossiers,
                chapters.write_chapters(tx, drop, plan.chapters, self._store.clock()),
            )
            columns = plan.figures | ({"feedback_due": True} if plan.dossiers else {})
            self._store.move(
                tx,
                drops,
                drop.id,
                start=drop.state,
                end=DropState.CONVERTED,
                because=because,
                attempts=0,
                next_try_at=None,
                reason=None,
                held_because=None,
                **columns,
            )
            also(tx)

    def signed(
        self, dossier: Dossier, *, sha256: str, size: int, certificate: str, by_hand: bool = False
    ) -> None:
        """Freeze the bytes: after this commit nobody signs the dossier again."""
        with self._store.change() as tx:
            self._store.move(
                tx,
                dossiers,
                dossier.id,
                start=DossierState.BUILT,
                end=DossierState.SIGNED,
                because=f"sha256 {sha256[:16]}",
                sha256=sha256,
                size=size,
                certificate=certificate,
                by_hand=by_hand,
                **_FREE,
            )

    def withdraw(self, dossier: Dossier, because: str) -> None:
        """End a dossier that is certainly not shipped."""
        with self._store.change() as tx:
            self._withdraw(tx, dossier.id, because)

    def resolve(self, dossier: Dossier, *, present: bool, because: str) -> None:
        """End an uncertainty by a person's word: it arrived, or it did not and goes again."""
        with self._store.change() as tx:
            changed = tx.execute(
                update(dossiers)
                .where(dossiers.c.id == dossier.id, dossiers.c.uncertain)
                .values(uncertain=False, reason=None)
            )
            if changed.rowcount != 1:
                raise MoveLostError(dossier.id, "uncertain", "certain")
            if present:
                self._store.note(tx, "dossiers", dossier.id, f"đã đến / present: {because}")
                return
            self._store.move(
                tx,
                dossiers,
                dossier.id,
                start=DossierState.SHIPPED,
                end=DossierState.SIGNED,
                because=f"chưa đến / absent: {because}",
                shipped_at=None,
            )

    def hold(self, dossier: Dossier, code: str, reason: str) -> None:
        """Hold a dossier until a person decides."""
        self._note_columns(dossier, f"giữ / held: {code}", held_because=code, reason=reason)

    def release(self, dossier: Dossier, because: str) -> None:
        """Let a held dossier go on."""
        self._note_columns(dossier, f"cho đi tiếp / released: {because}", **_FREE)

    def try_later(self, waiting: Sequence[Dossier], at: datetime, reason: str) -> None:
        """Record a failed step of some dossiers and when to try again, in one transaction."""
        with self._store.change() as tx:
            for dossier in waiting:
                columns = {"next_try_at": at, "attempts": dossier.attempts + 1, "reason": reason}
                self._set(tx, dossier, f"lỗi / failed: {reason}", columns)

    def promise(self, keys: Sequence[str], due: date) -> None:
        """Remember by when the provider's profile promises results; a notice's own date wins."""
        with self._store.change() as tx:
            tx.execute(
                update(dossiers)
                .where(dossiers.c.id.in_(keys), dossiers.c.state.in_(_UNSENT))
                .values(due=due)
            )

    def try_now(self, dossier: Dossier) -> None:
        """Forget the waiting time."""
        self._note_columns(dossier, "thử lại / retry", next_try_at=None)

    def _build(
        self, tx: Connection, drop: Drop, made: Sequence[dict[str, Any]], seqs: dict[str, int]
    ) -> None:
        """Write the dossiers of one conversion."""
        made_from, end = f"lập từ / from {drop.id}", DossierState.BUILT
        common = {"drop_id": drop.id, "state": end, "built_at": self._store.clock()}
        rows = [{**row, **common, "conversion": seqs[row["unit"]]} for row in made]
        if rows:
            tx.execute(insert(dossiers), rows)
        for row in rows:
            self._store.note(tx, "dossiers", row["id"], made_from, end=end)

    def _withdraw(self, tx: Connection, key: str, because: str) -> None:
        row = tx.execute(
            select(dossiers.c.state, dossiers.c.drop_id).where(dossiers.c.id == key)
        ).first()
        if row is None or row.state not in _UNSENT:
            raise MoveLostError(key, "unsent", DossierState.WITHDRAWN)
        busy = tx.execute(
            select(attempts.c.number).where(
                attempts.c.dossier_id == key, attempts.c.state == "committing"
            )
        ).first()
        if busy is not None:
            raise MoveLostError(key, "unsent", DossierState.WITHDRAWN)
        self._store.move(
            tx,
            dossiers,
            key,
            start=DossierState(row.state),
            end=DossierState.WITHDRAWN,
            because=because,
            held_because=None,
            reason=because,
        )
        tx.execute(update(drops).where(drops.c.id == row.drop_id).values(feedback_due=True))

    def _note_columns(self, dossier: Dossier, because: str, **columns: object) -> None:
        with self._store.change() as tx:
            self._set(tx, dossier, because, columns)

    def _set(self, tx: Connection, dossier: Dossier, because: str, columns: dict[str, Any]) -> None:
        """Compare-and-set columns that are not the state."""
        changed = tx.execute(
            update(dossiers)
            .where(dossiers.c.id == dossier.id, dossiers.c.state == dossier.state)
            .values(**columns)
        )
        if changed.rowcount != 1:
            raise MoveLostError(dossier.id, dossier.state, dossier.state)
        self._store.note(tx, "dossiers", dossier.id, because)

    def _where(self, *conditions: Any) -> list[Dossier]:  # noqa: ANN401 - SQL expressions
        query = select(dossiers).where(*conditions).order_by(dossiers.c.conversion, dossiers.c.id)
        with self._store.read() as connection:
            return [from_row(row) for row in connection.execute(query)]
