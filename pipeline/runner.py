"""Runs what is due; one failure never stops the next. The only place that catches everything."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from outbox.errors import ConnectionLostError
from outbox.model import Shipment, ShipResult
from outbox.transport import RemoteFolder
from pipeline import night
from pipeline.errors import PipelineError
from pipeline.lingering import remember
from pipeline.model import Dossier, Drop
from pipeline.parts import Parts
from pipeline.poison import outlived
from pipeline.remedies import remedy_for, wait_after
from pipeline.remedy import Remedy
from pipeline.room import shortage
from pipeline.settle import Settling
from pipeline.states import DossierState, DropState
from pipeline.steps import arrive, collect
from pipeline.steps.convert import convert
from pipeline.steps.corrections import supersede
from pipeline.steps.examine import examine
from pipeline.steps.feed_back import feed_back
from pipeline.steps.filing import judge
from pipeline.steps.ship import clear_leftovers, load, ship
from pipeline.steps.sign import sign_dossier
from pipeline.sweep import Sighting, look_through
from pipeline.tally import Tally

__all__ = ["Runner", "Tally"]

Thing = TypeVar("Thing")
_BATCH = 50
"""Dossiers that share the durable points of shipping; about 30 MB in hand."""
_ALWAYS = datetime.max.replace(tzinfo=UTC)


@dataclass
class Runner:
    """One site at work. `patient` keeps to the waiting times after failures; `once` does not."""

    parts: Parts
    settling: Settling
    monotonic: Callable[[], float]
    patient: bool = True
    stop: Callable[[], bool] = lambda: False
    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None
    dice: random.Random = field(default_factory=random.SystemRandom)

    def work(self, tally: Tally, *, quiet: bool = True) -> Tally:
        """Take in what is complete, and move everything as far as it goes without answers."""
        self._take_in(tally, quiet=quiet)
        drops = self.parts.ledger.drops
        tried: set[str] = set()
        for drop in self._each("check", drops.due(DropState.ARRIVED, self._now())):
            tried.add(drop.id)
            self._drop_step(drop, self._examine, tally)
            if (examined := drops.get(drop.id)).state is DropState.EXAMINED:
                # At once, while the file still lies on the desk.
                self._drop_step(examined, self._convert, tally)
        # Files that waited: released, put off, or left over from an earlier run.
        waiting = drops.due(DropState.EXAMINED, self._now())
        for drop in self._each("convert", [drop for drop in waiting if drop.id not in tried]):
            self._drop_step(drop, self._convert, tally)
        for dossier in self._each("sign", self._due(DossierState.BUILT)):
            self._dossier_step(dossier, self._sign, tally)
        self._ship_all(tally)
        self._feed_back(tally)
        return tally

    def collect(self, tally: Tally) -> Tally:
        """Fetch answers, judge them, and tell HR."""
        folder = self._connect(tally)
        if folder is not None:
            try:
                found = collect.collect(self.parts, folder)
                clear_leftovers(self.parts, folder)
                tally.receipts += len(found.kept)
                for name in (*found.malformed, *found.irregular):
                    tally.unread += bytes.fromhex(name).endswith(b".xml")
                    self.parts.log.warning("listing.strange_name", name=name)
                for entry in (*found.oversized, *found.refused):
                    tally.unread += 1
                    self.parts.log.warning("listing.unread", name=entry.decode("ascii", "replace"))
            except Exception as failure:  # noqa: BLE001 - the runner is where failures end
                self._failed("collect", failure, tally)
            finally:
                self._close(folder)
        for answer in self._each("judge", collect.waiting(self.parts)):
            try:
                judge(self.parts, answer)
                tally.hear_refusal(collect.refused_by(self.parts, answer))
            except Exception as failure:  # noqa: BLE001 - one bad answer never stops the others
                self._failed(f"receipt {answer.sha256[:16]}", failure, tally)
        self._feed_back(tally)
        return tally

    def reconcile(self, tally: Tally) -> None:
        """Make up for the night that is owed, if one is."""
        try:
            if night.is_owed(self.parts):
                code, _ = night.reconcile(self.parts, self.parts.today - timedelta(days=1))
                self.parts.log.info("night.reconciled", exit_code=code)
        except Exception as failure:  # noqa: BLE001 - a night that fails is still owed
            self._failed("night", failure, tally)

    def _take_in(self, tally: Tally, *, quiet: bool) -> None:
        """Finish old claims, then claim every complete file, oldest first."""
        tally.unclaimed = []
        for claim in list(self.parts.spool.claims()):
            try:
                settled = arrive.settle_claim(self.parts, claim)
                tally.arrived += settled is not None
                if settled is None:
                    tally.unclaimed.append(f".claim/{claim.id}")
            except Exception as failure:  # noqa: BLE001 - other claims go on
                self._failed(f"claim {claim.id}", failure, tally)
        for sighting in self._sightings(tally, quiet=quiet):
            try:
                if shortage(self.parts.spool.site, sighting.path) is not None:
                    self.parts.log.error("disk.low", advice="files wait until there is room")
                    tally.errors += 1
                    continue
                tally.arrived += arrive.take(self.parts, sighting) is not None
                self.settling.forget(sighting.path)
            except Exception as failure:  # noqa: BLE001 - other files go on
                tally.unclaimed.append(arrive.place_of(self.parts, sighting))
                self._failed("claim", failure, tally)
        remember(self.parts)

    def _sightings(self, tally: Tally, *, quiet: bool) -> list[Sighting]:
        drop: Path = self.parts.spool.site / "drop"
        seen = look_through(
            drop, self.parts.settings.feeds, self.settling, self.monotonic(), quiet=quiet
        )
        tally.settling = sum(sighting.state == "settling" for sighting in seen)
        tally.unclaimed += [
            arrive.place_of(self.parts, sighting)
            for sighting in seen
            if sighting.state in ("refused", "nobody", "alone")
        ]
        complete = [sighting for sighting in seen if sighting.state == "complete"]
        return sorted(complete, key=lambda sighting: self.settling.turn(sighting.path))

    def _examine(self, drop: Drop, tally: Tally) -> DropState:
        state = examine(self.parts, drop)
        if state is not DropState.EXAMINED:
            tally.refused.append(drop.id)
        return state

    def _convert(self, drop: Drop, tally: Tally) -> DropState:
        state = convert(self.parts, drop)
        if state is DropState.CONVERTED:
            now = self.parts.ledger.drops.get(drop.id)
            tally.converted += 1
            tally.left_out += now.errors > 0
            tally.warned += [drop.id] if now.warnings else []
        return state

    def _supersede(self, tally: Tally) -> None:
        try:
            supersede(self.parts)
        except Exception as failure:  # noqa: BLE001 - the next pass looks again
            self._failed("superseded", failure, tally)

    def _sign(self, dossier: Dossier, tally: Tally) -> None:
        tally.signed += sign_dossier(self.parts, dossier)

    def _drop_step(
        self, drop: Drop, step: Callable[[Drop, Tally], DropState], tally: Tally
    ) -> None:
        try:
            outlived(self.parts, drop, lambda: step(drop, tally))
        except Exception as failure:  # noqa: BLE001 - the next file goes on
            remedy = self._failed(drop.id, failure, tally)
            with suppress(PipelineError):
                at = self._later(drop.attempts) if remedy.retry else None
                self.parts.ledger.drops.try_later(drop, at, remedy.reason(failure))

    def _dossier_step(
        self, dossier: Dossier, step: Callable[[Dossier, Tally], None], tally: Tally
    ) -> None:
        """Run one step of one dossier."""
        try:
            step(dossier, tally)
        except Exception as failure:  # noqa: BLE001 - the next dossier goes on
            remedy = self._failed(dossier.id, failure, tally)
            with suppress(PipelineError):
                self._put_off([dossier], remedy, failure)

    def _ship_all(self, tally: Tally) -> None:
        """Ship every signed dossier over one connection, and finish what was past no return."""
        if not (due := self._due(DossierState.SIGNED)):
            return
        try:
            folder = self.parts.connect()
        except Exception as failure:  # noqa: BLE001 - told on every dossier that waits
            self._not_shipped(due, failure, tally)
            return
        try:
            for first in self._each("ship", range(0, len(due), _BATCH)):
                if not self._ship_batch(due[first : first + _BATCH], folder, tally):
                    break
        finally:
            self._close(folder)

    def _ship_batch(self, due: Sequence[Dossier], folder: RemoteFolder, tally: Tally) -> bool:
        """Ship some dossiers together; False if the connection is gone."""
        loaded: list[tuple[Dossier, Shipment]] = []
        for dossier in due:
            self._dossier_step(
                dossier, lambda one, _tally: loaded.append((one, load(self.parts, one))), tally
            )
        try:
            outcomes = ship(self.parts, [shipment for _, shipment in loaded], folder)
        except Exception as failure:  # noqa: BLE001 - told on every dossier of the batch
            self._not_shipped([dossier for dossier, _ in loaded], failure, tally)
            return False
        lost = False
        for (dossier, _), outcome in zip(loaded, outcomes, strict=True):
            if isinstance(outcome, Exception):
                self._not_shipped([dossier], outcome, tally)
                lost = lost or isinstance(outcome, ConnectionLostError)
                continue
            tally.shipped += 1
            uncertain = outcome is ShipResult.UNCERTAIN
            self.parts.log.info("dossier.shipped", dossier=dossier.id, uncertain=uncertain)
        return not lost

    def _not_shipped(self, dossiers: Sequence[Dossier], failure: Exception, tally: Tally) -> None:
        """Record why some dossiers did not go."""
        remedy = self._failed(", ".join(dossier.id for dossier in dossiers), failure, tally)
        with suppress(PipelineError):
            self._put_off(dossiers, remedy, failure)

    def _put_off(self, dossiers: Sequence[Dossier], remedy: Remedy, failure: Exception) -> None:
        """Record a failure where `explain` finds it: try again later, or hold."""
        reason = remedy.reason(failure)
        if remedy.retry:
            later = self._later(max(dossier.attempts for dossier in dossiers))
            self.parts.ledger.dossiers.try_later(dossiers, later, reason)
            return
        for dossier in dossiers:
            self.parts.ledger.dossiers.hold(dossier, remedy.word, reason)

    def _feed_back(self, tally: Tally) -> None:
        self._supersede(tally)
        for drop in self._each("feedback", self.parts.ledger.drops.feedback_due()):
            try:
                feed_back(self.parts, drop)
            except Exception as failure:  # noqa: BLE001 - the next file's people are told
                self._failed(f"feedback {drop.id}", failure, tally)

    def _connect(self, tally: Tally) -> RemoteFolder | None:
        try:
            return self.parts.connect()
        except Exception as failure:  # noqa: BLE001 - kept answers are judged all the same
            self._failed("connect", failure, tally)
            return None

    def _close(self, folder: RemoteFolder) -> None:
        with suppress(Exception):
            folder.close()

    def _each(self, stage: str, things: Sequence[Thing]) -> Iterator[Thing]:
        """Yield things until somebody asks us to stop, telling how far we are."""
        for done, thing in enumerate(things):
            if self.stop():
                return
            self.progress(stage, done, len(things))
            yield thing
        if things:
            self.progress(stage, len(things), len(things))

    def _failed(self, thing: str, failure: Exception, tally: Tally) -> Remedy:
        """Log a failure by its class and words of ours; a stop-class one ends the pass."""
        remedy = remedy_for(failure)
        tally.fail(remedy.word, remedy.reason(failure))
        self.parts.log.error("step.failed", thing=thing, **remedy.log_context(failure))
        if remedy.stop:
            raise failure
        return remedy

    def _due(self, state: DossierState) -> list[Dossier]:
        return self.parts.ledger.dossiers.due(state, self._now())

    def _now(self) -> datetime:
        return self.parts.clock() if self.patient else _ALWAYS

    def _later(self, attempts: int) -> datetime:
        return self.parts.clock() + wait_after(attempts, self.dice)
