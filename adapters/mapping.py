"""Any export that a mapping describes, read like the formats that we know (`config.mapping`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Final

from adapters import arrow
from adapters.canonical import canonical, read_text, reads_text
from adapters.errors import UnreadableError
from adapters.first_row import shown, unknown_column
from adapters.footers import without_footers
from adapters.grid import column_letter
from adapters.headings import Head, find_head, fits, refuse_twice
from adapters.hints import Hints
from adapters.model import Defect, Kind, PayrollTable, RawTable
from adapters.placing import place_dates
from adapters.reading import Plan, carry_out
from adapters.refusals import refuse
from adapters.styles import Reader, read_month_as, styled
from adapters.words import fold
from config.fields import Fields
from config.fold import word_key
from config.mapping import ExportMapping, Origin

_NEVER: Final = r"\x00"
"""A pattern of texts that no cell holds: every cell is asked for."""


class Mapped:
    """Reads what one mapping describes."""

    def __init__(self, mapping: ExportMapping, fields: Fields) -> None:
        self.mapping = mapping
        self.fields = fields

    @property
    def name(self) -> str:
        """The mapping's name."""
        return self.mapping.name

    def claims(self, raw: RawTable) -> bool:
        """Tell whether the sheet is the one that is named, and most required headings are there."""
        if self.mapping.sheet and not is_called(raw.sheet or "", self.mapping.sheet):
            return False
        head = find_head(raw, self.mapping)
        if head is None:
            return False
        wanted = set(self.fields.required(self.mapping.kind)).intersection(self.mapping.columns)
        return len(wanted.intersection(head.places)) * 2 > len(wanted)

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read the table; raise UnreadableError if its headings will not do."""
        head = find_head(raw, self.mapping)
        if head is None:
            self._refuse_missing((), hints, raw)
            raise refuse("no-adapter")
        hints = self._told(raw, hints)
        called = {name: self.fields.heading(name) for name in self.mapping.columns}
        refuse_twice(head, self.mapping, called)
        self._refuse_parts(head)
        self._refuse_missing(head.places, hints, raw)
        raw, left_out = without_footers(raw, head, self.mapping.footer)
        table = carry_out(self._plan(raw, head), raw, hints)
        table = replace(table, defects=(*table.defects, *left_out))
        return place_dates(table) if table.kind is Kind.MOVEMENTS else table

    def _plan(self, raw: RawTable, head: Head) -> Plan:
        mapping = self.mapping
        several = mapping.twice == "fill"
        places = {
            name: at if several or name in mapping.join else at[:1]
            for name, at in head.places.items()
        }
        constants = {k: v for k, v in mapping.constants.items() if k not in ("MaDonVi", "Ky")}
        return Plan(
            kind=Kind(mapping.kind),
            format=mapping.name,
            fields=self.fields.of(mapping.kind),
            columns=places,
            headings=head.headings,
            first=head.first,
            unknown=tuple(self._unknown(raw, head)),
            read=_Cells(mapping, self.fields, raw, head.first).read,
            join=mapping.join,
            constants=constants,
        )

    def _told(self, raw: RawTable, hints: Hints) -> Hints:
        """Return the hints with unit and period as the mapping says; the feed's own word wins."""
        constants = self.mapping.constants
        unit = constants.get("MaDonVi") or self._unit(raw)
        period = constants.get("Ky") or self._period(raw)
        return replace(
            hints, unit=hints.unit or unit or None, period=hints.period or period or None
        )

    def _unit(self, raw: RawTable) -> str:
        found = _search(self.mapping.unit, raw)
        if found is None:
            return ""
        text = found.groupdict().get("unit") or found[1] or ""
        return self.mapping.code_table("MaDonVi").get(word_key(text), text)

    def _period(self, raw: RawTable) -> str:
        found = _search(self.mapping.period, raw)
        if found is None:
            return ""
        named = found.groupdict()
        if "month" in named:
            month, year = named["month"], named["year"]
            return f"{month:0>2}/{year}" if month and year else ""
        text = found[1] or ""
        if self.mapping.months == "auto":
            return read_text("Ky", text)
        return read_month_as(self.mapping.months, self.mapping.dates, text) or ""

    def _refuse_missing(self, found: Iterable[str], hints: Hints, raw: RawTable) -> None:
        """Raise if a required field is told by no column, no constant, and no place."""
        kind = self.mapping.kind
        known = {*found, *self.mapping.constants, *(["MaDonVi"] if hints.unit_code else [])}
        missing = [name for name in self.fields.required(kind) if name not in known]
        if missing == ["MaDonVi"]:
            raise self._no_match("unit", self.mapping.unit, raw) or refuse("no-unit")
        if missing:
            named = ", ".join(self.fields.heading(name) for name in missing)
            raise refuse("mapping-missing", mapping=self.name, headings=named)
        if "Ky" not in known and not hints.period_text and kind != "requests":
            raise self._no_match("period", self.mapping.period, raw) or refuse("no-period")

    def _no_match(self, table: str, origin: Origin | None, raw: RawTable) -> UnreadableError | None:
        """Return the error for a pattern that found nothing, or no month; None without one."""
        if origin is None:
            return None
        in_file = origin.source == "file"
        found = _search(origin, raw)
        text = found[1] if found and "month" not in found.re.groupindex else ""
        return refuse(
            "no-month" if text else "no-match",
            mapping=self.name,
            table=table,
            of_vi="tệp" if in_file else "trang tính",
            of_en="file" if in_file else "sheet",
            name=shown(_named(origin, raw)),
            text=_as_found(text or ""),
            style=self.mapping.months,
        )

    def _refuse_parts(self, head: Head) -> None:
        """Raise if a field that is put together lacks one of its columns: half a name is none."""
        columns = self.mapping.columns
        lacking = [
            self.fields.heading(name)
            for name in self.mapping.join
            if len(head.places.get(name, columns[name])) != len(columns[name])
        ]
        if lacking:
            raise refuse("mapping-missing", mapping=self.name, headings=", ".join(lacking))

    def _unknown(self, raw: RawTable, head: Head) -> Iterable[Defect]:
        """Yield a warning for each column that is neither read nor known to be idle."""
        row = int(raw.rows[head.at]) if head.at < head.first else None
        used = {index for places in head.places.values() for index in places}
        for index, heading in enumerate(head.headings):
            letter = column_letter(index)
            if index in used or "*" in self.mapping.ignore or f"@{letter}" in self.mapping.ignore:
                continue
            ends = (heading, head.lowest[index]) if heading else ()
            if any(fits(self.mapping.ignore, text) for text in ends):
                continue
            if heading or (raw.cells[index].iloc[head.first :].str.strip() != "").any():
                yield unknown_column(row, index, heading, mapping=self.name)


class _Cells:
    """Reads the cells of one table as a mapping says they are written."""

    def __init__(self, mapping: ExportMapping, fields: Fields, raw: RawTable, first: int) -> None:
        self.mapping = mapping
        self.fields = fields
        self.raw = raw
        self.first = first

    def read(self, name: str, index: int, column: arrow.Text) -> tuple[arrow.Text, Iterable[int]]:
        """Return a field's column as it is meant, and where nobody can tell what that is."""
        style = self.fields.style(name)
        named = styled(self.mapping, style, since_1904=self.raw.since_1904)
        if named is None:
            return self._usual(name, column, {})
        read, places = _each(column, self._coded(name, named, {}))
        kept = self.raw.dated if style in ("date", "month") else self.raw.numeric
        flags = kept.get(index)
        if flags is None:
            return read, places
        # What the file itself knows as a date or number has no style, and a code means its day.
        typed = flags[self.first :]
        words = self.mapping.codes.get(name, {})
        meant = {day: code for word, code in words.items() if (day := named(word)) is not None}
        usual, others = self._usual(name, column, meant)
        places = [*(at for at in places if not typed[at]), *(at for at in others if typed[at])]
        return arrow.chosen(typed, usual, read), sorted(places)

    def _usual(
        self, name: str, column: arrow.Text, meant: Mapping[str, str]
    ) -> tuple[arrow.Text, Iterable[int]]:
        """Read a column as all formats do, with the codes of the mapping."""
        if name not in self.mapping.codes:
            return canonical(name, column), ()
        return _each(column, self._coded(name, reads_text(name), meant))

    def _coded(self, name: str, read: Reader, meant: Mapping[str, str]) -> Reader:
        """Return a reader that knows the codes of a field before all else."""
        if name not in self.mapping.codes:
            return read
        codes, keeps = self.mapping.code_table(name) | dict(meant), self.mapping.keeps(name)

        def known(text: str) -> str | None:
            code = codes.get(word_key(text))
            if code is not None:
                return code
            if not text:
                return read_text(name, text)
            return read(text) if keeps else None

        return known


def _each(column: arrow.Text, read: Reader) -> tuple[arrow.Text, Iterable[int]]:
    """Read every distinct text once; one that cannot be read stands as it was written."""
    unread: set[str] = set()

    def known(text: str) -> str:
        found = read(text)
        if found is None and text:
            unread.add(text)
        return text if found is None else found

    done = arrow.by_value(column, _NEVER, known)
    return done, arrow.positions(arrow.among(column, unread)).tolist() if unread else ()


def _search(origin: Origin | None, raw: RawTable) -> re.Match[str] | None:
    """Return what a mapping looks for in the name of the file or of the sheet."""
    if origin is None:
        return None
    return re.search(origin.pattern, _named(origin, raw))


def _named(origin: Origin, raw: RawTable) -> str:
    """Return the name in which a mapping looks."""
    return raw.file if origin.source == "file" else raw.sheet or ""


def _as_found(text: str) -> str:
    """Return a text that a pattern found: what is no longer than MM/yyyy is nobody's number."""
    return text if len(text) <= len("MM/yyyy") else shown(text)


def is_called(sheet: str, wanted: str) -> bool:
    """Tell whether a sheet has that name, whatever its blanks, case and accents."""
    return fold(sheet) == fold(wanted) or fnmatchcase(sheet.strip(), wanted.strip())
