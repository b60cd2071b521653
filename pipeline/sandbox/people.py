"""An invented payroll that lives: who is employed this month, and what changes until the next.

Columns of numbers only; `pipeline.sandbox.payroll` writes them as text. What never changes in a
person (name, birth, numbers) follows from the serial number; only what changes is kept here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from config.model import Period

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]

_LEAVERS = 0.01
_NEWCOMERS = 0.015
_WAGE_RISES = 0.01
_NEW_TITLES = 0.003
_MATERNITY = 0.003
_SICK = 0.002
_UNPAID = 0.002
_MOVES = 0.002
_ON_LEAVE_AT_FIRST = 0.005
_LEAVE_MONTHS = {3: 6, 4: 2, 5: 2}
_NEVER = 0


class State(IntEnum):
    """What the payroll says about one person in one month."""

    WORKS = 0
    LEAVES = 1
    """Last month here: still a row, gone in the next."""
    MATERNITY = 3
    SICK = 4
    UNPAID = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Staff:
    """Everyone employed in one month, a column for each thing that can change.

    Months are counted from year 0; `until` is the month of return, `numbered` tells whether the
    payroll knows an insurance number.
    """

    month: int
    next_serial: int
    serial: Numbers
    unit: Numbers
    title: Numbers
    """0, 1, 2 … within the person's group of positions."""
    wage: Numbers
    """In units of 100,000 VND."""
    hired: Numbers
    numbered: Mask
    state: Numbers
    since: Numbers
    until: Numbers


def mix(seed: int, serial: Numbers, salt: int) -> Numbers:
    """Return a repeatable random number from 0 to 2**31 - 1 for each serial (splitmix64)."""
    start = (seed * 0x9E3779B97F4A7C15 + salt * 0xD1B54A32D192ED03) % 2**64
    mixed = serial.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(start)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (mixed >> np.uint64(33)).astype(np.int64)


def is_female(seed: int, serial: Numbers) -> Mask:
    """Tell who is a woman: three in five, as in a garment factory."""
    women: Mask = mix(seed, serial, 1) % 5 < 3  # noqa: PLR2004 - three in five
    return women


def born(seed: int, serial: Numbers) -> NDArray[np.datetime64]:
    """Return birthdays, from 1972 to 2006."""
    return np.datetime64("1972-01-01") + (mix(seed, serial, 2) % 12_700)


def first_month(employees: int, units: int, period: Period, seed: int) -> Staff:
    """Invent everyone who is employed in the first month; a few are on leave already."""
    month = period.year * 12 + period.month - 1
    serial = np.arange(1, employees + 1, dtype=np.int64)
    birth = born(seed, serial).astype("datetime64[Y]").astype(np.int64) + 1970
    hired = np.maximum(month - 1 - mix(seed, serial, 20) % 120, (birth + 19) * 12)
    on_leave = (mix(seed, serial, 21) % 1000 < 1000 * _ON_LEAVE_AT_FIRST) & (hired < month - 12)
    women = is_female(seed, serial)
    leave = np.where(women, State.MATERNITY, State.UNPAID)
    since = np.where(on_leave, month - 1, _NEVER)
    until = since + np.where(women, _LEAVE_MONTHS[State.MATERNITY], _LEAVE_MONTHS[State.UNPAID])
    return Staff(
        month=month,
        next_serial=employees + 1,
        serial=serial,
        unit=mix(seed, serial, 22) % units,
        title=np.zeros(employees, dtype=np.int64),
        wage=_first_wage(seed, serial),
        hired=hired,
        numbered=np.ones(employees, dtype=np.bool_),
        state=np.where(on_leave, leave, State.WORKS).astype(np.int64),
        since=since,
        until=np.where(on_leave, until, _NEVER),
    )


def next_month(staff: Staff, units: int, seed: int) -> Staff:
    """Return the month after: leavers gone, people back, newcomers, rises, leaves and moves."""
    month = staff.month + 1
    random = np.random.default_rng([seed, month])
    kept = _back_to_work(_without_leavers(staff, month))
    changed = _changes(kept, units, seed, random)
    return _with_newcomers(changed, units, seed)


def _without_leavers(staff: Staff, month: int) -> Staff:
    stays = staff.state != State.LEAVES
    # Who came without a number has got one by now: VSS gave it with the result.
    return replace(
        staff,
        month=month,
        serial=staff.serial[stays],
        unit=staff.unit[stays],
        title=staff.title[stays],
        wage=staff.wage[stays],
        hired=staff.hired[stays],
        numbered=np.ones(int(stays.sum()), dtype=np.bool_),
        state=staff.state[stays],
        since=staff.since[stays],
        until=staff.until[stays],
    )


def _back_to_work(staff: Staff) -> Staff:
    back = (staff.state != State.WORKS) & (staff.until <= staff.month)
    return replace(
        staff,
        state=np.where(back, State.WORKS, staff.state),
        since=np.where(back, _NEVER, staff.since),
        until=np.where(back, _NEVER, staff.until),
    )


def _changes(staff: Staff, units: int, seed: int, random: np.random.Generator) -> Staff:
    people = len(staff.serial)
    women = is_female(seed, staff.serial)
    idle = random.permutation(np.flatnonzero(staff.state == State.WORKS))
    unit, title, wage, state = (
        column.copy() for column in (staff.unit, staff.title, staff.wage, staff.state)
    )

    def pick(share: float, only: Mask | None = None) -> Numbers:
        nonlocal idle
        candidates = idle if only is None else idle[only[idle]]
        chosen = candidates[: int(np.ceil(people * share))]
        idle = idle[~np.isin(idle, chosen)]
        return chosen

    state[pick(_LEAVERS)] = State.LEAVES
    rises = pick(_WAGE_RISES)
    wage[rises] += np.maximum(wage[rises] * random.integers(5, 11, len(rises)) // 100, 1)
    title[pick(_NEW_TITLES)] += 1
    state[pick(_MATERNITY, women)] = State.MATERNITY
    state[pick(_SICK)] = State.SICK
    state[pick(_UNPAID)] = State.UNPAID
    if units > 1:
        moves = pick(_MOVES)
        unit[moves] = (unit[moves] + 1 + random.integers(0, units - 1, len(moves))) % units
    began = (state != staff.state) & (state != State.LEAVES)
    months = np.zeros(people, dtype=np.int64)
    for leave, length in _LEAVE_MONTHS.items():
        months[state == leave] = length
    return replace(
        staff,
        unit=unit,
        title=title,
        wage=wage,
        state=state,
        since=np.where(began | (state == State.LEAVES), staff.month, staff.since),
        until=np.where(began, staff.month + months, staff.until),
    )


def _with_newcomers(staff: Staff, units: int, seed: int) -> Staff:
    count = int(np.ceil(len(staff.serial) * _NEWCOMERS))
    serial = np.arange(staff.next_serial, staff.next_serial + count, dtype=np.int64)
    nothing = np.zeros(count, dtype=np.int64)
    return replace(
        staff,
        next_serial=staff.next_serial + count,
        serial=np.concatenate([staff.serial, serial]),
        unit=np.concatenate([staff.unit, mix(seed, serial, 22) % units]),
        title=np.concatenate([staff.title, nothing]),
        wage=np.concatenate([staff.wage, _first_wage(seed, serial)]),
        hired=np.concatenate([staff.hired, nothing + staff.month]),
        numbered=np.concatenate([staff.numbered, np.arange(count) % 2 == 1]),
        state=np.concatenate([staff.state, nothing]),
        since=np.concatenate([staff.since, nothing]),
        until=np.concatenate([staff.until, nothing]),
    )


def _first_wage(seed: int, serial: Numbers) -> Numbers:
    """Between 6 and 16 million VND; leaders earn up to five times that."""
    usual = 60 + mix(seed, serial, 23) % 100
    leads = mix(seed, serial, 24) % 50 == 0
    return np.where(leads, usual * (2 + mix(seed, serial, 25) % 4), usual)
