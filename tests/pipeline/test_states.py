"""Tests of the state tables, and of a ledger that many hands move at random."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pipeline.errors import LeaseLostError, MoveLostError
from pipeline.ledger import Ledger
from pipeline.ledger.tables import dossiers, drops
from pipeline.states import DOSSIER_MOVES, DROP_MOVES, DossierState, DropState
from tests.pipeline.ledgers import URL, Clock, arrive, convert, plan, row

TABLES = {
    "drops": (drops, DropState, DROP_MOVES),
    "dossiers": (dossiers, DossierState, DOSSIER_MOVES),
}


def reachable(moves: Mapping[StrEnum, frozenset[StrEnum]], start: StrEnum) -> set[StrEnum]:
    seen, todo = {start}, [start]
    while todo:
        for end in moves[todo.pop()] - seen:
            seen.add(end)
            todo.append(end)
    return seen


@pytest.mark.parametrize(
    ("moves", "states", "start"),
    [
        (DROP_MOVES, DropState, DropState.ARRIVED),
        (DOSSIER_MOVES, DossierState, DossierState.BUILT),
    ],
)
def test_every_state_is_in_its_table_and_can_be_reached(moves, states, start):
    assert set(moves) == set(states)
    assert reachable(moves, start) == set(states)


def test_only_a_persons_word_leads_a_dossier_backwards():
    order = list(DossierState)
    backwards = {
        (start, end)
        for start, ends in DOSSIER_MOVES.items()
        for end in ends
        if order.index(end) < order.index(start)
    }

    assert backwards == {(DossierState.SHIPPED, DossierState.SIGNED)}


def test_nothing_leaves_an_end():
    ends = {state for state, ways in DOSSIER_MOVES.items() if not ways}

    assert ends == {DossierState.ACCEPTED, DossierState.WITHDRAWN, DossierState.SUPERSEDED}
    assert {state for state, ways in DROP_MOVES.items() if not ways} == {
        DropState.INVALID, DropState.DUPLICATE, DropState.UNREADABLE,
    }  # fmt: skip


def test_an_answer_may_overtake_everything_but_a_withdrawal():
    answers = {
        DossierState.NUMBERED, DossierState.ACCEPTED, DossierState.PARTLY_ACCEPTED,
        DossierState.REFUSED,
    }  # fmt: skip

    for state in (DossierState.SIGNED, DossierState.SHIPPED, DossierState.TAKEN):
        assert answers <= DOSSIER_MOVES[state]


class ManyHands(RuleBasedStateMachine):
    """Two instances and stale views move two things; the ledger must agree with a plain model."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.ledgers = [Ledger(URL, Path(self.folder.name), self.clock) for _ in range(2)]
        first = self.ledgers[0]
        convert(first, "made", plan(row(1)))
        arrive(first, "drop1")
        self.keys = {"drops": "drop1", "dossiers": row(1)["id"]}
        self.states: dict[str, str] = {"drops": "arrived", "dossiers": "built"}
        self.story = {name: [(None, state)] for name, state in self.states.items()}
        self.holder: int | None = None

    @rule(
        hand=st.integers(0, 1),
        name=st.sampled_from(sorted(TABLES)),
        start=st.sampled_from(DropState) | st.sampled_from(DossierState) | st.none(),
        end=st.sampled_from(DropState) | st.sampled_from(DossierState),
    )
    def move(self, hand: int, name: str, start: StrEnum | None, end: StrEnum) -> None:
        table, states, moves = TABLES[name]
        begin = states(self.states[name]) if start is None else start
        if begin not in moves or end not in moves:
            return
        store = self.ledgers[hand].store
        allowed = begin == self.states[name] and end in moves[begin]
        try:
            with store.change() as tx:
                store.move(tx, table, self.keys[name], start=begin, end=end, because="by hand")
        except LeaseLostError:
            assert store.epoch is not None
            assert self.holder != hand
        except MoveLostError:
            assert not allowed
        else:
            assert allowed
            self.story[name].append((str(begin), str(end)))
            self.states[name] = end

    @rule(hand=st.integers(0, 1))
    def take_over(self, hand: int) -> None:
        store = self.ledgers[hand].store
        if store.epoch is not None and self.holder != hand:
            with pytest.raises(LeaseLostError):
                store.take_lease()
            return
        store.take_lease()
        self.holder = hand

    @rule(hand=st.integers(0, 1))
    def die_and_start_again(self, hand: int) -> None:
        self.ledgers[hand].close()
        self.ledgers[hand] = Ledger(URL, Path(self.folder.name), self.clock)
        self.holder = None if self.holder == hand else self.holder

    @invariant()
    def both_see_the_state_that_the_model_has(self) -> None:
        for ledger in self.ledgers:
            assert ledger.drops.get("drop1").state == self.states["drops"]
            assert ledger.dossiers.get(self.keys["dossiers"]).state == self.states["dossiers"]

    @invariant()
    def events_tell_every_move_and_nothing_else(self) -> None:
        for name, key in self.keys.items():
            told = [(start, end) for _, start, end, _ in self.ledgers[0].answers.history(key)]
            assert told == self.story[name]

    def teardown(self) -> None:
        for ledger in getattr(self, "ledgers", ()):
            ledger.close()
        if hasattr(self, "folder"):
            self.folder.cleanup()


ManyHands.TestCase.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
TestManyHands = ManyHands.TestCase
