"""The I-VAN and the agency, played by hand on a real sshd: what arrived, and signed answers.

Answers are signed by the xmlsec1 program with invented keys; nothing here uses our own signer.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from tests.certificates import Identity, bhxh, ivan
from tests.inbox import receipts
from tests.inbox.receipts import Person
from tests.xmlsec1 import sign_with_xmlsec1

TAX_CODE = "0301234562"
Facts = dict[str, Any]


def submission(dossier: Facts, *, signer: Identity | None = None, digest: str = "") -> bytes:
    """Sign "xác nhận nộp hồ sơ" for a dossier of the status."""
    data = receipts.submission(
        _stem(dossier), dossier["unit"], tax_code=TAX_CODE, digest=digest or dossier["sha256"]
    )
    return sign_with_xmlsec1(data, "CKy_iVan", signer or ivan())


def notice(dossier: Facts, number: str = receipts.NUMBER, **told: str) -> bytes:
    """Sign a 01/TB-GD."""
    data = receipts.notice(
        _stem(dossier), dossier["unit"], number=number, tax_code=TAX_CODE, **told
    )
    return sign_with_xmlsec1(data, "CKy_BHXH", bhxh())


def result(
    dossier: Facts,
    people: Iterable[Person] = (),
    *,
    number: str = receipts.NUMBER,
    outcome: str = "1",
    signer: Identity | None = None,
) -> bytes:
    """Sign a 03/TB-TS."""
    data = receipts.result(
        _stem(dossier),
        dossier["unit"],
        number=number,
        outcome=outcome,
        people=people,
        tax_code=TAX_CODE,
    )
    return sign_with_xmlsec1(data, "CKy_BHXH", signer or bhxh())


def statement(unit: str, period: str) -> bytes:
    """Sign a C12-TS."""
    lines = [("A", "Kỳ trước mang sang", ("1", "2", "3", "4", "10"))]
    data = receipts.statement(unit, period, lines=lines)
    return sign_with_xmlsec1(data, "CKy_BHXH", bhxh())


class Provider:
    """The provider's side of the server's folders."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def inbound(self) -> dict[str, bytes]:
        """What arrived and was not taken."""
        return {path.name: path.read_bytes() for path in sorted((self._root / "inbound").iterdir())}

    @property
    def outbound(self) -> dict[str, Path]:
        """What we may fetch."""
        return {path.name: path for path in sorted((self._root / "outbound").iterdir())}

    def take(self) -> dict[str, bytes]:
        """Take everything away, as an I-VAN does."""
        taken = self.inbound
        for name in taken:
            (self._root / "inbound" / name).unlink()
        return taken

    def answer(self, name: str, data: bytes) -> None:
        """Let a whole answer appear."""
        hidden = self._root / "outbound" / f".{name}"
        hidden.write_bytes(data)
        hidden.rename(self._root / "outbound" / name)


def forms(dossier: bytes) -> dict[str, bytes]:
    """Return the forms inside a dossier, by their code."""
    files = etree.fromstring(dossier).iterfind("NoiDung/ThongTinHoSo/ToKhais/FileToKhai")
    return {
        file.findtext("MaToKhai", ""): base64.b64decode(file.findtext("NoiDungFile", ""))
        for file in files
    }


def lines(dossier: bytes, *wanted: str, form: str = "D02-TS") -> list[tuple[str, ...]]:
    """Return some fields of every line of a form."""
    content = forms(dossier).get(form)
    if content is None:
        return []
    return [
        tuple(line.findtext(name, "") for name in wanted)
        for line in etree.fromstring(content).iter("LaoDong")
    ]


def _stem(dossier: Facts) -> str:
    return str(dossier["remote_name"]).removesuffix(".xml")
