"""Kept -> examined: read the export, judge every cell, give the report back to the sender."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from adapters.errors import UnreadableError
from adapters.model import RawTable
from config.settings import Feed
from outbox.model import Question
from pipeline.model import Balance, Drop, returned_name
from pipeline.parts import Parts
from pipeline.states import DropState
from pipeline.steps.judged import read_and_judge
from pipeline.steps.onward import for_workbook, onward, stops
from validators import report as paper
from validators.groups import grouped
from validators.model import Finding, Report, Severity

_WARNINGS = ("R-ABSENT",)
"""Remarks that the sender should look at: people whom no row names are reported as gone."""
_OF_FORMAT = ("E-ADAPTER", "E-HEADER")
"""Refusals that depend on the format in which the feed says that its files are."""
_NAMED = 6
"""Codes that are named where a file is refused; its report has all."""


def examine(parts: Parts, drop: Drop) -> DropState:
    """Look inside one arrived drop and record what was found; returns its new state."""
    feed = parts.feed(drop.feed)
    try:
        judged = read_and_judge(parts, drop)
    except UnreadableError as unreadable:
        return _unreadable(parts, drop, unreadable)
    report = judged.report
    give_back(parts, drop, report, judged.raw, judged.sheets)
    if judged.beside.household is not None:
        give_back(parts, drop, *judged.beside.household, about="hogiadinh.")
    if judged.beside.listed is not None:
        give_back(parts, drop, *judged.beside.listed, about="giayto.")
    state = DropState.INVALID if stops(report, feed) else DropState.EXAMINED
    rows = report.rows
    balance = (
        Balance(rows=rows, rejected=rows)
        if state is DropState.INVALID
        else Balance(rows=rows, held=rows)
    )
    if state is DropState.EXAMINED:
        parts.desk.put(drop, judged)
    parts.ledger.drops.examined(
        drop,
        state,
        because=_counted(report),
        balance=balance,
        errors=report.errors,
        warnings=report.warnings,
        period=report.period,
        units=",".join(report.units),
    )
    return state


def _counted(report: Report) -> str:
    """Tell how many findings there are, and of which codes.

    Errors come first; of errors and of warnings, the most frequent first.
    """
    told = f"{report.errors} lỗi/errors, {report.warnings} cảnh báo/warnings"
    codes = [f"{each.code} {each.count}" for each in grouped(report) if each.code[0] in "EW"]
    more = ["…"] if len(codes) > _NAMED else []
    return ": ".join(filter(None, (told, ", ".join([*codes[:_NAMED], *more]))))


def _unreadable(parts: Parts, drop: Drop, unreadable: UnreadableError) -> DropState:
    """Give a file back that cannot be read, and record why."""
    nothing = RawTable(file=drop.name, sheet=None, cells=pd.DataFrame(), rows=np.zeros(0, np.int64))
    feed = parts.feed(drop.feed)
    report = unreadable_report(drop.name, drop.sha256, unreadable, feed)
    report = replace(report, onward=onward(report, feed))
    give_back(parts, drop, report, nothing)
    (said,) = report.findings
    because = f"{unreadable.code}: {said.message_vi} / {said.message_en}"
    parts.ledger.drops.examined(
        drop, DropState.UNREADABLE, because=because, balance=Balance(), errors=1
    )
    return DropState.UNREADABLE


def unreadable_report(name: str, sha256: str, unreadable: UnreadableError, feed: Feed) -> Report:
    """Say in a report's words why a file could not be read at all, and as what it was read."""
    told_vi = told_en = ""
    if unreadable.code in _OF_FORMAT:
        told_vi = f" (đọc theo nguồn {feed.name}, mẫu {feed.format})"
        told_en = f" (read by feed {feed.name}, format {feed.format})"
    finding = Finding(
        file=name, sheet=None, row=unreadable.row, column=None, heading=None, field=None,
        code=unreadable.code, severity=Severity.ERROR, value="",
        message_vi=unreadable.reason_vi + told_vi, message_en=unreadable.reason_en + told_en,
        advice_vi=unreadable.advice_vi, advice_en=unreadable.advice_en,
        proposal=unreadable.proposal,
    )  # fmt: skip
    return Report(
        file=name, sheet=None, sha256=sha256, period=None, units=(), findings=(finding,),
        counts={unreadable.code: 1}, errors=1, warnings=0, wrong=np.zeros(0, dtype=bool),
    )  # fmt: skip


def with_remarks(report: Report, remarks: Sequence[Question]) -> Report:
    """Return the report with what the conversion noticed about people, as notes."""
    shown = Counter(remark.code for remark in remarks)
    left = dict.fromkeys(shown, Report.SHOWN)
    notes = []
    for remark in remarks:
        left[remark.code] -= 1
        if left[remark.code] >= 0:
            notes.append(_note(report, remark))
    return replace(
        report,
        findings=(*report.findings, *notes),
        counts=dict(Counter(report.counts) + shown),
        warnings=report.warnings + sum(shown[code] for code in _WARNINGS),
    )


def _note(report: Report, remark: Question) -> Finding:
    return Finding(
        file=report.file, sheet=report.sheet, row=remark.row, column=None, heading=None, field=None,
        code=remark.code, value="",
        severity=Severity.WARNING if remark.code in _WARNINGS else Severity.NOTE,
        message_vi=remark.question_vi, message_en=remark.question_en, advice_vi="", advice_en="",
    )  # fmt: skip


def give_back(
    parts: Parts,
    drop: Drop,
    report: Report,
    raw: RawTable,
    sheets: Sequence[RawTable] = (),
    *,
    about: str = "",
) -> None:
    """Write the report as JSON, page and workbook; a clean file's says that it is clean."""
    give_words(parts, drop, report, about=about)
    to_mend = parts.feed(drop.feed).warnings == "hold" and report.warnings > 0
    workbook = paper.to_xlsx(for_workbook(report), raw, sheets, to_mend=to_mend)
    parts.spool.write(returned_name(drop, f"{about}report.xlsx"), workbook, shared=True)


def give_words(parts: Parts, drop: Drop, report: Report, *, about: str = "") -> None:
    """Write the report as JSON and page, where the workbook would mark nothing new."""
    for ending, data in (("json", paper.to_json(report)), ("html", paper.to_html(report))):
        parts.spool.write(returned_name(drop, f"{about}report.{ending}"), data, shared=True)
