"""The code lists."""

from __future__ import annotations

import shutil
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from config import codes as module
from config.causes import Cause, plain
from config.codes import load_codes
from config.errors import CodesError
from config.registrations import Act, Channel

CODES = load_codes()
BUILT_IN = Path(module.__file__).parent / "codes"

ALLOWED = {
    1: "ON TC TD TM TH TV DV TL",
    2: "AD AT DC DN TN TT TL DL TV DV",
    3: "GC GD GH KL OF TS DV GV",
    4: "AT DC DN GN SB TU GL DL DV GV",
    5: "CD AD SB TH DL GN TV DV GV TT",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the lists, to be broken."""
    copied = tmp_path / "codes"
    shutil.copytree(BUILT_IN, copied)
    return copied


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(CodesError) as raised:
        load_codes(folder)
    return raised.value.problems


def test_a_movement_stands_only_in_the_groups_that_allow_it() -> None:
    allowed = {loai: {pa for pa in CODES.movements if CODES.allowed(loai, pa)} for loai in range(7)}

    assert allowed == {
        0: set(),
        **{loai: set(pas.split()) for loai, pas in ALLOWED.items()},
        6: set(),
    }


def test_a_movement_that_does_not_exist_is_allowed_nowhere() -> None:
    assert not any(CODES.allowed(loai, "XX") for loai in CODES.groups)


def test_all_movements_but_the_one_of_a_template_are_official() -> None:
    unofficial = [code for code, movement in CODES.movements.items() if not movement.verified]

    assert len(CODES.movements) == 27
    assert unofficial == ["DV"]
    assert CODES.movements["TL"].name_vi == "Tăng tham gia TNLĐ, BNN"


def test_procedure_600_must_have_d02_and_may_have_more() -> None:
    procedure = CODES.procedures["600"]

    assert procedure.mandatory == ("D02-TS",)
    assert set(procedure.allowed) == {"TK1-TS", "D01-TS", "CT-DK"}
    assert set(CODES.procedures) == {"600", "601", "602", "603", "604", "607", "608", "612", "630"}


def test_places_are_those_of_today_and_their_old_codes() -> None:
    assert (len(CODES.provinces), len(CODES.old_provinces), len(CODES.communes)) == (34, 63, 3321)
    assert CODES.communes["00070"] == "01"
    assert CODES.old_provinces["60"].now == "68"
    assert CODES.old_provinces["79"].now == "79"
    assert set(CODES.communes.values()) == set(CODES.provinces)
    assert {old.now for old in CODES.old_provinces.values()} == set(CODES.provinces)


@pytest.mark.parametrize(
    ("old", "on", "code"),
    [
        ("60", date(2025, 6, 30), "60"),
        ("60", date(2025, 7, 1), "68"),
        ("79", date(2025, 7, 1), "79"),
        ("15", date(2026, 10, 1), "15"),
        ("99", date(2026, 10, 1), None),
    ],
)
def test_an_old_province_moves_on_the_day_of_the_merger(
    old: str, on: date, code: str | None
) -> None:
    assert CODES.province_on(old, on) == code


def test_a_procedure_is_there_from_its_first_day_to_its_last(folder: Path) -> None:
    rewrite(folder / "procedures.csv", "TK1-TS D01-TS CT-DK,,,", "CT-DK,2021-01-01,2026-06-30,")

    codes = load_codes(folder)

    days = [date(2020, 12, 31), date(2021, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [codes.procedure("600", on) is not None for on in days] == [False, True, True, False]
    assert CODES.procedure("600", days[0]) == CODES.procedures["600"]
    assert CODES.procedure("999", days[0]) is None


def test_what_would_end_before_it_begins_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "procedures.csv", "TK1-TS D01-TS CT-DK,,,", "CT-DK,2026-01-01,2025-12-31,")

    assert problems(folder) == (
        "procedures.csv row 2: valid_to 2025-12-31 is before valid_from 2026-01-01",
    )


def test_people_are_described_by_short_lists() -> None:
    assert CODES.ethnicities["01"] == "Kinh"
    assert CODES.ethnicities["99"] == "Người nước ngoài"
    assert len(CODES.ethnicities) == 56
    assert list(CODES.relations) == [f"{number:02}" for number in range(23)]
    assert CODES.nationalities["VN"] == "Việt Nam"
    assert list(CODES.benefit_levels) == ["1", "2", "3", "4", "5"]


def test_the_directory_of_providers_and_the_groups_have_names() -> None:
    assert CODES.providers["00040"] == "Thái Sơn"
    assert CODES.groups[3] == "Giảm lao động"
    assert CODES.form_names["CT-DK"] == "Chứng từ đính kèm"


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.csv")), ids=lambda path: path.name)
def test_every_list_is_in_composed_unicode(path: Path) -> None:
    assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_lists_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CODES.provinces["99"] = "Không đâu"  # type: ignore[index]  # that is the point


def test_a_code_that_stands_twice_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "relations.csv", "02,Chồng", "01,Chồng")

    assert problems(folder) == ("relations.csv row 4: 01 stands twice",)


def test_all_problems_of_all_lists_are_told_at_once(folder: Path) -> None:
    rewrite(folder / "movements.csv", "new entrant,1,", "new entrant,1 6,")
    rewrite(folder / "provinces.csv", "Hà Nội,QĐ 19/2025/QĐ-TTg ngày 30/06/2025,true", "Hà Nội,,")
    rewrite(folder / "ethnicities.csv", "01,Kinh", "1,Kinh")
    rewrite(folder / "communes.csv", "00004,01", "00004,98")
    rewrite(folder / "old_provinces.csv", "Hà Giang,08", "Hà Giang,97")
    rewrite(folder / "procedures.csv", "D02-TS,", "D99-TS,")

    assert problems(folder) == (
        "movements.csv row 2: groups are not numbers 1 to 5: '1 6'",
        "provinces.csv row 2: legal_source is missing",
        "provinces.csv row 2: verified is neither true nor false: ''",
        "ethnicities.csv row 2: code is not 2 digits: '1'",
        "old_provinces.csv: 02 went to 97, which is no province",
        "communes.csv: 00004 lies in 98, which is no province",
        "procedures.csv: 600 wants D99-TS, which forms.csv does not name",
    )


def test_a_list_that_is_not_there_is_a_problem(folder: Path) -> None:
    (folder / "providers.csv").unlink()

    assert problems(folder) == ("providers.csv: cannot be read: FileNotFoundError",)


def test_a_group_that_is_no_number_is_a_problem_not_a_crash(folder: Path) -> None:
    rewrite(folder / "groups.csv", "1,Tăng lao động", "một,Tăng lao động")

    assert problems(folder) == ("groups.csv row 2: code is not 1 digits: 'một'",)


def test_reasons_have_a_meaning_and_are_written_in_plain_letters(folder: Path) -> None:
    rewrite(folder / "reasons.csv", "chet,death", "Chết,dying")

    assert problems(folder) == (
        "reasons.csv row 2: code is not in plain letters: 'Chết'",
        "reasons.csv row 2: unknown cause: 'dying'",
    )
    assert CODES.reasons[plain("TỬ VONG (tai nạn)")] is Cause.DEATH


def test_each_act_on_each_channel_has_one_form_in_force() -> None:
    today = date(2026, 11, 22)

    found = {
        form.form
        for act in Act
        for channel in Channel
        if (form := CODES.registration(act, channel, today))
    }

    assert len(found) == len(CODES.registrations) == 6
    assert CODES.registration(Act.CEASE, Channel.IVAN, date(2015, 4, 30)) is None


def test_an_act_that_does_not_exist_is_told_with_its_row(folder: Path) -> None:
    rewrite(folder / "registrations.csv", "04-DK-IVAN,register", "04-DK-IVAN,enlist")

    assert "registrations.csv row 2: act is none of" in problems(folder)[0]
