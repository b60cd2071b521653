"""What all commands have in common: help, broken settings, unknown things, no command at all."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from pipeline.cli import COMMANDS, main, run
from pipeline.cli import bhxh as group

ROOT_ARGUMENTS = {
    "run": [], "once": [], "status": [], "reconcile": [], "doctor": [], "sandbox": [], "law": [],
    "show": ["x"], "explain": ["x"], "retry": ["x"],
    "release": ["x", "--reason", "y"], "withdraw": ["x", "--reason", "y"],
    "resolve": ["x", "--reason", "y", "--present"], "correct": ["x", "--reason", "y"],
    "check": ["FILE"], "baseline": ["FILE"], "verify": ["FILE"],
}  # fmt: skip
BROKEN = '[employer]\nname = ""\ntax_code = "12"\nsurprise = 1\n'


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name, capsys):
    code = run([name, "--help"])

    said = capsys.readouterr().out
    assert code == 0
    assert said.startswith(f"Usage: bhxh {name}")


def test_the_list_of_commands_is_in_the_order_of_a_day(capsys):
    code = run(["--help"])

    said = capsys.readouterr().out
    assert code == 0
    assert [said.index(f"  {name} ") for name in COMMANDS] == sorted(
        said.index(f"  {name} ") for name in COMMANDS
    )
    assert group.list_commands(None) == list(COMMANDS)


@pytest.mark.parametrize("words", [[], ["dance"], ["status", "--tomorrow"], ["show"]])
def test_wrong_usage_is_64_with_the_words_on_stderr(words, capsys):
    code = run(words)

    said = capsys.readouterr()
    assert code == 64
    assert "Usage: bhxh" in said.err
    assert said.out == ""


def test_the_version_is_told(capsys):
    assert run(["--version"]) == 0
    assert "bhxh" in capsys.readouterr().out


@pytest.mark.parametrize("name", ROOT_ARGUMENTS)
def test_every_command_tells_all_that_is_wrong_with_its_settings(name, tmp_path, capsys):
    (tmp_path / "bhxh.toml").write_text(BROKEN)
    file = tmp_path / "luong.csv"
    file.write_text("x")
    words = [str(file) if word == "FILE" else word for word in ROOT_ARGUMENTS[name]]

    code = run([name, *words, "--site", str(tmp_path)])

    said = capsys.readouterr().err
    assert code == 78
    for problem in (
        "[employer] name", "[employer] tax_code", "[employer] surprise", "[sftp]: ", "[[feeds]]: ",
    ):  # fmt: skip
        assert f"  - {problem}" in said, problem


def test_a_folder_that_is_no_site_says_how_to_make_one(tmp_path, capsys):
    code = run(["status", "--site", str(tmp_path)])

    assert code == 78
    said = capsys.readouterr().err
    assert said.startswith(f"bhxh: {tmp_path}: ")
    assert "`bhxh init THƯ-MỤC` tạo site mới" in said
    assert "`bhxh init DIR` makes a new one" in said


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nothing"],
        ["explain", "nothing"],
        ["retry", "nothing"],
        ["release", "nothing", "--reason", "x"],
        ["withdraw", "nothing", "--reason", "x"],
        ["resolve", "nothing", "--reason", "x", "--absent"],
    ],
)
def test_an_unknown_thing_is_64(bhxh, words):
    done = bhxh(*words)

    assert (done.code, done.out) == (64, "")
    assert "no such thing: nothing" in done.err


def test_the_program_leaves_with_the_code_of_its_command(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["bhxh", "dance"])

    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == 64


def test_a_defect_shows_where_and_never_what(bhxh, monkeypatch):
    cell = "Nguyễn Thị Ví Dụ"

    def broken(*_, **__):
        raise ValueError(cell)

    monkeypatch.setattr("pipeline.ledger.overview.Overview.json", broken)

    done = bhxh("status")

    assert done.code == 2
    assert "a defect of the program" in done.err
    assert "ValueError" in done.err
    assert "Ví Dụ" not in done.err


def test_who_presses_ctrl_c_gets_130_and_learns_that_nothing_is_lost(bhxh, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pipeline.ledger.overview.Overview.json", interrupted)

    done = bhxh("status")

    assert done.code == 130
    assert "không mất gì" in done.err
    assert "stopped; nothing is lost; run it again" in done.err


def test_the_site_may_come_from_the_environment(bhxh, monkeypatch, capsys):
    monkeypatch.setenv("BHXH_SITE", str(bhxh.site))

    assert run(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"drops": [], "dossiers": [], "unmatched": []}


def test_a_command_is_the_same_as_a_process_of_its_own(bhxh):
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", "show", "nothing"],
        capture_output=True,
        text=True,
        check=False,
        env={"BHXH_SITE": str(bhxh.site), "PYTHONPATH": ":".join(sys.path)},
    )

    assert done.returncode == 64
    assert "no such thing" in done.stderr
