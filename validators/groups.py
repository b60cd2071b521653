"""The findings of a report by rule: what a reader sees first, in every form of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from validators.layers import wordings
from validators.model import Finding, Report, Severity
from validators.proposals import plain_advice

SEVERITIES: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {
        Severity.ERROR: ("Lỗi", "Error"),
        Severity.WARNING: ("Cảnh báo", "Warning"),
        Severity.NOTE: ("Ghi chú", "Note"),
    }
)
"""What each is called, the worst first."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """All findings of one code: how many there are, those that are shown, and how to mend them."""

    code: str
    severity: Severity
    count: int
    findings: tuple[Finding, ...]
    advice_vi: str
    advice_en: str
    law: str
    """Where it is written; "" where no law says it."""

    @property
    def message_vi(self) -> str:
        """What is wrong, as the first finding says it."""
        return self.findings[0].message_vi

    @property
    def message_en(self) -> str:
        """What is wrong, as the first finding says it."""
        return self.findings[0].message_en

    @property
    def first(self) -> Finding | None:
        """The first finding that has a row, if any."""
        return next((each for each in self.findings if each.row is not None), None)

    @property
    def tells_more(self) -> bool:
        """Tell whether its findings say different things."""
        return len({finding.message_vi for finding in self.findings}) > 1


def grouped(report: Report) -> tuple[Group, ...]:
    """Return the findings by code: errors first, the most frequent first."""
    laws = {word.code: word.law for word in wordings()}
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.code, []).append(finding)
    groups = (_group(report, findings, laws) for findings in found.values())
    order = list(SEVERITIES)
    return tuple(sorted(groups, key=lambda one: (order.index(one.severity), -one.count, one.code)))


def _group(report: Report, findings: list[Finding], laws: Mapping[str, str]) -> Group:
    first = findings[0]
    advice_vi, advice_en = plain_advice(first)
    return Group(
        code=first.code,
        severity=first.severity,
        count=report.counts[first.code],
        findings=tuple(findings),
        advice_vi=advice_vi,
        advice_en=advice_en,
        law=laws.get(first.code, ""),
    )


def place(finding: Finding) -> str:
    """Return where a finding is, as a spreadsheet names it: H12, 12, H, or nothing."""
    return f"{finding.column or ''}{finding.row or ''}"


def place_in_words(finding: Finding) -> str:
    """Return where a finding is for people: a row alone is called one."""
    at = place(finding)
    return f"dòng/row {at}" if at.isdigit() else at


def cut_short(groups: tuple[Group, ...]) -> bool:
    """Tell whether there are more findings than are shown."""
    return any(group.count > len(group.findings) for group in groups)


def figures(report: Report) -> tuple[tuple[str, str], ...]:
    """Return the figures of a report, each with its name in both languages."""
    notes = sum(report.counts.values()) - report.errors - report.warnings
    return (
        ("Tệp / File", report.file),
        ("Trang tính / Sheet", report.sheet or ""),
        ("SHA-256", report.sha256),
        ("Kỳ / Period", report.period or ""),
        ("Đơn vị / Units", ", ".join(report.units)),
        ("Số dòng / Rows", str(report.rows)),
        ("Số dòng có lỗi / Rows with errors", str(int(report.wrong.sum()))),
        ("Số lỗi / Errors", str(report.errors)),
        ("Cảnh báo / Warnings", str(report.warnings)),
        ("Ghi chú / Notes", str(notes)),
    )
