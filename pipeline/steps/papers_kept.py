"""The papers of a conversion's lines: kept beside them, found again when a dossier is signed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from outbox import papers as beside
from outbox.model import FormFile, Movements, Question, Slice
from outbox.questions import question
from pipeline import columns
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.steps.case import Case


def keep_papers(parts: Parts, case: Case, lines: pd.DataFrame, artefact: str) -> pd.DataFrame:
    """Write the papers that go with lines beside them, if there are any, and return them."""
    papers = beside.gather(lines, case.beside.members, case.beside.files, case.beside.proofs)
    if not papers.empty:
        parts.spool.write(_beside(artefact), columns.to_bytes(papers))
    return papers


def place_of(artefact: str, papers: pd.DataFrame, part: Slice) -> str | None:
    """Return where the papers of one dossier lie, None if it has none."""
    if papers.empty:
        return None
    return None if beside.of_slice(papers, part.first, part.count).empty else _beside(artefact)


def papers_of(parts: Parts, dossier: Dossier) -> pd.DataFrame | None:
    """Return the papers of a dossier's lines, by position in the dossier; None for most."""
    if dossier.papers is None:
        return None
    papers = columns.from_file(parts.spool.site / dossier.papers)
    return beside.of_slice(papers, dossier.first_line, dossier.lines)


def attached(parts: Parts, papers: pd.DataFrame | None) -> tuple[FormFile, ...]:
    """Return the attachments among the papers as files of a dossier."""
    if papers is None:
        return ()
    kept = {
        sha256: parts.spool.original(sha256).read_bytes()
        for sha256 in papers.loc[papers["kind"] == beside.Kind.FILE, "sha256"].unique()
    }
    return beside.attachments(papers, kept, parts.codes.form_names[beside.ATTACHED])


def left_behind(case: Case, movements: Movements) -> tuple[Question, ...]:
    """Return a remark on each person with papers of whom nothing is reported or asked."""
    given = [each for each in (case.beside.files, case.beside.proofs) if each is not None]
    if not given or all(each.empty for each in given):
        return ()
    files = pd.concat([each[["row"]] for each in given], ignore_index=True)
    rows = case.table.rows
    spoken = {question.row for question in movements.questions} | set(movements.lines["row"])
    spoken |= set(case.raw_rows[case.reported].tolist())
    idle = [row for row in files["row"].unique().tolist() if row not in spoken]
    at = np.flatnonzero(np.isin(rows, idle))
    people = case.table.frame.iloc[at]
    return tuple(
        question("R-ATTACHED", unit, person, int(row), {})
        for unit, person, row in zip(people["MaDonVi"], people["MaNV"], rows[at], strict=True)
    )


def _beside(artefact: str) -> str:
    return artefact.removesuffix(".arrow") + ".papers.arrow"
