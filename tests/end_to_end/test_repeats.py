"""Two files about one change: it goes once, and whoever is asked sees both places."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.people import HERE, csv, month, staff, wage
from tests.end_to_end.provider import Provider
from tests.end_to_end.site import Site
from tests.end_to_end.story import told
from tests.end_to_end.test_vnpt import _drop, _row

RISE = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}}))


def _sent(provider: Provider) -> list[tuple[int, str, str]]:
    return sorted(line for data in provider.take().values() for line in told(data))


def test_a_change_in_a_snapshot_and_in_a_template_goes_once(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    opened.drop("luong.csv", RISE)
    opened.once()
    name = _drop(opened, tmp_path, _row(1, "DC", "2"), _row(4, "GH", "3"))

    code = opened.once().code

    (question,) = opened.questions(name)
    (first, _) = opened.status()["dossiers"]
    assert code == 1
    assert _sent(provider) == [(1, "DC", "2"), (4, "GH", "3")]
    assert (question["code"], question["person"]) == ("Q-TWICE", "NV00001")
    for words in (question["question_vi"], question["question_en"]):
        assert f"luong.csv:2 → {first['id']} D02-TS:1" in words
        assert f"{name} [Dữ Liệu]:4" in words
    assert opened.fates(name) == (0, 1, 0, 1)

    opened.release(question["id"])
    assert opened.once().code == 0
    assert _sent(provider) == [(1, "DC", "2")]
    assert opened.fates(name) == (0, 2, 0, 0)


def test_a_template_that_a_person_takes_again_goes_again_whole(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    name = _drop(opened, tmp_path, _row(1, "DC", "2"), _row(2, "DC", "2"))
    opened.once()
    data = (tmp_path / "template.xlsx").read_bytes()
    again = f"{HERE}/lai-{month(1).year}-{month(1).month:02}.xlsx"
    opened.drop(again, data)
    opened.once()
    state = opened.dropped(again)["state"]

    opened.release(opened.dropped(again)["id"])
    code = opened.once().code

    assert state == "duplicate"
    assert code == 0
    assert _sent(provider) == [(1, "DC", "2"), (1, "DC", "2"), (2, "DC", "2"), (2, "DC", "2")]
    assert opened.fates(name) == (0, 2, 0, 0)
