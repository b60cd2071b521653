"""The forms of registration for e-transactions: one for each act and each channel.

The facts lie in ``codes/registrations.csv``, each row with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.rows import DATED, Line

COLUMNS = ("code", "act", "channel", "form", "title", *DATED)


class Act(StrEnum):
    """What a unit asks for."""

    REGISTER = "register"
    AMEND = "amend"
    CEASE = "cease"


class Channel(StrEnum):
    """The way on which a unit transacts: through an I-VAN, or by hand on VSS's own portal."""

    IVAN = "ivan"
    PORTAL = "portal"


@dataclass(frozen=True, kw_only=True)
class RegistrationForm:
    """One form, such as 04/ĐK-IVAN; `code` is how we write it in names of files and dossiers."""

    code: str
    act: Act
    channel: Channel
    form: str
    title: str
    valid_from: date
    valid_to: date | None
    legal_source: str
    verified: bool

    def in_force(self, on: date) -> bool:
        """Tell whether the form may be used on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def read_form(line: Line) -> RegistrationForm:
    """Read one row of the list; what is wrong with it is complained about."""
    return RegistrationForm(
        code=line.cells["code"],
        act=Act(line.one_of("act", list(Act))),
        channel=Channel(line.one_of("channel", list(Channel))),
        form=line.text("form"),
        title=line.text("title"),
        valid_from=line.day("valid_from"),
        valid_to=line.day_or_open("valid_to"),
        legal_source=line.cells["legal_source"],
        verified=line.cells["verified"] == "true",
    )
