"""One I-VAN provider: folders, names, receipt paths, signature options, limits, schemas.

No I-VAN publishes its SFTP interface, so the default profile is our own design, told as such in
``profiles/default/profile.toml``; another provider is another folder, not another program.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from config.errors import ProfileError
from config.problems import near, read_toml, sentences

_BUILT_IN = Path(__file__).parent / "profiles"


class _Model(BaseModel):
    """What all parts of a profile share."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Upload(_Model):
    """How a dossier gets into the provider's folder."""

    folder: str = "inbound"
    confirm: Literal["hash", "size", "none"] = "hash"
    """What is checked on the server before the rename: SHA-256 by read-back, size, or nothing."""
    rename: Literal["posix", "plain"] = "posix"
    """``posix`` is atomic and overwrites; ``plain`` is the declared, weaker mode."""


class Download(_Model):
    """Where receipts lie, and what we do with them once they are durably ours."""

    folder: str = "outbound"
    pattern: str = r"^[A-Za-z0-9._-]{1,120}\.xml$"
    after: Literal["leave", "delete"] = "leave"
    max_bytes: int = 20_000_000
    max_entries: int = 100_000

    @field_validator("pattern")
    @classmethod
    def _regular(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as broken:
            raise ValueError(
                f"không phải biểu thức chính quy / not a regular expression: {broken}"
            ) from broken
        return pattern


class SignatureOptions(_Model):
    """The bracketed options of our signatures."""

    signature_id: str = "sigid"
    key_value: bool = False
    subject_name: bool = True
    signing_time: Literal["unsigned", "signed", "none"] = "unsigned"
    second_engine_every: int = Field(default=20, ge=1)
    """Every how many dossiers the engine that judges receipts (signxml) verifies too."""


class Limits(_Model):
    """What the provider takes at once."""

    people: int = Field(default=500, ge=1)
    bytes: int = Field(default=5_000_000, ge=10_000)
    files: int = Field(default=6, ge=1)


class ReceiptForm(_Model):
    """How one kind of answer is recognised and where its signature stands."""

    kind: Literal["submission", "notice", "result", "statement"]
    root: str
    form: str = ""
    """The ``mau`` attribute of XACNHAN_GDICH (own); empty where the root says enough."""
    signed_at: str
    """The element under the root that holds the Signature: CKy_iVan or CKy_BHXH."""
    signer: Literal["ivan", "bhxh"]
    schema_file: str


class Promises(_Model):
    """How long each answer may take before silence is an event, in hours and working days."""

    submission_hours: int = 2
    notice_hours: int = 4
    result_working_days: int = 5


class Profile(_Model):
    """One provider, complete; `folder` is where its XSDs lie."""

    folder: Path
    name: str
    description: str
    household: Literal["warn", "required"] = "warn"
    """A new participant without household data: go on with a warning, or be held."""
    object_type: int = 1
    """LoaiDoiTuong: 1 = organisation."""
    upload: Upload = Upload()
    download: Download = Download()
    signature: SignatureOptions = SignatureOptions()
    limits: Limits = Limits()
    promises: Promises = Promises()
    receipts: tuple[ReceiptForm, ...]
    schemas: dict[str, str]
    """Root element or form code -> XSD file in the profile's folder: Hoso, D02-TS, TK1-TS."""

    def schema_path(self, root: str) -> Path:
        """Return the XSD for one of our documents; KeyError if the profile has none."""
        return self.folder / self.schemas[root]


def load_profile(name: str, site: Path | None = None) -> Profile:
    """Load a built-in profile by name, or a profile folder by path; raise ProfileError."""
    folder = _BUILT_IN / name
    if not folder.is_dir():
        folder = (site or Path()) / name
    source = folder / "profile.toml"
    if not source.exists():
        meant = near(name, (path.name for path in _BUILT_IN.iterdir()))
        problem = (
            f"[ivan] profile: không có hồ sơ nhà cung cấp tên hay đường dẫn đó{meant[0]} / "
            f"no profile of that name or path{meant[1]}"
        )
        raise ProfileError(name, (problem,))
    written = read_toml(source, name, ProfileError)
    try:
        profile = Profile.model_validate({**written, "folder": folder})
    except ValidationError as invalid:
        raise ProfileError(name, sentences(invalid, Profile, written)) from invalid
    files = [*profile.schemas.values(), *(form.schema_file for form in profile.receipts)]
    if absent := tuple(
        f"[schemas] thiếu tệp / schema missing: {file}"
        for file in files
        if not (folder / file).is_file()
    ):
        raise ProfileError(name, absent)
    return profile
