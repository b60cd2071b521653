"""The report as the sender gets it: JSON for machines, a workbook or a page for people."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from adapters.model import RawTable
from validators.groups import Group, grouped, place
from validators.model import Report
from validators.report_lines import tell
from validators.report_page import write_page
from validators.report_schema import VERSION
from validators.sender_sheets import NOTHING_WRONG, WHOLE, Whole
from validators.workbook import write_workbook

_EACH = 5


def to_json(report: Report) -> bytes:
    """Return the report as UTF-8 JSON; values are masked, the order of keys is fixed."""
    told = {
        "file": report.file,
        "sheet": report.sheet,
        "sha256": report.sha256,
        "period": report.period,
        "units": list(report.units),
        "rows": report.rows,
        "errors": report.errors,
        "warnings": report.warnings,
        "counts": dict(report.counts),
        "amounts": report.amounts,
        "findings": [vars(finding) for finding in report.findings],
        "skipped": list(report.skipped),
        "version": VERSION,
        "rules": [_rule(group) for group in grouped(report)],
        "next": None if report.onward is None else asdict(report.onward),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def _rule(group: Group) -> Mapping[str, object]:
    """Return the figures of one code."""
    return {
        "code": group.code,
        "severity": group.severity,
        "count": group.count,
        "shown": len(group.findings),
        "first": place(group.first) if group.first else None,
        "message_vi": group.message_vi,
        "message_en": group.message_en,
        "advice_vi": group.advice_vi,
        "advice_en": group.advice_en,
        "law": group.law,
    }


def to_xlsx(
    report: Report,
    raw: RawTable,
    sheets: Sequence[RawTable] = (),
    *,
    to_mend: bool = False,
    most: Whole | None = None,
) -> bytes:
    """Return the sender's own sheets as a workbook, wrong cells coloured and commented.

    Sheets beyond `most` are cut to their headings and the rows with findings; without errors large
    ones, too, unless they are `to_mend` all the same: a feed may hold its files on warnings.
    """
    whole = WHOLE if report.errors or to_mend else NOTHING_WRONG
    return write_workbook(report, raw, sheets, most=most or whole)


def to_html(report: Report) -> bytes:
    """Return the report as a page of its own that prints well."""
    return write_page(report)


def summary(report: Report, each: int = _EACH) -> str:
    """Return what a terminal shows: the figures, counts per rule, then the first findings."""
    return tell(report, each)
