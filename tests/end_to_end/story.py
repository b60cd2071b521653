"""Two months of an invented employer, told once: what was dropped, sent, answered and returned.

Month 0 is the baseline; month 1 has every kind of movement, and VSS refuses two people of it;
month 2 reports what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.end_to_end.people import HERE, THERE, Row, csv, month, person, staff, wage
from tests.end_to_end.provider import Facts, Provider, lines, notice, result, statement, submission
from tests.end_to_end.site import Site
from tests.inbox.receipts import Person
from tests.sshd import Sshd

RAISED, CUT, PROMOTED, LEAVER, MOTHER, SICK, UNPAID, BOTH, BACK, MOVER = range(1, 11)
UNNUMBERED, NUMBERED, REFUSED, TRANSFER = 31, 32, 33, 34
GIVEN = "7900000061"
"""The number that VSS gives to UNNUMBERED."""
CARD = "HC4790000000031"
TITLE_REASON = "Chức danh không có trong thang lương"
NAME_REASON = "Sai nơi làm việc"
HERE_NUMBER, THERE_NUMBER = "00012/2026/07906", "00013/2026/07406"


def baseline() -> list[Row]:
    """Return everybody as declared before the story; BACK is on maternity leave."""
    away = {BACK: leave("Nghỉ thai sản", 0)}
    return staff(range(1, 21), away, at=0) + staff(range(21, 31), at=0, unit=THERE)


def first_month() -> list[Row]:
    """Return the month in which everything happens."""
    changes = {
        RAISED: {"TienLuong": str(wage(61))},
        CUT: {"TienLuong": str(wage(1))},
        PROMOTED: {"ChucVu": "Tổ trưởng"},
        LEAVER: leave("Nghỉ việc", 1),
        MOTHER: leave("Nghỉ thai sản", 1),
        SICK: {**leave("Nghỉ ốm", 1), "NgayNghi": "22"},
        UNPAID: {**leave("Nghỉ không lương", 1), "NgayNghi": "22"},
        BOTH: {"TienLuong": str(wage(62)), "ChucVu": "Tổ phó"},
        MOVER: {"MaDonVi": THERE},
        UNNUMBERED: {"MasoBHXH": ""},
        NUMBERED: {"PA": "TM"},
        REFUSED: {"MasoBHXH": ""},
    }
    return staff([*range(1, 21), *range(31, 35)], changes) + staff(range(21, 31), unit=THERE)


def second_month() -> list[Row]:
    """Return the same, with REFUSED mended, PROMOTED as before, and a rise of UNNUMBERED."""
    news: dict[int, dict[str, str]] = {
        REFUSED: {"NoiLamViec": "Xưởng 2"},
        UNNUMBERED: {"TienLuong": str(wage(63))},
        NUMBERED: {"PA": ""},
    }
    kept = [row for row in first_month() if row["MaNV"] != person(LEAVER)["MaNV"]]
    return [
        {**row, "Ky": str(month(2)), **news.get(int(row["MaNV"].removeprefix("NV")), {})}
        for row in kept
    ]


def leave(word: str, at: int) -> dict[str, str]:
    """Return the cells of a leave that begins on the month's first day."""
    return {"TrangThai": word, "NgayTrangThai": f"01/{month(at)}"}


def told(sent: bytes, *, form: str = "D02-TS") -> list[tuple[int, str, str]]:
    """Return who, PA and Loai of each line of a dossier."""
    found = lines(sent, "CMND", "PA", "Loai", form=form)
    return [(int(citizen[-6:]), code, group) for citizen, code, group in found]


@dataclass
class Story:
    """What happened, step by step."""

    site: Site
    provider: Provider
    sent: dict[str, bytes]
    shipped: Facts
    taken: Facts
    numbered: Facts
    answered: Facts
    codes: tuple[int, ...]
    """Exit codes of the passes."""

    def dossier(self, facts: Facts, unit: str) -> Facts:
        """Return a unit's dossier of the first month, out of a status."""
        (found,) = (
            each
            for each in facts["dossiers"]
            if each["unit"] == unit and each["period"] == str(month(1))
        )
        return dict(found)

    def of(self, unit: str) -> bytes:
        """Return the bytes that were sent for a unit."""
        return self.sent[self.dossier(self.shipped, unit)["remote_name"]]

    def line(self, number: int, unit: str = HERE) -> int:
        """Return on which line of the D02-TS somebody stands first."""
        return [who for who, _, _ in told(self.of(unit))].index(number) + 1


def tell(template: Path, folder: Path, server: Sshd) -> Story:
    """Play the first month, up to its results."""
    site, provider = Site.copy_of(template, folder, server), Provider(server.root)
    site.opened(csv(baseline()))
    site.drop("luong-1.csv", csv(first_month()))
    codes = [site.once().code]
    story = Story(
        site=site, provider=provider, sent=provider.take(), shipped=site.status(),
        taken={}, numbered={}, answered={}, codes=(),
    )  # fmt: skip
    here, there = (story.dossier(story.shipped, unit) for unit in (HERE, THERE))
    provider.answer("xn-1.xml", submission(here))
    provider.answer("xn-2.xml", submission(there))
    codes.append(site.once().code)
    story.taken = site.status()
    provider.answer("tb-1.xml", notice(here, HERE_NUMBER))
    provider.answer("tb-2.xml", notice(there, THERE_NUMBER))
    codes.append(site.once().code)
    story.numbered = site.status()
    provider.answer("kq-1.xml", result(here, _outcome(story), number=HERE_NUMBER, outcome="2"))
    provider.answer("kq-2.xml", result(there, number=THERE_NUMBER))
    provider.answer("c12.xml", statement(HERE, str(month(1))))
    codes.append(site.once().code)
    story.answered, story.codes = site.status(), tuple(codes)
    return story


def _outcome(story: Story) -> list[Person]:
    """Return what VSS says of each person: two refused, a number and a card for a newcomer."""
    refused = {PROMOTED: ("E07", TITLE_REASON), REFUSED: ("E11", NAME_REASON)}
    given = {
        UNNUMBERED: {
            "insurance_number": GIVEN,
            "card_number": CARD,
            "card_from": "01/10/2026",
            "card_to": "31/12/2026",
        }
    }
    people = []
    for line, (number, _, _) in enumerate(told(story.of(HERE)), start=1):
        code, reason = refused.get(number, ("", ""))
        people.append(
            Person(
                line=line,
                name=person(number)["HoTen"],
                accepted="0" if reason else "1",
                code=code,
                reason=reason,
                **given.get(number, {}),
            )
        )
    return people
