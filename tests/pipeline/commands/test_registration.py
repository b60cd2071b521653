"""What `register`, `amend`, `cease`, `export` and `import` say to people, and their exit codes."""

from __future__ import annotations

import json

import pytest

from pipeline.cli import run

HERE = "TA0001A"


@pytest.fixture
def told(bhxh, monkeypatch, capsys):
    """Run a command of a new site; return its exit code and what it printed."""
    monkeypatch.setenv("BHXH_SITE", str(bhxh.site))

    def call(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(list(words))
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return call


def test_people_read_a_line_for_each_unit_in_both_languages(told):
    code, text = told("register")

    assert code == 0
    assert "TA0001A register TA0001A-" in text
    assert "ký và gửi ở lượt tới / signed and sent in the next pass" in text
    assert "04/ĐK-IVAN: mẫu chưa được xác nhận" in text
    assert "TB0002B register TB0002B-" in text
    assert "đăng ký · registration TA0001A 00040: pending (register: TA0001A-" in told("status")[1]


def test_a_second_wish_is_refused_with_what_it_waits_for(told):
    told("register", "--unit", HERE)

    code, text = told("register", "--unit", HERE)
    everybody, _ = told("register")

    assert (code, everybody) == (64, 0)
    assert "đang chờ register: hồ sơ TA0001A-" in text
    assert "register is under way: dossier TA0001A-" in text


@pytest.mark.parametrize(
    "words",
    [
        ("register", "--unit", "ZZ9999Z"),
        ("register", "--recorded"),
        ("register", "--switch", "00030", "--portal"),
        ("register", "--switch", "00030", "--unit", HERE),
        ("amend", "--unit", HERE),
        ("cease", "--unit", HERE, "--reason", "x"),
        ("cease", "--reason", "x"),
        ("import", "nowhere.xml"),
        ("export", "nothing", "--to", "."),
    ],
)
def test_what_does_not_fit_is_usage(told, words):
    assert told(*words)[0] == 64


def test_amend_of_everybody_says_for_whom_there_is_nothing_to_do(told):
    told("register", "--recorded", "--reason", "trên trang của I-VAN", "--unit", HERE)

    code, text = told("amend")

    assert code == 0
    assert "TA0001A amend –: TA0001A: không có gì thay đổi / nothing has changed" in text
    assert "TB0002B amend –: TB0002B: ở đây chưa ghi" in text


@pytest.mark.parametrize("mode", ["assumed", "required"])
def test_a_unit_without_a_word_is_told_by_the_setting(bhxh, told, mode):
    toml = bhxh.site / "bhxh.toml"
    text = toml.read_text("utf-8").replace("[employer]\n", f'[employer]\nregistration = "{mode}"\n')
    toml.write_text(text, "utf-8")

    explained = told("explain", HERE)[1]
    checks = json.loads(told("doctor", "--offline", "--json")[1])

    assert f'nothing is written (registration = "{mode}")' in explained
    assert ("bhxh register --unit TA0001A" in explained) is (mode == "required")
    levels = {each["level"] for each in checks if each["name"] == "registration"}
    assert levels == ({"look"} if mode == "required" else {"fine"})


def test_a_unit_has_a_page_and_is_explained_in_each_state(told):
    told("register", "--unit", HERE)
    (asked,) = json.loads(told("status", "--json")[1])["dossiers"]
    waiting = told("explain", HERE)[1]
    told("withdraw", asked["id"], "--reason", "nhầm")

    told("register", "--recorded", "--reason", "trên trang", "--unit", HERE)
    page = json.loads(told("show", HERE, "--json")[1])
    registered = told("explain", HERE)[1]
    told("cease", "--unit", HERE, "--recorded", "--reason", "ngừng")
    ceased = told("explain", HERE)[1]

    assert "wait for the answer to TA0001A-" in waiting
    assert page["registrations"][0]["state"] == "registered"
    assert page["registrations"][0]["source"] == "recorded"
    assert "trên trang" in str(page["events"])
    assert "unit TA0001A: ivan registered" in registered
    assert "unit TA0001A: ivan ceased" in ceased
    assert "to transact again, `bhxh register --unit TA0001A`" in ceased


def test_an_answer_that_is_none_is_told_in_words(bhxh, told):
    file = bhxh.site / "rac.xml"
    file.write_bytes(b"<nothing/>")

    code, text = told("import", str(file))

    assert code == 10
    assert "unmatched: malformed" in text


def test_a_wrong_file_that_was_imported_can_be_dismissed_and_stays_kept(bhxh, told):
    file = bhxh.site / "rac.xml"
    file.write_bytes(b"<nothing/>")
    told("import", str(file))
    (kept,) = (bhxh.site / "inbox/unmatched").iterdir()
    explained, before = told("explain", kept.name)[1], told("status")[1]

    code, text = told("withdraw", kept.stem, "--reason", "nhầm tệp")

    assert f"`bhxh withdraw {kept.stem} --reason …`" in explained
    assert "`bhxh import` the right file" in explained
    assert "ask the I-VAN" not in explained
    assert (code, "dismissed, the file is kept" in text) == (0, True)
    assert ("unmatched" in before, "unmatched" in told("status")[1]) == (True, False)
    assert kept.read_bytes() == b"<nothing/>"
    assert "nhầm tệp" in told("show", kept.stem)[1]
    assert told("withdraw", kept.stem, "--reason", "nữa")[0] == 64


def test_a_dismissed_file_that_is_imported_again_is_looked_at_again(bhxh, told):
    file = bhxh.site / "rac.xml"
    file.write_bytes(b"<nothing/>")
    told("import", str(file))
    (kept,) = (bhxh.site / "inbox/unmatched").iterdir()
    dismissed = json.loads(told("withdraw", kept.stem, "--reason", "nhầm", "--json")[1])

    code, text = told("import", str(file))

    assert (dismissed["state"], dismissed["id"][:16]) == ("dismissed", kept.stem)
    assert (code, "unmatched" in text) == (10, True)


def test_a_day_is_said_in_either_way(told):
    ceasing = ("cease", "--unit", HERE, "--reason", "x", "--on")

    iso, ours = told(*ceasing, "2026-12-31"), told(*ceasing, "31/12/2026")

    assert iso == ours
    assert "format" not in ours[1]


def test_a_huge_answer_is_not_taken_in(bhxh, told):
    file = bhxh.site / "to.xml"
    with file.open("wb") as made:
        made.truncate(20_000_001)

    assert told("import", str(file))[0] == 64
