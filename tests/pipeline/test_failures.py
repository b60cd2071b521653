"""Every failure that reaches the command line has its words and its exit code."""

from __future__ import annotations

import pytest

from config.errors import SecretError, SettingsError
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
        (OSError(28, "No space left on device"), 2, "No space left on device"),
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
        (SettingsError("bhxh.toml", ("a: x",)), "có chỗ phải sửa", "see bhxh.toml"),
        (KeyUnusableError("wrong passphrase"), "không mở được khoá ký", "cannot be used"),
        (HostKeyError("connect", "", "another key"), "[sftp] host_keys", "ask the I-VAN"),
        (TrustError("ca.pem: no certificates"), "tệp CA", "an authority"),
        (MoveLostError("TA-1", "built", "signed"), "không còn là built", "no longer built"),
        (LedgerError("locked"), "sổ cái không dùng được", "see to the disk"),
        (OSError(28, "No space left on device"), "xem ổ đĩa", "see the disk"),
    ],
)
def test_a_failure_is_told_in_both_languages(failure, vietnamese, english, capsys):
    told(failure)

    said = capsys.readouterr().err
    assert vietnamese in said
    assert english in said
