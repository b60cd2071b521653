"""Every failure that reaches the command line has its words and its exit code."""

from __future__ import annotations

import pytest

from config.errors import (
    LawError,
    MappingError,
    NoSiteError,
    ProfileError,
    SecretError,
    SettingsError,
)  # fmt: skip
from outbox.errors import HostKeyError, KeyUnusableError
from pipeline.errors import (
    ArtefactError,
    LeaseLostError,
    LedgerError,
    MoveLostError,
    NotFoundError,
    NotNowError,
    SiteBusyError,
)
from pipeline.failures import told
from validators.errors import SchemaFileError, TrustError


@pytest.mark.parametrize(
    ("failure", "code", "words"),
    [
        (SiteBusyError("run (pid 1)"), 3, "another instance holds the site: run (pid 1)"),
        (SettingsError("bhxh.toml", ("a: x", "b: y")), 78, "mend:\n  - a: x\n  - b: y\n"),
        (SecretError("env:X", "is not set"), 78, "env:X: is not set"),
        (TrustError("ca.pem: no certificates"), 78, "ca.pem: no certificates"),
        (SchemaFileError("hoso.xsd"), 78, "hoso.xsd"),
        (KeyUnusableError("wrong passphrase"), 11, "wrong passphrase"),
        (HostKeyError("connect", "", "another key"), 12, "connect another key"),
        (MoveLostError("TA-1", "built", "signed"), 64, "TA-1 is no longer built"),
        (NotFoundError("TA-1"), 64, "không có / no such thing: TA-1"),
        (NotNowError("nothing holds it"), 64, "nothing holds it"),
        (LeaseLostError("taken over"), 3, "taken over"),
        (LedgerError("locked"), 2, "locked"),
        (ArtefactError("damaged"), 2, "damaged"),
        (OSError(28, "No space left on device"), 2, "no room on the disk"),
    ],
)
def test_a_failure_has_words_and_a_code(failure, code, words, capsys):
    found = told(failure)

    said = capsys.readouterr()
    assert (found, said.out) == (code, "")
    assert said.err == f"bhxh: {words}\n" or words in said.err


@pytest.mark.parametrize(
    ("failure", "vietnamese", "english"),
    [
        (SiteBusyError("run (pid 1)"), "tiến trình khác đang giữ", "holds the site"),
        (SettingsError("bhxh.toml", ("a: x",)), "có chỗ phải sửa", "mend bhxh.toml"),
        (KeyUnusableError("wrong passphrase"), "không mở được khóa ký", "cannot be used"),
        (HostKeyError("connect", "", "another key"), "[sftp] host_keys", "ask the I-VAN"),
        (TrustError("ca.pem: no certificates"), "tệp CA", "an authority"),
        (MoveLostError("TA-1", "built", "signed"), "không còn là built", "no longer built"),
        (LedgerError("locked"), "sổ cái không dùng được", "see to the disk"),
        (OSError(28, "No space left on device"), "ổ đĩa hết chỗ", "then run it again"),
    ],
)
def test_a_failure_is_told_in_both_languages(failure, vietnamese, english, capsys):
    told(failure)

    said = capsys.readouterr().err
    assert vietnamese in said
    assert english in said


@pytest.mark.parametrize(
    ("failure", "said", "advice"),
    [
        (
            PermissionError(13, "Permission denied", "ro/x.html"),
            "ro/x.html: không có quyền",
            "chọn",
        ),
        (OSError(98, "Address already in use"), "another program uses the port", "[sftp] port"),
    ],
)
def test_a_command_that_failed_is_not_said_to_be_tried_again(failure, said, advice, capsys):
    told(failure)

    words = capsys.readouterr().err
    assert said in words
    assert advice in words
    assert "by itself" not in words


def test_a_folder_that_is_no_site_is_named_and_told_how_to_name_one(capsys):
    code = told(NoSiteError("payroll", ("không có ở đó / not there",)))

    assert code == 78
    assert capsys.readouterr().err == "bhxh: payroll: không có ở đó / not there\n"


@pytest.mark.parametrize(
    ("failure", "advice"),
    [
        (MappingError("mappings/hr.toml", ("a: x / y",)), "docs/mappings.md"),
        (ProfileError("p", ("a: x / y",)), "profile.toml"),
        (LawError("law", ("a",)), "law/"),
        (SecretError("env:X", "a"), "bhxh.toml"),
    ],
)
def test_no_failure_of_the_ground_sends_people_round_in_a_circle(failure, advice, capsys):
    told(failure)

    words = capsys.readouterr().err
    assert advice in words
    assert "doctor" not in words
