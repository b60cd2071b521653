"""What the I-VAN in a box does wrong on request, one name for each."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """One way in which a real provider has been seen to fail."""

    MOVE_ON_CLOSE = "move-on-close"
    """Takes each upload away the moment its handle is closed, whatever its name: no stat or rename
    finds it again, though all bytes arrived."""
    NO_POSIX_RENAME = "no-posix-rename"
    """Knows only the plain rename, which refuses to overwrite."""
    CUT_MID_FILE = "cut-mid-file"
    """Drops the connection in the middle of every other upload, beginning with the first."""
    HANG = "hang"
    """Takes the login and the open, then never answers a write."""
    HOST_KEY_CHANGED = "host-key-changed"
    """Shows another host key than the one that was agreed."""
    DUPLICATE = "duplicate"
    """Sends every answer twice, under two names."""
    LATE = "late"
    """Answers ten days after it took the dossier."""
    OUT_OF_ORDER = "out-of-order"
    """Sends the result first, then the notice, then the receipt of submission, a step each."""
    FORGED = "forged"
    """Answers with signatures of a self-made authority that bears the right names."""
    NEVER_ANSWERS = "never-answers"
    """Takes dossiers and is silent."""
