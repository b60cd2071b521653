"""What is shipped: the wheel, the lock, the dependencies."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.imports import imports
from tests.house.source import ROOMS, ROOT, Source

_PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][0-9a-z.+]*)(?: ; [^\\]+)? \\")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
_BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"


def project() -> Mapping[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def folders() -> list[str]:
    """Return every package on disk, by its dotted name."""
    found = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    return sorted(str(folder.relative_to(ROOT)).replace("/", ".") for folder in found)


def build_wheel(folder: Path) -> zipfile.ZipFile:
    """Build the wheel from a clean copy of what it is made of; no network."""
    tree = folder / "tree"
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "tests" / "house", tree / "tests" / "house")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    built = subprocess.run(
        [sys.executable, "-c", _BUILD, str(folder)],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    return zipfile.ZipFile(folder / built.stdout.split()[-1])


def strange_lines(lock: str) -> Iterator[str]:
    """Yield lines of a lock that are neither a name with its version nor a hash."""
    for number, line in enumerate(lock.splitlines(), start=1):
        if not (_PINNED.fullmatch(line) or _HASH.fullmatch(line)):
            yield f"requirements.lock:{number}: {line}"


def pins(lock: str) -> Mapping[str, str]:
    """Return name -> version of a lock."""
    found = filter(None, map(_PINNED.fullmatch, lock.splitlines()))
    return {match["name"]: match["version"] for match in found}


def not_locked(requirements: Iterable[str], locked: Mapping[str, str]) -> Iterator[str]:
    """Yield requirements that a lock does not meet."""
    for requirement in map(Requirement, requirements):
        version = locked.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version):
            yield f"{requirement}: locked is {version}"


def names(requirements: Iterable[str]) -> frozenset[str]:
    """Return the distributions that requirements name."""
    return frozenset(canonicalize_name(Requirement(each).name) for each in requirements)


def foreign(sources: Iterable[Source]) -> frozenset[str]:
    """Return the distributions that those modules import."""
    owners = packages_distributions()
    tops = {each.module.split(".")[0] for source in sources for each in imports(source)}
    return frozenset(
        canonicalize_name(owners[top][0])
        for top in tops
        if top in owners and top not in ROOMS and top not in sys.stdlib_module_names
    )
