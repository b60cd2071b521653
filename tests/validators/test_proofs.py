"""Proving papers: everything that D01-TS must have, and of somebody in the export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from adapters.model import Column, Kind, PayrollTable
from adapters.proofs import PROOF_FIELDS
from config.codes import load_codes
from config.law import load_law
from validators.layers import PROOF_LAYERS, examine
from validators.model import Context

EMPLOYEES = pd.Series(["NV1"], dtype="str")
CONTEXT = Context(
    law=load_law(), codes=load_codes(), units=(), today=date(2026, 11, 5), employees=EMPLOYEES
)
GOOD = {
    "MaNV": "NV1", "TenLoaiVanBan": "Hợp đồng lao động", "SoVanBan": "12/HĐLĐ",
    "NgayBanHanh": "01/10/2026", "CoQuanBanHanh": "Công ty", "TrichYeu": "Ký mới",
}  # fmt: skip


def found(context: Context = CONTEXT, /, **told: str) -> list[tuple[str | None, str]]:
    row = {**dict.fromkeys(PROOF_FIELDS, ""), **GOOD, **told}
    columns = tuple(Column(field=name, heading=name, letter="A") for name in PROOF_FIELDS)
    table = PayrollTable(
        file="f", sheet=None, kind=Kind.PROOFS, format="giayto", columns=columns,
        frame=pd.DataFrame([row], dtype="str"), rows=np.array([2]),
    )  # fmt: skip
    report = examine(table, sha256="", context=context, layers=PROOF_LAYERS)
    return [(each.field, each.code) for each in report.findings]


def test_a_whole_paper_has_no_finding():
    assert found() == []


@pytest.mark.parametrize("field", sorted(GOOD))
def test_what_the_form_must_have_is_required(field):
    assert found(**{field: ""}) == [(field, "E-REQUIRED")]


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("NgayBanHanh", "31/02/2026", "E-DATE"),
        ("NgayHieuLuc", "mai", "E-DATE"),
        ("SoVanBan", "1" * 51, "E-LENGTH"),
        ("TrichYeu", "a" * 501, "E-LENGTH"),
        ("MaNV", "NV2", "W-PROOF-NOBODY"),
        ("SoVanBan", "12/HÐLĐ", "W-LOOKALIKE"),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(field, text, code):
    assert found(**{field: text}) == [(field, code)]


def test_without_an_export_nobody_is_missing_from_it():
    alone = replace(CONTEXT, employees=None)

    assert found(alone, MaNV="NV2") == []
