"""check, baseline, init, once, reconcile: what they say to people and to programs."""

from __future__ import annotations

import json
import os
import stat

import pytest

from pipeline.cli import run
from pipeline.lock import site_lock
from pipeline.states import DropState
from tests.pipeline.parts import HERE, THERE, csv, person, staff

BEFORE = csv(staff(1, 2, 3))


def _file(bhxh, data, name="luong.csv"):
    path = bhxh.site / name
    path.write_bytes(data)
    return path


def test_init_makes_a_site_that_the_sandbox_can_serve(made_site):
    modes = {name: stat.S_IMODE((made_site / name).stat().st_mode) for name in ("keys", "sandbox")}

    assert modes == {"keys": 0o700, "sandbox": 0o700}
    assert stat.S_IMODE((made_site / "keys/sftp_ed25519").stat().st_mode) == 0o600
    assert (made_site / "sample/luong-2026-10.csv").is_file()


def test_init_says_what_to_do_next(tmp_path, capsys):
    code = run(["init", str(tmp_path / "site"), "--port", "2299"])

    said = capsys.readouterr().out
    assert code == 0
    assert [line.split()[1] for line in said.splitlines()] == ["sandbox", "baseline", "once"]
    assert "port = 2299" in (tmp_path / "site/bhxh.toml").read_text()


def test_init_takes_no_port_that_every_command_would_refuse(tmp_path):
    assert run(["init", str(tmp_path / "site"), "--port", "99999"]) == 64
    assert not (tmp_path / "site").exists()


def test_init_never_touches_a_site_that_is_there(bhxh, capsys):
    before = (bhxh.site / "keys/sftp_ed25519").read_bytes()

    code = run(["init", str(bhxh.site)])

    assert code == 64
    assert "there is a bhxh.toml already" in capsys.readouterr().err
    assert (bhxh.site / "keys/sftp_ed25519").read_bytes() == before


def test_check_of_a_clean_file_is_0_and_keeps_nothing(bhxh):
    done = bhxh("check", _file(bhxh, BEFORE))

    assert done.code == 0
    assert list((bhxh.site / "keep/originals").iterdir()) == []
    assert list((bhxh.site / "returned").iterdir()) == []


def test_check_tells_people_and_programs_the_same(bhxh):
    file = _file(bhxh, csv([person(1, CMND="12")]))

    words, facts = bhxh("check", file), bhxh("check", file, "--json")

    assert (words.code, facts.code) == (10, 10)
    finding, note = json.loads(facts.out)["findings"]
    assert note["code"] == "N-LAW"
    assert finding["row"] == 2
    assert finding["code"] in words.out


def test_check_writes_the_page_where_it_is_wanted(bhxh, tmp_path):
    done = bhxh("check", _file(bhxh, csv([person(1, CMND="12")])), "--html", tmp_path / "a.html")

    assert done.code == 10
    assert "E-CITIZEN" in (tmp_path / "a.html").read_text()
    assert "→ The file stops" in done.out


def test_check_of_something_else_says_why_it_cannot_be_read(bhxh):
    done = bhxh("check", _file(bhxh, b"\x00\x01", "luong.csv"), "--json")

    assert done.code == 10
    assert json.loads(done.out)["errors"] == 1


def test_check_and_baseline_know_their_feeds(bhxh):
    file = _file(bhxh, BEFORE)

    known, unknown = (bhxh("check", file, "--feed", name) for name in ("workbooks", "nothing"))
    baseline = bhxh("baseline", file, "--feed", "nothing")

    assert (known.code, unknown.code, baseline.code) == (0, 64, 64)
    assert "no feed nothing: payroll, workbooks" in unknown.err


def test_a_baseline_reports_nobody(bhxh, inside):
    done = bhxh("baseline", _file(bhxh, BEFORE), "--json")

    facts = json.loads(done.out)
    assert done.code == 0
    assert (facts["units"], facts["rows"], facts["period"]) == ([HERE], 3, "10/2026")
    assert inside.dossiers() == []
    assert inside.ledger.drops.get(facts["drop"]).state is DropState.CONVERTED


def test_a_baseline_speaks_to_people_too(bhxh):
    said = bhxh("baseline", _file(bhxh, BEFORE)).out
    assert said.startswith("TA0001A, 10/2026: danh sách gốc: 3 người được ghi là đã khai báo / an ")


def test_a_wrong_baseline_is_refused_with_its_findings(bhxh, inside):
    done = bhxh("baseline", _file(bhxh, csv([person(1, CMND="12")])))

    assert done.code == 10
    assert done.err
    assert inside.ledger.drops.all() == []


def test_a_second_baseline_is_refused_and_leaves_nothing_behind(bhxh, inside):
    bhxh("baseline", _file(bhxh, BEFORE))
    month = csv(staff(1, TienLuong="9900000"), staff(2, 3))

    done = bhxh("baseline", _file(bhxh, month))
    inside.drop("thang.csv", month)
    inside.work()

    assert done.code == 64
    assert "a baseline exists already: TA0001A" in done.err
    assert inside.dropped("thang.csv").balance.reported == 1


def test_replace_starts_again(bhxh, inside):
    bhxh("baseline", _file(bhxh, BEFORE))

    done = bhxh("baseline", _file(bhxh, csv(staff(1, 2))), "--replace")
    inside.drop("luong.csv", csv(staff(1, 2), staff(8, MaDonVi=THERE)))
    inside.work()

    assert done.code == 0
    assert inside.dropped().balance.absent == 0


def test_once_says_what_is_open_on_stderr_and_in_json(bhxh, inside):
    bhxh.set(port="1")
    inside.open(BEFORE)
    inside.drop("luong.csv", csv(staff(1, 2, 3, Ky="09/2026")))
    inside.drop("readme.txt", b"x")

    people = bhxh("once", "--no-quiet")
    programs = bhxh("once", "--no-quiet", "--json")

    facts = json.loads(programs.out)
    assert (people.code, programs.code, facts["exit"]) == (2, 2, 2)
    assert "unclaimed drop/readme.txt: chưa nhận / not taken in: `bhxh explain" in people.err
    assert [thing["code"] for thing in facts["open"]] == ["held"]
    assert facts["unclaimed"] == ["readme.txt"]


def test_once_waits_the_quiet_time_for_what_is_settling(bhxh, inside):
    bhxh.set(port="1", quiet_seconds="0.01", approve='"never"')
    inside.drop("luong.csv", BEFORE)

    bhxh("once")

    assert inside.dropped().held_because == "no-baseline"


def test_a_second_instance_is_told_who_holds_the_site(bhxh, inside):
    with site_lock(bhxh.site, "run", inside.clock()):
        done = [bhxh("once"), bhxh("run")]
        beside = bhxh("status")

    assert [each.code for each in done] == [3, 3]
    assert "another instance holds the site: run (pid" in done[0].err
    assert beside.code == 0


def test_reconcile_prints_the_report_and_names_the_file(bhxh):
    people, programs = bhxh("reconcile"), bhxh("reconcile", "--json")

    assert (people.code, programs.code) == (0, 0)
    assert "Nothing to look at" in people.out
    assert "reports/" in people.err
    assert json.loads(programs.out)["open"] == []


def test_reconcile_of_a_period_wants_a_period(bhxh):
    right, wrong = (bhxh("reconcile", "--period", text) for text in ("10/2026", "2026-10"))

    assert (right.code, wrong.code) == (0, 64)
    assert "a period is MM/yyyy: 2026-10" in wrong.err


def test_reconcile_is_1_with_open_things_and_2_with_changed_bytes(bhxh, inside):
    inside.open(BEFORE)
    inside.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    inside.work()

    late = bhxh("reconcile")
    (inside.site / "outbox" / inside.dossier.remote_name).write_bytes(b"x")
    changed = bhxh("reconcile")

    assert (late.code, changed.code) == (1, 2)
    assert inside.dossier.id in changed.out


@pytest.mark.parametrize("name", ["luong.csv.part", "readme.txt", "luong.csv"])
def test_a_file_in_drop_is_explained(bhxh, inside, name):
    inside.drop(name, b"x")
    words = {
        "luong.csv.part": "not complete yet",
        "readme.txt": "no feed takes a file of this name",
        "luong.csv": "not taken in yet",
    }

    done = bhxh("explain", f"drop/{name}")

    assert done.code == 0
    assert words[name] in done.out


def test_a_folder_that_we_may_not_write_is_named(bhxh, monkeypatch):
    (bhxh.site / "drop" / "luong.csv").write_bytes(b"x")
    may = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode, **told: mode == os.R_OK and may(path, mode, **told)
    )

    done = bhxh("explain", "drop/luong.csv")

    assert f"{bhxh.site / 'drop'}/ is not writable for us" in done.out
    assert "chmod" in done.out


def test_a_name_that_is_no_file_of_its_own_is_explained(bhxh, inside):
    drop = bhxh.site / "drop"
    inside.drop("goc.txt", b"x")
    os.mkfifo(drop / "ong.csv")
    (drop / "lien-ket.csv").symlink_to(drop / "goc.txt")
    os.link(drop / "goc.txt", drop / "ten-khac.csv")

    said = [bhxh("explain", f"drop/{name}.csv").out for name in ("ong", "lien-ket", "ten-khac")]

    assert ["a link, a pipe" in words for words in said] == [True, True, False]
    assert "another name (hard link)" in said[2]


def test_a_file_in_a_folder_of_drop_is_checked_as_its_feed_would_read_it(bhxh):
    toml = bhxh.site / "bhxh.toml"
    text = toml.read_text(encoding="utf-8")
    own = f'[[feeds]]\nname = "chi-nhanh"\npattern = "{HERE}/*.csv"\npolicy = "good-rows"\n\n'
    toml.write_text(text.replace("[[feeds]]", f"{own}[[feeds]]", 1), encoding="utf-8")
    rows = csv([person(1, MaDonVi="", CMND="12"), person(2, MaDonVi="")])
    inside, outside = bhxh.site / "drop" / HERE / "luong.csv", _file(bhxh, rows)
    inside.parent.mkdir()
    inside.write_bytes(rows)

    there = json.loads(bhxh("check", inside, "--json").out)
    elsewhere = json.loads(bhxh("check", outside, "--json").out)

    assert (there["next"]["policy"], there["units"]) == ("good-rows", [HERE])
    assert (elsewhere["next"]["policy"], elsewhere["units"]) == ("all", [])


def test_a_file_in_a_folder_is_explained_by_the_feed_of_that_folder(bhxh, inside):
    toml = (bhxh.site / "bhxh.toml").read_text(encoding="utf-8")
    own = '[[feeds]]\nname = "thuduc"\npattern = "thuduc/*.dat"\nmarker = ".done"\n\n[schedule]'
    (bhxh.site / "bhxh.toml").write_text(toml.replace("[schedule]", own), encoding="utf-8")
    inside.drop("thuduc/luong.dat", b"x")

    asked = bhxh("explain", "drop/thuduc/luong.dat")
    folder = bhxh.site / "drop" / "thuduc" / "luong.dat.done"
    folder.mkdir()
    blocked = bhxh("explain", "drop/thuduc/luong.dat")
    folder.rmdir()
    inside.drop("thuduc/luong.dat.done", b"")
    marked = bhxh("explain", bhxh.site / "drop" / "thuduc" / "luong.dat")

    assert "luong.dat.done" in asked.out
    assert "remove the folder luong.dat.done" in blocked.out
    assert "not taken in yet" in marked.out


def test_a_file_in_drop_is_found_from_wherever_somebody_stands(bhxh, inside, monkeypatch):
    inside.drop("luong.csv", b"x")
    monkeypatch.chdir(bhxh.site.parent)

    said = [
        bhxh("explain", path).out
        for path in (
            f"{bhxh.site.name}/drop/luong.csv", bhxh.site / "drop/luong.csv", "luong.csv",
        )
    ]  # fmt: skip

    assert all("chưa nhận" in words and "not taken in yet" in words for words in said)


def test_a_file_elsewhere_was_never_taken_in(bhxh):
    done = bhxh("explain", _file(bhxh, b"x", "other.csv"))

    assert done.code == 64
    assert "never taken in" in done.err
