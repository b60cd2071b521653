"""Every code that a user may meet is on the page of rules, with what to do."""

from __future__ import annotations

import re

import pytest

from tests.house.documents import rows, section
from tests.house.source import ROOT

PAGE = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("heading", "modules", "pattern"),
    [
        ("## Câu hỏi / Questions", "outbox/questions.py", r'"(Q-[A-Z0-9-]+)": \('),
        ("## Ghi nhận / Remarks", "outbox/questions.py", r'"(R-[A-Z0-9-]+)": \('),
        ("## Tệp không đọc được / Files that cannot be read", "adapters/refusal*.py",
         r'"(E-[A-Z-]+)",'),
    ],
)  # fmt: skip
def test_the_page_lists_every_code_and_no_other(heading: str, modules: str, pattern: str) -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob(modules))

    listed = [cells for cells in rows(section(PAGE, heading)) if cells[0].startswith("`")]

    assert {cells[0].strip("`") for cells in listed} == set(re.findall(pattern, source))
    assert all(len(cells) == 3 and all(cells) for cells in listed)
