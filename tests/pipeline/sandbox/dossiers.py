"""Small signed dossiers of invented people, and a sandbox to send them to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from config.model import Period
from config.profile import SignatureOptions
from outbox.canonical import document, elements
from outbox.dossier import envelope
from outbox.forms import d02_ts
from outbox.model import FormFile, Header
from outbox.pkcs12 import load_pkcs12
from outbox.signer import Signer
from outbox.signing import sign
from pipeline.sandbox import keys
from pipeline.sandbox.box import Sandbox

TAX_CODE = "0301234567"
EMPLOYER = "Công ty Cổ phần Dệt may Phương Nam"
NOW = datetime(2026, 10, 5, 1, 15, 30, tzinfo=UTC)
HEADER = Header(
    ivan_code="00040",
    ivan_name="I-VAN mẫu",
    employer=EMPLOYER,
    unit="TA0001A",
    object_type=1,
    tax_code=TAX_CODE,
    signer="Trần Thị Bích",
    phone="02838220000",
    agency="07906",
    procedure="600",
    procedure_name="Báo tăng, báo giảm, điều chỉnh đóng BHXH, BHYT, BHTN, BHTNLĐ, BNN",
    period=Period(2026, 10),
    made_on=date(2026, 10, 5),
)
NAME = "TA0001A_202610_600_01_1a2b3c4d"


@dataclass
class Clock:
    """A clock that stands still until somebody moves it."""

    time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class Site:
    """The two sides' keys and the folder of the I-VAN in a box."""

    folder: Path
    files: dict[str, bytes]
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        for name, data in self.files.items():
            file = self.folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(data)
            file.chmod(0o600)

    @property
    def box(self) -> Path:
        return self.folder / "sandbox"

    @property
    def inbound(self) -> Path:
        return self.box / "remote" / "inbound"

    @property
    def outbound(self) -> Path:
        return self.box / "remote" / "outbound"

    def sandbox(self, *faults, **options) -> Sandbox:
        options = {"now": self.clock, "refuse_every": 0} | options
        return Sandbox(self.box, faults=frozenset(faults), **options)

    def signer(self) -> Signer:
        passphrase = self.files[keys.EMPLOYER_PASS].decode().strip()
        return load_pkcs12(self.files[keys.EMPLOYER_KEY], passphrase)

    def answers(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in sorted(self.outbound.iterdir())}


def person(number: int, *, pa: str = "TM", loai: str = "1", **fields: str) -> dict[str, str]:
    """Return the fields of one line; a newcomer without an insurance number unless told."""
    blank = dict.fromkeys(d02_ts.FIELDS, "")
    return (
        blank
        | {
            "STT": str(number),
            "HoTen": f"Nguyễn Văn {'ABCDEFGHIJ'[number % 10]}",
            "ChucVu": "Công nhân may",
            "NoiLamViec": "Xưởng số 1",
            "TienLuong": "12500000",
            "PhuCapCV": "0",
            "PhuCapTNVK": "0",
            "PhuCapTNNghe": "0",
            "PhuCapLuong": "0",
            "PhuCapBosung": "0",
            "TuThang": "10/2026",
            "PA": pa,
            "TyleDong": "32",
            "TinhLai": "0",
            "DaCoSo": "0",
            "MavungLTT": "01",
            "ID": f"{number:010}",
            "Loai": loai,
            "CoGiamChet": "0",
            "NgaySinh": "02/03/1990",
            "GioiTinh": "1",
            "CMND": f"079090{number:06}",
            "Vtvl_khac_tungay": "01/10/2026",
            "Hdld_tungay": "01/10/2026",
        }
        | fields
    )


def form(people: list[dict[str, str]], signer: Signer, code: str = "D02-TS") -> FormFile:
    """Return a signed form."""
    head = elements({"SoToBiaSoBHXH": "", "SoToRoiSoBHXH": "", "SoTheBHYT": ""})
    rows = "".join(f"<LaoDong>{elements(fields)}</LaoDong>" for fields in people)
    content = f"<ThongTinKhac>{head}</ThongTinKhac><NoiDung>{rows}</NoiDung><Cky></Cky>"
    signed = sign(document(code, (content,)), "Cky", signer, SignatureOptions(), NOW)
    return FormFile(code=code, description=code, name=f"{code}.xml", data=signed)


def dossier(signer: Signer, people: list[dict[str, str]], **changes) -> bytes:
    """Return a signed dossier with one D02-TS."""
    return sealed(envelope(replace(HEADER, **changes), [form(people, signer)]), signer)


def sealed(written: bytes, signer: Signer) -> bytes:
    """Sign an envelope."""
    return sign(written, "CKy_Dvi", signer, SignatureOptions(), NOW)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
