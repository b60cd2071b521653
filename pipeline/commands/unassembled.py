"""What `doctor` looks at before a site is put together, and how it goes on where that fails."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from config.disk import disk_said
from config.settings import Settings
from pipeline.commands.checks import Check, broken, fine
from pipeline.commands.options import open_what_opens
from pipeline.errors import LedgerError
from pipeline.exits import Exit
from pipeline.lock import holder, is_held
from pipeline.spool import FOLDERS

if TYPE_CHECKING:
    from pipeline.parts import Parts


def folders(site: Path) -> Iterator[Check]:
    """We may write into the site and each of its folders; one that is missing is made."""
    bad = [
        *_shut(site, "."),
        *(each for name in FOLDERS for each in _shut(site / name, f"{name}/")),
    ]
    yield from bad
    if not bad:
        yield fine("folders", ", ".join(f"{name}/" for name in FOLDERS))


def _shut(folder: Path, name: str) -> Iterator[Check]:
    """Yield why nothing can be written into a folder that is there."""
    try:
        if not os.path.lexists(folder):
            return
        with os.scandir(folder):
            pass
    except OSError as shut:
        yield broken("folders", f"{name}: {disk_said(shut)}", Exit.ERRORS)
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield broken(
            "folders",
            f"{name}: không ghi được vào: cho người dùng đang chạy bhxh quyền ghi / "
            "we may not write into it: let the user that runs bhxh write there",
            Exit.ERRORS,
        )


def instance(site: Path) -> Check:
    """Say who works on the site now, or who did last."""
    who = holder(site)
    if is_held(site):
        return fine("instance", f"đang chạy / at work: {who or '?'}")
    if who is None:
        return fine("instance", "không ai đang chạy / nobody is at work")
    return fine("instance", f"không ai đang chạy; lần cuối / nobody is at work; the last: {who}")


@contextmanager
def put_together(settings: Settings) -> Iterator[tuple[Parts | None, Sequence[Check]]]:
    """Yield a site's parts, and why its ledger is an empty one, or why there are no parts."""
    with open_what_opens(settings) as opened:
        yield opened.parts, [*_ledger(opened.ledger), *_disk(opened.disk)]


def _ledger(unusable: LedgerError | None) -> Iterator[Check]:
    """Say why the ledger cannot be opened."""
    if unusable is not None:
        yield broken(
            "ledger",
            f"{unusable}: xem quyền của tệp, hoặc khôi phục từ bản sao lưu cùng keep/ / "
            "see the permissions of its file, or restore it from the backup, with keep/",
            Exit.ERRORS,
        )


def _disk(shut: OSError | None) -> Iterator[Check]:
    """Say what is in the way of the site as a whole, and that the rest was not looked at."""
    if shut is not None:
        where = f"{shut.filename}: " if shut.filename else ""
        yield broken(
            "site",
            f"{where}{disk_said(shut)}: sửa rồi chạy lại, các mục khác chưa xem được / "
            "mend it and look again: nothing else could be looked at",
            Exit.ERRORS,
        )
