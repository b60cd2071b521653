"""How one company's export is read: a TOML file that says what its headings and cells mean.

It never guesses: a style that is not named stays with what can be read in one way only, and a
choice that is still open (`undecided`) makes the whole mapping unusable until it is made.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from config.encodings import Encoding
from config.fields import Fields
from config.fold import fold, word_key
from config.problems import near

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")
BUILT_IN: Final = ("auto", "snapshot", "vnpt", "requests")
"""Formats that are code; the name of a mapping is none of them."""
LETTER: Final = re.compile(r"@[A-Z]{1,3}")
"""A column by its letter: ``@AB``, for sheets whose headings repeat or are not there."""

_TWO: Final = 2
RowKind = Literal["snapshot", "movements", "requests"]
Dates = Literal["auto", "dmy", "mdy", "ymd", "yyyymmdd", "ddmmyyyy", "d-mon-yyyy", "serial"]
Months = Literal["auto", "my", "ym", "yyyymm", "mmyyyy", "mon-yyyy", "date"]
Money = Literal[
    "auto", "plain", "dot-thousands", "comma-thousands", "space-thousands", "apostrophe-thousands"
]


def _heading(text: str) -> str:
    """Refuse a heading without a letter or digit: it would fit every column without a name."""
    if not LETTER.fullmatch(text) and not fold(text):
        raise ValueError("không có chữ hay số nào / has neither letter nor digit")
    return text


def _pattern(text: str) -> str:
    """Refuse a pattern that says nothing of what is looked for."""
    try:
        groups = re.compile(text).groups
    except re.error as broken:
        raise ValueError(
            f"không phải biểu thức chính quy / is no regular expression: {broken}"
        ) from broken
    if not groups:
        raise ValueError(
            "cần một nhóm (…) quanh phần cần lấy / needs a group (…) around what is looked for"
        )
    return text


Heading = Annotated[str, Field(min_length=1), AfterValidator(_heading)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class _Model(BaseModel):
    """What all parts share: frozen, and a key that we do not know is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Origin(_Model):
    """Where the unit or the period stands, when no column has it."""

    source: Literal["file", "sheet"] = Field(alias="from")
    pattern: Pattern
    """A regular expression; its first group, or (?P<month>…) and (?P<year>…), is what counts."""


class Footer(_Model):
    """Rows that are no data, known by their first cell; a ``*`` stands for any words or none.

    Accents of a pattern must be those of the cell: Tổng is no Tống. A pattern in plain letters
    fits any accents: Tong is both. A row with a number or a day that tells people is data, whatever
    its first cell.
    """

    end: tuple[Heading, ...] = ()
    """Here the data end: this row and all below it are left out."""
    skip: tuple[Heading, ...] = ()
    """This row alone is left out."""


class ExportMapping(_Model):
    """One export: what its rows are, which heading means which field, how cells are written."""

    name: str = Field(pattern=rf"^{NAME.pattern}$")
    title: str = ""
    kind: RowKind
    """What a row is: somebody employed, a movement, or something asked for."""
    sheet: str = ""
    """The sheet's name, or a pattern of it (``T*``); blank: the one that fits."""
    encoding: Encoding = ""
    """Comes before what the feed says."""
    delimiter: Literal["", ",", ";", "\t", "|"] = ""
    header: int = Field(default=0, ge=0)
    """The row of headings; 0: the row among the first `search` that has most of them."""
    header_rows: int = Field(default=1, ge=1, le=3)
    """How many rows the headings take; a group above spans the blank cells to its right."""
    first: int = Field(default=0, ge=0)
    """The first row of data; 0: the one below the headings."""
    search: int = Field(default=30, ge=1, le=200)
    twice: Literal["refuse", "fill"] = "refuse"
    """Several columns for one field: refused, or the first that is filled counts."""
    dates: Dates = "auto"
    months: Months = "auto"
    money: Money = "auto"
    decimal: Literal[".", ","] = "."
    """The decimal sign of amounts without thousands signs (money = "plain")."""
    minus: Literal["leading", "trailing"] = "leading"
    unit: Origin | None = None
    period: Origin | None = None
    columns: dict[str, tuple[Heading, ...]] = Field(default_factory=dict)
    join: dict[str, str] = Field(default_factory=dict)
    """Field -> what stands between its columns, which are put together in their order."""
    constants: dict[str, str] = Field(default_factory=dict)
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Field -> what is written -> what it means; `else` says what any other text is:
    ``refuse`` (default) or ``keep``, for the words that the product knows itself."""
    ignore: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    """Headings that are known and not needed; a ``*`` at the end stands for any rest."""
    footer: Footer = Footer()
    undecided: tuple[str, ...] = ()
    """Choices that are still open; a mapping with any is refused."""

    def problems(self, fields: Fields) -> list[str]:
        """Return what is wrong beyond the form of single keys, all at once."""
        return self._gaps() + self.misnamed(self.kind, fields.of(self.kind))

    def misnamed(self, kind: str, known: tuple[str, ...]) -> list[str]:
        """Return what is wrong with the fields that are named, where the rows know those fields."""
        found = [
            f"[{table}] {_no_field(field, kind, known)}"
            for table, named in (
                ("columns", self.columns),
                ("constants", self.constants),
                ("codes", self.codes),
                ("join", self.join),
            )
            for field in named
            if field not in known
        ]
        found += [
            f"[constants] {field}: [columns] cũng khai trường này, chỉ giữ một / "
            "[columns] names it too; keep one of them"
            for field in self.constants
            if field in self.columns
        ]
        for field, table in self.codes.items():
            found += _code_problems(field, table)
        return found

    def _gaps(self) -> list[str]:
        """Return what is not said yet."""
        found = []
        if self.undecided:
            found.append(
                f"undecided: còn {len(self.undecided)} điều chưa chọn "
                f"({'; '.join(self.undecided)}): chọn từng điều trong tệp rồi bỏ nó khỏi undecided "
                f"/ choices still open: {len(self.undecided)}; make each of them in the file and "
                "take it out of undecided"
            )
        if not self.columns:
            found.append(
                '[columns] chưa khai trường nào: Trường = ["Tiêu đề"] / '
                'names no field: Field = ["Heading"]'
            )
        if self.headless and not self.first:
            found.append(
                "header: phải có khi cột chỉ được gọi bằng chữ (@B) / "
                "needed where columns are named by letters alone"
            )
        found += [
            f"[join] {field}: [columns] khai ít hơn hai tiêu đề / "
            "[columns] names fewer than two headings"
            for field in self.join
            if len(self.columns.get(field, ())) < _TWO
        ]
        if self.period is not None:
            named = {"month", "year"}.intersection(re.compile(self.period.pattern).groupindex)
            if len(named) == 1:
                found.append(
                    "period.pattern: cần cả (?P<month>…) và (?P<year>…), hoặc không nhóm nào / "
                    "needs both (?P<month>…) and (?P<year>…), or neither"
                )
        if self.minus == "trailing" and self.money == "auto":
            found.append("minus: cần money, cách viết số tiền / needs money, the style of amounts")
        return found

    @property
    def headless(self) -> bool:
        """Whether no row of headings is told or looked for: columns are known by letters alone."""
        headings = (heading for told in self.columns.values() for heading in told)
        return not self.header and all(map(LETTER.fullmatch, headings))

    def code_table(self, field: str) -> dict[str, str]:
        """Return what each text of a field means, by its folded form."""
        table = self.codes.get(field, {})
        return {word_key(word): code for word, code in table.items() if word != "else"}

    def keeps(self, field: str) -> bool:
        """Tell whether texts that a field's code table does not name are read as usual."""
        return self.codes.get(field, {"else": "keep"}).get("else", "refuse") == "keep"


def _no_field(field: str, kind: str, known: tuple[str, ...]) -> str:
    meant = near(field, known)
    return f"{field}: {kind} không có trường này{meant[0]} / no field of {kind}{meant[1]}"


def _code_problems(field: str, table: dict[str, str]) -> list[str]:
    found = []
    if table.get("else", "refuse") not in ("refuse", "keep"):
        found.append(f"[codes.{field}] else: phải là refuse hoặc keep / neither refuse nor keep")
    seen: dict[str, str] = {}
    for word, code in table.items():
        if word == "else":
            continue
        other = seen.setdefault(word_key(word), word)
        if table[other] != code:
            found.append(
                f"[codes.{field}] {other}, {word}: chương trình coi là cùng một từ nhưng có hai "
                "nghĩa / the same word to us, with two meanings"
            )
    return found
