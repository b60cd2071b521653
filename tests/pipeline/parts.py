"""One site, assembled for a test: real rooms, a server in memory, and a clock that stands still.

bench = Bench(tmp_path)
bench.open(csv(staff(1, 2, 3)))                 # a baseline
bench.drop("luong.csv", csv(staff(1, 2, 3, 4)))
bench.work()
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from adapters.reader import Reader
from config.codes import Codes, load_codes
from config.law import Law, load_law
from config.profile import Profile, load_profile
from config.settings import Log, Settings, Unit
from outbox.pkcs12 import load_pkcs12
from outbox.signer import Signer
from outbox.signing import sign
from pipeline.ledger import Ledger
from pipeline.log import configure
from pipeline.model import Dossier, Drop
from pipeline.parts import Parts
from pipeline.runner import Runner, Tally
from pipeline.settle import Settling
from pipeline.spool import Spool
from pipeline.steps.opening import take_baseline
from tests import certificates
from tests.certificates import Identity
from tests.fakes import FolderFake
from tests.inbox import receipts
from tests.pipeline.ledgers import URL, Clock
from validators.schema import Schemas
from validators.signature import Trust

HERE, THERE = "TA0001A", "TB0002B"
PERIOD = "10/2026"
FIELDS = (
    "MaNV", "MaDonVi", "Ky", "HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu",
    "NoiLamViec", "ViTri", "LoaiHD", "HDTuNgay", "TienLuong", "MaBenhVien", "DienThoai",
    "Matinh_KS", "Maxa_KS", "Matinh_NN", "Maxa_NN", "Diachi_NN", "TrangThai", "NgayTrangThai", "PA",
)  # fmt: skip

Row = Mapping[str, str]


def person(number: int, **told: str) -> Row:
    """Return the row of one invented person; `told` replaces cells."""
    usual = {
        "MaNV": f"NV{number:05}", "MaDonVi": HERE, "Ky": PERIOD,
        "HoTen": f"Nguyễn Thị Ví Dụ {'ABCDEFGHIJ'[number % 10]}",
        "MasoBHXH": f"79{number:08}", "CMND": f"079190{number:06}", "NgaySinh": "05/03/1990",
        "GioiTinh": "Nữ", "ChucVu": "Công nhân may", "NoiLamViec": "Xưởng 1", "ViTri": "KHAC",
        "LoaiHD": "KXDTH", "HDTuNgay": "01/02/2020", "TienLuong": "9100000",
        "MaBenhVien": "79025", "DienThoai": "0900000001", "Matinh_KS": "79", "Maxa_KS": "26740",
        "Matinh_NN": "79", "Maxa_NN": "26740", "Diachi_NN": "1 Lê Lợi",
    }  # fmt: skip
    return {**dict.fromkeys(FIELDS, ""), **usual, **told}


def staff(*numbers: int, **told: str) -> list[Row]:
    """Return one row for each number, all told the same."""
    return [person(number, **told) for number in numbers]


def csv(*groups: list[Row]) -> bytes:
    """Write rows as a snapshot; the first person stands in line 2."""
    rows = [row for group in groups for row in group]
    lines = [",".join(FIELDS), *(",".join(row[name] for name in FIELDS) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


@cache
def profile() -> Profile:
    return load_profile("default")


@cache
def schemas() -> Schemas:
    return Schemas(profile())


@cache
def law() -> Law:
    return load_law()


@cache
def reader() -> Reader:
    return Reader()


@cache
def codes() -> Codes:
    return load_codes()


@cache
def signer(who: Callable[[], Identity] = certificates.employer) -> Signer:
    """Open somebody's key, once per process."""
    return signer_of(who())


def signer_of(identity: Identity) -> Signer:
    return load_pkcs12(identity.p12("bí mật"), "bí mật")


def settings(site: Path, **changes: Any) -> Settings:
    """Return settings of two units and one feed for CSV files; changes replace whole tables."""
    usual: dict[str, Any] = {
        "site": site,
        "employer": {
            "name": "Công ty Cổ phần Dệt may Phương Nam", "tax_code": "0301234567",
            "signer": "Trần Thị Bích", "phone": "02838220000", "email": "bhxh@example.vn",
            "units": [
                {"code": HERE, "name": "Thủ Đức", "agency": "07906", "wage_region": 1},
                {"code": THERE, "name": "Bình Dương", "agency": "07406", "wage_region": 1},
            ],
        },
        "ivan": {"code": "00040", "name": "I-VAN mẫu"},
        "sftp": {
            "host": "127.0.0.1", "username": "employer", "key": site / "keys/sftp",
            "host_keys": ["SHA256:" + "A" * 43],
        },
        "signing": {"file": site / "keys/employer.p12", "passphrase": "file:keys/employer.pass"},
        "trust": {"ivan": [site / "keys/ivan.pem"], "bhxh": [site / "keys/bhxh.pem"]},
        "feeds": [feed()],
    }  # fmt: skip
    return Settings.model_validate({**usual, **changes})


def feed(**changes: Any) -> dict[str, Any]:
    """Return a feed that nothing brakes; `changes` make it brake."""
    usual = {
        "name": "payroll", "pattern": "*.csv", "approve": "never", "max_change_percent": 1000,
        "quiet_seconds": 0,
    }  # fmt: skip
    return {**usual, **changes}


def trust_of(side: str) -> Trust:
    authority = certificates.ivan_authority() if side == "ivan" else certificates.bhxh_authority()
    uid = certificates.IVAN_UID if side == "ivan" else certificates.BHXH_UID
    return Trust(authorities=(authority.certificate,), signers=(uid,))


def make_parts(site: Path, **changes: Any) -> Parts:
    """Assemble a site; changes replace parts."""
    clock = changes.pop("clock", None) or Clock()
    spool = Spool(site)
    spool.prepare()
    usual: dict[str, Any] = {
        "settings": settings(site), "profile": profile(), "law": law(), "codes": codes(),
        "ledger": Ledger(URL, site, clock), "spool": spool, "schemas": schemas(), "clock": clock,
        "read": reader(),
        "signer_for": _employer, "connect": FolderFake().reconnect, "trust_of": trust_of,
        "log": configure(Log(format="json", level="debug"), io.StringIO()),
    }  # fmt: skip
    return Parts(**{**usual, **changes})


def _employer(_unit: Unit) -> Signer:
    return signer()


@dataclass
class Bench:
    """A site at work: what it drops, ships, gets back and says."""

    site: Path
    feeds: list[dict[str, Any]] = field(default_factory=lambda: [feed()])
    clock: Clock = field(default_factory=Clock)
    folder: FolderFake = field(default_factory=FolderFake)
    out: io.StringIO = field(default_factory=io.StringIO)
    parts: Parts = field(init=False)

    def __post_init__(self) -> None:
        self.parts = make_parts(
            self.site,
            settings=settings(self.site, feeds=self.feeds),
            clock=self.clock,
            connect=self.folder.reconnect,
            log=configure(Log(format="json", level="debug"), self.out),
        )

    @property
    def ledger(self) -> Ledger:
        return self.parts.ledger

    @property
    def log(self) -> list[dict[str, Any]]:
        """Every line of the log."""
        return [json.loads(line) for line in self.out.getvalue().splitlines()]

    def said(self, event: str) -> list[dict[str, Any]]:
        """Return the lines of one event."""
        return [line for line in self.log if line["event"] == event]

    def change(self, **changes: Any) -> None:
        """Replace parts."""
        self.parts = replace(self.parts, **changes)

    def runner(self, **changes: Any) -> Runner:
        return Runner(self.parts, Settling(), lambda: 0.0, **{"patient": False, **changes})

    def open(self, data: bytes) -> Drop:
        """Load a baseline."""
        file = self.site / "baseline.csv"
        file.write_bytes(data)
        first = self.parts.settings.feeds[0]
        case = take_baseline(self.parts, file, first)
        return self.ledger.drops.get(case.drop.id)

    def drop(self, name: str, data: bytes) -> None:
        path = self.site / "drop" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    def work(self) -> Tally:
        """Work once; every row must have a fate afterwards."""
        tally = self.runner().work(Tally())
        self.prove()
        return tally

    def collect(self) -> Tally:
        tally = self.runner().collect(Tally())
        self.prove()
        return tally

    def prove(self) -> None:
        """Rows are conserved."""
        for drop in self.ledger.drops.all():
            balance = drop.balance
            fates = balance.unchanged + balance.reported + balance.rejected + balance.held
            assert balance.rows == fates, drop

    def dropped(self, name: str = "luong.csv") -> Drop:
        """Return the newest drop of that name."""
        return [drop for drop in self.ledger.drops.all() if drop.name == name][-1]

    def dossiers(self, state: str | None = None) -> list[Dossier]:
        return [each for each in self.ledger.dossiers.all() if state in (None, str(each.state))]

    @property
    def dossier(self) -> Dossier:
        """The one dossier."""
        (dossier,) = self.dossiers()
        return dossier

    def answer(self, name: str, data: bytes) -> None:
        """Let the provider put an answer into its folder."""
        self.folder.put(f"outbound/{name}", data)

    def later(self, **span: float) -> None:
        self.clock.now += timedelta(**span)


def sealed(data: bytes, place: str) -> bytes:
    """Sign an answer as the I-VAN or as VSS."""
    who = certificates.ivan if place == "CKy_iVan" else certificates.bhxh
    return sign(data, place, signer(who), profile().signature, Clock()())


def submission(dossier: Dossier, **told: Any) -> bytes:
    stem = dossier.remote_name.removesuffix(".xml")
    return sealed(receipts.submission(stem, dossier.unit, **told), "CKy_iVan")


def notice(dossier: Dossier, **told: Any) -> bytes:
    stem = dossier.remote_name.removesuffix(".xml")
    return sealed(receipts.notice(stem, dossier.unit, **told), "CKy_BHXH")


def result(dossier: Dossier, **told: Any) -> bytes:
    stem = dossier.remote_name.removesuffix(".xml")
    return sealed(receipts.result(stem, dossier.unit, **told), "CKy_BHXH")
