"""One site with the feeds of the corpus: everything dropped, taken in two passes, and looked at."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.settings import Feed
from tests.corpus.case import LEFT, SOMEWHERE, Case, Kind, Place, State
from tests.corpus.people import written
from tests.corpus.places import put
from tests.end_to_end.site import Done, Site

Facts = dict[str, Any]
FEEDS: tuple[Mapping[str, object], ...] = (
    {"name": "any", "pattern": "any/*"},
    {"name": "good", "pattern": "good/*", "policy": "good-rows"},
    {"name": "hidden", "pattern": "hidden/*", "hidden": "read"},
    {"name": "marker", "pattern": "marker/*", "marker": ".done"},
    {"name": "auto", "pattern": "auto/*", "encoding": "auto"},
    {"name": "utf16", "pattern": "utf16/*", "encoding": "utf-16"},
    {"name": "cp1258", "pattern": "cp1258/*", "encoding": "windows-1258"},
    {"name": "tcvn3", "pattern": "tcvn3/*", "encoding": "tcvn3"},
    {"name": "vni", "pattern": "vni/*", "encoding": "vni"},
)
"""A subfolder of drop/ for each; what the settings do not know yet is left out."""
_USUAL = {"quiet_seconds": 0.2, "approve": "never", "max_change_percent": 1000}
_EVERYWHERE = ("N-LAW",)
_ERRORS_AND_WARNINGS = ("E-", "W-", "Q-", "R-")


def usable(feed: Mapping[str, object]) -> dict[str, object]:
    """Return what today's settings know of a feed."""
    return {name: value for name, value in feed.items() if name in Feed.model_fields}


def prepare(site: Site, cases: Iterable[Case]) -> None:
    """Give a site the feeds and the units of the corpus, and declare its people."""
    made = list(cases)
    site.feed(*({**usable(feed), **_USUAL} for feed in FEEDS))
    units = sorted({case.people.unit for case in made})
    usual = 'agency = "07906"\nwage_region = 1\n'
    tables = "".join(
        f'[[employer.units]]\ncode = "{code}"\nname = "{code}"\n{usual}\n' for code in units
    )
    text = site.toml.read_text(encoding="utf-8").replace("[ivan]", f"{tables}[ivan]", 1)
    site.toml.write_text(text, encoding="utf-8")
    site.opened(written(row for case in made if case.in_baseline for row in case.people.opening()))


@dataclass
class Stage:
    """What lies where, once all is taken."""

    site: Site
    passes: list[Done] = field(default_factory=list)
    lay: list[list[str]] = field(default_factory=list)
    """The cases whose names lay in drop/ after each pass."""
    dropped: dict[str, str] = field(default_factory=dict)
    """Case -> SHA-256 of its bytes, of those that are files."""
    settled: tuple[Facts, Facts] = field(default_factory=lambda: ({}, {}))
    """The status before and after one more pass."""
    drops: dict[str, list[Facts]] = field(default_factory=dict)
    """SHA-256 -> drops of the status, the first one first."""

    def act(self, cases: Iterable[Case]) -> None:
        """Drop everything in its wave, and take a pass behind each."""
        made = list(cases)
        for wave in (1, 2):
            with contextlib.ExitStack() as writers:
                for case in (each for each in made if each.wave == wave):
                    self._drop(case, writers)
                self.passes.append(self._pass())
                self.lay.append(sorted(case.id for case in made if self.lies(case)))
        before = self.site.status()
        for drop in before["drops"]:
            self.drops.setdefault(drop["sha256"], []).append(drop)
        self.passes.append(self._pass())
        self.settled = before, self.site.status()

    def _drop(self, case: Case, writers: contextlib.ExitStack) -> None:
        elsewhere = self.site.folder / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        writer = put(case, self.site.folder / "drop", elsewhere)
        if case.kind in (Kind.FILE, Kind.OPEN):
            self.dropped[case.id] = hashlib.sha256(case.content()).hexdigest()
        if writer is not None:
            writers.enter_context(writer)

    def _pass(self) -> Done:
        done = self.site.bhxh("once", "--json", "--no-quiet")
        self.site.log.append(done.err)
        return done

    @property
    def log(self) -> str:
        """All that the passes wrote for people."""
        return "".join(self.site.log)

    @property
    def unclaimed(self) -> list[str]:
        """The names that the last pass left where they are, and told."""
        names: list[str] = self.passes[-1].json["unclaimed"]
        return names

    def sha256(self, case: Case) -> str:
        """Return the digest of a case's bytes; nothing for what is no file."""
        return self.dropped.get(case.id, "")

    def lies(self, case: Case) -> bool:
        """Tell whether the name is still in drop/."""
        return os.path.lexists(self.site.folder / "drop" / case.name)

    def drop(self, case: Case) -> Facts | None:
        """Return the drop that a case became."""
        same = self.drops.get(self.sha256(case), [])
        if case.state is State.DUPLICATE:
            same = same[1:]
        return next(iter(same), None)

    def report(self, case: Case) -> Facts | None:
        """Return the report that went back for a case."""
        ending = f"{self.sha256(case)[:8]}.report.json"
        found = [name for name in self.site.files("returned") if name.endswith(ending)]
        if not found:
            return None
        path = Path(self.site.folder / "returned" / found[0])
        facts: Facts = json.loads(path.read_text(encoding="utf-8"))
        return facts

    def differences(self, case: Case) -> list[str]:
        """Say in which ways a case is not as expected; nothing if it is."""
        if case.state in LEFT:
            return self._of_the_left(case)
        if case.kind is Kind.OPEN and case.id not in self.lay[0]:
            return ["taken while its writer was at it"]
        drop = self.drop(case)
        if drop is None:
            return [f"no drop, {'still in drop/' if self.lies(case) else 'gone'}"]
        state = State.HELD if drop.get("held_because") else State(drop["state"])
        fates = tuple(drop[name] for name in ("unchanged", "reported", "rejected", "held"))
        told = [] if state is case.state else [f"state {state}, not {case.state}"]
        held = case.facts.get("held")
        if held and drop["held_because"] != held:
            told.append(f"held because {drop['held_because']}")
        if case.fates is not None and fates != case.fates:
            told.append(f"rows {fates}, not {case.fates}")
        if case.state is not State.DUPLICATE:
            told += _findings(case, self.report(case))
        return told

    def _of_the_left(self, case: Case) -> list[str]:
        if not self.lies(case):
            return ["not in drop/ any more"]
        shown = case.name in self.unclaimed
        return [] if shown == (case.state is State.NAMED) else [f"named: {shown}"]


def _findings(case: Case, report: Facts | None) -> list[str]:
    """Compare the findings of a report with those that there must be."""
    if report is None:
        return ["no report"]
    seen: set[Place] = {
        (each["code"], each["row"], each["column"])
        for each in report["findings"]
        if each["code"] not in _EVERYWHERE
    }
    loose = {place for place in seen if place[0] in case.somewhere}
    missing = {*case.places} - seen
    missing |= {(code, None, SOMEWHERE) for code in case.somewhere - {code for code, *_ in seen}}
    more = seen - {*case.places} - loose
    if case.free_notes:
        more = {place for place in more if not re.match("[NR]-", place[0])}
    return [
        *(f"missing {place}" for place in sorted(missing, key=str)),
        *(f"unexpected {place}" for place in sorted(more, key=str)),
    ]
