"""A site as its users have it: settings, a drop folder, and the command line.

    site.opened(csv(staff(range(1, 21), at=0)))        # a baseline
    site.drop("luong.csv", csv(staff(range(1, 21), {1: {"TienLuong": "12000000"}})))
    site.once()                                        # one pass; every row must be accounted for

`once` is the only way to run a pass here: it proves after each that rows are conserved and that
neither log nor events know a person.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.cli import run
from tests import certificates
from tests.end_to_end.people import secrets
from tests.end_to_end.provider import TAX_CODE
from tests.sshd import Sshd

Facts = dict[str, Any]
ROOT = Path(__file__).parents[2]
MAIN = "from pipeline.cli import main; main()"
PASSPHRASE = "bí mật".encode()
_FEED = {
    "quiet_seconds": 0.2, "missing": "hold", "approve": "never", "max_change_percent": 1000,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer to programs."""
        return json.loads(self.out)


@dataclass
class Site:
    """One site and its command line."""

    folder: Path
    log: list[str] = field(default_factory=list)
    """All that passes wrote to stderr."""

    @classmethod
    def made(cls, folder: Path) -> Site:
        """Make a site with `init`, and give it the keys and authorities of the tests."""
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "init", str(folder)],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
        employer = certificates.employer_authority().issue("Dệt may Phương Nam", f"MST:{TAX_CODE}")
        keys = {
            "employer.p12": employer.p12(PASSPHRASE.decode()),
            "employer.pass": PASSPHRASE,
            "ivan-ca.pem": certificates.ivan_authority().pem,
            "bhxh-ca.pem": certificates.bhxh_authority().pem,
        }
        for name, data in keys.items():
            (folder / "keys" / name).write_bytes(data)
        site = cls(folder)
        site.set(level="debug")
        return site

    @classmethod
    def copy_of(cls, template: Path, folder: Path, server: Sshd) -> Site:
        """Return a new site from a made one, for that server."""
        shutil.copytree(template, folder)
        site = cls(folder)
        site.feed()
        site.connect_to(server)
        return site

    def connect_to(self, server: Sshd, **settings: str) -> None:
        """Let the settings name a server, with the host key that it has now."""
        told = server.settings()
        self.set(port=told.port, username=told.username, key=str(told.key), **settings)
        self.set(host_keys=list(told.host_keys))

    def set(self, **settings: object) -> None:
        """Set keys that stand once in bhxh.toml."""
        text = self.toml.read_text(encoding="utf-8")
        for name, value in settings.items():
            line = f"{name} = {json.dumps(value, ensure_ascii=False)}"
            text, count = re.subn(rf"(?m)^{name} = .*$", line, text)
            assert count == 1, name
        self.toml.write_text(text, encoding="utf-8")

    def feed(self, *more: Mapping[str, object], **settings: object) -> None:
        """Have a feed for CSV files and one for workbooks with these settings, and more feeds."""
        usual = {**_FEED, **settings}
        feeds = [
            *more,
            {"name": "payroll", "pattern": "*.csv", **usual},
            {"name": "workbooks", "pattern": "*.xlsx", **usual},
        ]
        tables = "".join("[[feeds]]\n" + _lines(each) + "\n" for each in feeds)
        text = self.toml.read_text(encoding="utf-8")
        text = re.sub(r"(?s)\[\[feeds\]\].*(?=\[schedule\])", lambda _: tables, text)
        self.toml.write_text(text, encoding="utf-8")

    @property
    def toml(self) -> Path:
        """The settings."""
        return self.folder / "bhxh.toml"

    def bhxh(self, *arguments: str | Path) -> Done:
        """Run a command in this process."""
        out, err = io.StringIO(), io.StringIO()
        words = [str(word) for word in arguments]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([*words, "--site", str(self.folder)])
        return Done(code=code, out=out.getvalue(), err=err.getvalue())

    def command(self, *arguments: str | Path) -> list[str]:
        """Return the command line of a process of its own."""
        return [sys.executable, "-c", MAIN, *map(str, arguments), "--site", str(self.folder)]

    def process(self, *arguments: str | Path) -> Done:
        """Run a command as a user does: as a process of its own."""
        done = subprocess.run(
            self.command(*arguments), capture_output=True, text=True, check=False, cwd=ROOT
        )
        return Done(code=done.returncode, out=done.stdout, err=done.stderr)

    def opened(self, data: bytes) -> None:
        """Load a baseline."""
        file = self.folder / "sample" / "baseline.csv"
        file.write_bytes(data)
        done = self.bhxh("baseline", file)
        assert done.code == 0, done.err

    def drop(self, name: str, data: bytes) -> Path:
        """Put a complete file into drop/ (or a folder of it)."""
        path = self.folder / "drop" / name
        path.parent.mkdir(exist_ok=True)
        hidden = path.with_name(f".{path.name}")
        hidden.write_bytes(data)
        hidden.rename(path)
        return path

    def once(self, *options: str, quiet: bool = False) -> Done:
        """Run one pass and prove what must hold after every pass."""
        done = self.bhxh("once", "--json", *([] if quiet else ["--no-quiet"]), *options)
        self.log.append(done.err)
        self.prove()
        return done

    def prove(self) -> None:
        """Rows are conserved, and neither log nor events hold personal data."""
        for drop in self.status()["drops"]:
            fates = [drop[name] for name in ("unchanged", "reported", "rejected", "held")]
            assert drop["rows"] == sum(fates), drop
        assert secrets().findall("".join(self.log)) == []
        assert secrets().findall("\n".join(self.events())) == []

    def events(self) -> list[str]:
        """Return every event of the ledger, as text."""
        ledger = self.folder / "ledger.db"
        with contextlib.closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as reader:
            return [str(row) for row in reader.execute("select * from events")]

    def status(self) -> Facts:
        """Return `status --json`."""
        done = self.bhxh("status", "--json")
        assert done.code == 0, done.err
        facts: Facts = done.json
        return facts

    def dropped(self, name: str) -> Facts:
        """Return the newest drop of that name."""
        found: list[Facts] = [each for each in self.status()["drops"] if each["name"] == name]
        return found[-1]

    def fates(self, name: str) -> tuple[int, int, int, int]:
        """Return how many rows of a drop are unchanged, reported, rejected, held."""
        drop = self.dropped(name)
        return drop["unchanged"], drop["reported"], drop["rejected"], drop["held"]

    def dossier(self, key: str) -> Facts:
        """Return one dossier of the status."""
        found: list[Facts] = [each for each in self.status()["dossiers"] if each["id"] == key]
        return found[0]

    def states(self) -> dict[str, str]:
        """Return the state of every dossier."""
        return {each["id"]: each["state"] for each in self.status()["dossiers"]}

    def show(self, thing: str) -> Facts:
        """Return one story."""
        facts: Facts = self.bhxh("show", thing, "--json").json
        return facts

    def explain(self, thing: str) -> str:
        """Return why a thing is where it is, in words."""
        return self.bhxh("explain", thing).out

    def questions(self, name: str) -> list[Facts]:
        """Return the open questions of a drop."""
        found: list[Facts] = self.show(self.dropped(name)["id"])["questions"]
        return found

    def release(self, thing: str, *options: str) -> None:
        """Let a held thing go on."""
        done = self.bhxh("release", thing, "--reason", "đã hỏi", *options)
        assert done.code == 0, done.err

    def returned(self, name: str, ending: str) -> Path:
        """Return the one file that went back for a dropped name."""
        (found,) = (self.folder / "returned").glob(f"{name}.????????.{ending}")
        return found

    def files(self, folder: str) -> list[str]:
        """Return the names in one folder of the site, sorted."""
        return sorted(os.listdir(self.folder / folder))


def _lines(settings: Mapping[str, object]) -> str:
    """Write one TOML table."""
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in settings.items()
    )
