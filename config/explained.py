"""What the codes mean that are no findings: questions, remarks, refusals of a file, brakes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from config.errors import CodesError
from config.rows import read_lines

KINDS: Final = ("question", "remark", "refusal", "brake")


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One code: when it comes, and what to do."""

    kind: str
    code: str
    when_vi: str
    when_en: str
    do_vi: str
    do_en: str


def load_explained() -> Mapping[str, Explained]:
    """Read ``config/explained.csv`` by code; raise CodesError with all that is wrong in it."""
    problems: list[str] = []
    columns = ("kind", "code", "when_vi", "when_en", "do_vi", "do_en")
    lines = read_lines(Path(__file__).with_suffix(".csv"), columns, problems)
    found = {
        line.text("code"): Explained(
            kind=line.one_of("kind", KINDS),
            code=line.text("code"),
            when_vi=line.text("when_vi"),
            when_en=line.text("when_en"),
            do_vi=line.text("do_vi"),
            do_en=line.text("do_en"),
        )
        for line in lines
    }
    if problems:
        raise CodesError("explained.csv", tuple(problems))
    return found
