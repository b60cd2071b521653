"""Every code that a user may meet is on the page of rules and explained, with what to do."""

from __future__ import annotations

import re

import pytest

from config.explained import load_explained
from tests.house.documents import readme, rows, section
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
BRAKES = ("validators/brakes.py", "pipeline/steps/brakes.py", "pipeline/steps/repeats.py")


@pytest.mark.parametrize(
    ("kind", "heading", "modules", "pattern"),
    [
        ("question", "## Câu hỏi / Questions", ["outbox/questions.py"], r'"(Q-[A-Z0-9-]+)": \('),
        ("remark", "## Ghi nhận / Remarks", ["outbox/questions.py"], r'"(R-[A-Z0-9-]+)": \('),
        ("refusal", "## Tệp không đọc được / Files that cannot be read", ["adapters/refusal*.py"],
         r'"(E-[A-Z-]+)",'),
        ("brake", "## Phanh / Brakes", BRAKES, r'(?:code=|NOW_INVALID = )"([a-z-]+)"'),
    ],
)  # fmt: skip
def test_every_code_is_explained_and_the_page_says_the_same(
    kind: str, heading: str, modules: list[str], pattern: str
) -> None:
    places = [path for module in modules for path in ROOT.glob(module)]
    source = "".join(path.read_text(encoding="utf-8") for path in places)
    explained = [each for each in load_explained().values() if each.kind == kind]

    listed = [cells for cells in rows(section(PAGE, heading)) if cells[0].startswith("`")]

    assert {each.code for each in explained} == set(re.findall(pattern, source))
    assert listed == [
        [f"`{each.code}`", f"{each.when_vi}. {each.when_en}", f"{each.do_vi} {each.do_en}"]
        for each in explained
    ]
    assert all(all(vars(each).values()) for each in explained)


def test_the_readme_names_every_brake() -> None:
    (told,) = [cells[2] for cells in rows(section(readme(), "## Words")) if cells[0] == "brake"]

    brakes = {each.code for each in load_explained().values() if each.kind == "brake"}

    assert set(re.findall(r"`([a-z-]+)`", told)) == brakes
