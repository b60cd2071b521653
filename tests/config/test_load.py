"""Reading ``bhxh.toml``."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError, NoSiteError, SettingsError
from config.load import load_settings

TOML = f"""
[employer]
name = "Công ty Mẫu"
tax_code = "0301234567"
signer = "Trần Thị Bích"
phone = "02838220000"
email = "bhxh@example.vn"

[[employer.units]]
code = "TA0001A"
name = "Thủ Đức"
agency = "07906"
wage_region = 1

[[employer.units]]
code = "TA0002A"
name = "Dĩ An"
agency = "07907"
wage_region = 2
tax_code = "0301234567-001"

[employer.units.signing]
file = "keys/branch.p12"
passphrase = "env:BRANCH"

[ivan]
code = "00040"
name = "I-VAN mẫu"

[sftp]
host = "127.0.0.1"
username = "employer"
key = "keys/sftp"
host_keys = ["SHA256:{"A" * 43}"]

[signing]
file = "/etc/keys/employer.p12"
passphrase = "file:keys/employer.pass"

[trust]
ivan = ["keys/ivan.pem"]
bhxh = ["keys/bhxh.pem", "/etc/bhxh2.pem"]

[[feeds]]
name = "payroll"
pattern = "*.csv"
"""


def write(site: Path, text: str) -> Path:
    (site / "bhxh.toml").write_text(text, encoding="utf-8")
    return site


def test_every_path_becomes_absolute_at_the_site(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, TOML))

    site = tmp_path.resolve()
    branch = settings.employer.unit("TA0002A").signing
    assert settings.site == site
    assert settings.sftp.key == site / "keys/sftp"
    assert settings.signing.file == Path("/etc/keys/employer.p12")
    assert settings.trust.ivan == (site / "keys/ivan.pem",)
    assert settings.trust.bhxh == (site / "keys/bhxh.pem", Path("/etc/bhxh2.pem"))
    assert branch is not None
    assert branch.file == site / "keys/branch.p12"
    assert settings.employer.unit("TA0001A").signing is None


def test_all_problems_are_told_at_once_without_their_values(tmp_path: Path) -> None:
    broken = (
        TOML.replace('passphrase = "file:keys/employer.pass"', 'passphrase = "hoa mai"')
        .replace("wage_region = 1", "wage_region = 9")
        .replace('pattern = "*.csv"', 'patern = "*.csv"')
    )

    with pytest.raises(SettingsError) as raised:
        load_settings(write(tmp_path, broken))

    places = {problem.split(":")[0] for problem in raised.value.problems}
    assert places == {
        "[signing] passphrase",
        "[[employer.units]] #1 (TA0001A) wage_region",
        "[[feeds]] #1 (payroll) patern",
    }
    assert "hoa mai" not in str(raised.value)
    assert isinstance(raised.value, ConfigError)


def test_a_list_that_is_really_too_short_is_told(tmp_path: Path) -> None:
    broken = TOML.replace('ivan = ["keys/ivan.pem"]', "ivan = []").replace("wage_region = 1", "")

    with pytest.raises(SettingsError) as raised:
        load_settings(write(tmp_path, broken))

    places = {problem.split(":")[0] for problem in raised.value.problems}
    assert places == {"[trust] ivan", "[[employer.units]] #1 (TA0001A) wage_region"}


def test_a_folder_without_settings_says_how_to_make_a_site(tmp_path: Path) -> None:
    with pytest.raises(NoSiteError, match=r"bhxh init THƯ-MỤC.*bhxh init DIR") as raised:
        load_settings(tmp_path)

    assert raised.value.source == str(tmp_path.resolve())


def test_a_folder_that_is_a_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SettingsError, match="is no folder"):
        load_settings(tmp_path / "file")


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"[employer", "not TOML: Expected"), (b"name = '\xff'", "not UTF-8")],
)
def test_what_is_not_toml_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bhxh.toml").write_bytes(content)

    with pytest.raises(SettingsError, match=said):
        load_settings(tmp_path)


def test_settings_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "bhxh.toml").mkdir()

    with pytest.raises(SettingsError, match="cannot be read: là một thư mục / is a folder"):
        load_settings(tmp_path)
