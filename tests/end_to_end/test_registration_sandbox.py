"""The whole flow of a registration against the I-VAN in a box, which checks with its own code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.sandbox.box import Sandbox
from pipeline.site import make_site, use_port
from tests.end_to_end.people import HERE
from tests.end_to_end.site import Facts, Site


@dataclass
class Pair:
    """A site, and the box that answers it."""

    site: Site
    box: Sandbox

    def go_there_and_back(self) -> None:
        """Send what is due, let the box answer, and collect."""
        self.site.bhxh("once", "--no-quiet")
        self.box.step()
        self.site.bhxh("once", "--no-quiet")

    def unit(self) -> Facts:
        """Return where the unit stands."""
        (told,) = self.site.status()["registrations"]
        facts: Facts = told
        return facts


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """A site that wants registrations, and its sandbox."""
    folder = tmp_path / "site"
    make_site(folder, datetime.now(UTC), approve="never")
    site = Site(folder)
    text = site.toml.read_text("utf-8")
    site.toml.write_text(text.replace("[employer]\n", '[employer]\nregistration = "required"\n'))
    with Sandbox(folder / "sandbox") as box:
        use_port(folder, box.port)
        yield Pair(site, box)


def test_register_amend_cease_and_switch_against_the_sandbox(pair: Pair) -> None:
    site = pair.site
    assert site.bhxh("register", "--unit", HERE).code == 0
    pair.go_there_and_back()
    assert pair.unit()["state"] == "registered"

    text = site.toml.read_text("utf-8").replace("bhxh@example.vn", "moi@example.vn")
    site.toml.write_text(text, "utf-8")
    assert "amend" in [each["code"] for each in site.bhxh("once", "--json").json["open"]]
    assert site.bhxh("amend").code == 0
    pair.go_there_and_back()
    assert pair.unit()["email"] == "moi@example.vn"

    switch = ("register", "--switch", "00030", "--unit", HERE)
    assert site.bhxh(*switch).code == 0
    pair.go_there_and_back()
    assert pair.unit()["state"] == "ceased"
    text = site.toml.read_text("utf-8").replace('code = "00040"', 'code = "00030"')
    site.toml.write_text(text, "utf-8")
    assert site.bhxh(*switch).code == 0
    pair.go_there_and_back()

    unit = pair.unit()
    assert (unit["state"], unit["provider"]) == ("registered", "00030")
    assert [case.submission.code for case in pair.box.provider.cases] == [""] * 4
    assert [entry.what for entry in pair.box.provider.journal].count("result") == 4
    assert list((site.folder / "inbox").glob("statements/*")) == []
    assert {each["state"] for each in site.status()["dossiers"]} == {"accepted"}


def test_the_sandbox_refuses_a_stranger_and_the_unit_stays_where_it_was(pair: Pair) -> None:
    other = pair.site.folder.parent / "other"
    make_site(other, datetime.now(UTC))
    for name in ("employer.p12", "employer.pass"):
        (pair.site.folder / "keys" / name).write_bytes((other / "keys" / name).read_bytes())

    pair.site.bhxh("register", "--unit", HERE)
    pair.go_there_and_back()

    unit = pair.unit()
    assert (unit["state"], bool(unit["refused"])) == ("unregistered", True)
    assert "CE013" in pair.site.explain(HERE)
