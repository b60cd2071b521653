"""What no rule refuses, the forms can hold: else one cell would stop a whole dossier at its XSD."""

import pandas as pd
import pytest

from adapters.model import Kind
from adapters.vnpt import MOVEMENT_FIELDS
from config.profile import load_profile
from outbox.forms import d02_ts, tk1_ts
from tests.validators.people import context, movement, of_frame
from validators.layers import examine
from validators.schema import Schemas

CONTEXT = context()
SCHEMAS = Schemas(load_profile("default"))
OURS = {"TinhLai": "0", "DaCoSo": "1", "CoGiamChet": "0"}
"""What we fill in ourselves where the sender says nothing."""
FIELDS = sorted({*d02_ts.FIELDS, *tk1_ts.FIELDS}.intersection(MOVEMENT_FIELDS) - {"STT"})
ODD = (
    *("0", "00", "1", "01", "05", "007", "1,5", "0.25", "0.12345", "05.5", "32", "032", "32.5"),
    *("32,5", "32.125", "99.99", "100", "100.00", "100.5", "-1", "1e9", "12500000", "999999999999"),
    *("01/01/0202", "01/01/1826", "31/12/1899", "01/01/1900", "31/12/2099", "01/01/2100"),
    *(
        "31/12/9999",
        "10/2026",
        "01/1999",
        "2026",
        "K1",
        "K4",
        "VN",
        "vn",
        "VS",
        "TH",
        "3",
        "6",
        "7",
    ),
    *("12", "123", "1234", "12345", "01C05", "01c05", "123456789", "0123456789", "01234567890"),
    *("012345678901", "0123456789012", "M12345678", "ABCDEFGHIJKLM", "AB 123", "x", "X", "?"),
    *("a@b.vn", "a@b", "x" * 100, "x" * 101, "x" * 501, "x" * 1001, "Chữ Việt", "<&>", "０１"),
)


def judged(field: str, **cells: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that pass and those that do not, each with another odd value of a field."""
    blank = dict.fromkeys(MOVEMENT_FIELDS, "")
    rows = [
        {**blank, **movement(n, **cells), field: odd, "ID": str(n)}
        for n, odd in enumerate(ODD, start=1)
    ]
    frame = pd.DataFrame(rows, dtype="str")
    wrong = examine(of_frame(frame, Kind.MOVEMENTS), sha256="", context=CONTEXT).wrong
    return frame[~wrong], frame[wrong]


def refused(passed: pd.DataFrame, field: str) -> list[str]:
    """Return the values of passed rows that the XSD of a form refuses."""
    missing = {name: "" for name in tk1_ts.FIELDS if name not in passed}
    # `outbox.coded` writes the point of a rate.
    missing["TyleDong"] = passed["TyleDong"].str.replace(",", ".")
    lines = passed.assign(**missing).assign(
        **{name: passed[name].mask(passed[name] == "", told) for name, told in OURS.items()}
    )
    return [
        f"{form.CODE}: {lines[field].iat[at]}"
        for form in (d02_ts, tk1_ts)
        if SCHEMAS.check(form.build(lines), form.CODE)
        for at in range(len(lines))
        if SCHEMAS.check(form.build(lines.iloc[[at]]), form.CODE)
    ]


@pytest.mark.parametrize(
    ("field", "nation"), [*((field, "VN") for field in FIELDS), ("CMND", "KR")]
)
def test_what_passes_fits_the_forms(field: str, nation: str) -> None:
    passed, _ = judged(field, QuocTich=nation)

    assert refused(passed, field) == []


@pytest.mark.parametrize(("loai", "pa"), [("2", "DC"), ("3", "GH")])
def test_a_wage_that_passes_fits_whatever_the_movement(loai: str, pa: str) -> None:
    passed, wrong = judged("TienLuong", Loai=loai, PA=pa)

    assert refused(passed, "TienLuong") == []
    assert "0" in set(wrong["TienLuong"])
