"""What every trial starts from: a site with a baseline and one month's file in its drop folder.

The file has every kind of news for two units; a trial plays on a copy.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.people import HERE, THERE, csv, month, staff, wage
from tests.end_to_end.site import Site
from tests.sshd import Sshd

NAME = "luong-1.csv"
EXPECTED = {
    HERE: [(1, "DC"), (2, "DC"), (3, "CD"), (4, "GH"), (5, "GD"), (40, "TM"), (41, "TD")],
    THERE: [(5, "TD"), (21, "DC")],
}
"""Who must be reported with which code: once, and nobody else."""
FATES = {"rows": 33, "unchanged": 25, "reported": 8, "rejected": 0, "held": 0}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A prepared site, never touched."""

    folder: Path

    def copy(self, folder: Path) -> Path:
        """Return a fresh site to play on."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return folder


def prepare(folder: Path, server: Sshd) -> Scene:
    """Make the site, load its baseline, and drop the month's file."""
    made = Site.made(folder / "made")
    site = Site.copy_of(made.folder, folder / "scene", server)
    site.opened(csv(staff(range(1, 21), at=0) + staff(range(21, 32), at=0, unit=THERE)))
    site.drop(NAME, _month())
    return Scene(folder=site.folder)


def _month() -> bytes:
    changes: dict[int, dict[str, str]] = {
        1: {"TienLuong": str(wage(61))},
        2: {"TienLuong": str(wage(1))},
        3: {"ChucVu": "Tổ trưởng"},
        4: {"TrangThai": "Nghỉ việc", "NgayTrangThai": f"01/{month(1)}"},
        5: {"MaDonVi": THERE},
        21: {"TienLuong": str(wage(62))},
        40: {"MasoBHXH": ""},
    }
    here = staff([*range(1, 21), 40, 41], changes)
    return csv(here + staff(range(21, 32), changes, unit=THERE))
