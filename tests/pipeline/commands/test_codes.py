"""`explain CODE`: what a finding, question, remark, refusal, brake or word of the gate means."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cli import run


@pytest.mark.parametrize(
    ("what", "why", "next_en"),
    [
        ("lỗi / error E-CITIZEN", "(Luật Căn cước", "all 12 digits"),
        ("cảnh báo / warning W-COLUMN", "We do not know", "in [columns]"),
        ("câu hỏi / question Q-REFUSED", "VSS refused", "`release` sends"),
        ("ghi nhận / remark R-TRANSFER", "so TD is", "write TC"),
        ("tệp không đọc được / file that cannot be read E-TYPE", "CSV", "as its kind"),
        ("phanh / brake no-baseline", "Nobody was", "--as-baseline"),
        ("cổng / gate unit-pending", "of unit … is not", "answer to …"),
    ],
)
def test_a_code_is_explained_without_a_site(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, why: str, next_en: str
) -> None:
    code = what.rsplit(" ", maxsplit=1)[-1]

    done = run(["explain", code, "--json", "--site", str(tmp_path)])

    facts = json.loads(capsys.readouterr().out)
    assert (done, facts["what"]) == (0, what)
    assert why in facts["why"]
    assert next_en in facts["next_en"]
    assert facts["next_vi"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("E-CITIZN", "E-CITIZEN"), ("q-refused", "Q-REFUSED"), ("no-base-line", "no-baseline")],
)
def test_a_code_that_is_none_is_told_with_the_one_that_was_meant(bhxh, typed, meant):
    done = bhxh("explain", typed)

    asked = f"{typed}; có phải `bhxh explain {meant}`? / did you mean `bhxh explain {meant}`?"
    assert (done.code, done.out) == (64, "")
    assert asked in done.err


def test_a_code_that_is_none_is_told_so_without_a_site_too(tmp_path, capsys):
    codes = [run(["explain", typed, "--site", str(tmp_path)]) for typed in ("E-CITIZN", "zzzz")]

    said = capsys.readouterr().err
    assert codes == [64, 78]
    assert "did you mean `bhxh explain E-CITIZEN`?" in said


def test_nonsense_has_no_proposal(bhxh):
    done = bhxh("explain", "zzzz")

    assert done.code == 64
    assert done.err.startswith("bhxh: không có / no such thing: zzzz\n")
