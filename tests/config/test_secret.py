"""Secrets by reference."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from config.errors import SecretError
from config.secret import Secret, resolve


def test_a_secret_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BHXH_TEST_SECRET", "mật khẩu")

    assert resolve("env:BHXH_TEST_SECRET", tmp_path) == "mật khẩu"


def test_a_secret_may_lie_in_a_file_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "key.pass").write_text(" mở ra \r\n", encoding="utf-8")

    assert resolve("file:key.pass", tmp_path) == " mở ra "
    assert resolve(f"file:{tmp_path / 'key.pass'}", Path("/nowhere")) == " mở ra "


def test_a_secret_may_be_a_credential_of_systemd(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p12").write_text("mở", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))

    assert resolve("credential:p12", Path("/nowhere")) == "mở"


@pytest.mark.parametrize("reference", ["env:BHXH_ABSENT", "file:absent", "credential:absent"])
def test_a_secret_that_is_not_there_is_told_by_its_reference(
    reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BHXH_ABSENT", raising=False)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)

    with pytest.raises(SecretError, match=f"^{reference}: ") as raised:
        resolve(reference, tmp_path)

    assert raised.value.reference == reference
    assert raised.value.reason


def test_a_file_that_is_no_text_is_a_secret_error_without_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "key.pass").write_bytes(b"\xff\xfegeheim")

    with pytest.raises(SecretError, match="is not UTF-8 text") as raised:
        resolve("file:key.pass", tmp_path)

    assert raised.value.__cause__ is None
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    "inline", ["geheim", "env:", "env:A B", "file:", "vault:x", "credential:a/b"]
)
def test_a_secret_written_inline_is_refused(inline: str) -> None:
    with pytest.raises(ValidationError, match="a secret is a reference"):
        TypeAdapter(Secret).validate_python(inline)
