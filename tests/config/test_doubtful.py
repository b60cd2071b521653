"""The words that prove nothing by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.doubtful import load_doubtful
from config.errors import CodesError

HEAD = "word,kind,in_texts,legal_source,verified\n"


def test_what_is_odd_in_a_text_is_odd_in_a_name() -> None:
    found = load_doubtful()

    assert "thò" in found.in_names["vni"]
    assert "dòng" not in found.in_texts["tcvn3"]
    assert all(found.in_texts[code] < found.in_names[code] for code in ("tcvn3", "vni"))
    assert "loïc" in found.foreign


def test_all_problems_are_told_with_their_rows(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text(
        f"{HEAD}vò,tcvn3,true,own,true\nvò,tcvn3,true,own,true\nVó,vni,true,own,true\n"
        "lan,vni,true,own,true\nsó,viscii,true,own,true\n",
        encoding="utf-8",
    )

    with pytest.raises(CodesError) as caught:
        load_doubtful(path)

    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        f"doubtful.csv row {row}" for row in (3, 4, 5, 6)
    ]
