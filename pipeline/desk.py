"""The desk: the one file that was judged last, kept from its check to its conversion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from adapters.model import PayrollTable, RawTable
from pipeline.model import Drop
from validators.model import Report


@dataclass(frozen=True, kw_only=True, eq=False)
class Beside:
    """What goes along with some rows of a file, by physical row: households and attachments."""

    members: pd.DataFrame | None = None
    """`outbox.forms.household.COLUMNS` and the ``row`` of the employee."""
    files: pd.DataFrame | None = None
    """``row``, ``name``, ``sha256`` and ``size`` of each attachment."""
    proofs: pd.DataFrame | None = None
    """`outbox.papers.PROOF_COLUMNS` and the ``row`` of the employee."""
    annexed: frozenset[int] = frozenset()
    """Rows of employees whose household can be declared."""
    doubtful: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Question -> rows of employees of whose papers something is wrong."""
    household: tuple[Report, RawTable] | None = None
    """What is to be said of the households, and the sender's own rows."""
    listed: tuple[Report, RawTable] | None = None
    """The same of the papers that D01-TS lists."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Judged:
    """What a file says, as it stands and in our words, and what is wrong with it."""

    table: PayrollTable
    raw: RawTable
    report: Report
    sheets: Sequence[RawTable] = ()
    """All visible sheets of a workbook; `raw` is one of them."""
    beside: Beside = field(default_factory=Beside)


class Desk:
    """Holds the one file that was judged last, so that converting it need not read it again."""

    def __init__(self) -> None:
        self._on: tuple[str, Judged] | None = None

    def put(self, drop: Drop, judged: Judged) -> None:
        """Lay a file on the desk, in the place of any other."""
        self._on = (drop.id, judged)

    def take(self, drop: Drop) -> Judged | None:
        """Take that drop's file off the desk, if it lies there; clear the desk in any case."""
        on, self._on = self._on, None
        return on[1] if on is not None and on[0] == drop.id else None
