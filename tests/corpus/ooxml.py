"""Writes workbooks by hand, part by part, so that they may say what no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = (1980, 1, 1, 0, 0, 0)
DATE, TEXT = 1, 2
"""Styles of a cell."""


@dataclass(frozen=True)
class Number:
    """A cell that holds a number, written just so."""

    text: str
    style: int = 0


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, and its stored value if there is one; `kind` is the cell's type."""

    text: str
    value: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Fault:
    """A cell that holds an error value."""

    text: str


@dataclass(frozen=True)
class Inside:
    """A cell whose XML is given whole; ``{at}`` is where it stands."""

    xml: str


Cell = str | Number | Formula | Fault | Inside


def workbook(rows: Sequence[Sequence[Cell]], **more: object) -> bytes:
    """Return a workbook of one sheet."""
    return zipped(parts([("Bảng lương", sheet(rows), "")], **more))


def sheet(
    rows: Sequence[Sequence[Cell]],
    *,
    hidden: Collection[int] = (),
    columns: str = "",
    tail: str = "",
    head: str = "",
) -> str:
    """Return a sheet's XML; `hidden` are numbers of rows, `tail` stands behind the cells."""
    written = "".join(
        f'<row r="{number}"{_HIDDEN if number in hidden else ""}>{_row(row, number)}</row>'
        for number, row in enumerate(rows, start=1)
    )
    inside = f"{columns}<sheetData>{written}</sheetData>{tail}"
    return f"{_HEAD}{head}<worksheet {_MAIN}>{inside}</worksheet>"


_HIDDEN = ' hidden="1"'


def _row(row: Sequence[Cell], number: int) -> str:
    return "".join(_cell(cell, f"{column(at)}{number}") for at, cell in enumerate(row))


def column(index: int) -> str:
    """Return the letters above a column, counted from 0."""
    high, low = divmod(index, 26)
    return (column(high - 1) if high else "") + chr(ord("A") + low)


def _cell(cell: Cell, at: str) -> str:
    if isinstance(cell, Number):
        style = f' s="{cell.style}"' if cell.style else ""
        return f'<c r="{at}"{style}><v>{cell.text}</v></c>'
    if isinstance(cell, Formula):
        value = "" if cell.value is None else f"<v>{escape(cell.value)}</v>"
        kind = f' t="{cell.kind}"' if cell.kind else ""
        return f'<c r="{at}"{kind}><f>{escape(cell.text)}</f>{value}</c>'
    if isinstance(cell, Fault):
        return f'<c r="{at}" t="e"><v>{cell.text}</v></c>'
    if isinstance(cell, Inside):
        return cell.xml.format(at=at)
    text = escape(cell)
    return (
        f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' if cell else ""
    )


def parts(
    sheets: Sequence[tuple[str, str, str]],
    *,
    epoch_1904: bool = False,
    strings: str = "",
    more: Mapping[str, str | bytes] | None = None,
    before: str = "",
) -> dict[str, bytes]:
    """Return the parts of a workbook; a sheet is its name, its XML and its state ("" = shown)."""
    named = "".join(
        f'<sheet name="{name}" sheetId="{at}"{_state(state)} r:id="rId{at}"/>'
        for at, (name, _, state) in enumerate(sheets, start=1)
    )
    epoch = '<workbookPr date1904="1"/>' if epoch_1904 else ""
    relations = "".join(
        _relation(f"rId{at}", "worksheet", f"worksheets/sheet{at}.xml")
        for at in range(1, len(sheets) + 1)
    )
    texts = {
        "[Content_Types].xml": _types(len(sheets), bool(strings)),
        "_rels/.rels": _relations(_relation("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{_HEAD}{before}<workbook {_MAIN} xmlns:r="{_OFFICE}">{epoch}'
        f"<sheets>{named}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            relations
            + _relation("rId98", "styles", "styles.xml")
            + (_relation("rId99", "sharedStrings", "sharedStrings.xml") if strings else "")
        ),
        "xl/styles.xml": _STYLES,
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **{f"xl/worksheets/sheet{at}.xml": xml for at, (_, xml, _) in enumerate(sheets, start=1)},
        **(more or {}),
    }
    return {name: text.encode() if isinstance(text, str) else text for name, text in texts.items()}


def _state(state: str) -> str:
    return f' state="{state}"' if state else ""


def _relation(key: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(inside: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def _types(sheets: int, strings: bool) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        *((f"xl/worksheets/sheet{at}.xml", "worksheet") for at in range(1, sheets + 1)),
        *([("xl/sharedStrings.xml", "sharedStrings")] if strings else []),
    ]
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}.{what}+xml"/>' for name, what in listed
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


_STYLES = (
    f"{_HEAD}<styleSheet {_MAIN}>"
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" quotePrefix="1"/></cellXfs></styleSheet>'
)


def zipped(contents: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these parts, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in contents.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = method
            archive.writestr(info, data)
    return target.getvalue()
