"""Requests: known, complete, once each."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from adapters.model import Column, Kind, PayrollTable
from adapters.requests import REQUEST_FIELDS
from config.codes import load_codes
from config.law import load_law
from validators.layers import REQUEST_LAYERS, examine
from validators.model import Context

CONTEXT = Context(law=load_law(), codes=load_codes(), units=(), today=date(2026, 11, 5))


def found(*rows: dict[str, str]) -> list[tuple[int | None, str | None, str]]:
    frame = pd.DataFrame(
        [{**dict.fromkeys(REQUEST_FIELDS, ""), "Ky": "11/2026", **row} for row in rows], dtype="str"
    )
    fields = tuple(Column(field=f, heading=f, letter="A") for f in REQUEST_FIELDS)
    table = PayrollTable(
        file="f", sheet=None, kind=Kind.REQUESTS, format="requests", columns=fields, frame=frame,
        rows=np.arange(2, 2 + len(rows)),
    )  # fmt: skip
    report = examine(table, sha256="", context=CONTEXT, layers=REQUEST_LAYERS)
    return [(each.row, each.field, each.code) for each in report.findings]


@pytest.mark.parametrize("code", ["SO-MOI", "SO-MAT", "SO-HONG", "THE-MAT", "THE-HONG"])
def test_a_plain_request_needs_a_person_and_nothing_more(code):
    assert found({"MaNV": "NV1", "YeuCau": code}) == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"MaNV": "", "YeuCau": "SO-MAT"}, ("MaNV", "E-REQUIRED")),
        ({"MaNV": "NV1", "YeuCau": ""}, ("YeuCau", "E-REQUIRED")),
        ({"MaNV": "NV1", "YeuCau": "Quà"}, ("YeuCau", "E-REQUEST")),
        ({"MaNV": "NV1", "YeuCau": "THE-KCB"}, ("MaBenhVien", "E-REQUEST-NEEDS")),
        ({"MaNV": "NV1", "YeuCau": "SO-DOI"}, ("Noidung_Thaydoi", "E-REQUEST-NEEDS")),
        ({"MaNV": "NV1", "YeuCau": "SO-MAT", "CMND": "1"}, ("CMND", "E-CITIZEN")),
        ({"MaNV": "NV1", "YeuCau": "SO-MAT", "Sothang": "mười"}, ("Sothang", "E-REQUEST-MONTHS")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(row, told):
    assert found(row) == [(2, *told)]


def test_one_new_value_is_enough_for_a_change():
    assert found({"MaNV": "NV1", "YeuCau": "SO-DOI", "NgaySinh": "06/03/1990"}) == []


def test_the_same_request_twice_is_told_at_the_second():
    once = {"MaNV": "NV1", "YeuCau": "SO-MAT"}

    assert found(once, {**once, "YeuCau": "THE-MAT"}, once) == [(4, "YeuCau", "E-REQUEST-TWICE")]


@pytest.mark.parametrize(("word", "code"), [("SO-MATT", "SO-MAT"), ("Mất sổ BHXH", None)])
def test_a_request_that_nearly_is_one_is_proposed_and_no_neighbour_of_two_slips(word, code):
    cells = {**dict.fromkeys(REQUEST_FIELDS, ""), "MaNV": "NV1", "YeuCau": word}
    table = PayrollTable(
        file="f", sheet=None, kind=Kind.REQUESTS, format="requests", columns=(),
        frame=pd.DataFrame([cells], dtype="str"), rows=np.array([2]),
    )  # fmt: skip

    report = examine(table, sha256="", context=CONTEXT, layers=REQUEST_LAYERS)

    assert {each.code: each.proposal for each in report.findings}["E-REQUEST"] == code
