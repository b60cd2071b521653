"""What all tests share: no deadline on a loaded machine, and which tests are long."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=8)
settings.load_profile("house")

_HERE = Path(__file__).parent
LONG = (
    "corpus/test_corpus.py",
    "sweep/test_acts.py",
    "sweep/test_sweep.py",
    "end_to_end/test_acts.py",
    "end_to_end/test_answers.py",
    "end_to_end/test_correction.py",
    "end_to_end/test_daemon.py",
    "end_to_end/test_drops.py",
    "end_to_end/test_proofs.py",
    "end_to_end/test_registration.py",
    "end_to_end/test_repeats.py",
    "end_to_end/test_requests.py",
    "end_to_end/test_seals.py",
    "end_to_end/test_trouble.py",
    "end_to_end/test_vnpt.py",
    "end_to_end/test_vss_list.py",
    "end_to_end/test_registration_sandbox.py",
    "pipeline/steps/test_amounts.py",
    "pipeline/steps/test_case.py",
    "pipeline/steps/test_correct.py",
    "pipeline/steps/test_proofs.py",
    "pipeline/steps/test_repeats.py",
    "pipeline/steps/test_companions.py",
    "pipeline/steps/test_coded_files.py",
    "pipeline/steps/test_statements.py",
    "pipeline/commands/test_correct.py",
    "pipeline/commands/test_participants.py",
)
"""Modules that `make sweep` runs and `make test` does not: whole passes by the hundred."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long ones."""
    long = {_HERE / name for name in LONG}
    for item in items:
        if item.path in long:
            item.add_marker("long")
