"""The report on a terminal: the figures, counts per rule, then the first findings of each.

Whatever could move the cursor or hide from the eye is shown as a dot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validators.groups import SEVERITIES, Group, grouped, place_in_words
from validators.mask import visible
from validators.model import Finding, Report


def tell(report: Report, each: int) -> str:
    """Return the lines, with at most so many findings of each rule."""
    lines = [
        f"{report.file}: {report.rows} dòng/rows, {report.errors} lỗi/errors, "
        f"{report.warnings} cảnh báo/warnings"
    ]
    groups = grouped(report)
    if groups:
        lines += ["", *_counts(groups)]
    for group in groups:
        lines += ["", *_group(group, each)]
    if report.onward is not None and groups:
        lines += ["", f"→ {report.onward.vi}", f"→ {report.onward.en}"]
    return "\n".join(visible(line) for line in lines)


def _counts(groups: Sequence[Group]) -> Iterator[str]:
    """Yield one line for each rule, in columns."""
    rows = [("/".join(SEVERITIES[each.severity]), each.code, f"{each.count:,}") for each in groups]
    first, second, third = (max(len(row[index]) for row in rows) for index in range(3))
    for (severity, code, count), group in zip(rows, groups, strict=True):
        yield (
            f"  {severity:<{first}}  {code:<{second}}  {count:>{third}}  "
            f"{group.message_vi} / {group.message_en}"
        )


def _group(group: Group, each: int) -> Iterator[str]:
    """Yield the first findings of one rule, and how to mend them."""
    yield f"{group.code}: {group.message_vi} / {group.message_en}"
    if group.advice_vi or group.advice_en:
        yield f"  → {group.advice_vi} / {group.advice_en}"
    shown = group.findings[:each]
    places = [place_in_words(finding) or "-" for finding in shown]
    width = max(map(len, places))
    for at, finding in zip(places, shown, strict=True):
        yield f"  {at:<{width}}  {_told(group, finding)}".rstrip()
    if group.count > len(shown):
        yield f"  … {group.count - len(shown):,} nữa/more"


def _told(group: Group, finding: Finding) -> str:
    """Tell what is particular of one finding."""
    parts = [f"[{finding.heading}]" if finding.heading else "", finding.value]
    if finding.proposal:
        parts.append(f"→ {finding.proposal}?")
    if finding.message_vi != group.message_vi:
        parts.append(f"{finding.message_vi} / {finding.message_en}")
    return " ".join(filter(None, parts))
