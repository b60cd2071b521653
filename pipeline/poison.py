"""A file that ends the program again and again is held, so that the others get their turn.

A process that is out of memory is killed, and one in native code may abort: no `except` sees it,
and the next start would take the same file first. So each step of a file is noted before it
begins. Three that began and never ended are enough: an operator's kill, or two in a row, may meet
a harmless file, and it must still go its way by itself (`make sweep` kills twice).
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pipeline.errors import PipelineError
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.states import DropState

DEADLY = 3
"""How many times the program may end in the midst of a file before the file is held."""


def outlived(parts: Parts, drop: Drop, step: Callable[[], DropState]) -> None:
    """Take a step of a file and log its move, or hold a file that nobody outlived."""
    if not parts.ledger.tries.begin(drop, most=DEADLY):
        parts.ledger.drops.try_later(drop, None, _reason(drop))
        parts.log.error("drop.held", drop=drop.id, brakes="deadly")
        return
    state = None
    try:
        state = step()
    finally:
        if state is None:
            # Also Ctrl-C, and a ledger that another process took over: no fault of the file.
            with suppress(PipelineError):
                parts.ledger.tries.end(drop)
    if state is not drop.state:
        parts.log.info("drop.moved", drop=drop.id, start=drop.state, end=state)


def _reason(drop: Drop) -> str:
    return (
        f"deadly: chương trình đã {DEADLY} lần tắt đột ngột khi đang xử lý tệp này (hết bộ nhớ, "
        "hoặc lỗi trong thư viện đọc tệp); các tệp khác vẫn chạy. Sửa tệp rồi thả bản mới và "
        f"`bhxh withdraw {drop.id} --reason …`; hoặc thêm bộ nhớ, xem nhật ký hệ thống, rồi "
        f"`bhxh retry {drop.id}` / "
        f"{DEADLY} times the program ended while it was at this file (out of memory, or a fault "
        "of a library that reads it); other files go on. Mend the file, drop it anew and "
        f"`bhxh withdraw {drop.id} --reason …`; or give it more memory, see the system's log, and "
        f"`bhxh retry {drop.id}`"
    )
