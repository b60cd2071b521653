"""Two settings at a glance, and a closer look wherever something seems wrong."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from config.glance import Glance, glance

TABLES = "".join(f"[{name}]\n" for name in ("employer", "ivan", "sftp", "signing", "trust"))
WHOLE = TABLES + "[[feeds]]\n"


def test_the_ledger_and_the_zone_are_seen_with_their_defaults(tmp_path):
    (tmp_path / "bhxh.toml").write_text(WHOLE)

    assert glance(tmp_path) == Glance(
        ledger=tmp_path / "ledger.db", zone=ZoneInfo("Asia/Ho_Chi_Minh")
    )


def test_what_the_settings_say_is_seen(tmp_path):
    more = '[ledger]\nurl = "sqlite:////srv/l.db"\n[schedule]\ntimezone = "UTC"\n'
    (tmp_path / "bhxh.toml").write_text(WHOLE + more)

    seen = glance(tmp_path)

    assert seen is not None
    assert (str(seen.ledger), str(seen.zone)) == ("/srv/l.db", "UTC")


@pytest.mark.parametrize(
    "text",
    [
        "", TABLES, WHOLE + "[surprise]\n", "not toml", "ledger = 1\n" + WHOLE,
        WHOLE + '[ledger]\nurl = "postgresql://x"\n', WHOLE + "[ledger]\nurl = 1\n",
        WHOLE + '[schedule]\ntimezone = "Asia/Nowhere"\n', WHOLE + "[schedule]\ntimezone = 7\n",
    ],
)  # fmt: skip
def test_whatever_looks_wrong_wants_a_closer_look(tmp_path, text):
    (tmp_path / "bhxh.toml").write_text(text)

    assert glance(tmp_path) is None


def test_no_site_wants_a_closer_look(tmp_path):
    assert glance(tmp_path) is None
