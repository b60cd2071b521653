"""Documents against a profile's XSDs: libxml2 decides, xmlschema explains what was refused.

libxml2 is thirty times faster; xmlschema says which element of which rule. No message holds a value
of the document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import xmlschema
from lxml import etree

from config.profile import Profile
from validators.errors import MalformedXmlError, SchemaFileError
from validators.schema_texts import BROKEN, MALFORMED, ROOT, told
from validators.xml import parse

_XS = "{http://www.w3.org/2001/XMLSchema}"
_SHOWN = 100


@dataclass(frozen=True, kw_only=True)
class SchemaProblem:
    """One place of a document that the schema does not allow; `line` is 0 where unknown."""

    path: str
    line: int
    message_en: str
    message_vi: str


class Schemas:
    """The XSDs of one profile, compiled once each when first needed.

    They are named by our root or form code (Hoso, D02-TS, TK1-TS), and for answers by their form
    (XN-NOP, 01/TB-GD, 03/TB-TS) or, where there is none, by their root (C12-TS).
    """

    def __init__(self, profile: Profile) -> None:
        self._folder = profile.folder
        self._roots = {name: name for name in profile.schemas}
        self._files = dict(profile.schemas)
        for form in profile.receipts:
            self._roots[form.form or form.root] = form.root
            self._files[form.form or form.root] = form.schema_file
        self._gates: dict[str, etree.XMLSchema] = {}

    def check(self, data: bytes, root: str) -> tuple[SchemaProblem, ...]:
        """Return what is wrong with a document, at most a hundred places; nothing if all is right.

        Raise SchemaFileError where the profile has no usable schema of that name.
        """
        gate = self._gate(root)
        try:
            document = parse(data)
        except MalformedXmlError:
            return (_problem("/", 0, MALFORMED),)
        if document.tag != self._roots[root]:
            return (_problem("/", 1, ROOT),)
        if gate.validate(document):
            return ()
        explained = tuple(islice(self._explained(document, root), _SHOWN))
        if explained:
            return explained
        # The two disagree about a schema: the refusal stands, told as libxml2 places it.
        refused = gate.error_log.last_error  # type: ignore[attr-defined]  # the stubs lack it
        return (_problem(refused.path or "/", refused.line, BROKEN),)

    def _gate(self, name: str) -> etree.XMLSchema:
        """Return the compiled schema of that name."""
        if name not in self._gates:
            if name not in self._files:
                raise SchemaFileError(f"the profile has no schema for {name}")
            path = self._folder / self._files[name]
            self._gates[name] = _compiled(path)
        return self._gates[name]

    def _explained(self, document: etree._Element, name: str) -> Iterator[SchemaProblem]:
        """Yield xmlschema's errors; none where it cannot read what libxml2 could."""
        try:
            schema = xmlschema.XMLSchema(
                str(self._folder / self._files[name]), defuse="always", allow="sandbox"
            )
            source = xmlschema.XMLResource(document, defuse="always", allow="none")
            for error in schema.iter_errors(source):
                yield _problem(error.path or "/", error.sourceline or 0, told(error))
        except xmlschema.XMLSchemaException:
            return


def _problem(path: str, line: int, message: tuple[str, str]) -> SchemaProblem:
    return SchemaProblem(path=path, line=line, message_vi=message[0], message_en=message[1])


def _compiled(path: Path) -> etree.XMLSchema:
    """Compile an XSD that names only files beside it; raise SchemaFileError."""
    try:
        _local(path, set())
        return etree.XMLSchema(etree.parse(str(path), _parser()))
    except (OSError, etree.LxmlError) as unusable:
        raise SchemaFileError(f"{path.name}: not a usable schema") from unusable


def _local(path: Path, seen: set[str]) -> None:
    """Refuse an XSD that includes, anywhere, what does not lie beside it: libxml2 would fetch."""
    if path.name in seen:
        return
    seen.add(path.name)
    for element in etree.parse(str(path), _parser()).iter(f"{_XS}include", f"{_XS}import"):
        location = element.get("schemaLocation")
        if location is None:
            continue
        if urlsplit(location).path != location or Path(location).name != location:
            raise SchemaFileError(f"{path.name}: includes a file that is not beside it")
        _local(path.with_name(location), seen)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
