"""Which forms the lines of a dossier make: those of its procedure, and others that are needed.

TK1-TS is needed for newcomers, D01-TS where somebody listed papers that prove something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import pandas as pd

from config.codes import Codes, Procedure
from outbox import papers as beside
from outbox.errors import DossierError
from outbox.forms import d01_ts, d02_ts, d03_ts, tk1_ts, tk3_ts
from outbox.model import FormFile

Builder = Callable[[pd.DataFrame, pd.DataFrame | None], bytes]
"""Numbered lines and their papers -> one form."""
_PERSON = ["MaDonVi", "MaNV"]
_TK1_COLUMNS = [*_PERSON, *(name for name in tk1_ts.FIELDS if name not in ("STT", "CCNS"))]


def build_forms(
    lines: pd.DataFrame,
    codes: Codes,
    procedure: Procedure,
    papers: pd.DataFrame | None = None,
) -> tuple[FormFile, ...]:
    """Return the forms of one dossier, unsigned: the mandatory ones, and others if they are needed.

    The ID is a person's ordinal within the dossier, the same in all forms.
    """
    numbered = lines.assign(ID=_ordinals(lines)).reset_index(drop=True)
    made = [_form(code, numbered, papers, codes) for code in procedure.mandatory]
    if tk1_ts.CODE in procedure.allowed:
        needed = tk1_ts.needed(numbered)
        if needed.any():
            # Few of the columns are wanted: taking rows of all of them costs more than the form.
            newcomers = numbered[_TK1_COLUMNS][needed]
            made.append(_form(tk1_ts.CODE, newcomers, papers, codes))
    if d01_ts.CODE in procedure.allowed and beside.has_proofs(papers):
        made.append(_form(d01_ts.CODE, numbered, papers, codes))
    return tuple(made)


def makes(procedure: Procedure) -> bool:
    """Tell whether every form that a dossier of a procedure must have is made here."""
    return _BUILDERS.keys() >= set(procedure.mandatory)


def _form(code: str, lines: pd.DataFrame, papers: pd.DataFrame | None, codes: Codes) -> FormFile:
    if code not in _BUILDERS:
        raise DossierError(f"Chưa lập được tờ khai {code} / form {code} is not made here yet")
    name, build = _BUILDERS[code]
    description = codes.form_names[code]
    return FormFile(code=code, description=description, name=name, data=build(lines, papers))


def _people(lines: pd.DataFrame, papers: pd.DataFrame | None) -> bytes:
    """Return a TK1-TS with the household of everybody who has one, once for each person."""
    again = lines.duplicated(_PERSON)
    people = lines[~again] if again.any() else lines
    return tk1_ts.build(people, None if papers is None else beside.annexes(papers))


def _listed(lines: pd.DataFrame, papers: pd.DataFrame | None) -> bytes:
    """Return a D01-TS of the papers that somebody listed."""
    if papers is None or not beside.has_proofs(papers):
        raise DossierError(
            f"{d01_ts.CODE}: không có giấy tờ nào trong .giayto.csv / "
            f"{d01_ts.CODE}: no .giayto.csv lists any paper"
        )
    return d01_ts.build(beside.proofs(papers, lines))


def _unit(lines: pd.DataFrame, papers: pd.DataFrame | None) -> bytes:
    """Return a TK3-TS of the one unit that the lines are about."""
    if len(lines) != 1:
        raise DossierError(
            f"Tờ khai {tk3_ts.CODE} chỉ của một đơn vị / form {tk3_ts.CODE} is of one unit"
        )
    return tk3_ts.build({str(name): str(cell) for name, cell in lines.iloc[0].items()})


def _ordinals(lines: pd.DataFrame) -> pd.Series[str]:
    number = pd.Series(pd.factorize(lines["MaNV"])[0] + 1, lines.index)
    return number.astype("str").str.zfill(10)


_BUILDERS: Mapping[str, tuple[str, Builder]] = MappingProxyType(
    {
        d01_ts.CODE: (d01_ts.FILE_NAME, _listed),
        d02_ts.CODE: (d02_ts.FILE_NAME, lambda lines, _papers: d02_ts.build(lines)),
        d03_ts.CODE: (d03_ts.FILE_NAME, lambda lines, _papers: d03_ts.build(lines)),
        tk1_ts.CODE: (tk1_ts.FILE_NAME, _people),
        tk3_ts.CODE: (tk3_ts.FILE_NAME, _unit),
    }
)
