"""What a file rests on without being verified: a note for each such row of the law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config.law import Row
from validators.model import Violation
from validators.wording import Wording

LAW = Wording(
    code="N-LAW",
    vi="Dựa vào số liệu luật chưa được đối chiếu: {table} {key} = {value} từ {since} ({source})",
    en="Rests on law that nobody has verified: {table} {key} = {value} since {since} ({source})",
    advice_vi="Đối chiếu với văn bản; xác nhận bằng một dòng trong law/{table}.csv của site.",
    advice_en="Compare it with the text; a row in the site's law/{table}.csv confirms it.",
)


def unverified(rows: Iterable[Row[object]]) -> Iterator[Violation]:
    """Yield one note for each row that nobody has verified, however often it was named."""
    open_rows = {(row.table, row.key, row.valid_from): row for row in rows if not row.verified}
    for row in open_rows.values():
        facts = {
            "table": row.table,
            "key": row.named,
            "value": row.written,
            "since": f"{row.valid_from:%d/%m/%Y}",
            "source": row.legal_source,
        }
        yield LAW.of_file(facts=facts)
