"""A file of registration: what a unit registers, changes or ends with an I-VAN or VSS's portal.

04/ĐK-IVAN, 05/SĐ-IVAN, 06/NG-IVAN (QĐ 08/2015/QĐ-TTg, 09/03/2015) and 01/ĐK-GD, 02/SĐ-GD, 03/NG-GD.
I-VANs sign them at ``Hoso/CKy_Dvi``; inside stands DKI_BHXH, as public style sheets of 04 and 06
read it. (own): DKI_BHXH within Hoso, its attribute, DSTHUTUC and ISSUER.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo

from cryptography import x509

from config.registrations import Channel, RegistrationForm
from outbox.canonical import document
from outbox.dossier import unit_facts, wrapped
from outbox.model import Header


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A certificate as a registration names it; `serial` is hexadecimal, days are local ones."""

    serial: str
    issuer: str
    subject: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What one file of registration says."""

    form: RegistrationForm
    header: Header
    unit_name: str
    email: str
    procedures: Mapping[str, str]
    """Code -> name of each procedure that the unit transacts by."""
    seal: Seal
    stops_on: date | None = None
    """The day on which a unit that ceases stops."""
    reason: str = ""


def seal_of(certificate: x509.Certificate, zone: tzinfo) -> Seal:
    """Return what a registration says of a certificate."""
    return Seal(
        serial=f"{certificate.serial_number:x}",
        issuer=certificate.issuer.rfc4514_string(),
        subject=certificate.subject.rfc4514_string(),
        valid_from=certificate.not_valid_before_utc.astimezone(zone).date(),
        valid_to=certificate.not_valid_after_utc.astimezone(zone).date(),
    )


def build(said: Registration) -> bytes:
    """Return the file as canonical XML with an empty ``CKy_Dvi``."""
    header = said.header
    through_ivan = said.form.channel is Channel.IVAN
    ivan = {"MaIVAN": header.ivan_code, "TenIVAN": header.ivan_name}
    return document(
        "Hoso",
        (
            "<NoiDung>",
            wrapped("ThongTinIVAN", ivan) if through_ivan else "",
            wrapped("ThongTinDonVi", unit_facts(header)),
            f'<DKI_BHXH mau="{said.form.form}">',
            wrapped("TTDVI", _told(said)),
            "<DSTHUTUC>",
            *(
                wrapped("THUTUC", {"MA_THUTUC": code, "TEN_THUTUC": name})
                for code, name in said.procedures.items()
            ),
            f"</DSTHUTUC><TTCKY_DVI>{wrapped('TTCKY', _certificate(said.seal))}</TTCKY_DVI>",
            "</DKI_BHXH></NoiDung><CKy_Dvi></CKy_Dvi>",
        ),
    )


def _told(said: Registration) -> dict[str, str]:
    """Return what TTDVI says, in the order in which the style sheets show it."""
    told = {
        "DIADIEM": "",
        "NGAY_LAP": f"{said.header.made_on:%d/%m/%Y}",
        "TEN_DVI": said.unit_name,
        "MA_DVI": said.header.unit,
        "DIACHI_LHE": "",
        "EMAIL": said.email,
        "DIEN_THOAI": said.header.phone,
        "TEN_THUTUC": "; ".join(said.procedures.values()),
    }
    if said.form.channel is Channel.IVAN:
        told["TEN_IVAN"] = said.header.ivan_name
    if said.stops_on is not None:
        told |= {"NGAY_NGUNG": f"{said.stops_on:%d/%m/%Y}", "LYDO_NGUNG": said.reason}
    return told


def _certificate(seal: Seal) -> dict[str, str]:
    return {
        "SERIAL": seal.serial,
        "ISSUER": seal.issuer,
        "SUBJECT": seal.subject,
        "BEGIN": f"{seal.valid_from:%d/%m/%Y}",
        "END": f"{seal.valid_to:%d/%m/%Y}",
    }
