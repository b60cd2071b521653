"""The same bytes again: the sender reads which file they are, and when it was taken."""

from __future__ import annotations

from pipeline.lookup import refused_before
from pipeline.model import Drop, returned_name
from pipeline.parts import Parts

ENDING = "duplicate.txt"
_PAGE = """\
Tệp này KHÔNG được xử lý: nội dung giống hệt một tệp đã nhận trước đó.
Tệp này:      {name}, nhận lúc {at}
Tệp trước:    {first}, nhận lúc {first_at} ({state})
SHA-256:      {sha256}
{next_vi}

This file was NOT processed: it has the same bytes as a file that was taken before.
This file:    {name}, taken {at}
Earlier file: {first}, taken {first_at} ({state})
SHA-256:      {sha256}
{next_en}
"""
_TAKEN_VI = """\
Nếu gửi nhầm thì không phải làm gì. Nếu đúng là muốn báo lại lần nữa, nhờ người vận hành chạy:
    bhxh release {id} --reason "…\""""
_TAKEN_EN = """\
If it was sent by mistake, nothing is to be done. To report it once more, ask an operator to run:
    bhxh release {id} --reason "…\""""
_REFUSED_VI = """\
Tệp trước đã BỊ TỪ CHỐI, chưa báo gì từ nó: xem {report}. Tệp sai thì sửa rồi gửi lại.
Tệp đúng mà thiết lập sai (nguồn, mẫu): sửa thiết lập xong, nhờ người vận hành chạy:
    bhxh retry {id}"""
_REFUSED_EN = """\
The earlier file was REFUSED, and nothing of it is reported: see {report}. If the file is wrong,
mend it and send it again. If the settings were (feed, mapping): once they are mended, ask an
operator to run:
    bhxh retry {id}"""


def tell_duplicate(parts: Parts, drop: Drop) -> None:
    """Write beside the answers to the sender that a file is one that came before."""
    refused = refused_before(parts.ledger, drop)
    first = refused or parts.ledger.drops.get(str(drop.duplicate_of))
    words = (_REFUSED_VI, _REFUSED_EN) if refused else (_TAKEN_VI, _TAKEN_EN)
    facts = {"id": (refused or drop).id, "report": returned_name(first, "report.xlsx")}
    zone = parts.settings.schedule.zone
    page = _PAGE.format(
        name=drop.name,
        at=f"{drop.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        first=first.name,
        first_at=f"{first.arrived_at.astimezone(zone):%d/%m/%Y %H:%M}",
        state=first.state,
        sha256=drop.sha256,
        next_vi=words[0].format_map(facts),
        next_en=words[1].format_map(facts),
    )
    parts.spool.write(returned_name(drop, ENDING), page.encode(), shared=True)
