"""Is there room on the site's disk? Asked before a file is taken in, and by `explain`."""

from __future__ import annotations

import shutil
from pathlib import Path

_COPIES = 3
"""A file is claimed, copied to keep/, and comes back as a workbook."""
_SPARE_BYTES = 64 << 20
_MIB = 1 << 20


def room_needed(file: Path | None = None) -> int:
    """Return how many bytes must be free before a file is taken in, or before work goes on."""
    return _SPARE_BYTES + (_COPIES * file.lstat().st_size if file is not None else 0)


def shortage(site: Path, file: Path | None = None) -> tuple[str, str] | None:
    """Say in Vietnamese and English that the disk has no room; None if it has."""
    needed, free = room_needed(file), shutil.disk_usage(site).free
    if free > needed:
        return None
    return (
        f"ổ đĩa không đủ chỗ: còn {free // _MIB} MiB, cần {-(-needed // _MIB)} MiB",
        f"the disk has no room: {free // _MIB} MiB free, {-(-needed // _MIB)} MiB needed",
    )
