"""law: what holds on a day, with a site and without one."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from pipeline.cli import run
from tests.config.laws import write

RATE = "fund,payer,group,percent,valid_from,valid_to,legal_source,verified"
OWN = "accident-disease,employer,vietnamese,0.3,2026-03-01,2026-08-31,Quyết định 12/QĐ,true"
HERE = ("rates", "accident-disease/employer/vietnamese")


@pytest.fixture
def outside(tmp_path, monkeypatch, capsys):
    """The command line in a folder that is no site."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BHXH_SITE", raising=False)

    def law(*words):
        code = run(["law", *words])
        return code, capsys.readouterr()

    return law


def _rows(answer):
    return {(row["table"], "/".join(row["key"])): row for row in json.loads(answer)["rows"]}


@pytest.mark.parametrize("on", ["2021-10-01", "01/10/2021"])
def test_what_held_on_a_day_is_told_with_its_source(outside, on):
    code, said = outside("--json", "--on", on)

    rows = _rows(said.out)
    assert code == 0
    assert json.loads(said.out)["on"] == "2021-10-01"
    assert rows["rates", "unemployment/employer/vietnamese"] == {
        "table": "rates",
        "key": ["unemployment", "employer", "vietnamese"],
        "value": "0",
        "from": "2021-10-01",
        "to": "2022-09-30",
        "source": "Luật Việc làm 38/2013/QH13, Điều 57; NQ 116/NQ-CP ngày 24/09/2021; "
        "QĐ 28/2021/QĐ-TTg ngày 01/10/2021",
        "verified": False,
        "site": False,
    }
    assert rows["late_interest", ""]["value"] == "unknown"


def test_people_get_a_table_of_today(outside):
    code, said = outside()

    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    lines = said.out.splitlines()
    assert (code, said.err) == (0, "")
    assert lines[0] == f"{today:%d/%m/%Y}"
    assert lines[2].startswith("bảng · table")
    assert any(line.startswith("floors ") and "reference-level" in line for line in lines)


def test_before_our_tables_begin_that_is_told(outside):
    code, said = outside("--on", "2014-06-01")

    assert code == 0
    assert "complete from 01/01/2015" in said.err
    assert "1150000" in said.out


def test_a_day_that_is_none_is_wrong_usage(outside):
    assert outside("--on", "tomorrow")[0] == 64


def test_what_the_site_says_is_marked(bhxh):
    write(bhxh.site, "rates.csv", RATE, OWN)

    before, then = (
        _rows(bhxh("law", "--json", "--on", on).out) for on in ("2026-02-28", "2026-03-01")
    )

    assert (before[HERE]["value"], before[HERE]["site"], before[HERE]["to"]) == (
        "0.5", False, "2026-02-28",
    )  # fmt: skip
    assert (then[HERE]["value"], then[HERE]["site"]) == ("0.3", True)
    assert "  site  Quyết định 12/QĐ" in bhxh("law", "--on", "2026-03-01").out


def test_a_site_in_the_working_directory_is_the_site(bhxh, monkeypatch, capsys):
    write(bhxh.site, "rates.csv", RATE, OWN)
    monkeypatch.chdir(bhxh.site)
    monkeypatch.delenv("BHXH_SITE", raising=False)

    assert run(["law", "--json", "--on", "2026-03-01"]) == 0
    assert _rows(capsys.readouterr().out)[HERE]["site"]


def test_a_named_folder_that_is_no_site_is_told(tmp_path, capsys):
    assert run(["law", "--site", str(tmp_path)]) == 78
    assert "bhxh.toml" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["law"], ["doctor", "--offline"], ["once"]])
def test_what_is_wrong_with_a_sites_law_is_a_settings_problem(bhxh, words):
    write(bhxh.site, "rates.csv", RATE, OWN.replace("2026-08-31", "2025-08-31"))
    write(bhxh.site, "wages.csv", "x")
    write(
        bhxh.site, "holidays.csv", "date,working,unit,name,legal_source",
        "2026-10-16,no,TX9999X,Nghỉ,Nội quy",
    )  # fmt: skip

    done = bhxh(*words)

    assert done.code == 78
    assert "  - law/rates.csv row 2: valid_to 2025-08-31 is before valid_from" in done.err
    assert "  - law/wages.csv: no such table" in done.err
    assert "  - law/holidays.csv row 2: unknown unit: TX9999X" in done.err
