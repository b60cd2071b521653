"""`explain` of a file that the ledger does not know yet, and of what a full disk stopped."""

from __future__ import annotations

import pytest

from pipeline import room
from tests.pipeline.parts import csv, staff

FILE = csv(staff(1, 2, 3))


@pytest.fixture
def no_room(monkeypatch):
    """Whatever is free is not enough."""
    monkeypatch.setattr(room, "_SPARE_BYTES", 1 << 62)


def test_a_file_that_waits_for_room_is_told_so_in_both_languages(bhxh, inside, no_room):
    inside.drop("luong.csv", FILE)

    said = bhxh("explain", "drop/luong.csv").out

    assert "ổ đĩa không đủ chỗ" in said
    assert "the disk has no room" in said
    assert "giải phóng ổ đĩa" in said


def test_a_claim_that_outlived_its_pass_is_found_by_the_path_of_its_file(bhxh, inside):
    claim = bhxh.site / "drop/.claim/0a1b/TA0001A/luong [1].csv"
    claim.parent.mkdir(parents=True)
    claim.write_bytes(FILE)

    name = "TA0001A/luong [1].csv"
    for path in (name, f"drop/{name}", bhxh.site / "drop" / name):
        said = bhxh("explain", path).out

        assert "in drop/.claim/" in said
        assert "không mất gì" in said
        assert "nothing is lost" in said
        assert "không đủ chỗ" not in said


def test_a_claim_on_a_full_disk_says_how_full(bhxh, inside, no_room):
    claim = bhxh.site / "drop/.claim/0a1b/luong.csv"
    claim.parent.mkdir(parents=True)
    claim.write_bytes(FILE)

    assert "ổ đĩa không đủ chỗ" in bhxh("explain", "luong.csv").out


def test_what_is_unfinished_while_the_disk_is_full_says_so(bhxh, inside, monkeypatch):
    drop = inside.ledger.drops.arrive(
        key="0a1b2c", feed="payroll", name="luong.csv", sha256="0" * 64, size=1
    )
    before = bhxh("explain", drop.id).out
    monkeypatch.setattr(room, "_SPARE_BYTES", 1 << 62)

    after = bhxh("explain", drop.id).out

    assert "ổ đĩa" not in before
    assert "ổ đĩa không đủ chỗ" in after


def test_a_path_that_was_never_taken_in_is_told_in_both_languages(bhxh, tmp_path):
    (tmp_path / "la.csv").write_bytes(b"x")

    done = bhxh("explain", tmp_path / "la.csv")

    assert done.code == 64
    assert "chưa từng được nhận" in done.err
    assert "never taken in" in done.err
