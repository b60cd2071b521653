"""What lay beside a kept file -> read, judged, and laid beside the rows that it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from adapters.errors import UnreadableError
from adapters.household import find_annex, read_companion
from adapters.model import PayrollTable, RawTable
from adapters.proofs import read_proofs
from config.encodings import Encoding
from outbox.forms import household
from outbox.papers import PROOF_COLUMNS
from pipeline.desk import Beside
from pipeline.parts import Parts
from pipeline.steps.beside import Found, Kept
from validators import attachments
from validators.layers import HOUSEHOLD_LAYERS, PROOF_LAYERS, examine
from validators.model import Context, Finding, Report
from validators.wording import Wording

_FORMS = 2
"""Files of a dossier that are forms: what is left of the profile's limit is for attachments."""
_FORM_BYTES = 100_000
"""Room in a dossier for the forms of one person, the signatures and the envelope."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Papers:
    """What lies beside a table: for its rows, and what is to be said of it in the report."""

    beside: Beside = field(default_factory=Beside)
    keys: frozenset[str] = frozenset()
    """Numbers of the employees whose household can be declared."""
    findings: tuple[Finding, ...] = ()

    def added_to(self, report: Report) -> Report:
        """Return the report with what was found beside the file, which makes no row wrong."""
        if not self.findings:
            return report
        return replace(
            report,
            findings=(*self.findings, *report.findings),
            counts=dict(Counter(report.counts) + Counter(each.code for each in self.findings)),
            warnings=report.warnings + len(self.findings),
        )


def context_of(parts: Parts) -> Context:
    """Return what rules may know besides the table."""
    return Context(
        law=parts.law, codes=parts.codes, units=parts.settings.employer.units, today=parts.today
    )


def lay_beside(
    parts: Parts,
    found: Found,
    table: PayrollTable,
    sheets: Sequence[RawTable],
    encoding: Encoding = "",
) -> Papers:
    """Read and judge what lies beside a file, or in the template's own sheet of households.

    Lists beside it are written as the feed says of its files.
    """
    kept = found.companions
    papers = _households(parts, found, table, sheets, encoding)
    if kept.proofs is not None:
        papers = _with_proofs(parts, kept.proofs, found, table, papers, encoding=encoding)
    if kept.files or kept.strange:
        papers = _with_files(parts, found, table, papers)
    return papers


def _with_proofs(
    parts: Parts,
    kept: Kept,
    where: Found,
    table: PayrollTable,
    found: Papers,
    *,
    encoding: Encoding,
) -> Papers:
    """Judge the list of proving papers too; a wrong row leaves its person with a question."""
    try:
        listed, raw = read_proofs(where.where(kept), kept.name, parts.read, encoding)
    except UnreadableError as unreadable:
        return _unread_proofs(kept, table, found, unreadable)
    employees = _numbers(table)
    context = replace(context_of(parts), employees=employees)
    report = examine(listed, sha256=kept.sha256, context=context, layers=PROOF_LAYERS)
    row = _rows(table, employees, listed.frame["MaNV"])
    known, wrong = row.notna().to_numpy(bool), report.wrong
    usable = listed.frame.loc[known & ~wrong, list(PROOF_COLUMNS)]
    spoilt = frozenset(row[known & wrong].astype("int64").tolist())
    doubtful = {"Q-PROOFS": spoilt} if spoilt else {}
    facts = {"errors": report.errors, "warnings": report.warnings}
    said_of_rows = [_said(attachments.PROOF_ROWS, kept.name, facts)] if any(facts.values()) else []
    return replace(
        found,
        beside=replace(
            found.beside,
            proofs=usable.assign(row=row[usable.index].astype("int64")).reset_index(drop=True),
            listed=(report, raw),
            doubtful={**found.beside.doubtful, **doubtful},
        ),
        findings=(*found.findings, *said_of_rows),
    )


def _unread_proofs(
    kept: Kept, table: PayrollTable, found: Papers, unreadable: UnreadableError
) -> Papers:
    """Doubt the papers of everybody: whose an unreadable list names nobody can tell."""
    everyone = {"Q-PROOFS": frozenset(table.rows.tolist())}
    return replace(
        found,
        beside=replace(found.beside, doubtful={**found.beside.doubtful, **everyone}),
        findings=(*found.findings, _said(attachments.PROOF_FILE, kept.name, _why(unreadable))),
    )


def _households(
    parts: Parts,
    found_beside: Found,
    table: PayrollTable,
    sheets: Sequence[RawTable],
    encoding: Encoding,
) -> Papers:
    kept = found_beside.companions
    if kept.household is None:
        found = find_annex(sheets) if table.format == "vnpt" else None
        return Papers() if found is None else _judged(parts, table, *found, sha256="")
    try:
        where = found_beside.where(kept.household)
        read = read_companion(where, kept.household.name, parts.read, encoding)
    except UnreadableError as unreadable:
        everyone = frozenset(table.rows.tolist())
        return Papers(
            beside=Beside(doubtful={"Q-HOUSEHOLD-ROWS": everyone}),
            findings=(_said(attachments.HOUSEHOLD_FILE, kept.household.name, _why(unreadable)),),
        )
    return _judged(parts, table, *read, sha256=kept.household.sha256)


def _judged(
    parts: Parts, table: PayrollTable, members: PayrollTable, raw: RawTable, sha256: str
) -> Papers:
    """Judge households and find the rows of their employees; a wrong row spoils its household."""
    employees = _numbers(table)
    context = replace(context_of(parts), employees=employees)
    report = examine(members, sha256=sha256, context=context, layers=HOUSEHOLD_LAYERS)
    key = _numbers(members)
    row = _rows(table, employees, key)
    wrong = key.isin(key[report.wrong]).to_numpy(bool)
    usable = members.frame[~wrong & row.notna().to_numpy(bool)]
    frame = usable[list(household.COLUMNS)].assign(row=row[usable.index].astype("int64"))
    spoilt = frozenset(row[wrong].dropna().astype("int64").tolist())
    facts = {"errors": report.errors, "warnings": report.warnings}
    return Papers(
        beside=Beside(
            members=frame.reset_index(drop=True),
            annexed=frozenset(frame["row"].tolist()),
            doubtful={"Q-HOUSEHOLD-ROWS": spoilt} if spoilt else {},
            household=(report, raw),
        ),
        keys=frozenset(key[usable.index].tolist()),
        findings=(_said(attachments.HOUSEHOLD_ROWS, members.file, facts),)
        if any(facts.values())
        else (),
    )


def _with_files(parts: Parts, found_beside: Found, table: PayrollTable, found: Papers) -> Papers:
    """Judge the attachments too; one that is wrong leaves its person with a question."""
    limits, kept = parts.profile.limits, found_beside.companions
    forms = _FORMS + (found.beside.proofs is not None)
    files = [
        attachments.Attachment(
            person=each.person, name=each.name, size=each.size, path=found_beside.where(each)
        )
        for each in kept.files
    ]
    findings, wrong = attachments.judge(
        files, most_files=limits.files - forms, most_bytes=limits.bytes - _FORM_BYTES
    )
    told = pd.DataFrame(
        [{"person": each.person, "name": each.name, "sha256": each.sha256, "size": each.size}
         for each in kept.files],
        columns=["person", "name", "sha256", "size"],
    )  # fmt: skip
    row = _rows(table, _numbers(table), told["person"].astype("str"))
    nobody = [
        attachments.finding(attachments.NOBODY, file)
        for file, at in zip(files, row, strict=True)
        if np.isnan(at)
    ]
    strange = [_said(attachments.PLACE, name, {}) for name in kept.strange]
    bad = np.isin(np.arange(len(files)), list(wrong))
    known = row.notna().to_numpy(bool)
    usable = told[known & ~bad].assign(row=row[known & ~bad].astype("int64"))
    spoilt = frozenset(row[known & bad].astype("int64").tolist())
    doubtful = {"Q-ATTACHMENT": spoilt} if spoilt else {}
    return replace(
        found,
        beside=replace(found.beside, files=usable, doubtful={**found.beside.doubtful, **doubtful}),
        findings=(*found.findings, *findings, *nobody, *strange),
    )


def _numbers(table: PayrollTable) -> pd.Series[str]:
    """Return the number by which companions know an employee: MaNV, else the template's STT."""
    frame = table.frame
    if "STT" not in frame:
        return frame["MaNV"]
    return frame["MaNV"].mask(frame["MaNV"] == "", frame["STT"])


def _rows(table: PayrollTable, employees: pd.Series[str], wanted: pd.Series[str]) -> pd.Series:
    """Return the physical row of each number, its first; NaN for one that is not there."""
    named = employees.isin(wanted[wanted != ""])
    first = pd.Series(table.rows[named.to_numpy(bool)], employees[named], dtype="float64")
    return wanted.map(first[~first.index.duplicated()]).astype("float64")


def _why(unreadable: UnreadableError) -> Mapping[str, object]:
    return {"why_vi": unreadable.reason_vi, "why_en": unreadable.reason_en}


def _said(word: Wording, name: str, facts: Mapping[str, object]) -> Finding:
    violation = word.of_file(None, facts)
    return Finding(
        file=name, sheet=None, row=None, column=None, heading=name, field=None, code=word.code,
        severity=word.severity, value="", message_vi=violation.message_vi,
        message_en=violation.message_en, advice_vi=word.advice_vi, advice_en=word.advice_en,
    )  # fmt: skip
