"""Dossiers: which lines go together, what they are called, and the envelope around the forms.

The envelope ``Hoso`` is written as I-VANs write it (samples of 2020 to 2024), in canonical XML.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Final
from uuid import UUID, uuid5

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.codes import Procedure
from config.model import Period
from config.profile import Limits
from outbox.canonical import byte_lengths, document, elements
from outbox.errors import DossierError
from outbox.forms import d02_ts, tk1_ts
from outbox.model import FormFile, Header, Slice
from outbox.papers import ATTACHED, burden, has_proofs

_NAMESPACE: Final = UUID("5b0f5a43-6c0e-5d4e-9d0b-0f6d1f2f7c11")
_FRAME_BYTES = 24_000
"""Room for the signatures of two forms and of the employer, and the envelope's own texts."""
_FORMS = 2
"""Forms of a dossier, at most: D02-TS and TK1-TS. Where papers are listed, D01-TS."""


def split(
    lines: pd.DataFrame, limits: Limits, papers: pd.DataFrame | None = None
) -> tuple[Slice, ...]:
    """Return the dossiers that lines go into: one unit each, within the limits, nobody torn.

    Sizes are estimated a little too high; somebody who is too large alone still gets a dossier.
    """
    if lines.empty:
        return ()
    beside = burden(papers, len(lines))
    room = limits.files - _FORMS - has_proofs(papers)
    units, people = lines["MaDonVi"], lines["MaNV"]
    starts = np.flatnonzero(((units != units.shift()) | (people != people.shift())).to_numpy(bool))
    load = _Load(
        bytes=np.add.reduceat(_sizes(lines) + beside.bytes, starts),
        files=np.add.reduceat(beside.files, starts),
    )
    ends = np.append(starts[1:], len(lines))
    unit_of = units.take(starts).to_numpy(object)
    borders = np.flatnonzero(np.append(True, unit_of[1:] != unit_of[:-1]))
    return tuple(
        Slice(
            unit=unit_of[first],
            first=int(starts[first]),
            count=int(ends[last - 1] - starts[first]),
            people=last - first,
        )
        for begin, end in pairwise([*borders.tolist(), len(starts)])
        for first, last in _portions(load, (begin, end), limits, room)
    )


def reference(unit: str, procedure: str, period: Period, batch: int, source_sha256: str) -> UUID:
    """Return a dossier's reference, which follows from its content (UUIDv5, RFC 9562)."""
    return uuid5(_NAMESPACE, f"{unit}/{procedure}/{period.compact}/{batch}/{source_sha256}")


def dossier_id(unit: str, procedure: str, period: Period, batch: int) -> str:
    """Return the name that people use.

    >>> dossier_id("TA0001A", "600", Period(2026, 10), 1)
    'TA0001A-202610-600-01'
    """
    return f"{unit}-{period.compact}-{procedure}-{batch:02}"


def remote_name(unit: str, procedure: str, period: Period, batch: int, unique: UUID) -> str:
    """Return the name of the file at the I-VAN, ours for ever.

    >>> remote_name("TA0001A", "600", Period(2026, 10), 1, UUID("1a2b3c4d" + 24 * "0"))
    'TA0001A_202610_600_01_1a2b3c4d.xml'
    """
    return f"{unit}_{period.compact}_{procedure}_{batch:02}_{unique.hex[:8]}.xml"


def envelope(header: Header, files: Sequence[FormFile]) -> bytes:
    """Return the envelope as canonical XML with an empty ``CKy_Dvi``; `files` are signed forms.

    DoDaiFile is the length of the base64 text, as in the samples of 2023 and 2024.
    """
    return document(
        "Hoso",
        (
            "<NoiDung>",
            wrapped("ThongTinIVAN", {"MaIVAN": header.ivan_code, "TenIVAN": header.ivan_name}),
            wrapped("ThongTinDonVi", unit_facts(header)),
            "<ThongTinHoSo>",
            elements(_dossier_facts(header, len(files))),
            "<ToKhais>",
            *(part for file in files for part in _file(file)),
            "</ToKhais></ThongTinHoSo></NoiDung><CKy_Dvi></CKy_Dvi>",
        ),
    )


def check_forms(procedure: Procedure, forms: Iterable[str]) -> None:
    """Refuse a dossier that lacks a form of its procedure, or has one too many, as an I-VAN would.

    Attachments may be many; any form stands there once.
    """
    given = Counter(forms)
    lacking = [form for form in procedure.mandatory if not given[form]]
    strange = sorted(given.keys() - {*procedure.mandatory, *procedure.allowed})
    twice = [form for form, times in given.items() if times > 1 and form != ATTACHED]
    code = procedure.code
    problems = [
        *(
            f"Thủ tục {code} thiếu tờ khai {it} / procedure {code} lacks form {it}"
            for it in lacking
        ),
        *(
            f"Thủ tục {code} không cho phép nộp tờ khai {it} / "
            f"procedure {code} does not allow form {it}"
            for it in strange
        ),
        *(
            f"Thủ tục {code} chỉ nhận một tờ khai {it} / procedure {code} takes one form {it}"
            for it in twice
        ),
    ]
    if problems:
        raise DossierError("; ".join(problems))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Load:
    """What each person takes in a dossier: bytes before base64, and files besides the forms."""

    bytes: NDArray[np.int64]
    files: NDArray[np.int64]


def _portions(
    load: _Load, people: tuple[int, int], limits: Limits, most_files: int
) -> Iterator[tuple[int, int]]:
    """Cut one unit's people, begin to end, into runs as long as the limits allow."""
    begin, end = people
    room = max(0, limits.bytes - _FRAME_BYTES) * 3 // 4
    size, files = np.cumsum(load.bytes[begin:end]), np.cumsum(load.files[begin:end])
    done = 0
    while done < len(size):
        before, held = (int(size[done - 1]), int(files[done - 1])) if done else (0, 0)
        fitting = int(np.searchsorted(size, before + room, side="right"))
        filed = int(np.searchsorted(files, held + most_files, side="right"))
        last = min(max(min(fitting, filed), done + 1), done + limits.people, len(size))
        yield begin + done, begin + last
        done = last


def _sizes(lines: pd.DataFrame) -> NDArray[np.int64]:
    """Return how many bytes each line takes in the forms, before base64."""
    sizes = _form_sizes(lines, d02_ts.FIELDS)
    declaring = tk1_ts.needed(lines)
    if declaring.any():
        sizes[declaring] += _form_sizes(lines[declaring], tk1_ts.FIELDS)
    return sizes


def _form_sizes(lines: pd.DataFrame, fields: tuple[str, ...]) -> NDArray[np.int64]:
    tags = sum(len(f"<{field}></{field}>") for field in fields)
    counted = len("<LaoDong></LaoDong><PhuLuc></PhuLuc>") + 30
    sizes = np.full(len(lines), tags + counted, np.int64)
    for field in fields:
        if field in lines:
            sizes += byte_lengths(lines[field])
    return sizes


def wrapped(name: str, facts: dict[str, str]) -> str:
    """Return an element with one element for each fact."""
    return f"<{name}>{elements(facts)}</{name}>"


def unit_facts(header: Header) -> dict[str, str]:
    """Return what ThongTinDonVi says: who declares."""
    return {
        "TenDoiTuong": header.employer,
        "MaSoBHXH": header.unit,
        "LoaiDoiTuong": str(header.object_type),
        "MaSoThue": header.tax_code,
        "NguoiKy": header.signer,
        "DienThoai": header.phone,
        "CoQuanQuanLy": header.agency,
    }


def _dossier_facts(header: Header, files: int) -> dict[str, str]:
    return {
        "TenThuTuc": header.procedure_name,
        "MaThuTuc": header.procedure,
        "KyKeKhai": str(header.period),
        "NgayLap": f"{header.made_on:%d/%m/%Y}",
        "SoLuongFile": str(files),
        "QuyTrinhISO": "",
    }


def _file(file: FormFile) -> Iterator[str | bytes]:
    content = base64.b64encode(file.data)
    yield "<FileToKhai>"
    yield elements(
        {
            "MaToKhai": file.code,
            "MoTaToKhai": file.description,
            "TenFile": file.name,
            "LoaiFile": PurePosixPath(file.name).suffix,
            "DoDaiFile": str(len(content)),
        }
    )
    yield from ("<NoiDungFile>", content, "</NoiDungFile></FileToKhai>")
