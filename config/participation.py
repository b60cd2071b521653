"""Who takes part by which rules, and what may be declared late: the keys of two law tables."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """By which rules somebody takes part; ``law/participation.csv`` says in which funds."""

    EMPLOYEE = "employee"
    UNDER_3_MONTHS = "under-3-months"
    UNDER_1_MONTH = "under-1-month"
    PROBATION = "probation"
    FOREIGN = "foreign"
    FOREIGN_SHORT = "foreign-under-12-months"
    FOREIGN_EXEMPT = "foreign-exempt"
    PENSIONER = "pensioner"
    PENSION_ELIGIBLE = "pension-eligible"
    SECOND_EMPLOYER = "second-employer"


class Late(StrEnum):
    """What may be declared months late; ``law/past_health.csv`` says what becomes of health."""

    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    DEATH = "death"
    UNPAID_LEAVE = "unpaid-leave"
    SICK_LEAVE = "sick-leave"
    MATERNITY_LEAVE = "maternity-leave"
    RETURN = "return"
    RETURN_FROM_BENEFIT = "return-from-benefit"
    """After sickness or maternity, when the agency paid for health."""
    WAGE = "wage"
