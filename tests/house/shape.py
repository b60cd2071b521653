"""Sizes, sentences, names and words of the source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from tests.house.source import Source

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
ATTICS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "stuff"}
)

EMPTY_ENDINGS = ("Manager", "Handler", "Processor", "Helper", "Utils", "Data", "Info")

WORDS: Mapping[str, str] = {
    r"\bdeclaration (file|packet)s?\b": "dossier",
    r"\b(file|form) packets?\b": "dossier",
    r"\backnowledge?ments?\b|\back(s|ed)?\b": "receipt",
    r"\bsalar(y|ies)\b": "wage",
    r"\breporting[ _]periods?\b": "period",
    r"\bincoming[ _]files?\b": "drop",
    r"\b(sub|branch)[ _]compan(y|ies)\b": "unit",
    r"\bvalidation (error|result)s?\b": "finding",
    r"\bdead[ _-]?letters?\b": "unmatched",
    r"\b(kh|x|h)oá\b|\bthoả|\buỷ\b": "khóa, xóa, hóa, thỏa, ủy: the older place of the tone",
}
"""Forbidden synonym or spelling -> the one word for the idea (README, "Words")."""


def long_files(source: Source) -> Iterator[str]:
    """Yield a file that wants a wall."""
    if (lines := len(source.text.splitlines())) > LINES_OF_A_FILE:
        yield f"{source.path}:{LINES_OF_A_FILE + 1}: {lines} lines in the file"


def long_functions(source: Source) -> Iterator[str]:
    """Yield each function that does more than one thing."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LINES_OF_A_FUNCTION:
                yield source.at(node, f"{lines} lines in {node.name}")


def missing_sentences(source: Source) -> Iterator[str]:
    """Yield each module, public class and public function that does not start with a sentence."""
    for node in [source.tree, *_public(source.tree.body)]:
        first = (ast.get_docstring(node) or "").split("\n\n")[0].rstrip()
        if not first.endswith((".", "?", "…")):
            yield source.at(node, f"{getattr(node, 'name', 'the module')} starts with no sentence")


def attics(path: str) -> Iterator[str]:
    """Yield a file or folder whose name says nothing."""
    for part in PurePosixPath(path).with_suffix("").parts:
        if part in ATTICS or part.endswith(tuple(f"_{attic}" for attic in ATTICS)):
            yield f"{path}:1: {part} is no place"


def open_merges(path: str, text: str) -> Iterator[str]:
    """Yield each mark that a merge left between two versions, in docstrings and documents too."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*(?:<{7} |>{7} )", line):
            yield f"{path}:{number}: {line.strip()[:80]}"


def other_words(source: Source) -> Iterator[str]:
    """Yield each forbidden synonym, in code, docstrings and comments."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for pattern, word in WORDS.items():
            if found := re.search(pattern, line, re.IGNORECASE):
                yield f"{source.path}:{number}: {found[0]!r}: we say {word}"


def empty_names(source: Source) -> Iterator[str]:
    """Yield each class whose name says only that it does something."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(EMPTY_ENDINGS):
            yield source.at(node, f"{node.name}: what does it do?")


def amounts_of_law(source: Source, amounts: frozenset[int]) -> Iterator[str]:
    """Yield each number in code that a table of law already says."""
    for node in ast.walk(source.tree):
        number = node.value if isinstance(node, ast.Constant) else None
        if isinstance(number, int | float) and number in amounts:
            yield source.at(node, f"{number} stands in config/law")


def _public(
    body: list[ast.stmt],
) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Yield public classes, functions and methods, those inside public classes too."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body)
