"""X15 to X22: what is hidden, merged, beside or below the rows, and workbooks of other kinds."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.case import SOMEWHERE, Case, New, State
from tests.corpus.ooxml import TEXT, Inside, parts, sheet, workbook, zipped
from tests.corpus.people import HEADINGS, letter, xlsx
from tests.corpus.workbooks import cells

BAD, SPOILT = State.UNREADABLE, State.INVALID
_AT = list(HEADINGS).index


def cases(new: New) -> Iterator[Case]:
    """Yield X15 to X22."""
    yield from _hidden(new)
    yield from _sheets(new)
    yield from _beside(new)


def _hidden(new: New) -> Iterator[Case]:
    def book(**how: object):
        return lambda who: zipped(parts([("Bảng lương", sheet(cells(who), **how), "")]))

    seen = ("W-HIDDEN", SOMEWHERE, None)
    filtered = f'<autoFilter ref="A1:{letter("PA")}4"/>'
    columns = (
        f'<cols><col min="{_AT("LyDo") + 1}" max="{_AT("LyDo") + 1}" width="0" hidden="1"/></cols>'
    )
    told = {"ending": "xlsx"}
    yield new("X15-row", book(hidden={3}), ("E-HIDDEN", 3, None), state=SPOILT, **told)
    yield new(
        "X15-filtered",
        book(hidden={2, 4}, tail=filtered),
        ("E-HIDDEN", 2, None),
        ("E-HIDDEN", 4, None),
        state=SPOILT,
        **told,
    )
    yield new("X15-row-read", book(hidden={3}), seen, feed="hidden", **told)
    yield new(
        "X15-row-good-rows",
        book(hidden={3}),
        ("E-HIDDEN", 3, None),
        feed="good",
        fates=(2, 0, 1, 0),
        **told,
    )
    yield new(
        "X15-hidden-blank-row",
        lambda who: zipped(parts([("Bảng lương", sheet([*cells(who), []], hidden={5}), "")])),
        **told,
        free_notes=True,
    )
    yield new("X15-column", book(columns=columns), seen, **told)
    for state in ("hidden", "veryHidden"):
        yield new(
            f"X15-sheet-{state}",
            lambda who, s=state: zipped(
                parts(
                    [("Bảng lương", sheet(cells(who)), ""), ("Tháng trước", sheet(cells(who)), s)]
                )
            ),
            seen,
            **told,
        )
    merged = '<mergeCells count="1"><mergeCell ref="D3:D4"/></mergeCells>'
    yield new(
        "X16-two-rows",
        lambda who: zipped(
            parts([("Bảng lương", sheet(cells(who, (4, "HoTen", "")), tail=merged), "")])
        ),
        ("E-CELL", 3, "HoTen"),
        ("E-CELL", 4, "HoTen"),
        state=SPOILT,
        **told,
    )
    across = '<mergeCells count="1"><mergeCell ref="H4:I4"/></mergeCells>'
    yield new(
        "X16-two-columns",
        lambda who: zipped(
            parts([("Bảng lương", sheet(cells(who, (4, "ChucVu", "")), tail=across), "")])
        ),
        ("E-CELL", 4, "GioiTinh"),
        state=SPOILT,
        free_notes=True,
        **told,
    )


def _sheets(new: New) -> Iterator[Case]:
    def two(name: str, other):
        return lambda who: zipped(
            parts([(name, sheet(other(who)), ""), ("Bảng lương", sheet(cells(who)), "")])
        )

    yield new(
        "X17-notes-first",
        two("Ghi chú", lambda _: [["Người lập"], ["Lê Na"]]),
        ending="xlsx",
        free_notes=True,
    )
    yield new(
        "X17-two-payrolls",
        two("Tháng 9", cells),
        ("E-ADAPTER", None, None),
        ending="xlsx",
        state=BAD,
    )
    blank = Inside('<c r="{at}" s="2"/>')
    yield new(
        "X20-blanks-below",
        lambda who: workbook([*cells(who), [" ", "", "  "], [], [blank], *[[]] * 60, [blank]]),
        ending="xlsx",
    )
    rich = (
        '<c r="{at}" t="inlineStr"><is><r><rPr><b/></rPr><t>Công nhân</t></r>'
        '<r><t xml:space="preserve"> may</t></r></is></c>'
    )
    prefixed = f'<c r="{{at}}" s="{TEXT}" t="inlineStr"><is><t>{{number}}</t></is></c>'
    yield new(
        "X21-rich-and-prefixed",
        lambda who: workbook(
            cells(
                who,
                (3, "ChucVu", Inside(rich)),
                (3, "CMND", Inside(prefixed.replace("{number}", who.rows[1]["CMND"]))),
            )
        ),
        ending="xlsx",
    )
    yield new(
        "X21-trailing-blanks",
        lambda who: workbook(cells(who, (3, "ChucVu", "Công nhân may  "))),
        ("N-TRIM", 3, "ChucVu"),
        ending="xlsx",
    )
    yield new.wrong("X21-apostrophe", {"CMND": "'079190000001"}, "E-CITIZEN")


def _beside(new: New) -> Iterator[Case]:
    sign = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    kind = ("E-TYPE", None, None)
    strangers = {
        "xls": lambda who: sign,
        "xlsb": lambda who: zipped({"xl/workbook.bin": b"\x83\x01\x00"}),
        "xlsm": lambda who: zipped(
            parts([("Bảng lương", sheet(cells(who)), "")], more={"xl/vbaProject.bin": sign})
        ),
        "ods": lambda who: zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": b"<office:document-content/>",
            }
        ),
    }
    for ending, build in strangers.items():
        yield new(
            f"X18-{ending}", build, kind, feed="any", ending=ending, state=BAD, in_baseline=False
        )
        yield new(
            f"X18-{ending}-called-xlsx",
            _again(build),
            kind,
            ending="xlsx",
            state=BAD,
            in_baseline=False,
        )
    links = {
        "xl/externalLinks/externalLink1.xml": "<externalLink/>",
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(64),
        "xl/embeddings/oleObject1.bin": sign,
    }
    yield new(
        "X19-links-and-objects",
        lambda who: zipped(parts([("Bảng lương", sheet(cells(who)), "")], more=links)),
        ending="xlsx",
        free_notes=True,
    )
    yield new(
        "X22-lock-file",
        lambda who: b"\x05Lan" + bytes(160),
        name="~$luong.xlsx",
        state=State.IGNORED,
        in_baseline=False,
    )
    yield new(
        "X22-half-saved",
        lambda who: xlsx(who.rows)[:-700],
        ("E-ZIP", None, None),
        ending="xlsx",
        state=BAD,
    )


def _again(build):
    return lambda who: build(who) + bytes(512 * build(who).startswith(b"\xd0"))
