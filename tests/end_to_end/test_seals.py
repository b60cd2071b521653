"""Acceptance 4: what we sign stands before xmlsec1 and xmllint, and no change of it does."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from tests.end_to_end.people import THERE, csv, staff
from tests.end_to_end.provider import Provider, forms
from tests.end_to_end.site import Site
from tests.end_to_end.story import first_month
from tests.sshd import Sshd
from tests.xmlsec1 import verify_with_xmlsec1

SCHEMAS = {"Hoso": "hoso.xsd", "D02-TS": "d02-ts.xsd", "TK1-TS": "tk1-ts.xsd"}
PLACES = {"Hoso": "/Hoso/CKy_Dvi/*", "D02-TS": "/*/Cky/*", "TK1-TS": "/*/Cky/*"}
Change = Callable[[bytes], bytes]


def _flipped(data: bytes) -> bytes:
    """Flip one bit of the last letter of a text that was signed."""
    at = data.index(b"</", data.index(b"<NoiDung>")) - 1
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _with_namespace(data: bytes) -> bytes:
    """Put into a text what a library may take for a declaration that it should overlook."""
    at = data.index(b"</", data.index(b"<NoiDung>"))
    return data[:at] + b' xmlns=""' + data[at:]


@pytest.fixture(scope="module")
def documents(
    template: Path, house: Sshd, tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[str, bytes]]:
    """Every envelope and form of a whole month, by kind."""
    provider = Provider(house.root)
    provider.take()
    site = Site.copy_of(template, tmp_path_factory.mktemp("seals") / "site", house)
    site.opened(csv(staff(range(1, 21), at=0) + staff(range(21, 31), at=0, unit=THERE)))
    site.drop("luong.csv", csv(first_month()))
    site.once()
    found: list[tuple[str, bytes]] = []
    for data in provider.take().values():
        found.append(("Hoso", data))
        found += forms(data).items()
    return found


def _one(documents: list[tuple[str, bytes]], kind: str) -> bytes:
    return next(data for found, data in documents if found == kind)


def _verify(tmp_path: Path, data: bytes, *options: str | Path) -> int:
    """Ask `bhxh verify` in a folder that is no site."""
    file = tmp_path / "document.xml"
    file.write_bytes(data)
    nowhere = Site(tmp_path / "nowhere")
    return nowhere.bhxh("verify", file, *options).code


def test_a_month_has_two_envelopes_and_three_forms(documents: list[tuple[str, bytes]]) -> None:
    kinds = sorted(kind for kind, _ in documents)

    assert kinds == ["D02-TS", "D02-TS", "Hoso", "Hoso", "TK1-TS"]


def test_xmlsec1_accepts_every_signature(
    documents: list[tuple[str, bytes]], employer_ca: Path
) -> None:
    assert all(verify_with_xmlsec1(data, PLACES[kind], employer_ca) for kind, data in documents)


def test_xmllint_accepts_every_document(documents: list[tuple[str, bytes]], tmp_path: Path) -> None:
    schemas = resources.files("config").joinpath("profiles", "default")
    for number, (kind, data) in enumerate(documents):
        file = tmp_path / f"{number}.xml"
        file.write_bytes(data)
        with resources.as_file(schemas) as folder:
            command = ["xmllint", "--nonet", "--noout", "--schema", folder / SCHEMAS[kind], file]
            done = subprocess.run(command, capture_output=True, check=False)

        assert done.returncode == 0, done.stderr.decode()


def test_verify_accepts_every_document_outside_a_site(
    documents: list[tuple[str, bytes]], employer_ca: Path, tmp_path: Path
) -> None:
    signer = "MST:0301234562"

    assert {
        _verify(tmp_path, data, "--trust", employer_ca, "--signer", signer) for _, data in documents
    } == {0}


@pytest.mark.parametrize("kind", ["Hoso", "D02-TS", "TK1-TS"])
@pytest.mark.parametrize("change", [_flipped, _with_namespace])
def test_a_changed_document_is_refused_by_xmlsec1_and_by_verify(
    documents: list[tuple[str, bytes]],
    employer_ca: Path,
    tmp_path: Path,
    kind: str,
    change: Change,
) -> None:
    changed = change(_one(documents, kind))

    assert not verify_with_xmlsec1(changed, PLACES[kind], employer_ca)
    assert _verify(tmp_path, changed, "--trust", employer_ca) == 10


@pytest.mark.parametrize("change", [_flipped, _with_namespace])
def test_verify_inside_a_site_refuses_a_changed_dossier(
    documents: list[tuple[str, bytes]], site: Site, tmp_path: Path, change: Change
) -> None:
    right, wrong = tmp_path / "right.xml", tmp_path / "wrong.xml"
    right.write_bytes(_one(documents, "Hoso"))
    wrong.write_bytes(change(_one(documents, "Hoso")))

    assert site.bhxh("verify", right).code == 0
    assert site.bhxh("verify", wrong).code == 10


def test_a_changed_form_in_a_sound_looking_envelope_is_named(
    documents: list[tuple[str, bytes]], employer_ca: Path, tmp_path: Path
) -> None:
    """A byte of the base64 text: both the envelope and that form no longer hold."""
    data = _one(documents, "Hoso")
    at = data.index(b"<NoiDungFile>") + 2000
    changed = data[:at] + (b"A" if data[at : at + 1] != b"A" else b"B") + data[at + 1 :]
    file = tmp_path / "document.xml"
    file.write_bytes(changed)

    done = Site(tmp_path / "nowhere").bhxh("verify", file, "--trust", employer_ca, "--json")

    refused = [one["where"] for one in done.json["signatures"] if one["answer"] == "no"]
    assert done.code == 10
    assert len(refused) == 2


def test_another_authority_is_no_trust(
    documents: list[tuple[str, bytes]], template: Path, tmp_path: Path
) -> None:
    other = template / "keys" / "ivan-ca.pem"

    assert _verify(tmp_path, _one(documents, "Hoso"), "--trust", other) == 10
