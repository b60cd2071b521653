"""The nightly reconciliation: silence, lateness, differences and gaps become a report."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from config.errors import ConfigError
from outbox.errors import SigningError
from pipeline import views
from pipeline.left_lying import in_drop, sent_back
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.proposals import proposals
from pipeline.states import DossierState
from pipeline.untold import untold
from pipeline.views import Open

_WARN_DAYS = 30


def is_owed(parts: Parts) -> bool:
    """Tell whether yesterday has no reconciliation that was made when it was over."""
    yesterday = parts.today - timedelta(days=1)
    at = parts.ledger.nights.done_at(yesterday)
    return at is None or at.astimezone(parts.settings.schedule.zone).date() <= yesterday


def reconcile(parts: Parts, business_date: date, period: str | None = None) -> tuple[int, str]:
    """Write the report of a business date; returns its exit code and where it lies.

    Exit 2 where bytes differ from what was signed, 1 where anything is open, 0 else.
    """
    dossiers = [
        dossier for dossier in parts.ledger.dossiers.all() if period in (None, dossier.period)
    ]
    now = parts.clock()
    zone = parts.settings.schedule.zone
    chosen = {dossier.id for dossier in dossiers}
    drops, is_untold = parts.ledger.drops.all(), untold(parts, business_date)
    chosen |= {drop.id for drop in drops if drop.period == period}
    broken = [found for dossier in dossiers if (found := _bytes_differ(parts, dossier))]
    waiting = views.open_things(parts.ledger, parts.profile.promises, now, zone)
    waiting += sent_back(drops, is_untold)
    waiting = [thing for thing in waiting if period is None or thing.thing in chosen]
    waiting += [*_certificates(parts), *proposals(parts)]
    waiting += in_drop(parts, now)
    waiting += _new_differences(parts, is_untold, period)
    exit_code = 2 if broken else 1 if waiting else 0
    report = {
        "business_date": business_date.isoformat(),
        "period": period,
        "exit_code": exit_code,
        "dossiers": _counts(dossiers),
        "statements": _statements(parts, period),
        "doubts": _doubts(parts, chosen),
        "corrections": _corrections(parts, dossiers, is_untold, period),
        "broken": [asdict(thing) for thing in broken],
        "open": [asdict(thing) for thing in waiting],
    }
    name = f"reports/{business_date.isoformat()}{f'.{period[3:]}{period[:2]}' if period else ''}"
    text = json.dumps(report, ensure_ascii=False, indent=2).encode()
    parts.spool.write(f"{name}.json", text, shared=True)
    parts.spool.write(f"{name}.md", _page(report, broken + waiting).encode(), shared=True)
    if period is None:
        parts.ledger.nights.done(business_date, exit_code, f"{name}.json")
    return exit_code, f"{name}.md"


def _bytes_differ(parts: Parts, dossier: Dossier) -> Open | None:
    """Compare the file in outbox/ with what was signed."""
    if dossier.sha256 is None:
        return None
    try:
        digest = hashlib.sha256(parts.spool.read(f"outbox/{dossier.remote_name}")).hexdigest()
    except OSError:
        digest = ""
    if digest == dossier.sha256:
        return None
    return Open(
        code="bytes",
        thing=dossier.id,
        text_vi="tệp trong outbox/ khác bản đã ký hoặc không còn",
        text_en="its file in outbox/ is gone or is not what was signed",
    )


def _certificates(parts: Parts) -> list[Open]:
    """Warn of signing certificates that end within 30 days, once per certificate."""
    found: dict[str, Open] = {}
    for unit in parts.settings.employer.units:
        try:
            certificate = parts.signer_for(unit).certificate
        except (SigningError, ConfigError) as unusable:
            text = f"{type(unusable).__name__}: {unusable}"
            found[unit.code] = Open(code="certificate", thing=unit.code, text_vi=text, text_en=text)
            continue
        left = (certificate.not_valid_after_utc - parts.clock()).days
        if left < _WARN_DAYS:
            serial = f"{certificate.serial_number:x}"
            found[serial] = Open(
                code="certificate",
                thing=serial,
                text_vi=f"chứng thư ký còn {left} ngày",
                text_en=f"the signing certificate has {left} days left",
            )
    return list(found.values())


def _counts(dossiers: list[Dossier]) -> dict[str, dict[str, int]]:
    """Return dossiers and people by state."""
    counts: dict[str, dict[str, int]] = {}
    for dossier in dossiers:
        entry = counts.setdefault(str(dossier.state), {"dossiers": 0, "people": 0})
        entry["dossiers"] += 1
        entry["people"] += dossier.people
    return counts


def _statements(parts: Parts, period: str | None) -> list[dict[str, Any]]:
    """Return the C12-TS statements kept, with what does not add up in them."""
    return [
        {
            "unit": answer.unit,
            "period": answer.period,
            "file": answer.file,
            "doubts": answer.reason,
        }
        for answer in parts.ledger.answers.in_state("statement")
        if period in (None, answer.period)
    ]


def _new_differences(
    parts: Parts, is_untold: Callable[[datetime], bool], period: str | None
) -> list[Open]:
    """Return statements that say otherwise than we do, in the first night after they came.

    As with warnings, once: nothing closes them here, and a code that stays is not read.
    """
    return [
        Open(code="statement", thing=answer.file, text_vi=answer.reason, text_en=answer.reason)
        for answer in parts.ledger.answers.in_state("statement")
        if answer.reason and is_untold(answer.first_seen) and period in (None, answer.period)
    ]


def _doubts(parts: Parts, dossiers: set[str]) -> list[dict[str, str]]:
    """Return what is strange in receipts that moved their dossier all the same."""
    return [
        {"dossier": answer.dossier, "file": answer.file, "reason": answer.reason}
        for answer in parts.ledger.answers.in_state("matched")
        if answer.dossier in dossiers and answer.dossier and answer.reason
    ]


def _corrections(
    parts: Parts,
    dossiers: list[Dossier],
    is_untold: Callable[[datetime], bool],
    period: str | None,
) -> list[dict[str, Any]]:
    """Return who reports people of which dossier again: untold yet, or not yet all of them."""
    people = Counter((link.corrects, link.dossier) for link in parts.ledger.corrections.all())
    known = {each.id: each for each in dossiers}
    return [
        {"dossier": old, "state": str(known[old].state), "corrected_by": new, "people": count}
        for (old, new), count in people.items()
        if old in known
        and (
            period is not None
            or known[old].state is not DossierState.SUPERSEDED
            or is_untold(known[new].built_at)
        )
    ]


def _page(report: dict[str, Any], things: list[Open]) -> str:
    """Return the report as a page for people."""
    lines = [
        f"# Đối chiếu ngày {report['business_date']} · Reconciliation",
        "",
        "| Trạng thái · State | Hồ sơ · Dossiers | Người · People |",
        "|---|---|---|",
        *(
            f"| {state} | {entry['dossiers']} | {entry['people']} |"
            for state, entry in report["dossiers"].items()
        ),
        "",
        f"C12-TS: {len(report['statements'])}",
        *(
            f"- {told['unit']} {told['period']} `{told['file']}`: {told['doubts']}"
            for told in report["statements"]
            if told["doubts"]
        ),
        *(f"- `{doubt['file']}`: {doubt['reason']}" for doubt in report["doubts"]),
        *(
            f"- `{each['dossier']}` ({each['state']}): {each['people']} người sửa ở / people "
            f"corrected in `{each['corrected_by']}`"
            for each in report["corrections"]
        ),
        "",
        "## Cần xem · To look at" if things else "Không có gì phải xem · Nothing to look at",
        "",
        *(f"- **{thing.code}** `{thing.thing}`: {thing.words}" for thing in things),
    ]
    return "\n".join(lines) + "\n"
