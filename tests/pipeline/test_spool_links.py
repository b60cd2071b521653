"""Tests of links that somebody with write access to drop/ puts where our own folders stand."""

from __future__ import annotations

import pytest

from pipeline.spool import Spool


@pytest.fixture
def spool(tmp_path):
    made = Spool(tmp_path / "site")
    made.prepare()
    return made


@pytest.fixture
def foreign(tmp_path):
    file = tmp_path / "foreign" / "papers" / "contract.csv"
    file.parent.mkdir(parents=True)
    file.write_text("not for the site")
    return file


def test_a_link_in_place_of_the_claims_is_taken_away_and_not_followed(spool, foreign):
    claims = spool.site / "drop" / ".claim"
    claims.rmdir()
    claims.symlink_to(foreign.parent.parent)

    assert list(spool.claims()) == []
    assert claims.is_dir()
    assert not claims.is_symlink()
    assert foreign.exists()


def test_a_link_in_place_of_one_claim_is_not_followed(spool, foreign):
    (spool.site / "drop" / ".claim" / "0123456789ab").symlink_to(foreign.parent)

    assert list(spool.claims()) == []
    assert foreign.exists()


def test_nothing_is_claimed_through_a_folder_that_became_a_link(spool, foreign):
    (spool.site / "drop" / "papers").symlink_to(foreign.parent)

    with pytest.raises(OSError, match="papers"):
        spool.claim(spool.site / "drop" / "papers" / "contract.csv")

    assert foreign.exists()
    assert list(spool.claims()) == []


def test_drop_itself_may_be_a_link_to_a_share(spool, tmp_path):
    drop = spool.site / "drop"
    drop.rename(tmp_path / "share")
    drop.symlink_to(tmp_path / "share")
    (drop / "luong.csv").write_text("MaNV")

    assert spool.claim(drop / "luong.csv").path.read_text() == "MaNV"
