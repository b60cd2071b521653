"""The nouns of room 3: movements, dossiers, what is shipped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING

from config.model import Period

# `bhxh status` reads shipments without ever touching a table, so it must not load pandas.
if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


class RowFate(IntEnum):
    """What became of one row of an export; every row has exactly one fate."""

    UNCHANGED = 0
    REPORTED = 1
    REJECTED = 2
    HELD = 3


@dataclass(frozen=True, kw_only=True)
class Question:
    """Why one person is held, as a question that somebody can answer."""

    unit: str
    person: str
    row: int | None
    """The physical row in the export; None for someone who is absent from it."""
    code: str
    question_vi: str
    question_en: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Movements:
    """What an export means against the declared roster.

    `lines`: one row per line of a D02-TS, ordered by unit, then source row, then line. Its columns
    are those of `outbox.movements.LINE_COLUMNS`, all text except ``row`` (int64, 0 = not in the
    file) and ``gone`` (bool: after this line the person is no longer declared in the unit).
    `fates[i]` is the fate of row i of the export; `absent` counts declared people that are missing.
    """

    lines: pd.DataFrame
    fates: NDArray[np.int8]
    questions: tuple[Question, ...]
    remarks: tuple[Question, ...]
    """What a person should know although it did not stop anyone; same shape as a question."""
    absent: int


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the envelope says about one dossier (Hoso/NoiDung)."""

    ivan_code: str
    ivan_name: str
    employer: str
    unit: str
    object_type: int
    tax_code: str
    signer: str
    phone: str
    agency: str
    procedure: str
    procedure_name: str
    period: Period
    made_on: date


@dataclass(frozen=True, kw_only=True)
class FormFile:
    """One file of a dossier: its code (MaToKhai), its name, and its bytes."""

    code: str
    description: str
    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Slice:
    """The part of a Movements' lines that goes into one dossier: lines[first : first + count]."""

    unit: str
    first: int
    count: int
    people: int


@dataclass(frozen=True, kw_only=True)
class SignedDossier:
    """The bytes that are shipped, frozen, and what proves them."""

    data: bytes
    sha256: str
    certificate_serial: str


class ShipResult(StrEnum):
    """How one attempt to ship ended."""

    SHIPPED = "shipped"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, kw_only=True)
class Shipment:
    """One signed dossier on its way: frozen bytes under a name that is ours for ever."""

    dossier: str
    name: str
    data: bytes
    sha256: str


@dataclass(frozen=True, kw_only=True)
class RemoteFile:
    """One entry of a remote folder; names are bytes, because servers send what they like."""

    name: bytes
    size: int
    modified: int
    regular: bool
