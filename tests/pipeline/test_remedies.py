"""Tests of what happens after a failure."""

from __future__ import annotations

import inspect
import random
from datetime import timedelta

import pytest

import adapters.errors
import config.errors
import inbox.errors
import outbox.errors
import pipeline.errors
from pipeline.remedies import _REMEDIES, remedy_for, wait_after
from pipeline.spool import NotRegularError
from pipeline.steps.ship import FrozenBytesError

MEANT = {
    # Bases that nobody raises, and what never reaches the runner: a defect if it does.
    "AdapterError", "InboxError", "MalformedError", "OutboxError", "PipelineError",
    "SiteBusyError", "NotFoundError", "NotNowError", "ReaderFaultError",
}  # fmt: skip
CLASSES = [
    kind
    for module in (
        adapters.errors, config.errors, inbox.errors, outbox.errors, pipeline.errors,
    )
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, Exception) and kind.__module__ == module.__name__
]  # fmt: skip


def made(kind):
    """Return a failure of a class without caring how it is made."""
    return kind.__new__(kind)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_every_failure_of_ours_has_a_remedy_unless_it_is_meant_to_be_a_bug(kind):
    assert (remedy_for(made(kind)).word == "bug") == (kind.__name__ in MEANT)


@pytest.mark.parametrize(
    ("kind", "remedy"), _REMEDIES, ids=lambda each: getattr(each, "__name__", "")
)
def test_no_row_is_hidden_by_an_earlier_one(kind, remedy):
    assert remedy_for(made(kind)) is remedy


@pytest.mark.parametrize(("_kind", "remedy"), _REMEDIES, ids=str)
def test_every_remedy_speaks_both_languages(_kind, remedy):
    assert remedy.advice_vi
    assert remedy.advice_en


def test_what_must_stop_the_process_stops_it():
    stopping = {remedy.word for _, remedy in _REMEDIES if remedy.stop}

    assert stopping == {"lease-lost", "ledger"}
    assert not remedy_for(made(pipeline.errors.MoveLostError)).stop
    assert not remedy_for(made(FrozenBytesError)).stop


@pytest.mark.parametrize("failure", [OSError(28, "no space"), NotRegularError("x"), TimeoutError()])
def test_a_failing_disk_is_tried_again(failure):
    assert (remedy_for(failure).word, remedy_for(failure).retry) == ("disk", True)


@pytest.mark.parametrize("failure", [KeyError("x"), ValueError(), MemoryError()])
def test_anything_else_is_a_bug_and_waits_for_a_person(failure):
    assert (remedy_for(failure).word, remedy_for(failure).retry) == ("bug", False)


@pytest.mark.parametrize(
    ("attempts", "longest"),
    [(0, 30), (1, 60), (2, 120), (5, 960), (6, 1800), (7, 1800), (2000, 1800)],
)
def test_waits_double_to_half_an_hour_however_often_it_failed(attempts, longest):
    dice = random.Random(7)

    waits = {wait_after(attempts, dice) for _ in range(100)}

    assert len(waits) > 1
    assert min(waits) >= timedelta(seconds=longest / 2)
    assert max(waits) <= timedelta(seconds=longest)
