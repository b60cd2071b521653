"""The tables of corrections: which dossier takes up whom of another one."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table

from pipeline.ledger.tables import metadata

corrections = Table(
    "corrections",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    # The dossier in which VSS refused this person (an employee number of its unit).
    Column("corrects", ForeignKey("dossiers.id"), primary_key=True),
    Column("person", String, primary_key=True),
    Index("corrections_by_corrected", "corrects"),
)
