"""The one place where room 2 parses XML: capped, UTF-8 only, without DOCTYPE, inert."""

from __future__ import annotations

import re

from lxml import etree

from validators.errors import MalformedXmlError

MAX_BYTES = 20_000_000

_BOM = b"\xef\xbb\xbf"
_DECLARATION = re.compile(
    rb"<\?xml\s+version\s*=\s*([\"'])1\.0\1"
    rb"(?:\s+encoding\s*=\s*([\"'])[Uu][Tt][Ff]-8\2)?(?:\s+standalone\s*=\s*([\"'])(?:yes|no)\3)?\s*\?>"
)


def hardened_parser() -> etree.XMLParser:
    """Return a parser that fetches nothing, expands nothing and keeps libxml2's own limits."""
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )


def parse(data: bytes, *, limit: int = MAX_BYTES) -> etree._Element:
    """Return the root of a document; raise MalformedXmlError for whatever we do not trust."""
    if word := _unfit(data, limit):
        raise MalformedXmlError(word)
    try:
        return etree.fromstring(data, hardened_parser())
    except etree.XMLSyntaxError as broken:
        # libxml2's text may quote the document: the line is enough.
        raise MalformedXmlError("not-xml") from broken


def _unfit(data: bytes, limit: int) -> str:
    """Return why bytes are not even given to the parser, or nothing."""
    if len(data) > limit:
        return "too-big"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "not-utf-8"
    # UTF-16 without a mark is full of NUL; libxml2 would recognise it.
    if b"\0" in data:
        return "not-utf-8"
    text = data.removeprefix(_BOM)
    if text.startswith(b"<?xml") and not _DECLARATION.match(text):
        return "declaration"
    return "doctype" if b"<!DOCTYPE" in data else ""
