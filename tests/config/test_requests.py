"""The kinds of requests are data, each with a procedure that exists, and all are on their page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from adapters.words import REQUEST
from config import codes as module
from config.codes import load_codes
from config.errors import CodesError

BUILT_IN = Path(module.__file__).parent / "codes"
PAGE = Path(__file__).parents[2] / "docs" / "requests.md"
KINDS = load_codes().requests


def test_the_page_lists_every_kind_with_its_procedure():
    rows = re.findall(
        r"^\| `([A-Z-]+)` \| ([^|]+) \| ([^|]+) \| (\d+) \|", PAGE.read_text("utf-8"), re.M
    )

    assert rows == [
        (kind.code, kind.name_vi, kind.name_en, kind.procedure) for kind in KINDS.values()
    ]


def test_every_kind_can_be_written_in_words():
    assert set(REQUEST.values()) == set(KINDS)


def test_what_is_inferred_is_not_verified():
    assert {kind.procedure for kind in KINDS.values() if kind.verified} == {"607"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",607,", ",699,", "procedures.csv does not name"),
        (",607,", ",6x7,", "procedure is not 3 digits"),
        (",card,", ",cake,", "thing is none of book, card"),
    ],
)
def test_a_wrong_row_is_told(tmp_path, old, new, told):
    folder = shutil.copytree(BUILT_IN, tmp_path / "codes")
    file = Path(folder) / "requests.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(CodesError) as raised:
        load_codes(Path(folder))

    assert any(told in problem for problem in raised.value.problems)
