"""The shape of a report's JSON, for machines: docs/report.schema.json says the same.

A change that breaks a reader counts `VERSION` up; a new key does not.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"

Count = Annotated[int, Field(ge=0)]
Level = Literal["error", "warning", "note"]


class _Told(BaseModel):
    """What a report holds, exactly: no other key, nothing converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ToldFinding(_Told):
    """One thing found at one place."""

    file: str
    sheet: str | None = Field(description="the sheet of a workbook; null for a CSV")
    row: int | None = Field(description="the physical row; null for the whole file")
    column: str | None = Field(description="the letter above the column")
    heading: str | None = Field(description="what the sender calls the column")
    field: str | None = Field(description="what we call it")
    code: str = Field(description="stable; docs/rules.md lists them")
    severity: Level
    value: str = Field(description="what stands there, masked")
    message_vi: str
    message_en: str
    advice_vi: str
    advice_en: str
    proposal: str | None = Field(description="what was probably meant; never applied by itself")


class ToldRule(_Told):
    """All findings of one code, errors first, the most frequent first."""

    code: str
    severity: Level
    count: Count = Field(description="all there are")
    shown: Count = Field(description="those that are in findings")
    first: str | None = Field(description="the first cell, such as H12")
    message_vi: str
    message_en: str
    advice_vi: str
    advice_en: str
    law: str = Field(description="where it is written")


class ToldOnward(_Told):
    """What happens next to the file."""

    policy: str = Field(description="the policy of its feed: all or good-rows")
    goes_on: bool
    rows_on: Count = Field(description="rows that are worked out")
    rows_left_out: Count
    vi: str
    en: str


class ToldReport(_Told):
    """What was found in one file: at most 1,000 findings of a code, all of them counted."""

    file: str
    sheet: str | None
    sha256: str = Field(description="of the file; empty for a sheet of another file")
    period: str | None = Field(description="MM/yyyy")
    units: list[str]
    rows: Count
    errors: Count
    warnings: Count
    counts: dict[str, Count] = Field(description="by code, all there are")
    amounts: dict[str, Any] | None = Field(description="what the month costs with this file")
    findings: list[ToldFinding] = Field(description="in the order of the file")
    skipped: list[str] = Field(description="layers that were not run")
    version: Literal[1]
    rules: list[ToldRule]
    next: ToldOnward | None
    beside: dict[str, ToldReport] | None = Field(
        default=None, description="of `bhxh check` alone: the lists that lie beside the file"
    )


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a report."""
    return {"$schema": DIALECT, "version": VERSION, **ToldReport.model_json_schema()}
