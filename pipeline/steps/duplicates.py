"""The same bytes again: the sender reads which file they are, and when it was taken."""

from __future__ import annotations

from pipeline.model import Drop, returned_name
from pipeline.parts import Parts
from pipeline.twins import twin_moves, unreported_before

ENDING = "duplicate.txt"
_PAGE = """\
Tệp này KHÔNG được xử lý: nội dung giống hệt một tệp đã nhận trước đó.
Tệp này:      {name}, nhận lúc {at}
Tệp trước:    {first}, nhận lúc {first_at} ({state})
SHA-256:      {sha256}
Tiếp theo:    {next_vi}
Các lệnh `bhxh` do người vận hành chạy.

This file was NOT processed: it has the same bytes as a file that was taken before.
This file:    {name}, taken {at}
Earlier file: {first}, taken {first_at} ({state})
SHA-256:      {sha256}
Next:         {next_en}
An operator runs the commands of `bhxh`.
"""


def tell_duplicate(parts: Parts, drop: Drop) -> None:
    """Write beside the answers to the sender that a file is one that came before."""
    idle = unreported_before(parts.ledger, drop)
    first = idle or parts.ledger.drops.get(str(drop.duplicate_of))
    next_vi, next_en = twin_moves(drop, idle, returned_name(first, "report.xlsx"))
    zone = parts.settings.schedule.zone
    page = _PAGE.format(
        name=drop.name,
        at=f"{drop.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        first=first.name,
        first_at=f"{first.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        state="withdrawn" if first.is_withdrawn else first.state,
        sha256=drop.sha256,
        next_vi=next_vi,
        next_en=next_en,
    )
    parts.spool.write(returned_name(drop, ENDING), page.encode(), shared=True)
