"""A proposal as the TOML file that a person edits, and as rows that show what it would read."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Sequence
from typing import Final

from adapters import arrow
from adapters.canonical import read_text
from adapters.guess_cells import CODES
from adapters.guessed import Guess
from adapters.proposal import Proposal, heading_of, shown
from adapters.styles import styled
from config.fields import Fields, load_fields
from config.fold import word_key
from config.headings import IDLE
from config.mapping import ExportMapping

_LOOKED_AT: Final = 200
_HEAD: Final = """\
# {title}
# Do `bhxh map` đề xuất; xem docs/mappings.md. Sửa xong thì thử: bhxh check TỆP --as {name}
# Proposed by `bhxh map`; see docs/mappings.md. Edit it, then try it: bhxh check FILE --as {name}
"""
_OPEN: Final = """\
# Còn phải chọn: chọn ở dưới, rồi xóa mục đó khỏi danh sách này (xóa cả khóa khi hết).
# Still to decide: choose below, then take the item out of this list (and the key, at last).
"""


def to_toml(proposal: Proposal, name: str, *, delimiter: str, encoding: str, sheet: str) -> str:
    """Return a proposal as a mapping; what is open stands in `undecided` and in comments."""
    parts = [
        _HEAD.format(title=_plain(proposal.raw.file), name=name),
        *_top(proposal, delimiter, encoding, sheet),
        "\n[columns]\n",
        *_columns(proposal),
        *_constants(proposal, load_fields()),
        *_codes(proposal),
    ]
    if proposal.skip or proposal.end:
        parts.append("\n[footer]\n")
        parts += [f"skip = {_list(proposal.skip)}\n"] if proposal.skip else []
        parts += [f"end = {_list(proposal.end)}\n"] if proposal.end else []
    return "".join(parts)


def _top(proposal: Proposal, delimiter: str, encoding: str, sheet: str) -> Iterator[str]:
    """Yield the keys that stand before the tables."""
    sample, amounts = proposal.columns.sample, proposal.amounts
    if proposal.asked:
        yield f"\n{_OPEN}undecided = [\n"
        yield from (f"    {_string(each)},\n" for each in proposal.asked)
        yield "]\n"
    yield f"\nkind = {_string(proposal.columns.kind)}\n"
    for key, value in (("sheet", sheet), ("delimiter", delimiter), ("encoding", encoding)):
        yield f"{key} = {_string(value)}\n" if value else ""
    yield f"header_rows = {sample.rows}\n" if sample.rows > 1 else ""
    yield f"first = {int(proposal.raw.rows[sample.first])}\n" if sample.codes else ""
    for key, style in (
        ("dates", proposal.dates),
        ("months", proposal.months),
        ("money", amounts.money),
    ):
        open_ = "# " if style.choices else ""
        choices = f"        # {' | '.join(style.choices)}" if style.choices else ""
        named = style.name != "auto" or style.choices
        yield f"{open_}{key} = {_string(style.name)}{choices}\n" if named else ""
    if amounts.money.name == "plain" and not amounts.money.choices:
        yield f"decimal = {_string(amounts.decimal)}\nminus = {_string(amounts.minus)}\n"
    idle = [
        heading_of(each, proposal.columns.guesses)
        for each in proposal.columns.guesses
        if not each.field and not each.choices
    ]
    yield f"ignore = {_list(idle)}\n" if idle else ""


def _columns(proposal: Proposal) -> Iterator[str]:
    """Yield a line for each field, and comments for what is open."""
    guesses = proposal.columns.guesses
    joined = proposal.join
    if joined:
        named = [heading_of(each, guesses) for each in joined]
        yield f"HoTen = {_list(named)}\n"
    for guess in guesses:
        heading = _list([heading_of(guess, guesses)])
        if guess.choices:
            yield f"# {guess.letter} {shown(_plain(guess.heading))}: {' | '.join(guess.choices)}\n"
            yield from (f"# {name} = {heading}\n" for name in guess.choices if name != IDLE)
        elif guess.field and guess not in joined:
            yield f"{guess.field} = {heading}\n"
    if joined:
        yield '\n[join]\nHoTen = " "\n'


def _constants(proposal: Proposal, fields: Fields) -> Iterator[str]:
    """Yield a comment for each field that the export does not surely give."""
    if not proposal.missing:
        return
    yield "\n# Chưa có trong tệp; nêu ở đây nếu như nhau cho mọi người.\n"
    yield "# Not in the file; say it here if it is the same for everybody.\n[constants]\n"
    for name in proposal.missing:
        told = fields.by_name[name]
        yield f'# {name} = ""        # {told.vi} / {told.en}\n'


def _codes(proposal: Proposal) -> Iterator[str]:
    for name, table in proposal.codes.items():
        yield f"\n[codes.{name}]\n"
        if "?" in table.values() and name in CODES:
            yield f"# {' | '.join(CODES[name])}\n"
        for text, code in table.items():
            open_ = "# " if code == "?" else ""
            yield f"{open_}{_string(text)} = {_string('' if code == '?' else code)}\n"
        yield 'else = "keep"\n'


def preview(proposal: Proposal, guess: Guess, mapping: ExportMapping, rows: int = 3) -> list[str]:
    """Return the first filled cells of a column, read as the mapping would read them."""
    first, index, fields = proposal.columns.sample.first, guess.index, load_fields().by_name
    column = arrow.normalised(arrow.of_series(proposal.raw.cells[index])[first:][:_LOOKED_AT])
    texts = [str(text) for text in column.to_pylist()]
    style = fields[guess.field].style if guess.field in fields else ""
    kept = proposal.raw.dated if style in ("date", "month") else proposal.raw.numeric
    typed = kept[index][first:][:_LOOKED_AT].tolist() if index in kept else [False] * len(texts)
    found = [(text, known) for text, known in zip(texts, typed, strict=True) if text][:rows]
    return [_meant(guess.field, text, known, mapping) for text, known in found]


def _meant(field: str, text: str, typed: bool, mapping: ExportMapping) -> str:
    codes = mapping.code_table(field)
    if word_key(text) in codes:
        return codes[word_key(text)]
    fields = load_fields().by_name
    reader = styled(mapping, fields[field].style) if field in fields else None
    if reader is None or typed:
        return read_text(field, text)
    return reader(text) or text


def sketch(text: str, name: str) -> ExportMapping:
    """Return a proposal's own text as a mapping, as far as it is decided."""
    return ExportMapping.model_validate({**tomllib.loads(text), "name": name})


def _list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(map(_string, texts)) + "]"


def _string(text: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _plain(text: str) -> str:
    """Return a text that may stand in a comment."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
