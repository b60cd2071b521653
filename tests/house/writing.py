"""Who writes local files: only the spool may."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from tests.house.imports import PLAYS_THE_OTHER_SIDE, inside
from tests.house.source import Source

WRITERS: Mapping[str, str] = {
    "pipeline.spool": "the only writer",
    "pipeline.lock": "a flock needs a file of its own, and what is in it decides nothing",
}
"""Who may write local files, and why."""

_METHODS = frozenset({
    "write_text", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir", "rmtree", "touch",
    "symlink_to", "hardlink_to", "chmod", "fchmod", "chown", "copyfile", "copytree", "copy2",
    "removedirs", "ftruncate", "pwrite", "utime",
})  # fmt: skip
_OS_ONLY = frozenset({"remove", "rename", "replace", "link", "symlink", "truncate", "move", "copy"})
_WRITE_MODE = re.compile(r"(?=.*[wax+])[rwaxbt+]{1,4}")
_WRITE_FLAGS = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND", "O_TRUNC")


def writes(source: Source) -> Iterator[str]:
    """Yield each call that changes the local disk, outside the writers."""
    if source.name in WRITERS or inside(source.name, [PLAYS_THE_OTHER_SIDE]):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and (what := _writes(node, _remote(source))):
            yield source.at(node, f"{what} writes to the disk; pipeline/spool.py does that")


def _remote(source: Source) -> bool:
    """Tell whether the module speaks to the provider's disk, whose calls have the same names."""
    return source.name in ("outbox.sftp", "outbox.sftp_folder", "outbox.packets")


def _writes(call: ast.Call, remote: bool) -> str:
    """Return what the call does to the disk, in its own words, or nothing."""
    text = ast.unparse(call.func)
    owner, _, method = text.rpartition(".")
    if method == "open":
        return text if _opens_for_writing(call, owner) and not (owner and remote) else ""
    if owner in ("os", "shutil") and (method in _METHODS or method in _OS_ONLY):
        return text
    if method in _METHODS and owner and not remote:
        return text
    # str.replace takes two arguments, Path.replace and Path.rename one.
    if method in ("rename", "replace") and owner and len(call.args) == 1 and not call.keywords:
        return "" if remote else text
    return ""


def _opens_for_writing(call: ast.Call, owner: str) -> bool:
    """Tell whether an open asks for more than reading; a mode that is no literal counts as more."""
    if owner == "os":
        return any(flag in ast.unparse(call) for flag in _WRITE_FLAGS)
    named = [word.value for word in call.keywords if word.arg == "mode"]
    given = [*named, *call.args[0 if owner else 1 :]][:1]
    for mode in given:
        if isinstance(mode, ast.Constant) and isinstance(mode.value, str):
            return bool(_WRITE_MODE.fullmatch(mode.value))
    # A method `open` of something else takes a name first; a function's second is the mode.
    return bool(named) or bool(given and not owner)
