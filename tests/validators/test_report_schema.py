"""The published JSON Schema is the model's, and every real report is as it says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from adapters.errors import UnreadableError
from adapters.model import Defect, Kind
from config.settings import Feed
from pipeline.steps.examine import unreadable_report
from tests.house.source import ROOT
from tests.validators.people import context, movement, person, table
from validators.layers import examine
from validators.model import Onward, Report
from validators.report import to_json
from validators.report_schema import DIALECT, VERSION, ToldReport, schema

CONTEXT = context()
NEXT = Onward(policy="good-rows", goes_on=True, rows_on=1, rows_left_out=1, vi="a", en="b")
HIDDEN = Defect(code="W-HIDDEN", row=None)


def judged(rows: list[dict[str, str]], kind: Kind = Kind.SNAPSHOT, *defects: Defect) -> Report:
    return examine(table(rows, kind, defects), sha256="ab" * 32, context=CONTEXT, shown=1)


def refused() -> Report:
    error = UnreadableError("E-ENC", "a", "b", advice_vi="c", advice_en="d", row=3, proposal="e")
    return unreadable_report("luong.csv", "ab" * 32, error, Feed(name="payroll"))


REPORTS = {
    "clean": judged([person(1)]),
    "wrong": judged([person(1, GioiTinh="9"), person(2, GioiTinh="8")], Kind.SNAPSHOT, HIDDEN),
    "movements": judged([movement(1, PA="GHH"), movement(2)], Kind.MOVEMENTS),
    "refused": refused(),
    "onward": replace(judged([person(1)]), onward=NEXT, amounts={"employer": 12, "units": []}),
}


def test_the_committed_schema_is_what_the_model_says() -> None:
    """To write it again: ``python -m tests.validators.published``; read the diff first."""
    committed = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))

    assert committed == schema()
    assert (committed["$schema"], committed["version"]) == (DIALECT, VERSION)
    assert "$id" not in committed


@pytest.mark.parametrize("name", REPORTS)
def test_every_kind_of_report_is_as_the_schema_says(name: str) -> None:
    data = to_json(REPORTS[name])

    read = ToldReport.model_validate_json(data)

    assert read.model_dump(exclude_unset=True) == json.loads(data)


def test_every_code_is_counted_and_says_how_many_are_shown() -> None:
    told = ToldReport.model_validate_json(to_json(REPORTS["wrong"]))

    (sex, hidden) = told.rules
    assert (sex.code, sex.count, sex.shown, sex.first) == ("E-SEX", 2, 1, "H2")
    assert (hidden.code, hidden.first) == ("W-HIDDEN", None)
    assert {rule.code: rule.count for rule in told.rules} == told.counts


def test_what_check_says_of_lists_beside_a_file_is_a_report_too() -> None:
    inner = json.loads(to_json(REPORTS["clean"]))

    read = ToldReport.model_validate_json(json.dumps({**inner, "beside": {"household": inner}}))

    assert read.beside is not None
    assert read.beside["household"].rows == 1
