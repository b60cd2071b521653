"""The same bytes again: what became of them before, and what a person does next."""

from __future__ import annotations

from pipeline.ledger import Ledger
from pipeline.model import Drop
from pipeline.states import DropState

_NOTHING_REPORTED = (DropState.INVALID, DropState.UNREADABLE)


def unreported_before(ledger: Ledger, duplicate: Drop) -> Drop | None:
    """Return the newest file of a duplicate's bytes if none of them was ever worked out.

    It was refused, or a person ended it (`Drop.is_withdrawn`).
    """
    same = [
        drop
        for drop in ledger.drops.named(duplicate.sha256)
        if drop.sha256 == duplicate.sha256 and drop.state is not DropState.DUPLICATE
    ]
    idle = all(drop.state in _NOTHING_REPORTED for drop in same)
    return same[-1] if same and idle else None


def twin_moves(
    duplicate: Drop, before: Drop | None, report: str = "report.xlsx"
) -> tuple[str, str]:
    """Return, in Vietnamese and English, what to do about a duplicate.

    `before` is the earlier file if nothing of it is reported, and `report` is what it came back
    with.
    """
    release = f"`bhxh release {duplicate.id} --reason …`"
    if before is None:
        return (
            f"gửi nhầm thì không phải làm gì; đúng là muốn báo lại lần nữa: {release}",
            f"if it was sent by mistake, nothing is to be done; to report it once more: {release}",
        )
    if before.is_withdrawn:
        return (
            f"tệp trước đã rút, không báo ai từ nó; cần báo thì: {release}",
            "the earlier file was withdrawn, and nothing of it is reported; to report it after "
            f"all: {release}",
        )
    return (
        f"tệp trước bị từ chối ({before.state}), chưa báo gì từ nó: xem {report}, sửa tệp rồi gửi "
        f"lại; tệp đúng mà thiết lập (nguồn, ánh xạ) sai: sửa thiết lập, rồi "
        f"`bhxh retry {before.id}`",
        f"the earlier file was refused ({before.state}), and nothing of it is reported: see "
        f"{report}, mend the file and send it again; if the settings (feed, mapping) were wrong: "
        f"mend them, then `bhxh retry {before.id}`",
    )
