"""What is wrong in bhxh.toml, told by table and key, in both languages."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

import config.disk
import config.problems
from config.errors import SettingsError
from config.load import load_settings
from tests.config.test_load import TOML, write


def told(site: Path, *changes: tuple[str, str], more: str = "") -> list[str]:
    text = TOML + more
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    with pytest.raises(SettingsError) as raised:
        load_settings(write(site, text))
    return list(raised.value.problems)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            'pattern = "*.csv"',
            'patern = "*.csv"',
            "[[feeds]] #1 (payroll) patern: không có khóa này; có phải pattern? / "
            "no such key; did you mean pattern?",
        ),
        (
            'pattern = "*.csv"',
            'policy = "some"',
            "[[feeds]] #1 (payroll) policy: phải là một trong: all, good-rows / "
            "must be one of: all, good-rows",
        ),
        (
            'pattern = "*.csv"',
            'policy = "goodrows"',
            "[[feeds]] #1 (payroll) policy: phải là một trong: all, good-rows; có phải good-rows? "
            "/ must be one of: all, good-rows; did you mean good-rows?",
        ),
        (
            'pattern = "*.csv"',
            "max_change_percent = 1.5",
            "[[feeds]] #1 (payroll) max_change_percent: phải là số nguyên từ 0 đến 1000 / "
            "must be a whole number from 0 to 1000",
        ),
        (
            'pattern = "*.csv"',
            'pattern = ""',
            "[[feeds]] #1 (payroll) pattern: phải có chữ / must be filled",
        ),
        (
            'pattern = "*.csv"',
            'unit = "TA0003A"',
            "[[feeds]] (payroll) unit: không phải đơn vị của doanh nghiệp; có phải TA0002A? / "
            "no unit of the employer; did you mean TA0002A?",
        ),
        (
            'tax_code = "0301234567"',
            "tax_code = 301234567",
            '[employer] tax_code: phải là MST trong dấu ngoặc kép: "0301234567", chi nhánh '
            '"0301234567-001", hoặc 12 chữ số / must be a tax code in quotes: "0301234567", of a '
            'branch "0301234567-001", or 12 digits',
        ),
        (
            'tax_code = "0301234567-001"',
            'tax_code = "0301"',
            "[[employer.units]] #2 (TA0002A) tax_code: phải là MST trong dấu ngoặc kép: "
            '"0301234567", chi nhánh "0301234567-001", hoặc 12 chữ số / must be a tax code in '
            'quotes: "0301234567", of a branch "0301234567-001", or 12 digits',
        ),
        (
            'code = "00040"\n',
            "",
            '[ivan] code: thiếu; phải là MaIVAN, 5 chữ số trong dấu ngoặc kép: "00040" / '
            'missing: MaIVAN, 5 digits in quotes: "00040"',
        ),
        ('username = "employer"\n', "", "[sftp] username: thiếu / missing"),
        (
            'ivan = ["keys/ivan.pem"]',
            'ivan = "keys/ivan.pem"',
            '[trust] ivan: phải là danh sách: ["…"] / must be a list: ["…"]',
        ),
        (
            f'host_keys = ["SHA256:{"A" * 43}"]',
            f'host_keys = ["SHA256:{"A" * 43}", "x"]',
            '[sftp] host_keys: #2 phải là vân tay "SHA256:…" như ssh-keygen -l in ra / '
            '#2 must be a fingerprint "SHA256:…" as ssh-keygen -l prints it',
        ),
        (
            f'host_keys = ["SHA256:{"A" * 43}"]',
            "host_keys = [5]",
            "[sftp] host_keys #1: phải là chữ trong dấu ngoặc kép / must be text in quotes",
        ),
        (
            "[ivan]",
            "[ivna]",
            "[ivna]: không có bảng này; có phải [ivan]? / no such table; did you mean [ivan]?",
        ),
        (
            'pattern = "*.csv"',
            'timezone = "Asia/Ho_Chi_Minh"',
            "[[feeds]] #1 (payroll) timezone: không có khóa này; nó thuộc [schedule] / "
            "no such key; it belongs in [schedule]",
        ),
        (
            "[[feeds]]",
            "[feeds]",
            "[feeds]: phải viết là [[feeds]] / must be written [[feeds]]",
        ),
        (
            "[[feeds]]",
            "[[feed]]",
            "feed: không có bảng này; có phải [[feeds]]? / no such table; did you mean [[feeds]]?",
        ),
        (
            'code = "00040"\n',
            'code = "00040"\ntax_code = "0301234567"\n',
            "[ivan] tax_code: không có khóa này; nó thuộc [employer], [[employer.units]] / "
            "no such key; it belongs in [employer], [[employer.units]]",
        ),
        (
            'ivan = ["keys/ivan.pem"]',
            "ivan = []",
            "[trust] ivan: phải có ít nhất 1 mục / must have 1 entry or more",
        ),
        (
            'pattern = "*.csv"',
            "quiet_seconds = inf",
            "[[feeds]] #1 (payroll) quiet_seconds: phải là số hữu hạn / must be a finite number",
        ),
        (
            'pattern = "*.csv"',
            "quiet_seconds = -1",
            "[[feeds]] #1 (payroll) quiet_seconds: phải từ 0 trở lên / must be 0 or more",
        ),
        (
            'file = "/etc/keys/employer.p12"\n',
            "",
            "[signing]: kind = pkcs12 cần cả file và passphrase / "
            "kind = pkcs12 needs file and passphrase",
        ),
    ],
)
def test_a_mistake_is_told_with_table_key_and_what_was_meant(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    assert said in told(tmp_path, (before, after))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[schedule]\nwork_every = 'soon'\n", '"30s", "5m", "2h", "1d" / must be seconds above 0'),
        ("[schedule]\ntimezone = 'Asia/Ho_Chi_Min'\n", "did you mean Asia/Ho_Chi_Minh?"),
        ("[log]\nlevel = true\n", "must be one of: debug, info, warning, error"),
        ("[ledger]\nurl = 'postgres:'\n", '[ledger] url: phải là "sqlite:///"'),
        ("[[feeds]]\n", "[[feeds]] #2 name: thiếu; phải là tên gồm chữ thường"),
        ("[[feeds]]\nname = 'payroll'\n", "feeds: hai nguồn cùng tên: payroll / two feeds"),
        ("[[feeds]]\nname = 'b'\nmarker = 'done'\n", 'must be one of: "", .done, .ok; did you'),
    ],
)
def test_a_mistake_in_a_table_further_down_is_told(tmp_path: Path, more: str, said: str) -> None:
    assert said in "\n".join(told(tmp_path, more=more))


def test_no_sentence_is_in_english_only_or_holds_a_value(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        ('passphrase = "file:keys/employer.pass"', 'passphrase = "s3cr3t"'),
        ("wage_region = 1", 'wage_region = "s3cr3t"'),
        ('phone = "02838220000"', 'phone = "s3cr3t"'),
    )

    assert len(found) == 3
    assert all(" / " in sentence for sentence in found)
    assert "s3cr3t" not in "".join(found)


@pytest.mark.parametrize("module", [config.disk, config.problems])
def test_the_examples_hold(module) -> None:
    assert doctest.testmod(module).failed == 0
