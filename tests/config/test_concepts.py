"""The words of headings and what they mean are data that is checked when it is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import concepts as module
from config.concepts import load_concepts
from config.errors import CodesError
from config.fields import load_fields
from config.headings import IDLE

FIELDS = {*load_fields().by_name, "HoTen.1", "HoTen.2", "HoTen.3", IDLE}


def test_every_meaning_is_of_a_field_that_there_is() -> None:
    assert {each.field for each in load_concepts().meanings} <= FIELDS


def test_what_needs_a_concept_needs_one_that_is_not_idle_alone() -> None:
    loaded = load_concepts()

    assert all(not each.needs <= loaded.idle for each in loaded.meanings if each.field != IDLE)


def test_a_word_that_is_told_twice_or_an_unknown_concept_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "concepts.csv").write_text(
        "concept,idle,word\nbirth,,sinh\nbirth,,Sinh\nbank,never,bank\n", "utf-8"
    )
    (tmp_path / "pieces.csv").write_text("concept,piece\nnobody,nb\n")
    (tmp_path / "meanings.csv").write_text(
        "field,level,needs,also\nNgaySinh,sure,birth,\nNgaySinh,maybe,birth,\nNgaySinh,sure,nobody,\n"
    )
    monkeypatch.setattr(module, "__file__", str(tmp_path / "concepts.py"))

    with pytest.raises(CodesError) as caught:
        load_concepts()

    assert [problem.partition(": ")[0] for problem in caught.value.problems] == [
        "concepts.csv row 3", "concepts.csv row 4", "pieces.csv row 2", "meanings.csv row 3",
        "meanings.csv",
    ]  # fmt: skip
