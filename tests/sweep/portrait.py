"""A site at rest, as an undisturbed life leaves it: after every kill all must come to look so.

The portrait leaves out what may differ: times, signatures, and how often something was tried.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from pipeline.settle import is_temporary
from tests.end_to_end.provider import forms
from tests.sweep.judge import Problem, Traces, rows, sound

HANDED = "handed"
"""The folder of a site that gets what a person carries to VSS's portal."""
_LEDGER = {
    "files": "select name, purpose, state, held_because, rows, unchanged, reported, rejected, held,"
    " absent, feedback_due from drops",
    "dossiers": "select id, reference, remote_name, state, held_because, reason, first_line, lines,"
    " people, papers is null, by_hand from dossiers",
    "deliveries": "select dossier_id, state, evidence is null from attempts"
    " where state <> 'abandoned'",
    "outcomes": "select dossier_id, form, line, accepted, code from outcomes",
    "registrations": "select unit, act, channel, dossier_id, procedures, serial, because"
    " from registrations",
    "corrections": "select * from corrections",
    "questions": "select unit, person, row, code, state, reason from holds",
    "moves": "select thing, start, end from events where start <> end",
}
_FOLDERS = ("returned", "outbox", "inbox", "keep")
_KEPT = (*_FOLDERS, "sent")
_SIGNED = "select remote_name, sha256 from dossiers"
_ANSWER = re.compile(r"(?<=[./])[0-9a-f]{8,16}\.xml$")
"""An answer's name says what is in it, so also when what it answers was signed."""
Portrait = Mapping[str, Counter[tuple[object, ...]]]


def portrait(traces: Traces) -> Portrait:
    """Return what there is, on both sides, by kind and how often."""
    found = {
        name: Counter(tuple(row.values()) for row in rows(traces.site, query))
        for name, query in _LEDGER.items()
    }
    named = {row["id"]: row["name"] for row in rows(traces.site, "select id, name from drops")}
    for folder in _FOLDERS:
        found[folder] = Counter((name,) for name in _names(traces.site / folder, named))
    found["sent"] = Counter((name, _said(data)) for name, data in sent(traces))
    return found


def sent(traces: Traces) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of all that left: by SFTP, and given out to be carried."""
    yield from traces.versions
    for path in sorted((traces.site / HANDED).glob("*")):
        if not is_temporary(path.name):
            yield path.name, path.read_bytes()


def differences(traces: Traces, wanted: Portrait) -> Iterator[Problem]:
    """Yield where a site at rest is not as it should be."""
    yield from sound(traces.site)
    known = {row["remote_name"]: row["sha256"] for row in rows(traces.site, _SIGNED)}
    for name, data in sent(traces):
        if known.get(name) != hashlib.sha256(data).hexdigest():
            yield "partial", f"{name}: {len(data)} bytes, not those of the ledger"
    seen = portrait(traces)
    for part, there in wanted.items():
        if lost := there - seen[part]:
            yield "lost" if part in _KEPT else "stuck", f"{part} lacks {_short(lost)}"
        if more := seen[part] - there:
            yield "twice" if part in _KEPT else "stuck", f"{part} has {_short(more)} more"


def _names(folder: Path, drops: Mapping[str, str]) -> Iterator[str]:
    """Yield the files in a folder, a drop's by its name; what a kill left half-written is none."""
    for path in folder.rglob("*"):
        if path.is_file() and not is_temporary(path.name):
            name = str(path.relative_to(folder))
            for key, drop in drops.items():
                name = name.replace(key, drop)
            yield _ANSWER.sub("*.xml", name)


def _said(data: bytes) -> bytes:
    """Return a dossier and its forms without their signatures; what is no XML as it is."""
    try:
        root = etree.fromstring(data)
    except etree.XMLSyntaxError:
        return data
    for file in root.iter("FileToKhai"):
        file.clear()
    parts = [root, *(etree.fromstring(each) for each in forms(data).values())]
    return b"".join(_unsigned(each) for each in parts)


def _unsigned(root: etree._Element) -> bytes:
    for each in root.xpath("//*[local-name() = 'Signature']"):
        each.getparent().remove(each)
    return bytes(etree.tostring(root, method="c14n"))


def _short(found: Iterable[tuple[object, ...]]) -> str:
    """Return the first few in words that fit into a line."""
    return "; ".join(str(each)[:160] for each in list(found)[:3])
