"""`bhxh map`: propose a mapping from a sample, show what it would read, and write it down."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from config.encodings import Encoding
from config.fields import load_fields
from config.mapping import BUILT_IN, NAME
from config.mapping_files import FOLDER, known_mappings
from pipeline.commands.check import feed_of
from pipeline.commands.encodings import encoding_option
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.errors import NotNowError
from pipeline.exits import Exit

if TYPE_CHECKING:
    from adapters.errors import UnreadableError
    from pipeline.steps.propose import Proposed

_NEAR = 0.3
"""A runner-up below it is not worth naming."""


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@json_option
@click.option("--write", metavar="NAME", help="write mappings/NAME.toml into the site")
@click.option("--force", is_flag=True, help="replace a mapping of that name")
@click.option("--sheet", default="", help="the sheet to look at [default: the largest]")
@encoding_option
def command(
    file: Path,
    site: Path,
    *,
    as_json: bool,
    write: str | None,
    force: bool,
    sheet: str,
    encoding: Encoding | None,
) -> int:
    """Say which column of an export seems to be which field; exit 10 if it is no table."""
    name = _name(write, file)
    with open_parts(site) as parts:
        from adapters.errors import UnreadableError  # noqa: PLC0415 - heavy
        from pipeline.steps.propose import propose_mapping  # noqa: PLC0415 - heavy

        target = f"{FOLDER}/{name}.toml"
        if write and not force and name in known_mappings(parts.spool.site):
            raise NotNowError(f"{name}: đã có / is there already; --force")
        feed = feed_of(parts, file, None)
        try:
            found = propose_mapping(
                parts, file, feed, name=name, sheet=sheet, encoding=encoding or "auto"
            )
        except UnreadableError as unreadable:
            return _refused(unreadable, as_json=as_json)
        if write:
            parts.spool.write(target, found.text.encode(), shared=True)
    if as_json:
        print_json(_facts(found, target if write else None))
    else:
        _tell(found, target if write else None)
    return Exit.FINE


def _name(write: str | None, file: Path) -> str:
    """Return the name of the mapping: the one that is asked for, else one like the file's."""
    if write is None:
        return re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")[:30] or "mapping"
    if not NAME.fullmatch(write) or write in BUILT_IN:
        raise click.UsageError(
            f"{write}: tên chỉ gồm a-z 0-9 - _, không trùng tên có sẵn / a name is made of a-z 0-9 "
            f"- _, and is none of {', '.join(BUILT_IN)}"
        )
    return write


def _refused(unreadable: UnreadableError, *, as_json: bool) -> int:
    """Say why a file is no table."""
    if as_json:
        print_json(
            {"code": unreadable.code, "vi": unreadable.reason_vi, "en": unreadable.reason_en}
        )
    else:
        click.echo(f"{unreadable.code}: {unreadable.reason_vi} / {unreadable.reason_en}")
        click.echo(f"→ {unreadable.advice_vi} / {unreadable.advice_en}")
    return Exit.INVALID


def _facts(found: Proposed, written: str | None) -> dict[str, Any]:
    """Return a proposal for programs."""
    proposal = found.proposal
    return {
        "file": proposal.raw.file,
        "sheet": proposal.raw.sheet,
        "kind": proposal.columns.kind,
        "columns": [
            {
                "letter": guess.letter,
                "heading": guess.heading,
                "field": guess.field if guess.taken else None,
                "score": round(guess.score, 2),
                "other": guess.other if guess.other != "-" else None,
                "other_score": round(guess.other_score, 2),
                "choices": [None if name == "-" else name for name in guess.choices],
                "verdict": verdict(guess.taken, bool(guess.choices)),
                "preview": list(shown),
            }
            for guess, shown in zip(proposal.columns.guesses, found.previews, strict=True)
        ],
        "asked": list(proposal.asked),
        "missing": list(proposal.missing),
        "dates": proposal.dates.name,
        "months": proposal.months.name,
        "money": proposal.amounts.money.name,
        "skip": list(proposal.skip),
        "end": list(proposal.end),
        "encoding": found.encoding,
        "written": written,
    }


def verdict(taken: bool, asked: bool) -> str:
    """Return in one word what is known of a column."""
    return "field" if taken else "ask" if asked else "not used"


def _tell(found: Proposed, written: str | None) -> None:
    """Show a proposal to people: each column, then what is open."""
    from rich.console import Console  # noqa: PLC0415 - only for people
    from rich.markup import escape  # noqa: PLC0415 - only for people
    from rich.table import Table  # noqa: PLC0415 - only for people

    table = Table(box=None, pad_edge=False)
    titles = (
        "cột · column",
        "tiêu đề · heading",
        "trường · field",
        "điểm · score",
        "ví dụ · preview",
    )
    for title in titles:
        table.add_column(title, overflow="fold")
    for guess, previews in zip(found.proposal.columns.guesses, found.previews, strict=True):
        said = _called(guess.field) if guess.taken else "không dùng · not used"
        if guess.choices:
            said = "? " + " | ".join(guess.choices)
        other = f" ({guess.other} {guess.other_score:.2f})" if guess.other_score >= _NEAR else ""
        cells = (
            guess.letter,
            guess.heading,
            said,
            f"{guess.score:.2f}{other}",
            "\n".join(previews),
        )
        table.add_row(*map(escape, cells))
    Console(highlight=False).print(table)
    _open(found, written)


def _called(name: str) -> str:
    """Return a field with what it is in both languages, the parts of a name as they are."""
    told = load_fields().by_name.get(name)
    return f"{name} · {told.vi} / {told.en}" if told else name


def _open(found: Proposed, written: str | None) -> None:
    proposal = found.proposal
    click.echo(f"\nmột dòng là / a row is: {proposal.columns.kind}")
    click.echo(
        f"ngày / dates: {proposal.dates.name} · tháng / months: {proposal.months.name}"
        f" · tiền / money: {proposal.amounts.money.name}"
    )
    if footers := (*proposal.skip, *proposal.end):
        click.echo(f"dòng không phải người / rows that are no people: {', '.join(footers)}")
    if found.encoding:
        click.echo(f"bảng mã / encoding: {found.encoding}")
    for each in proposal.asked:
        click.echo(f"? chọn / choose: {each}")
    if proposal.missing:
        click.echo(f"! chưa có / missing: {', '.join(proposal.missing)}")
    if written:
        click.echo(f"→ {written}")
    else:
        click.echo("→ --write TÊN để lưu / --write NAME to keep it")
