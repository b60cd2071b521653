"""Sites as `init` makes them, run through the command line in this process."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.cli import run
from tests import certificates
from tests.pipeline.parts import Bench, feed, settings


@dataclass(frozen=True)
class Done:
    """What a command said."""

    code: int
    out: str
    err: str


@dataclass
class Command:
    """The command line of one site."""

    site: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str | Path) -> Done:
        self.capsys.readouterr()
        code = run([*map(str, words), "--site", str(self.site)])
        said = self.capsys.readouterr()
        return Done(code, said.out, said.err)

    def set(self, **changes: str) -> None:
        """Change keys of bhxh.toml that stand there once."""
        toml = self.site / "bhxh.toml"
        text = toml.read_text(encoding="utf-8")
        for name, value in changes.items():
            text, count = re.subn(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
            assert count >= 1, name
        toml.write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site for the sandbox with the keys of the tests; made once."""
    site = tmp_path_factory.mktemp("made") / "site"
    assert run(["init", str(site)]) == 0
    uid = "MST:0301234562"
    employer = certificates.employer_authority().issue("Dệt may Phương Nam", uid)
    for name, data in {
        "employer.p12": employer.p12("bí mật"), "employer.pass": "bí mật".encode(),
        "ivan-ca.pem": certificates.ivan_authority().pem,
        "bhxh-ca.pem": certificates.bhxh_authority().pem,
    }.items():  # fmt: skip
        (site / "keys" / name).write_bytes(data)
    return site


@pytest.fixture
def bhxh(made_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command line of a new site."""
    shutil.copytree(made_site, tmp_path / "site")
    return Command(tmp_path / "site", capsys)


@pytest.fixture
def inside(bhxh: Command) -> Iterator[Bench]:
    """A bench on the same site and ledger as the command line, with a server in memory."""
    bench = Bench(bhxh.site, feeds=[feed()])
    told = settings(bhxh.site, feeds=[feed()])
    employer = told.employer.model_copy(update={"tax_code": "0301234562"})
    bench.change(
        settings=told.model_copy(update={"employer": employer}), signer_for=_signer(bhxh.site)
    )
    yield bench
    bench.ledger.close()


def _signer(site: Path):
    from outbox.pkcs12 import load_pkcs12

    opened = load_pkcs12((site / "keys" / "employer.p12").read_bytes(), "bí mật")
    return lambda _unit: opened
