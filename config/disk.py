"""What the disk or the system answered, in both languages."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

_RIGHTS = "không có quyền / no permission"
_FULL = "ổ đĩa hết chỗ / no room on the disk"
_SAID: Final[Mapping[int, str]] = {
    errno.ENOENT: "không có / not there",
    errno.EACCES: _RIGHTS,
    errno.EPERM: _RIGHTS,
    errno.EROFS: "ổ đĩa chỉ cho đọc / the disk is read-only",
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EISDIR: "là một thư mục / is a folder",
    errno.ENOTDIR: "không phải thư mục / is no folder",
    errno.EEXIST: "có rồi / is there already",
    errno.EADDRINUSE: "cổng đang có chương trình khác dùng / another program uses the port",
}


def disk_said(failure: OSError) -> str:
    """Return why something could not be read, written or opened.

    >>> disk_said(PermissionError(13, "Permission denied", "bhxh.toml"))
    'không có quyền / no permission'
    """
    return _SAID.get(failure.errno or 0, failure.strerror or type(failure).__name__)
