"""The corpus: every file that an HR department can drop, and what must become of each.

`python -m tests.corpus.make FOLDER` writes them all, each with a side-car in JSON.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.corpus import contents, encodings, places, sheets, tables, values, workbooks
from tests.corpus.case import Case, New

CATALOGUE = (
    *(f"C{number:02}" for number in range(1, 31)),
    *(f"X{number:02}" for number in range(1, 24)),
    *(f"V{number:02}" for number in range(1, 13)),
    *(f"N{number:02}" for number in range(1, 15)),
)
"""The cases of the bad-input catalogue: text, workbooks, values, names."""
BY_THEMSELVES = ("N04", "N09", "N11", "N12")
"""No file shows these: a race, one that is gone, a flood, the folder itself (`test_alone.py`)."""


def cases() -> tuple[Case, ...]:
    """Return all cases; the content of each is made when it is asked for."""
    new = New()
    rooms = (encodings, tables, contents, workbooks, sheets, values, places)
    made = tuple(case for room in rooms for case in room.cases(new))
    twice = [key for key, times in Counter(case.id for case in made).items() if times > 1]
    assert twice == []
    return made


def write(folder: Path, wanted: Sequence[Case]) -> None:
    """Write files and side-cars, each case in a folder of its own."""
    for case in wanted:
        home = folder / case.id
        (home / "drop" / case.name).parent.mkdir(parents=True, exist_ok=True)
        writer = places.put(case, home / "drop", home)
        if writer is not None:
            with writer:
                pass
        text = json.dumps(case.told(), ensure_ascii=False, indent=2)
        (home / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), cases())
