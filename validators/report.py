"""The report as the sender gets it: JSON for machines, a workbook or a few lines for people."""

from __future__ import annotations

import json
from dataclasses import asdict

from adapters.model import RawTable
from validators.mask import visible
from validators.model import Finding, Report
from validators.workbook import write_workbook

_LINES = 20


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
        "findings": [asdict(finding) for finding in report.findings],
        "skipped": list(report.skipped),
    }
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def to_xlsx(report: Report, raw: RawTable) -> bytes:
    """Return the sender's own rows as a workbook, wrong cells coloured and commented."""
    return write_workbook(report, raw)


def summary(report: Report, lines: int = _LINES) -> str:
    """Return what a terminal shows: the figures, then the first findings, one a line."""
    head = (
        f"{visible(report.file)}: {report.rows} dòng/rows, {report.errors} lỗi/errors, "
        f"{report.warnings} cảnh báo/warnings"
    )
    told = [_line(finding) for finding in report.findings[:lines]]
    total = sum(report.counts.values())
    more = [f"… {total - len(told)} nữa/more"] if total > len(told) else []
    return "\n".join([head, *told, *more])


def _line(finding: Finding) -> str:
    """Tell one finding in one line."""
    place = f"{finding.column or ''}{finding.row or ''}" or "-"
    heading = f" [{visible(finding.heading)}]" if finding.heading else ""
    message = f"{finding.message_vi} / {finding.message_en}"
    return f"{place}{heading} {finding.code} {finding.value}: {visible(message)}"
