"""What goes along with some people of a dossier: their household, and files about them.

One frame holds both, a row for each member and for each file, by the position of the line that it
goes with; most lines have none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from outbox.canonical import byte_lengths
from outbox.errors import DossierError
from outbox.forms import d01_ts, household
from outbox.model import FormFile

ATTACHED: Final = "CT-DK"
"""Chứng từ đính kèm: the code of every file that is no form."""
_FILE_COLUMNS: Final = ("name", "sha256")
PROOF_COLUMNS: Final = d01_ts.FIELDS[3:]
"""What one proving paper says, besides whose it is."""
COLUMNS: Final = (
    *("line", "kind", *household.COLUMNS, *_FILE_COLUMNS, "size"),
    *PROOF_COLUMNS,
)
_ENTRY_BYTES: Final = 600
"""Room for what the envelope says about one file."""
_LONGEST_STEM: Final = 60


class Kind(StrEnum):
    """What one row of papers is."""

    MEMBER = "member"
    """Somebody of a person's household."""
    FILE = "file"
    """An attachment about a person."""
    PROOF = "proof"
    """A paper about a person that D01-TS lists."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Burden:
    """What the papers of each line weigh in a dossier, by position of the line."""

    bytes: NDArray[np.int64]
    files: NDArray[np.int64]


def gather(
    lines: pd.DataFrame,
    members: pd.DataFrame | None,
    files: pd.DataFrame | None,
    proofs: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the papers of lines: of all frames the rows whose ``row`` somebody reports from.

    Each names the physical row of the person; papers go with that row's first line.
    """
    given = ((Kind.FILE, files), (Kind.MEMBER, members), (Kind.PROOF, proofs))
    if all(part is None or part.empty for _, part in given):
        return nothing()
    first = lines.loc[lines["row"] > 0, "row"].drop_duplicates()
    at = pd.Series(first.index, index=first.to_numpy(), dtype="int64")
    parts = [
        part.assign(kind=str(kind), line=part["row"].map(at))
        for kind, part in given
        if part is not None and len(part)
    ]
    found = pd.concat([nothing(), *parts], ignore_index=True)
    kept = found[found["line"].notna()].sort_values("line", kind="stable", ignore_index=True)
    numbers = {name: kept[name].fillna(0).astype("int64") for name in ("line", "size")}
    texts = {name: kept[name].fillna("").astype("str") for name in COLUMNS if name not in numbers}
    return pd.DataFrame({**texts, **numbers}, columns=list(COLUMNS))


def nothing() -> pd.DataFrame:
    """Return papers without a row."""
    numbers = ("line", "size")
    fields = [(name, pa.int64() if name in numbers else pa.large_string()) for name in COLUMNS]
    empty: pd.DataFrame = pa.schema(fields).empty_table().to_pandas()
    return empty


def of_slice(papers: pd.DataFrame, first: int, count: int) -> pd.DataFrame:
    """Return the papers of lines [first, first + count), counted from the slice's first line."""
    line = papers["line"]
    inside = papers[(line >= first) & (line < first + count)]
    return inside.assign(line=inside["line"] - first).reset_index(drop=True)


def burden(papers: pd.DataFrame | None, lines: int) -> Burden:
    """Return what the papers weigh; sizes are estimated a little too high."""
    weight = Burden(bytes=np.zeros(lines, np.int64), files=np.zeros(lines, np.int64))
    if papers is None or papers.empty:
        return weight
    is_file = (papers["kind"] == Kind.FILE).to_numpy(bool)
    at, sizes = papers["line"].to_numpy(), papers["size"].to_numpy()
    np.add.at(weight.files, at[is_file], 1)
    np.add.at(weight.bytes, at[is_file], sizes[is_file] + _ENTRY_BYTES)
    for kind, sizes_of in ((Kind.MEMBER, _member_bytes), (Kind.PROOF, _proof_bytes)):
        own = (papers["kind"] == kind).to_numpy(bool)
        np.add.at(weight.bytes, at[own], sizes_of(papers[own]))
    return weight


def has_proofs(papers: pd.DataFrame | None) -> bool:
    """Tell whether D01-TS has anything to list."""
    return papers is not None and bool((papers["kind"] == Kind.PROOF).any())


def proofs(papers: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of D01-TS: each paper, and whose it is, by the position of the line.

    A day from which it holds, or a content, that nobody gave is that of its issue, or its subject:
    the form leaves no cell blank.
    """
    own = papers[papers["kind"] == Kind.PROOF].reset_index(drop=True)
    whose = lines[["HoTen", "MasoBHXH"]].take(own["line"].to_numpy()).reset_index(drop=True)
    told = own[list(PROOF_COLUMNS)]
    return pd.concat([whose, told], axis=1).assign(
        NgayHieuLuc=told["NgayHieuLuc"].mask(told["NgayHieuLuc"] == "", told["NgayBanHanh"]),
        NoiDungThamDinh=told["NoiDungThamDinh"].mask(
            told["NoiDungThamDinh"] == "", told["TrichYeu"]
        ),
    )


def annexes(papers: pd.DataFrame) -> pd.Series[str]:
    """Return the PhuLuc of each line that has a household, by position of the line."""
    members = papers[papers["kind"] == Kind.MEMBER].reset_index(drop=True)
    if members.empty:
        return pd.Series([], dtype="str")
    return household.annexes(members, members["line"])


def attachments(
    papers: pd.DataFrame, contents: Mapping[str, bytes], description: str
) -> tuple[FormFile, ...]:
    """Return the files of a slice as CT-DK, by SHA-256; DossierError if one is not there.

    Names are ours: the line, which of its files, and a name that every system can hold.
    """
    files = papers[papers["kind"] == Kind.FILE]
    made = []
    order = files.groupby("line").cumcount() + 1
    for line, place, name, sha256 in zip(
        files["line"], order, files["name"], files["sha256"], strict=True
    ):
        if sha256 not in contents:
            raise DossierError(f"attachment {sha256[:16]} is not kept any more")
        made.append(
            FormFile(
                code=ATTACHED,
                description=description,
                name=f"{int(line) + 1:04}-{int(place)}-{plain_name(name)}",
                data=contents[sha256],
            )
        )
    return tuple(made)


def plain_name(name: str) -> str:
    """Return a file's name as an envelope may hold it: ASCII letters, digits and dashes.

    >>> plain_name("Giấy khai sinh (bản sao).PDF"), plain_name("Đơn.jpg"), plain_name("??.pdf")
    ('Giay-khai-sinh-ban-sao.pdf', 'Don.jpg', 'tep.pdf')
    """
    path = PurePosixPath(name)
    bare = unicodedata.normalize("NFD", path.stem.replace("đ", "d").replace("Đ", "D"))
    ascii_only = bare.encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_only).strip("-")[:_LONGEST_STEM]
    return (stem or "tep") + path.suffix.lower().replace(".jpeg", ".jpg")


def _member_bytes(members: pd.DataFrame) -> NDArray[np.int64]:
    """Return how many bytes each member takes in a form, before base64."""
    tags = sum(len(f"<{name}></{name}>") for name in household.MEMBER_FIELDS)
    heads = sum(len(f"<{name}></{name}>") for name in household.HEAD_FIELDS)
    sizes = np.full(len(members), tags + heads + 100, np.int64)
    for name in household.COLUMNS:
        sizes += 2 * byte_lengths(members[name])
    return sizes


def _proof_bytes(papers: pd.DataFrame) -> NDArray[np.int64]:
    """Return how many bytes each proving paper takes in a form, before base64."""
    tags = sum(len(f"<{name}></{name}>") for name in d01_ts.FIELDS)
    sizes = np.full(len(papers), tags + 300, np.int64)
    for name in PROOF_COLUMNS:
        sizes += 2 * byte_lengths(papers[name])
    return sizes
