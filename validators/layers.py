"""All rules in order: the file's form, what is required, formats, meaning, the file as a whole.

Every rule runs on the cells that nobody has refused before it, so the sender gets all problems at
once and one finding a wrong cell. Rules ask for fields; a field that the kind of export does not
have is blank, so the same rules serve snapshots and movements. Layers are skipped only when the
form leaves no row that can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from adapters.model import PayrollTable
from config.law import Row
from config.model import Period
from validators import attachments
from validators.cells import Cells
from validators.model import Context, Report, Violation
from validators.notes import Notes
from validators.rules import (
    age,
    allowances,
    back_dated,
    citizen_against_row,
    citizen_number,
    condition,
    contact,
    contract,
    coverage,
    date_order,
    day_exists,
    duplicates,
    foreigner,
    form,
    funds,
    hospital_needed,
    household,
    household_heads,
    household_members,
    household_required,
    insurance_number,
    invisible,
    late,
    listed_words,
    lookalike,
    money,
    movement_code,
    name,
    named_codes,
    named_file,
    old_code,
    one_period,
    our_unit,
    places,
    proofs,
    requests,
    required,
    retirement,
    text_length,
    wage_cap,
    wage_level,
)
from validators.unverified import LAW, unverified
from validators.wording import Wording


class Rule(Protocol):
    """One file of `validators.rules`: its words, and its check over a whole table."""

    @property
    def WORDINGS(self) -> tuple[Wording, ...]:
        """Everything that the rule can say."""

    def check(self, cells: Cells, context: Context) -> Iterator[Violation]:
        """Find what is wrong."""


@runtime_checkable
class RestsOnLaw(Protocol):
    """A rule that also says on which rows of the law its judgement of this file rests."""

    def rests_on(self, cells: Cells, context: Context) -> Iterable[Row[object]]:
        """Name the rows, verified or not."""


@dataclass(frozen=True)
class Layer:
    """Rules that run after all rules of the layers before."""

    name: str
    rules: tuple[Rule, ...]


LAYERS = (
    Layer("required", (required,)),
    Layer(
        "formats",
        (
            old_code,
            invisible,
            text_length,
            name,
            lookalike,
            insurance_number,
            citizen_number,
            listed_words,
            day_exists,
            money,
            allowances,
            contact,
            places,
            movement_code,
            named_codes,
        ),
    ),
    Layer(
        "meaning",
        (
            citizen_against_row,
            age,
            retirement,
            date_order,
            contract,
            coverage,
            foreigner,
            condition,
            wage_level,
            wage_cap,
            late,
            back_dated,
            funds,
            hospital_needed,
            household,
        ),
    ),
    Layer("file", (one_period, our_unit, named_file, duplicates)),
)


HOUSEHOLD_LAYERS = (
    Layer("required", (household_required,)),
    Layer(
        "formats",
        (
            old_code,
            invisible,
            text_length,
            name,
            lookalike,
            insurance_number,
            citizen_number,
            listed_words,
            contact,
            places,
            household_members,
        ),
    ),
    Layer("file", (household_heads,)),
)
"""The rules for members of households, which stand in a file or a sheet of their own."""

PROOF_LAYERS = (Layer("formats", (old_code, invisible, lookalike, day_exists, proofs)),)
"""The rules for proving papers, which stand in a file of their own."""

REQUEST_LAYERS = (
    Layer(
        "formats",
        (
            old_code,
            invisible,
            text_length,
            name,
            lookalike,
            citizen_number,
            listed_words,
            day_exists,
            contact,
            places,
        ),
    ),
    Layer("meaning", (requests,)),
    Layer("file", (one_period, our_unit)),
)
"""The rules for requests for insurance books and health cards."""


def examine(
    table: PayrollTable,
    *,
    sha256: str,
    context: Context,
    lines_rest_on: Callable[[Period], Iterable[Row[object]]] = lambda _period: (),
    shown: int = Report.SHOWN,
    layers: tuple[Layer, ...] = LAYERS,
) -> Report:
    """Run all layers over a table and report everything that was found.

    `lines_rest_on` says on which rows of the law the lines of a file of that period will rest.
    """
    cells = Cells(table)
    notes = Notes(cells, shown)
    for defect in table.defects:
        notes.add_defect(defect)
    skipped: tuple[str, ...] = ()
    period = None
    if cells.unread.all():
        notes.add(form.EMPTY.of_file())
        skipped = tuple(layer.name for layer in layers)
    else:
        found = _run(cells, context, notes, layers)
        period = one_period.main_period(cells)
        resting = [*_rests(cells, context, layers), *found, *_lines(period, lines_rest_on)]
        for violation in unverified(resting):
            notes.add(violation)
    return notes.report(
        sha256=sha256,
        period=period,
        units=tuple(unit.code for unit in context.units if cells.holds("MaDonVi", unit.code).any()),
        skipped=skipped,
    )


def _run(
    cells: Cells, context: Context, notes: Notes, layers: tuple[Layer, ...]
) -> list[Row[object]]:
    """Run the rules one after the other; each sees what the ones before refused.

    Returns the rows of the law that the findings rest on.
    """
    resting: list[Row[object]] = []
    for layer in layers:
        for rule in layer.rules:
            for violation in rule.check(cells, context):
                if notes.add(violation):
                    resting += violation.rests_on
    return resting


def _rests(cells: Cells, context: Context, layers: tuple[Layer, ...]) -> Iterator[Row[object]]:
    """Yield the rows of the law that the rules name."""
    for layer in layers:
        for rule in layer.rules:
            if isinstance(rule, RestsOnLaw):
                yield from rule.rests_on(cells, context)


def _lines(
    period: str | None, lines_rest_on: Callable[[Period], Iterable[Row[object]]]
) -> Iterable[Row[object]]:
    """Return the rows of the law that the lines name, where the file has a period."""
    if period is None:
        return ()
    month, year = period.split("/")
    # Not parsed: a rule has complained already where a year is none of ours.
    return lines_rest_on(Period(int(year), int(month)))


def wordings() -> tuple[Wording, ...]:
    """Return everything that a report can say, in the order of the layers."""
    # A rule that both kinds of table share tells its words once.
    rules = dict.fromkeys(
        rule
        for layer in (*LAYERS, *HOUSEHOLD_LAYERS, *PROOF_LAYERS, *REQUEST_LAYERS)
        for rule in layer.rules
    )
    told = (word for rule in rules for word in rule.WORDINGS)
    return (*form.WORDINGS, form.EMPTY, *told, *attachments.WORDINGS, LAW)
