"""What is swept beside the way of one plain file: each a prepared site, and commands to kill.

Every command is killed at its instants; whoever called it calls it again, then passes go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.people import HEADINGS, HERE, csv, staff, wage
from tests.end_to_end.provider import Facts, Provider, notice, result, submission
from tests.end_to_end.site import Site
from tests.inbox.receipts import Person
from tests.sshd import Sshd
from tests.sweep.portrait import HANDED
from tests.sweep.scene import Scene
from tests.sweep.zygote import ONCE, Words

_PEOPLE = range(1, 11)
_FAMILY = "MaNV,HoTen,NgaySinh,GioiTinh,MoiQuanHe,CMND"
_PAPERS = "Mã nhân viên,Loại văn bản,Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu"
_MAPPING = """\
title = "Bảng lương ABC"
kind = "snapshot"
extends = "ours"

[columns]
TienLuong = ["Lương ABC"]
"""


@dataclass(frozen=True, kw_only=True)
class Act:
    """A prepared site, never touched, and the commands that are killed on it."""

    scene: Scene
    lives: tuple[Words, ...]


Preparing = Callable[[Site, Provider], tuple[Words, ...]]


def prepare(name: str, made: Path, folder: Path, server: Sshd) -> Act:
    """Make the site of one act, from a site that `init` made."""
    site = Site.copy_of(made, folder, server)
    site.opened(csv(staff(_PEOPLE, at=0)))
    return Act(scene=Scene(folder=folder), lives=ACTS[name](site, Provider(server.root)))


def companions(site: Site, provider: Provider) -> tuple[Words, ...]:
    """A newcomer with a household and a paper beside the file."""
    del provider
    member = "NV00040,Lê Văn Chủ,1960,Nam,Chủ hộ,079060000011"
    paper = "NV00040,Hợp đồng lao động,40/HĐLĐ,01/02/2020,Công ty,Ký hợp đồng"
    site.drop("luong.hogiadinh.csv", f"{_FAMILY}\n{member}\n".encode())
    site.drop("luong.giayto.csv", f"{_PAPERS}\n{paper}\n".encode())
    site.drop("luong.csv", csv(staff([*_PEOPLE, 40], {40: {"MasoBHXH": ""}})))
    return (ONCE,)


def register(site: Site, provider: Provider) -> tuple[Words, ...]:
    """A unit registers with the I-VAN."""
    del site, provider
    return ("register", "--unit", HERE), ONCE


def amend(site: Site, provider: Provider) -> tuple[Words, ...]:
    """A registered unit tells its new address."""
    _answered(site, provider, _asked(site, "register"))
    site.set(email="moi@example.vn")
    return ("amend", "--unit", HERE), ONCE


def export(site: Site, provider: Provider) -> tuple[Words, ...]:
    """A signed registration is given out, to be carried to VSS's portal."""
    del provider
    key = _asked(site, "register", "--portal")
    site.once()
    (site.folder / HANDED).mkdir()
    return ("export", key, "--to", f"{{site}}/{HANDED}"), ONCE


def correct(site: Site, provider: Provider) -> tuple[Words, ...]:
    """Two people whom VSS refused by mistake are offered again."""
    titles = {2: {"ChucVu": "Tổ trưởng"}, 3: {"ChucVu": "Tổ phó"}}
    site.drop("luong.csv", csv(staff(_PEOPLE, {1: {"TienLuong": str(wage(61))}, **titles})))
    site.once()
    (sent,) = site.status()["dossiers"]
    refused = [Person(line=line, accepted="0", code="E7", reason="nhầm") for line in (2, 3)]
    _answered(site, provider, sent["id"], [Person(line=1), *refused], outcome="2")
    return ("correct", sent["id"], "--reason", "nhầm"), ONCE


def mapping(site: Site, provider: Provider) -> tuple[Words, ...]:
    """A month's file of a format of the site's own."""
    del provider
    (site.folder / "mappings").mkdir(exist_ok=True)
    (site.folder / "mappings" / "abc.toml").write_text(_MAPPING, encoding="utf-8")
    site.feed(format="abc")
    rows = csv(staff(_PEOPLE, {1: {"TienLuong": str(wage(61))}, 3: {"ChucVu": "Tổ trưởng"}}))
    site.drop("luong.csv", rows.replace(HEADINGS["TienLuong"].encode(), "Lương ABC".encode()))
    return (ONCE,)


ACTS: Mapping[str, Preparing] = {
    each.__name__: each for each in (companions, register, amend, export, correct, mapping)
}


def _asked(site: Site, *words: str) -> str:
    done = site.bhxh(*words, "--unit", HERE, "--json")
    assert done.code == 0, done.err + done.out
    return str(done.json[0]["dossier"])


def _answered(
    site: Site, provider: Provider, key: str, people: tuple[Person, ...] | list[Person] = (),
    outcome: str = "1",
) -> None:  # fmt: skip
    """Send a dossier, and let it be answered to its end."""
    site.once()
    dossier: Facts = site.dossier(key)
    provider.answer(f"{key}-1.xml", submission(dossier))
    provider.answer(f"{key}-2.xml", notice(dossier))
    provider.answer(f"{key}-3.xml", result(dossier, people, outcome=outcome))
    site.once()
