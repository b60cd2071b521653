"""The code lists of the trade: movement codes, procedures and forms, places, people, providers.

The facts lie in ``codes/*.csv``; every row names where it stands written, and whether a public
source or a real document confirmed it (`verified`) or nobody yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from config.causes import Cause, plain
from config.errors import CodesError
from config.registrations import COLUMNS, Act, Channel, RegistrationForm, read_form
from config.requests import COLUMNS as REQUEST_COLUMNS
from config.requests import RequestKind, read_kind
from config.rows import DATED, SOURCED, Line, read_lines

_BUILT_IN = Path(__file__).parent / "codes"
_GROUPS = "12345"
_MOVEMENT = ("code", "name_vi", "name_en", "groups", *DATED)

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class MovementCode:
    """One movement code (phương án, PA) of D02-TS and the groups (Loai 1 to 5) that allow it."""

    code: str
    name_vi: str
    name_en: str
    groups: tuple[int, ...]
    valid_from: date | None
    valid_to: date | None
    legal_source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One procedure (thủ tục): the forms that a dossier must have, and those that it may have.

    An open date says that nobody has told us one.
    """

    code: str
    name: str
    mandatory: tuple[str, ...]
    allowed: tuple[str, ...]
    """Besides the mandatory ones."""
    valid_from: date | None
    valid_to: date | None
    legal_source: str
    verified: bool


@dataclass(frozen=True, kw_only=True)
class OldProvince:
    """One of the 63 provinces, and the province that it belongs to since the merger."""

    code: str
    name: str
    now: str
    valid_from: date
    """The day of the merger (NQ 202/2025/QH15)."""


@dataclass(frozen=True, kw_only=True)
class Codes:
    """All code lists, each by code; built by `load_codes`."""

    movements: Mapping[str, MovementCode]
    groups: Mapping[int, str]
    """Loai 1 to 5 and what each is called."""
    procedures: Mapping[str, Procedure]
    form_names: Mapping[str, str]
    """MaToKhai -> MoTaToKhai."""
    provinces: Mapping[str, str]
    """The 34 of today, 2 digits -> name."""
    old_provinces: Mapping[str, OldProvince]
    """The 63 before 01/07/2025: citizen ids and hospital codes still begin with them."""
    communes: Mapping[str, str]
    """5 digits -> the code of the province."""
    ethnicities: Mapping[str, str]
    nationalities: Mapping[str, str]
    """ISO 3166-1 alpha-2 -> name."""
    relations: Mapping[str, str]
    providers: Mapping[str, str]
    """MaIVAN -> name, as VSS's portal lists them."""
    benefit_levels: Mapping[str, str]
    """MucHuong 1 to 5 of health insurance."""
    reasons: Mapping[str, Cause]
    """A reason (Lý do) in plain letters -> what it means; every other word is only text."""
    requests: Mapping[str, RequestKind]
    """What may be asked for about books and cards (own codes)."""
    registrations: Mapping[str, RegistrationForm]
    """04-DK-IVAN …: the forms with which a unit registers, amends and ceases."""

    def allowed(self, loai: int, pa: str) -> bool:
        """Tell whether a movement code may stand in that group (Loai x PA)."""
        movement = self.movements.get(pa)
        return movement is not None and loai in movement.groups

    def procedure(self, code: str, on: date) -> Procedure | None:
        """Return a procedure that is in force on a day; None if our list has none."""
        found = self.procedures.get(code)
        if found is None or (found.valid_from and on < found.valid_from):
            return None
        return None if found.valid_to and found.valid_to < on else found

    def registration(self, act: Act, channel: Channel, on: date) -> RegistrationForm | None:
        """Return the form of an act that is in force on a day; None if our list has none."""
        for form in self.registrations.values():
            if (form.act, form.channel) == (act, channel) and form.in_force(on):
                return form
        return None

    def province_on(self, old: str, on: date) -> str | None:
        """Return the code under which the land of an old province stands on a day."""
        found = self.old_provinces.get(old)
        if found is None:
            return None
        return found.now if found.valid_from <= on else found.code


def load_codes(folder: Path | None = None) -> Codes:
    """Read and check all lists; raise CodesError with every problem, each with file and row."""
    lists = _Lists(folder or _BUILT_IN, [])
    codes = Codes(
        movements=lists.read("movements", _MOVEMENT, _move),
        groups=_numbered(lists.names("groups", digits=1)),
        procedures=lists.read(
            "procedures", ("code", "name", "mandatory", "allowed", *DATED), _procedure
        ),
        form_names=lists.names("forms"),
        provinces=lists.names("provinces", digits=2),
        old_provinces=lists.read("old_provinces", ("code", "name", "now", *DATED), _old_province),
        communes=lists.read("communes", ("code", "province", "name"), _commune),
        ethnicities=lists.names("ethnicities", digits=2),
        nationalities=lists.names("nationalities"),
        relations=lists.names("relations", digits=2),
        providers=lists.names("providers", digits=5),
        benefit_levels=lists.names("benefit_levels", digits=1),
        reasons=lists.read("reasons", ("code", "cause"), _cause),
        requests=lists.read("requests", REQUEST_COLUMNS, read_kind),
        registrations=lists.read("registrations", COLUMNS, read_form),
    )
    lists.problems.extend(_strangers(codes))
    if lists.problems:
        raise CodesError("codes", tuple(lists.problems))
    return codes


def load_movements(folder: Path | None = None) -> Mapping[str, MovementCode]:
    """Read and check the list of movement codes alone; raise CodesError with every problem."""
    lists = _Lists(folder or _BUILT_IN, [])
    movements = lists.read("movements", _MOVEMENT, _move)
    if lists.problems:
        raise CodesError("codes", tuple(lists.problems))
    return movements


@dataclass(frozen=True)
class _Lists:
    """The folder of lists, and what is wrong with them so far."""

    folder: Path
    problems: list[str]

    def names(self, name: str, digits: int = 0) -> Mapping[str, str]:
        """Read a list of code and name; `digits` is the length of codes that are numbers."""

        def cell(line: Line) -> str:
            if digits:
                line.code("code", digits)
            return line.text("name")

        return self.read(name, ("code", "name"), cell)

    def read(
        self, name: str, columns: tuple[str, ...], value: Callable[[Line], Value]
    ) -> Mapping[str, Value]:
        """Read one list by code, complaining about every code that stands there twice."""
        columns = columns if columns[-len(SOURCED) :] == SOURCED else (*columns, *SOURCED)
        found: dict[str, Value] = {}
        for line in read_lines(self.folder / f"{name}.csv", columns, self.problems):
            line.text("legal_source")
            line.flag("verified")
            code = line.text("code")
            if code in found:
                line.complain(f"{code} stands twice")
            found[code] = value(line)
        return MappingProxyType(found)


def _move(line: Line) -> MovementCode:
    groups = line.text("groups").split()
    if not all(group in _GROUPS and len(group) == 1 for group in groups):
        line.complain(f"groups are not numbers 1 to 5: {line.cells['groups']!r}")
        groups = []
    begins, ends = _dates(line)
    return MovementCode(
        code=line.cells["code"],
        name_vi=line.text("name_vi"),
        name_en=line.text("name_en"),
        groups=tuple(int(group) for group in groups),
        valid_from=begins,
        valid_to=ends,
        legal_source=line.cells["legal_source"],
        verified=line.cells["verified"] == "true",
    )


def _cause(line: Line) -> Cause:
    """Return what a word means; complain where the word would never be found, or means nothing."""
    if line.cells["code"] != plain(line.cells["code"]):
        line.complain(f"code is not in plain letters: {line.cells['code']!r}")
    try:
        return Cause(line.cells["cause"])
    except ValueError:
        line.complain(f"unknown cause: {line.cells['cause']!r}")
        return Cause.WAGE


def _procedure(line: Line) -> Procedure:
    begins, ends = _dates(line)
    return Procedure(
        code=line.cells["code"],
        name=line.text("name"),
        mandatory=tuple(line.text("mandatory").split()),
        allowed=tuple(line.cells["allowed"].split()),
        valid_from=begins,
        valid_to=ends,
        legal_source=line.cells["legal_source"],
        verified=line.cells["verified"] == "true",
    )


def _old_province(line: Line) -> OldProvince:
    return OldProvince(
        code=line.code("code", 2),
        name=line.text("name"),
        now=line.code("now", 2),
        valid_from=line.day("valid_from"),
    )


def _dates(line: Line) -> tuple[date | None, date | None]:
    """Return from when to when; complain where it would end before it begins."""
    begins, ends = line.day_or_open("valid_from"), line.day_or_open("valid_to")
    if begins and ends and ends < begins:
        line.complain(f"valid_to {ends} is before valid_from {begins}")
    return begins, ends


def _commune(line: Line) -> str:
    line.code("code", 5)
    line.text("name")
    return line.code("province", 2)


def _numbered(names: Mapping[str, str]) -> Mapping[int, str]:
    """Return the names by number; what is no number has been complained about."""
    return MappingProxyType({int(code): name for code, name in names.items() if code.isdecimal()})


def _strangers(codes: Codes) -> list[str]:
    """Find codes that point to nothing: provinces of places, forms of procedures."""
    found = [
        f"old_provinces.csv: {old.code} went to {old.now}, which is no province"
        for old in codes.old_provinces.values()
        if old.now not in codes.provinces
    ]
    found += [
        f"communes.csv: {commune} lies in {province}, which is no province"
        for commune, province in codes.communes.items()
        if province not in codes.provinces
    ]
    found += [
        f"procedures.csv: {procedure.code} wants {form}, which forms.csv does not name"
        for procedure in codes.procedures.values()
        for form in (*procedure.mandatory, *procedure.allowed)
        if form not in codes.form_names
    ]
    found += [
        f"requests.csv: {kind.code} goes by {kind.procedure}, which procedures.csv does not name"
        for kind in codes.requests.values()
        if kind.procedure not in codes.procedures
    ]
    return found
