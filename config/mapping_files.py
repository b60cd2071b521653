"""Mappings by name: the site's own first, then those that are shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from config.errors import MappingError
from config.fields import load_fields
from config.mapping import BUILT_IN, NAME, ExportMapping

FOLDER: Final = "mappings"
_SHIPPED = Path(__file__).with_name(FOLDER)
_TABLES = ("columns", "constants", "codes", "join")
_DEPTH = 5
"""How many mappings may build on each other."""


def known_mappings(site: Path | None) -> tuple[str, ...]:
    """Name every mapping that a feed may name."""
    folders = (_SHIPPED, *([site / FOLDER] if site else []))
    names = {path.stem for folder in folders for path in folder.glob("*.toml")}
    return tuple(sorted(names - set(BUILT_IN)))


def unknown_formats(formats: Iterable[str], site: Path) -> tuple[str, ...]:
    """Return a sentence for each format that is neither ours nor a mapping's name."""
    known = known_mappings(site)
    return tuple(
        f"feeds.format: {name} is no format and no mapping; there are: "
        f"{', '.join((*BUILT_IN, *known))} (own ones lie in {FOLDER}/)"
        for name in dict.fromkeys(formats)
        if name not in BUILT_IN and name not in known
    )


def load_mapping(name: str, site: Path | None) -> ExportMapping:
    """Load a mapping by its name, or by the path of its file; MappingError has all problems."""
    path = Path(name)
    if path.suffix == ".toml":
        return _load(path, site)
    if not NAME.fullmatch(name) or (found := _find(name, site)) is None:
        known = ", ".join(known_mappings(site))
        raise MappingError(name, (f"no such mapping; there are: {known}",))
    return _load(found, site)


def _find(name: str, site: Path | None) -> Path | None:
    folders = (*([site / FOLDER] if site else []), _SHIPPED)
    paths = (folder / f"{name}.toml" for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def _load(path: Path, site: Path | None) -> ExportMapping:
    """Read a mapping with all that it builds on, and check it as a whole."""
    source = f"{FOLDER}/{path.name}" if path.parent.name == FOLDER else path.name
    written = _read(path, source)
    seen = [path]
    while parent := written.pop("extends", None):
        found = _parent(parent, site, seen)
        if found is None:
            raise MappingError(source, (f"extends: no mapping {parent} to build on",))
        seen.append(found)
        written = _over(_read(found, source), written)
    written.pop("name", None)
    try:
        mapping = ExportMapping.model_validate({**written, "name": path.stem})
    except ValidationError as invalid:
        raise MappingError(source, _sentences(invalid)) from invalid
    if problems := mapping.problems(load_fields()):
        raise MappingError(source, tuple(problems))
    return mapping


def _parent(name: object, site: Path | None, seen: list[Path]) -> Path | None:
    """Return the file that a mapping builds on; a mapping of the site may build on its namesake."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(seen) > _DEPTH:
        return None
    found = _find(name, site)
    if found in seen:
        found = _find(name, None)
    return None if found in seen else found


def _read(path: Path, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise MappingError(source, (f"cannot be read: {missing.strerror}",)) from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise MappingError(source, (f"not TOML: {broken}",)) from broken


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a mapping over the one it builds on: a field that it names anew is said by it alone."""
    joined: dict[str, Any] = {**below, **above}
    if "extends" not in below:
        joined.pop("extends", None)
    else:
        joined["extends"] = below["extends"]
    for table in _TABLES:
        lower, upper = (each.get(table) or {} for each in (below, above))
        if isinstance(lower, dict) and isinstance(upper, dict):
            joined[table] = {**lower, **upper}
    for table, other in (("columns", "constants"), ("constants", "columns")):
        named = above.get(table)
        if isinstance(named, dict) and isinstance(joined.get(other), dict):
            own = above.get(other) or {}
            joined[other] = {k: v for k, v in joined[other].items() if k not in named or k in own}
    lower, upper = (each.get("ignore") or [] for each in (below, above))
    if isinstance(lower, list) and isinstance(upper, list):
        joined["ignore"] = [*lower, *upper]
    return joined


def _sentences(invalid: ValidationError) -> tuple[str, ...]:
    """One sentence per problem: the key, and what is wrong."""
    return tuple(
        f"{'.'.join(str(part) for part in error['loc']) or 'file'}: {error['msg']}"
        for error in invalid.errors(include_input=False, include_url=False)
    )
