"""Why a file that somebody put into drop/ is not in the ledger yet, and what to do."""

from __future__ import annotations

import os
from pathlib import Path

from config.settings import Settings
from pipeline.companions import is_companion
from pipeline.room import shortage
from pipeline.settle import Fault, fault_of, is_temporary
from pipeline.sweep import feed_for, is_marked

Moves = tuple[str, str]
_FAULTS = {
    Fault.NO_FILE: "không phải tệp thường (liên kết, ống) / no plain file (a link, a pipe)",
    Fault.SECOND_NAME: "tệp còn có tên khác (hard link) / the file has another name (hard link)",
    Fault.NOT_OURS: "không có quyền đọc / we may not read it",
    Fault.TOO_LARGE: "lớn hơn mọi tệp được nhận (2 GiB) / larger than any file we take (2 GiB)",
    Fault.HOLES: "tệp có khoảng trống (sparse) / a sparse file, with holes in it",
}
_MOVES: Moves = (
    "ghi lại thành tệp thường, đọc được, rồi xóa tên này",
    "write it anew as a plain file that can be read, and delete this name",
)
_WAIT: Moves = ("chờ lượt tới, hoặc `bhxh once`", "wait for the next pass, or `bhxh once`")


def find_waiting(site: Path, thing: str) -> Path | None:
    """Return the file that a path means, in drop/ or claimed out of it, whoever typed it where."""
    drop = site / "drop"
    for path in (Path(thing), site / thing, drop / thing):
        whole = path.parent.resolve() / path.name
        if whole.is_relative_to(drop):
            if whole.is_file() or whole.is_symlink() or whole.is_fifo():
                return whole
            claims = drop.glob(f".claim/*/{_literal(whole.relative_to(drop))}")
            if (claim := next(filter(Path.is_file, claims), None)) is not None:
                return claim
    return None


def _literal(path: Path) -> str:
    """Return a path as a pattern that fits only itself."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in str(path))


def why_waiting(settings: Settings, path: Path) -> tuple[str, str, Moves]:
    """Return where a file lies, why it was not taken in, and what happens next."""
    inside = path.relative_to(settings.site / "drop")
    if inside.parts[0] == ".claim":
        return "in drop/.claim/", _unfinished(settings.site), _WAIT
    why, moves = _in_drop(settings, path, inside)
    return "in drop/", why, moves


def _in_drop(settings: Settings, path: Path, inside: Path) -> tuple[str, Moves]:
    return _of_itself(path) or _of_its_feed(settings, path, inside) or _of_the_folder(path)


def _of_itself(path: Path) -> tuple[str, Moves] | None:
    """Return why a file is none that is taken in by itself, whatever the settings say."""
    if is_temporary(path.name):
        moves = ("đổi tên khi đã ghi xong", "rename it when it is complete")
        return "tên tạm: chưa xong / a temporary name: not complete yet", moves
    if is_companion(path):
        moves = ("gửi tệp lương đi cùng", "deliver the export that it goes with")
        return "tệp đi kèm: chờ tệp lương / a companion: waits for its export", moves
    if (fault := fault_of(path)) is not None:
        return _FAULTS[fault], _MOVES
    return None


def _of_the_folder(path: Path) -> tuple[str, Moves]:
    """Return why a file that all says yes to was not taken in."""
    folder = path.parent
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        moves = (
            f"cho người chạy bhxh quyền ghi vào {folder} (chown, chmod); lượt sau tự nhận tệp",
            f"let the user of bhxh write into {folder} (chown, chmod); the next pass takes the "
            "file by itself",
        )
        return f"không lấy tệp ra khỏi {folder}/ được / {folder}/ is not writable for us", moves
    return (
        "chưa nhận: đang ghi, chưa yên, không ai chạy, hoặc lượt trước dừng giữa chừng vì ổ đĩa / "
        "not taken in yet: still settling, still open, nobody works, or the disk stopped the last "
        "pass",
        _WAIT,
    )


def _of_its_feed(settings: Settings, path: Path, inside: Path) -> tuple[str, Moves] | None:
    feed = feed_for(inside, settings.feeds)
    if feed is None:
        moves = ("thêm [[feeds]] hoặc đổi tên tệp", "add a [[feeds]] entry or rename the file")
        return "không nguồn nào nhận tên này / no feed takes a file of this name", moves
    if not is_marked(path, feed):
        marker = f"{path.name}{feed.marker}"
        moves = (f"ghi tệp {marker} khi đã xong", f"write {marker} when it is complete")
        if path.with_name(marker).is_dir():
            moves = (f"bỏ thư mục {marker}; {moves[0]}", f"remove the folder {marker}; {moves[1]}")
        return f"chờ tệp đánh dấu {marker} / waits for its marker {marker}", moves
    if (short := shortage(settings.site, path)) is not None:
        moves = (
            "giải phóng ổ đĩa; lượt sau tự nhận tệp",
            "make room on the disk; the next pass takes the file by itself",
        )
        return " / ".join(short), moves
    return None


def _unfinished(site: Path) -> str:
    """Explain a claim that outlived its pass; the ledger, which cannot be written, knows nothing.

    What the next pass finds may differ: the disk is looked at now.
    """
    short = shortage(site)
    now = f" · {' / '.join(short)}" if short else ""
    return (
        "đã lấy khỏi drop/ nhưng chưa ghi được vào sổ: ổ đĩa đầy hoặc không ghi được, hoặc lượt "
        "trước bị ngắt; không mất gì, lượt tới làm tiếp / taken out of drop/ and not yet recorded: "
        "the disk is full or not writable, or the last pass was cut short; nothing is lost, the "
        f"next pass goes on{now}"
    )
