"""What the laws are applied to: every module of the six rooms, parsed, and every file in git."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("config", "adapters", "validators", "outbox", "inbox", "pipeline")


@dataclass(frozen=True)
class Source:
    """One module: its path below the root, and its text."""

    path: str
    text: str

    @property
    def name(self) -> str:
        """The dotted name, a package's without ``__init__``."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree."""
        return ast.parse(self.text)

    def at(self, node: ast.AST, what: str) -> str:
        """Say where a law is broken, as an editor can jump to."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"


def rooms() -> list[Source]:
    """Return every module of the six rooms."""
    return [source for source in python_files() if source.path.split("/")[0] in ROOMS]


def python_files() -> list[Source]:
    """Return every Python file of the project, tests and benchmarks too."""
    return [Source(path, text) for path, text in text_files() if path.endswith(".py")]


def text_files() -> Iterator[tuple[str, str]]:
    """Yield path and text of every file that is or will be in git; other than text is left out."""
    for path in project_files():
        try:
            yield path, (ROOT / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def project_files() -> list[str]:
    """Return the path of every file in git, and of every new one that git does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    return [path for path in sorted(set(listed)) if path and (ROOT / path).is_file()]
