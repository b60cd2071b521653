"""The provider's profile."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.errors import ProfileError
from config.profile import load_profile

DEFAULT = load_profile("default")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Copy the default profile into a site, to be broken there."""
    folder = tmp_path / "provider"
    shutil.copytree(DEFAULT.folder, folder)
    return folder


def rewrite(folder: Path, old: str, new: str) -> None:
    source = folder / "profile.toml"
    text = source.read_text(encoding="utf-8")
    assert old in text
    source.write_text(text.replace(old, new), encoding="utf-8")


def test_the_default_profile_recognises_four_kinds_of_answers() -> None:
    recognised = {
        form.kind: (form.root, form.form, form.signed_at, form.signer) for form in DEFAULT.receipts
    }

    assert recognised == {
        "submission": ("BHXH", "XN-NOP", "CKy_iVan", "ivan"),
        "notice": ("BHXH", "01/TB-GD", "CKy_BHXH", "bhxh"),
        "result": ("BHXH", "03/TB-TS", "CKy_BHXH", "bhxh"),
        "statement": ("C12-TS", "", "CKy_BHXH", "bhxh"),
    }


def test_the_default_profile_has_a_schema_for_each_of_our_documents() -> None:
    assert set(DEFAULT.schemas) == {"Hoso", "D01-TS", "D02-TS", "D03-TS", "TK1-TS", "TK3-TS"}
    assert all(DEFAULT.schema_path(root).is_file() for root in DEFAULT.schemas)


def test_the_default_limits_are_five_hundred_people_and_five_megabytes() -> None:
    limits = DEFAULT.limits

    assert (limits.people, limits.bytes, limits.files) == (500, 5_000_000, 6)


def test_a_profile_may_be_a_folder_of_the_site(own: Path) -> None:
    rewrite(own, 'folder = "inbound"', 'folder = "gui-len"')

    profile = load_profile("provider", own.parent)

    assert profile.upload.folder == "gui-len"
    assert profile.schema_path("Hoso") == own / "hoso.xsd"


def test_a_profile_that_is_not_there_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="no profile of that name") as raised:
        load_profile("nobody", tmp_path)

    assert raised.value.source == "nobody"


def test_without_a_site_a_path_is_relative_to_the_working_directory(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(own.parent)

    assert load_profile("provider").name == "default"


@pytest.mark.parametrize(
    ("content", "said"), [(b"[upload", "not TOML"), (b"\xff\xfe", "not UTF-8")]
)
def test_a_profile_that_is_not_toml_is_refused(own: Path, content: bytes, said: str) -> None:
    (own / "profile.toml").write_bytes(content)

    with pytest.raises(ProfileError, match=said):
        load_profile("provider", own.parent)


def test_every_problem_of_a_profile_is_told_at_once(own: Path) -> None:
    rewrite(own, 'confirm = "hash"', 'confirm = "maybe"\nunheard_of = 1')
    rewrite(own, "people = 500", "people = 0")
    rewrite(own, "^[A-Za-z0-9._-]{1,120}", "^[A-Z")

    with pytest.raises(ProfileError) as raised:
        load_profile("provider", own.parent)

    places = {problem.split(":")[0] for problem in raised.value.problems}
    assert places == {
        "[upload] confirm",
        "[upload] unheard_of",
        "[limits] people",
        "[download] pattern",
    }


def test_a_schema_that_is_not_there_is_refused(own: Path) -> None:
    (own / "tb-ts.xsd").unlink()

    with pytest.raises(ProfileError, match=r"schema missing: tb-ts\.xsd"):
        load_profile("provider", own.parent)


def test_a_form_without_a_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        DEFAULT.schema_path("D05-TS")
