"""Mappings by name: the site's own first, then those that are shipped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from config.errors import MappingError
from config.fields import KINDS, load_fields
from config.mapping import BUILT_IN, NAME, ExportMapping
from config.problems import near, read_toml, sentences

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
        f"[[feeds]] format: {_no_mapping(name, (*BUILT_IN, *known))}"
        for name in dict.fromkeys(formats)
        if name not in BUILT_IN and name not in known
    )


def load_mapping(name: str, site: Path | None) -> ExportMapping:
    """Load a mapping by its name, or by the path of its file; MappingError has all problems."""
    path = Path(name)
    if path.suffix == ".toml":
        return _load(path, site)
    if not NAME.fullmatch(name) or (found := _find(name, site)) is None:
        raise MappingError(name, (_no_mapping(name, known_mappings(site)),))
    return _load(found, site)


def _no_mapping(name: str, known: tuple[str, ...]) -> str:
    """Say that there is no such mapping, which one was probably meant, and which there are."""
    meant, listed = near(name, known), ", ".join(known)
    return (
        f"không có {name} (có: {listed}; của site nằm trong {FOLDER}/){meant[0]} / "
        f"{name} is no format and no mapping (there are: {listed}; own ones lie in {FOLDER}/)"
        f"{meant[1]}"
    )


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
            raise MappingError(source, (_no_parent(parent, known_mappings(site), seen),))
        seen.append(found)
        written = _over(_read(found, source), written)
    written.pop("name", None)
    try:
        mapping = ExportMapping.model_validate({**written, "name": path.stem})
    except ValidationError as invalid:
        problems = sentences(invalid, ExportMapping, written) + _further(written, invalid)
        raise MappingError(source, problems) from invalid
    if more := mapping.problems(load_fields()):
        raise MappingError(source, tuple(more))
    return mapping


def _further(written: Mapping[str, Any], invalid: ValidationError) -> tuple[str, ...]:
    """Return which fields are misnamed, besides the keys that are wrong by themselves."""
    rest: dict[str, Any] = {
        key: {**said} if isinstance(said, dict) else said for key, said in written.items()
    }
    for table, *keys in (map(str, error["loc"]) for error in invalid.errors(include_url=False)):
        if keys and table in _TABLES:
            rest[table].pop(keys[0], None)
        else:
            rest.pop(table, None)
    fields, kinds = load_fields(), [rest["kind"]] if "kind" in rest else KINDS
    known = dict.fromkeys(name for kind in kinds for name in fields.of(kind))
    mapping = ExportMapping.model_validate({**rest, "kind": kinds[0], "name": "x"})
    return tuple(mapping.misnamed("/".join(kinds), tuple(known)))


def _parent(name: object, site: Path | None, seen: list[Path]) -> Path | None:
    """Return the file that a mapping builds on; a mapping of the site may build on its namesake."""
    if not isinstance(name, str) or not NAME.fullmatch(name) or len(seen) > _DEPTH:
        return None
    found = _find(name, site)
    if found in seen:
        found = _find(name, None)
    return None if found in seen else found


def _no_parent(name: object, known: tuple[str, ...], seen: list[Path]) -> str:
    """Say why a mapping cannot build on that one, and which one was probably meant."""
    above = [path.stem for path in seen]
    if name in above:
        return f"extends: {name} không thể dựa vào chính nó / {name} cannot build on itself"
    if name in known:
        return f"extends: quá {_DEPTH} bản dựa vào nhau / more than {_DEPTH} build on each other"
    meant = near(name, set(known).difference(above))
    return (
        f"extends: không có bản ánh xạ {name} để dựa vào{meant[0]} / "
        f"no mapping {name} to build on{meant[1]}"
    )


def _read(path: Path, source: str) -> dict[str, Any]:
    return read_toml(path, source, MappingError)


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
