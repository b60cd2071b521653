"""What the README says, against what the program knows."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any, get_args

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pipeline.cli import COMMANDS
from tests.house.source import ROOMS, ROOT, text_files


def readme() -> str:
    """Return README.md."""
    return (ROOT / "README.md").read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands under one heading, its own sub-headings included."""
    level = heading.split(" ", maxsplit=1)[0]
    rest = text.split(f"\n{heading}\n", maxsplit=1)[1]
    return re.split(rf"\n#{{2,{len(level)}}} ", rest, maxsplit=1)[0]


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row, rules and escapes undone."""
    lines = [line for line in text.splitlines() if line.startswith("|") and "|--" not in line]
    return [
        [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines
    ]


def keys(model: type[BaseModel], above: str = "") -> Iterator[tuple[str, str]]:
    """Yield each key of a settings model, dotted, and its default as the README writes it."""
    for name, field in model.model_fields.items():
        inner = _inner(field.annotation)
        if inner is not None and not _is_optional(field.annotation):
            yield from keys(inner, f"{above}{name}.")
        else:
            yield f"{above}{name}", _default(field)


def options(name: str) -> tuple[str, frozenset[str]]:
    """Return how a command is called, and its long options."""
    command: click.Command = importlib.import_module(f"pipeline.commands.{name}").command
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    called = " ".join(
        ["bhxh", name, *((each.metavar or str(each.name)).upper() for each in arguments)]
    )
    flags = [each.opts[0] for each in command.params if isinstance(each, click.Option)]
    return called, frozenset(flags)


def flags(text: str) -> list[str]:
    """Return the long options named in a cell."""
    return re.findall(r"--[a-z-]+", text)


def dead_links() -> Iterator[str]:
    """Yield links and paths in code marks of the pages that lead to no file of the project."""
    for path, text in text_files():
        if not path.endswith(".md"):
            continue
        linked = re.findall(r"\]\(([^)#:]+)\)", text)
        marked = re.findall(rf"`((?:{'|'.join(ROOMS)}|tests|bench|docs)/[\w./-]*)`", text)
        for target in linked:
            if not (ROOT / path).parent.joinpath(target).exists():
                yield f"{path}: {target}"
        yield from (f"{path}: {target}" for target in marked if not (ROOT / target).exists())


def commands() -> list[str]:
    """Return the names of all commands."""
    return list(COMMANDS)


def _inner(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside an annotation: itself, of a tuple, of an optional."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def _is_optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


def _default(field: FieldInfo) -> str:
    """Write a default as the README does."""
    if field.is_required():
        return "required"
    value = field.default
    if value is None or value in ("", ()):
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
