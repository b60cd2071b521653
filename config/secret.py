"""Secrets by reference: ``env:NAME``, ``file:PATH`` or ``credential:NAME``, never inline.

``credential:`` is systemd's LoadCredential (``$CREDENTIALS_DIRECTORY``).
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from config.disk import disk_said
from config.errors import SecretError

_REFERENCE = re.compile(r"(env|credential):[A-Za-z0-9_.-]+|file:.+")


def _checked(reference: str) -> str:
    if not _REFERENCE.fullmatch(reference):
        raise ValueError(
            "phải là tham chiếu env:TÊN, file:ĐƯỜNG-DẪN hoặc credential:TÊN, không ghi thẳng bí "
            "mật / a secret is a reference: env:NAME, file:PATH or credential:NAME, never inline"
        )
    return reference


Secret = Annotated[str, AfterValidator(_checked)]
"""A reference to a secret, as written in the settings."""


def resolve(reference: str, site: Path) -> str:
    """Return the secret behind a reference; raise SecretError, which never holds the secret."""
    kind, _, name = reference.partition(":")
    if kind == "env":
        value = os.environ.get(name)
        if value is None:
            raise SecretError(
                reference, "biến môi trường chưa đặt / the environment variable is not set"
            )
        return value
    folder = os.environ.get("CREDENTIALS_DIRECTORY") if kind == "credential" else str(site)
    if folder is None:
        raise SecretError(
            reference,
            "chưa có CREDENTIALS_DIRECTORY: chạy qua systemd / "
            "CREDENTIALS_DIRECTORY is not set: start through systemd",
        )
    try:
        return (Path(folder) / name).read_text(encoding="utf-8").rstrip("\r\n")
    except OSError as missing:
        raise SecretError(reference, disk_said(missing)) from missing
    except UnicodeDecodeError:
        raise SecretError(reference, "không phải chữ UTF-8 / is not UTF-8 text") from None
