"""What is wrong in a TOML file of ours: table, key, what is wrong and what was probably meant.

Settings, mappings and profiles are told in these words, each in Vietnamese and English. What the
file says stays out of them: it may be a secret. Only the words of a short list are repeated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from config.disk import disk_said
from config.errors import ProblemsError

_Model = type[BaseModel]
_Loc = tuple[int | str, ...]
_LIKE = 0.6
"""How alike two words must be for one to be meant by the other, from 0 to 1."""
_NAMED: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_TEXT = ("là chữ trong dấu ngoặc kép", "be text in quotes")
_WHOLE = ("là số nguyên", "be a whole number")
_NUMBER = ("là số", "be a number")
_TABLE = ("là một bảng", "be a table")
_MUST: Final[Mapping[str, tuple[str, str]]] = {
    "string_type": _TEXT,
    "path_type": _TEXT,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": ("là số hữu hạn", "be a finite number"),
    "tuple_type": ('là danh sách: ["…"]', 'be a list: ["…"]'),
    "model_type": _TABLE,
    "dict_type": _TABLE,
    "greater_than": ("lớn hơn {gt:.15g}", "be more than {gt:.15g}"),
    "greater_than_equal": ("từ {ge:.15g} trở lên", "be {ge:.15g} or more"),
    "less_than_equal": ("từ {le:.15g} trở xuống", "be {le:.15g} or less"),
    "string_too_short": ("có chữ", "be filled"),
    "too_short": ("có ít nhất {min_length} mục", "have {min_length} entry or more"),
    "string_pattern_mismatch": ("theo mẫu {pattern}", "be of the form {pattern}"),
}
"""Error of pydantic -> what the value must do."""


def read_toml(path: Path, source: str, error: type[ProblemsError]) -> dict[str, Any]:
    """Read a TOML file; what is wrong with it becomes an `error` about `source`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        problem = f"không đọc được / cannot be read: {disk_said(missing)}"
        raise error(source, (problem,)) from missing
    except UnicodeDecodeError as broken:
        problem = "không phải UTF-8: lưu lại thành UTF-8 / not UTF-8: save it as UTF-8"
        raise error(source, (problem,)) from broken
    except tomllib.TOMLDecodeError as broken:
        raise error(source, (f"không đúng cú pháp TOML / not TOML: {broken}",)) from broken


def sentences(
    invalid: ValidationError, model: _Model, written: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return one sentence per problem: where it is, what is wrong, and what was probably meant."""
    errors = invalid.errors(include_url=False)
    places = [error["loc"] for error in errors]
    return tuple(
        _sentence(error, model, written)
        for error in errors
        # A list counts its good items only, so it calls itself too short when one is broken.
        if error["type"] != "too_short"
        or not any(place[:-1][: len(error["loc"])] == error["loc"] for place in places)
    )


def near(text: object, words: Iterable[str], called: Callable[[str], str] = str) -> tuple[str, str]:
    """Return what was probably meant, as the end of a sentence in both languages; else nothing.

    `called` says how such a word is told.

    >>> near("patern", ["name", "pattern"])
    ('; có phải pattern?', '; did you mean pattern?')
    """
    found = get_close_matches(str(text), list(words), n=1, cutoff=_LIKE)
    if not found:
        return "", ""
    meant = called(found[0])
    return f"; có phải {meant}?", f"; did you mean {meant}?"


def _sentence(error: Mapping[str, Any], root: _Model, written: Mapping[str, Any]) -> str:
    at, value = _place(error["loc"], written)
    model, field = _field(error["loc"], root)
    if value is None and field is not None and _model_in(field.annotation):
        at = _table(_path(error["loc"]), field)
    if error["type"] == "value_error":
        said = str(error["ctx"]["error"])
    else:
        is_table = isinstance(value, dict) or isinstance(_at(value, 0), dict)
        vietnamese, english = _words(error, root, model, field, is_table=is_table)
        said = f"{vietnamese} / {english}"
    return f"{at}: {said}" if at else said


def _words(
    error: Mapping[str, Any],
    root: _Model,
    model: _Model | None,
    field: FieldInfo | None,
    *,
    is_table: bool,
) -> tuple[str, str]:
    """Return what is wrong with a key, in Vietnamese and English."""
    form = _form(field)
    match error["type"]:
        case "extra_forbidden":
            return _unknown(error["loc"], root, model, is_table=is_table)
        case "missing":
            return (
                (f"thiếu; phải {form[0]}", f"missing: {form[1]}") if form else ("thiếu", "missing")
            )
        case "literal_error" | "enum":
            words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
            listed = ", ".join(word or '""' for word in words)
            meant = near(error["input"], filter(None, words))
            return f"phải là một trong: {listed}{meant[0]}", f"must be one of: {listed}{meant[1]}"
        case "tuple_type" if field is not None and _model_in(field.annotation):
            table = _table(_path(error["loc"]), field)
            return f"phải viết là {table}", f"must be written {table}"
        case kind if kind in _MUST:
            known = error.get("ctx", {})
            vietnamese, english = [text.format(**known) for text in _MUST[kind]]
            if form:
                vietnamese, english = form[0], f"be {form[1]}"
            return f"phải {vietnamese}", f"must {english}"
        case _:
            return "không đúng", error["msg"]


def _unknown(loc: _Loc, root: _Model, model: _Model | None, *, is_table: bool) -> tuple[str, str]:
    """Say that a key is not known, and where it belongs or which one was meant."""
    key, keys = str(loc[-1]), _keys(model)

    def head(found: str) -> str:
        if not _model_in(keys[found].annotation):
            return found
        return _table(_path((*loc[:-1], found)), keys[found])

    meant = near(key, keys, head)
    homes = ", ".join(table for table, keys in _tables(root) if key in keys)
    if homes and not (is_table and meant[0]):
        meant = f"; nó thuộc {homes}", f"; it belongs in {homes}"
    if is_table:
        return f"không có bảng này{meant[0]}", f"no such table{meant[1]}"
    return f"không có khóa này{meant[0]}", f"no such key{meant[1]}"


def _path(loc: _Loc) -> str:
    """Return the names on the way to a key, without the places in lists."""
    return ".".join(part for part in loc if isinstance(part, str))


def _place(loc: _Loc, written: object) -> tuple[str, object]:
    """Return table and key as the file writes them, and what stands there.

    >>> _place(("feeds", 1, "unit"), {"feeds": [{}, {"name": "payroll", "unit": 5}]})
    ('[[feeds]] #2 (payroll) unit', 5)
    """
    table, keys, value = "", list[str](), written
    names: list[str] = []
    for part in loc:
        inside = isinstance(value, dict | list | tuple)
        value = _at(value, part) if inside else None
        if isinstance(part, str):
            names.append(part)
            keys.append(part)
            if isinstance(value, dict):
                table, keys = f"[{'.'.join(names)}]", []
        elif isinstance(value, dict):
            table, keys = f"[[{'.'.join(names)}]] #{part + 1}{_called(value)}", []
        else:
            keys.append(f"#{part + 1}")
    return " ".join(filter(None, (table, *keys))), value


def _at(value: Any, part: int | str) -> object:  # noqa: ANN401 - whatever TOML can say
    try:
        return value[part]
    except (LookupError, TypeError):
        return None


def _called(table: Mapping[str, Any]) -> str:
    """Return what an entry of a list of tables calls itself."""
    names = (str(table.get(key, "")) for key in ("code", "name"))
    found = next(filter(_NAMED.fullmatch, names), None)
    return f" ({found})" if found else ""


def _field(loc: _Loc, root: _Model) -> tuple[_Model | None, FieldInfo | None]:
    """Return the model in which the last key stands, and what the model says of that key."""
    inside: _Model | None = root
    model, field = inside, None
    for part in loc:
        if isinstance(part, str) and inside is not None:
            model, field = inside, _keys(inside).get(part)
            inside = _model_in(field.annotation) if field else None
    return model, field


def _keys(model: _Model | None) -> dict[str, FieldInfo]:
    """Return the keys of a table as the file writes them."""
    fields = model.model_fields if model else {}
    return {field.alias or name: field for name, field in fields.items()}


def _tables(model: _Model, name: str = "") -> Iterator[tuple[str, dict[str, FieldInfo]]]:
    """Yield every table below a model with its keys."""
    for key, field in _keys(model).items():
        if (inside := _model_in(field.annotation)) is not None:
            path = f"{name}.{key}".lstrip(".")
            yield _table(path, field), _keys(inside)
            yield from _tables(inside, path)


def _table(path: str, field: FieldInfo) -> str:
    """Return the head of a table, or of an entry of a list of tables."""
    return f"[[{path}]]" if get_origin(field.annotation) is tuple else f"[{path}]"


def _model_in(annotation: Any) -> _Model | None:  # noqa: ANN401 - any annotation
    """Return the model that an annotation is about, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)


def _form(field: FieldInfo | None) -> tuple[str, str] | None:
    """Return what the value of a key must be, where its field says so: ``vi / en``."""
    told = field and (field.description or _described(field.annotation))
    if not told:
        return None
    vietnamese, _, english = told.partition(" / ")
    return vietnamese, english


def _described(annotation: Any) -> str | None:  # noqa: ANN401 - any annotation
    """Return the description inside of an annotation such as ``TaxCode | None``."""
    if get_origin(annotation) is Annotated:
        notes = (each for each in get_args(annotation) if isinstance(each, FieldInfo))
        return next((note.description for note in notes if note.description), None)
    return next(filter(None, map(_described, get_args(annotation))), None)
