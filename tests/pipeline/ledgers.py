"""A real ledger in a folder of the test, with a clock that only the test moves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from inbox.model import PersonResult
from pipeline.ledger import Ledger
from pipeline.ledger.conversions import Plan
from pipeline.model import Answer, Balance, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState

URL = "sqlite:///ledger.db"
UNIT = "TA0001A"


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@contextmanager
def opened(site: Path, clock: Clock | None = None) -> Iterator[Ledger]:
    """Open the site's ledger as one instance would."""
    ledger = Ledger(URL, site, clock or Clock())
    try:
        yield ledger
    finally:
        ledger.close()


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def arrive(ledger: Ledger, key: str, **changes: Any) -> Drop:
    """Let a file arrive."""
    facts = {"feed": "payroll", "name": f"{key}.csv", "sha256": sha(key), "size": 10}
    return ledger.drops.arrive(key=key, **{**facts, **changes})


def examine(ledger: Ledger, drop: Drop, rows: int = 3) -> Drop:
    """Find a file usable."""
    ledger.drops.examined(
        drop,
        DropState.EXAMINED,
        because="0 errors, 0 warnings",
        balance=Balance(rows=rows, held=rows),
        period="10/2026",
        units=UNIT,
    )
    return ledger.drops.get(drop.id)


def row(
    batch: int, *, unit: str = UNIT, period: str = "10/2026", sha256: str = ""
) -> dict[str, Any]:
    """Return a dossier as a plan has it."""
    name = f"{unit}-{period[3:]}{period[:2]}-600-{batch:02}"
    reference = sha(f"{name}{sha256}")[:32]
    return {
        "id": name, "reference": reference, "artefact": f"keep/lines/{name}.arrow",
        "first_line": 0, "lines": 3, "people": 3, "unit": unit, "period": period,
        "procedure": "600", "batch": batch, "made_on": date(2026, 11, 5),
        "remote_name": f"{name.replace('-', '_')}_{reference[:8]}.xml",
    }  # fmt: skip


def plan(
    *rows: dict[str, Any],
    opens: str | None = "empty",
    replaced: tuple[str, ...] = (),
    artefact: str | None = None,
    period: str = "10/2026",
    units: tuple[str, ...] = (UNIT,),
) -> Plan:
    """Return what a conversion does."""
    chapters = [(unit, period, opens, artefact) for unit in units if opens]
    chapters += [
        (unit, period, "lines", f"keep/lines/{unit}.arrow")
        for unit in sorted({each["unit"] for each in rows})
    ]
    return Plan(
        chapters=tuple(chapters),  # type: ignore[arg-type]  # kind is no None here
        dossiers=rows,
        replaced=replaced,
        balance=Balance(rows=3, reported=3),
    )


def convert(
    ledger: Ledger, key: str, made: Plan, questions: tuple[Hold, ...] = (), **changes: Any
) -> Drop:
    """Let a file arrive and go all the way to its dossiers."""
    drop = examine(ledger, arrive(ledger, key, **changes))
    return record(ledger, drop, made, questions)


def record(ledger: Ledger, drop: Drop, made: Plan, questions: tuple[Hold, ...] = ()) -> Drop:
    """Convert an examined file."""
    ledger.dossiers.record(
        drop,
        made,
        lambda tx: ledger.holds.replace(tx, drop=drop.id, units=[UNIT], questions=questions),
        "3 reported, 0 held",
    )
    return ledger.drops.get(drop.id)


def sign(ledger: Ledger, key: str) -> Dossier:
    """Freeze a dossier's bytes."""
    ledger.dossiers.signed(ledger.dossiers.get(key), sha256=sha(key), size=99, certificate="1a")
    return ledger.dossiers.get(key)


def ship(ledger: Ledger, key: str, *, uncertain: bool = False) -> Dossier:
    """Put a signed dossier on the server."""
    attempt = ledger.attempts.begin(key, lambda number: f".{key}.{number}.part")
    ledger.attempts.committing([attempt])
    ledger.attempts.shipped([attempt], uncertain=uncertain, evidence={"seen": "temp"})
    return ledger.dossiers.get(key)


def built(ledger: Ledger, key: str = "drop1", batch: int = 1) -> Dossier:
    """Return one built dossier of a new file."""
    made = row(batch)
    convert(ledger, key, plan(made))
    return ledger.dossiers.get(made["id"])


def shipped(ledger: Ledger, *, uncertain: bool = False) -> Dossier:
    """Return one shipped dossier of a new file."""
    return ship(ledger, sign(ledger, built(ledger).id).id, uncertain=uncertain)


def keep(ledger: Ledger, text: str = "receipt") -> Answer:
    """Keep an answer that nobody has judged."""
    digest = sha(text)
    ledger.answers.fetched(
        sha256=digest, name=f"{text}.xml".encode(), size=9, modified=7, file=f"inbox/{text}.xml"
    )
    return next(answer for answer in ledger.answers.all() if answer.sha256 == digest)


def apply(
    ledger: Ledger, answer: Answer, dossier: Dossier, end: DossierState, **changes: Any
) -> Dossier:
    """Let a trusted answer move a dossier."""
    facts: dict[str, Any] = {"people": (), "dossier_columns": {}}
    ledger.answers.applied(
        answer,
        f"inbox/receipts/{dossier.id}.xml",
        dossier=dossier.id,
        moves=[(dossier.state, end)],
        columns={"kind": "submission", "trusted": True, "at": ledger.store.clock()},
        **{**facts, **changes},
    )
    return ledger.dossiers.get(dossier.id)


def person(line: int, **changes: Any) -> PersonResult:
    """Return what VSS says of one line."""
    facts: dict[str, Any] = {
        "form": "D02-TS", "line": line, "accepted": True, "code": "", "reason": "",
        "insurance_number": "", "card_number": "", "card_from": "", "card_to": "",
    }  # fmt: skip
    return PersonResult(**{**facts, **changes})


def question(drop: str, line: int | None = 5, **changes: Any) -> Hold:
    """Return a question about one invented person."""
    facts: dict[str, Any] = {
        "id": f"{drop}/{line if line is not None else f'{UNIT}-absent'}", "drop": drop,
        "unit": UNIT, "person": "NV0005", "row": line, "code": "Q-WAGE",
        "question_vi": "Lương đúng không?", "question_en": "Is the wage right?", "state": "open",
    }  # fmt: skip
    return Hold(**{**facts, **changes})


def events(ledger: Ledger, key: str) -> list[tuple[str | None, str | None, str]]:
    """Return the story of one thing without its times."""
    return [(start, end, because) for _, start, end, because in ledger.answers.history(key)]


def reopen(ledger: Ledger, key: str) -> None:
    """Send a converted file through the conversion once more."""
    with ledger.store.change() as tx:
        ledger.drops.reopen(tx, key, "once more")
