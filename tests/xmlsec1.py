"""The xmlsec1 program: an independent signer and verifier, written in C by other people.

``--enabled-key-data x509`` is not decoration: without it xmlsec1 1.2 says OK to a bare KeyValue.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from tests.certificates import Identity

_DS = "http://www.w3.org/2000/09/xmldsig#"

TEMPLATE = (
    f'<Signature xmlns="{_DS}"><SignedInfo>'
    '<CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    '<SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>'
    f'<Reference URI=""><Transforms><Transform Algorithm="{_DS}enveloped-signature"/></Transforms>'
    '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><DigestValue/></Reference>'
    "</SignedInfo><SignatureValue/><KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>"
    "</Signature>"
).encode()


def sign_with_xmlsec1(
    template_xml: bytes,
    place: str,
    identity: Identity,
    *,
    template: bytes = TEMPLATE,
    options: tuple[str, ...] = (),
    with_chain: bool = False,
) -> bytes:
    """Return the document with a Signature in ``<place/>`` or ``<place></place>``.

    `options` go to the program, e.g. ``("--id-attr:Id", "BHXH")``; `with_chain` puts the
    authorities' certificates beside the signer's.
    """
    name = place.encode()
    filled = template_xml.replace(b"<%b/>" % name, b"<%b></%b>" % (name, name))
    filled = filled.replace(b"<%b></%b>" % (name, name), b"<%b>%b</%b>" % (name, template, name))
    assert filled.count(template) == 1
    with tempfile.TemporaryDirectory() as folder:
        files = {"key.pem": identity.key_pem, "cert.pem": identity.pem, "in.xml": filled}
        for number, one in enumerate(identity.chain):
            files[f"above{number}.pem"] = one.public_bytes(Encoding.PEM)
        for file, data in files.items():
            (Path(folder) / file).write_bytes(data)
        node = f"/*/*[local-name()='{place}']/*"
        above = [f"above{number}.pem" for number in range(len(identity.chain) * with_chain)]
        command = ["xmlsec1", "--sign", "--privkey-pem", ",".join(["key.pem", "cert.pem", *above])]
        done = subprocess.run(
            [*command, *options, "--node-xpath", node, "--output", "out.xml", "in.xml"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return (Path(folder) / "out.xml").read_bytes()


def verify_with_xmlsec1(data: bytes, xpath: str, ca_pem_path: Path) -> bool:
    """Tell whether xmlsec1 accepts the Signature at an XPath such as ``/Hoso/CKy_Dvi/*``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.xml"
        file.write_bytes(data)
        command = ["xmlsec1", "--verify", "--enabled-key-data", "x509"]
        done = subprocess.run(
            [*command, "--trusted-pem", ca_pem_path, "--node-xpath", xpath, file],
            capture_output=True,
            check=False,
        )
        return done.returncode == 0
