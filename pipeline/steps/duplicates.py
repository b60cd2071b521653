"""The same bytes again: the sender reads which file they are, and when it was taken."""

from __future__ import annotations

from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.steps.examine import returned_name

ENDING = "duplicate.txt"
_PAGE = """\
Tệp này KHÔNG được xử lý: nội dung giống hệt một tệp đã nhận trước đó.
Tệp này:      {name}, nhận lúc {at}
Tệp trước:    {first}, nhận lúc {first_at} ({state})
SHA-256:      {sha256}
Nếu gửi nhầm thì không phải làm gì. Nếu đúng là muốn báo lại lần nữa, nhờ người vận hành chạy:
    bhxh release {id} --reason "…"

This file was NOT processed: it has the same bytes as a file that was taken before.
This file:    {name}, taken {at}
Earlier file: {first}, taken {first_at} ({state})
SHA-256:      {sha256}
If it was sent by mistake, nothing is to be done. To report it once more, ask an operator to run:
    bhxh release {id} --reason "…"
"""


def tell_duplicate(parts: Parts, drop: Drop) -> None:
    """Write beside the answers to the sender that a file is one that came before."""
    first = parts.ledger.drops.get(str(drop.duplicate_of))
    zone = parts.settings.schedule.zone
    page = _PAGE.format(
        name=drop.name,
        at=f"{drop.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        first=first.name,
        first_at=f"{first.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        state=first.state,
        sha256=drop.sha256,
        id=drop.id,
    )
    parts.spool.write(returned_name(drop, ENDING), page.encode(), shared=True)
