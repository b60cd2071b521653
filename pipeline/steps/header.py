"""What an envelope says of the unit that declares, from the settings."""

from __future__ import annotations

from datetime import date

from config.model import Period
from config.settings import Unit
from outbox.model import Header
from pipeline.parts import Parts


def header_of(
    parts: Parts, unit: Unit, *, procedure: str, name: str, period: Period, made_on: date
) -> Header:
    """Return the head of one dossier of a unit."""
    employer, ivan = parts.settings.employer, parts.settings.ivan
    return Header(
        ivan_code=ivan.code,
        ivan_name=ivan.name,
        employer=employer.name,
        unit=unit.code,
        object_type=parts.profile.object_type,
        tax_code=parts.tax_code(unit),
        signer=employer.signer,
        phone=employer.phone,
        agency=unit.agency,
        procedure=procedure,
        procedure_name=name,
        period=period,
        made_on=made_on,
    )
