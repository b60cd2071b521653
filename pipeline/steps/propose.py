"""A sample of an export -> a proposed mapping, shown with a few rows of what it would read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from adapters.csv_table import DELIMITERS
from adapters.errors import ReadFailedError, UnreadableError
from adapters.guessed import Guess
from adapters.hints import Hints
from adapters.mapping import is_called
from adapters.model import RawTable
from adapters.proposal import Proposal, propose
from adapters.proposal_text import preview, sketch, to_toml
from adapters.refusals import refuse
from config.encodings import Encoding
from config.settings import Feed
from pipeline.parts import Parts
from validators.mask import mask, visible

_SHOWN: Final = frozenset(
    {
        *("MaDonVi", "Ky", "NgaySinh", "GioiTinh", "QuocTich", "DanToc", "ChucVu", "MaPhongBan"),
        *("NoiLamViec", "ViTri", "ViTriTuNgay", "LoaiHD", "HDTuNgay", "HDDenNgay", "TienLuong"),
        *("PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe", "PhuCapLuong", "PhuCapBosung", "MavungLTT"),
        *("MaBenhVien", "TrangThai", "NgayTrangThai", "NgayNghi", "LyDo", "PA", "Loai"),
        *("TuThang", "DenThang", "TyleDong", "TinhLai", "STT"),
    }
)
"""Fields that name nobody: shown in clear, all others masked as in a report."""


_Read: TypeAlias = "partial[list[RawTable]]"


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """A proposal, as a mapping's text and for people."""

    proposal: Proposal
    text: str
    previews: tuple[tuple[str, ...], ...]
    """For each column the first cells, as they would be read."""
    encoding: str = ""
    """What the text was converted from."""


def propose_mapping(
    parts: Parts, file: Path, feed: Feed, *, name: str, sheet: str, encoding: Encoding
) -> Proposed:
    """Propose a mapping from a sample; raise UnreadableError if it is no table."""
    tables, delimiter = _read(partial(parts.read, file, file.name, encoding=encoding), file)
    raw = _sheet(tables, sheet)
    hints = Hints(name=file.name, folder="", unit=feed.unit, period=feed.period)
    proposal = propose(raw, hints, parts.today.year)
    text = to_toml(
        proposal, name, delimiter=delimiter, encoding=_converted_from(raw),
        sheet=str(raw.sheet) if len(tables) > 1 else "",
    )  # fmt: skip
    mapping = sketch(text, name)
    previews = tuple(
        tuple(_masked(guess, each) for each in preview(proposal, guess, mapping))
        for guess in proposal.columns.guesses
    )
    return Proposed(proposal=proposal, text=text, previews=previews, encoding=_converted_from(raw))


def _masked(guess: Guess, text: str) -> str:
    return visible(text) if guess.field in _SHOWN else mask(text)


def _converted_from(raw: RawTable) -> str:
    """Return the name of what a text was converted from, "" if it was not."""
    converted = any(each.code == "N-ENC" for each in raw.defects)
    return next(iter(raw.fonts.values()), "utf-16" if converted else "")


def _read(read: _Read, file: Path) -> tuple[list[RawTable], str]:
    """Read a sample, with the delimiter of a CSV: the likeliest, if its first line tells none."""
    try:
        try:
            tables = read()
        except UnreadableError as unreadable:
            if unreadable.code != "E-DELIM":
                raise
            return _likeliest(read, unreadable)
        if tables[0].sheet is None:
            return (
                _likeliest(read, None) if tables[0].cells.shape[1] == 1 else (tables, _used(file))
            )
    except OSError as error:
        raise ReadFailedError("the file cannot be read") from error
    return tables, ""


def _used(file: Path) -> str:
    """Return the delimiter of a CSV whose first line has exactly one kind."""
    with file.open(encoding="utf-8-sig", errors="replace") as opened:
        first = next((line for line in opened if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return next((sign for sign in DELIMITERS if sign in outside), "")


def _likeliest(read: _Read, unreadable: UnreadableError | None) -> tuple[list[RawTable], str]:
    """Return the table with most columns, of all delimiters."""
    tried = [(tables, sign) for sign in DELIMITERS if (tables := _split_by(read, sign))]
    best, sign = max(tried, key=lambda each: each[0][0].cells.shape[1], default=([], ""))
    if unreadable is not None and (not best or best[0].cells.shape[1] == 1):
        raise unreadable
    return best, sign


def _split_by(read: _Read, sign: str) -> list[RawTable]:
    """Return the table that a delimiter makes; nothing where it is none."""
    try:
        return read(delimiter=sign)
    except UnreadableError:
        return []


def _sheet(tables: list[RawTable], wanted: str) -> RawTable:
    """Return the sheet that is named, else the one with most cells."""
    if not tables:
        raise refuse("empty")
    if not wanted:
        return max(tables, key=lambda raw: raw.cells.shape[0] * raw.cells.shape[1])
    named = [raw for raw in tables if raw.sheet and is_called(raw.sheet, wanted)]
    if not named:
        seen = ", ".join(str(raw.sheet or "CSV") for raw in tables)
        raise refuse("no-sheet", sheet=wanted, seen=seen)
    return named[0]
