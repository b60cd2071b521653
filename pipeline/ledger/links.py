"""The tables that tie files and dossiers together: corrections, and what says the same."""

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

contents = Table(
    "contents",
    metadata,
    # What a file of movements says, whatever its format, its name and the order of its rows.
    Column("drop_id", ForeignKey("drops.id"), primary_key=True),
    Column("rows_sha256", String, nullable=False),
    Index("contents_by_rows", "rows_sha256"),
)
