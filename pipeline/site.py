"""A new site for the sandbox provider: folders, settings, keys and a sample payroll."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path

from config.load import NAME
from pipeline.errors import NotNowError
from pipeline.sandbox.keys import host_fingerprint, sandbox_files
from pipeline.spool import Spool

EMPLOYER = "Công ty Cổ phần Dệt may Phương Nam"
TAX_CODE = "0301234562"
UNITS = (
    ("TA0001A", "Chi nhánh Thủ Đức", "07906", 1),
    ("TB0002B", "Chi nhánh Bình Dương", "07406", 1),
)
PORT = 2222

_SETTINGS = """\
# bhxh: a site for the sandbox provider. Every key is described in README.md, "Settings".

[employer]
name = {name}
tax_code = {tax_code}            # MST; must be the one in the certificate's subject UID
signer = "Trần Thị Bích"           # NguoiKy
phone = "02838220000"
email = "bhxh@example.vn"
{units}
[ivan]
profile = "default"                # a folder of config/profiles, or a path
code = "00040"                     # MaIVAN
name = "I-VAN mẫu"

[sftp]
host = "127.0.0.1"
port = {port}
username = "employer"
key = "keys/sftp_ed25519"
host_keys = [{fingerprint}]

[signing]
kind = "pkcs12"
file = "keys/employer.p12"
passphrase = "file:keys/employer.pass"

[trust]
ivan = ["keys/ivan-ca.pem"]
bhxh = ["keys/bhxh-ca.pem"]
ivan_signers = ["MST:0309999999"]
bhxh_signers = ["MST:0100000000"]

[[feeds]]
name = "payroll"
pattern = "*.csv"
format = "auto"                    # auto | snapshot | vnpt | requests | <mapping>
policy = "all"                     # all | good-rows
quiet_seconds = 5
missing = "hold"                   # hold | leaves
approve = {approve}                # never | first | always
max_change_percent = {max_change_percent}

[[feeds]]
name = "workbooks"
pattern = "*.xlsx"
approve = {approve}

[schedule]
timezone = "Asia/Ho_Chi_Minh"
work_every = "30s"
collect_every = "5m"
reconcile_at = "01:30"

[ledger]
url = "sqlite:///ledger.db"

[log]
format = "auto"                    # auto | console | json
level = "info"
"""

_UNIT = """
[[employer.units]]
code = {code}
name = {name}
agency = {agency}                   # CoQuanQuanLy
wage_region = {region}
"""


def make_site(
    site: Path,
    now: datetime,
    *,
    units: Sequence[tuple[str, str, str, int]] = UNITS,
    port: int = PORT,
    approve: str = "first",
    max_change_percent: int = 20,
) -> None:
    """Make a working site; NotNowError if the folder holds one already."""
    if (site / NAME).exists():
        raise NotNowError(f"{site}: đã có {NAME} / there is a {NAME} already")
    spool = Spool(site)
    spool.prepare()
    files = sandbox_files(TAX_CODE, EMPLOYER, now)
    for name, data in files.items():
        spool.write(name, data)
    for folder in ("keys", "sandbox"):
        spool.close(folder)
    spool.write("sample/luong-2026-10.csv", sample(), shared=True)
    text = _SETTINGS.format(
        name=_toml(EMPLOYER),
        tax_code=_toml(TAX_CODE),
        units="".join(
            _UNIT.format(code=_toml(code), name=_toml(name), agency=_toml(agency), region=region)
            for code, name, agency, region in units
        ),
        port=port,
        fingerprint=_toml(host_fingerprint(files)),
        approve=_toml(approve),
        max_change_percent=max_change_percent,
    )
    # The settings last: a site with a bhxh.toml is a whole one.
    spool.write(NAME, text.encode(), shared=True)


def use_port(site: Path, port: int) -> None:
    """Let the settings of a new site name the port that its sandbox got."""
    text = (site / NAME).read_text(encoding="utf-8")
    named = text.replace(f"port = {PORT}", f"port = {port}")
    Spool(site).write(NAME, named.encode(), shared=True)


def sample() -> bytes:
    """Return docs/sample.csv: the contract for headings and styles of a snapshot."""
    return resources.files("config").joinpath("sample.csv").read_bytes()


def _toml(text: str) -> str:
    """Return a TOML string; JSON's escapes are TOML's, too."""
    return json.dumps(text, ensure_ascii=False)
