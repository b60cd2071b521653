"""Mappings as they are written: every problem at once, with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigError, MappingError, SettingsError
from config.fields import load_fields
from config.load import load_settings
from config.mapping_files import known_mappings, load_mapping, unknown_formats
from tests.config.test_load import TOML

GOOD = 'kind = "snapshot"\n[columns]\nHoTen = ["Họ tên"]\n'


def written(site: Path, text: str, name: str = "hr") -> Path:
    (site / "mappings").mkdir(exist_ok=True)
    path = site / "mappings" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(site: Path, text: str) -> str:
    path = written(site, text)
    with pytest.raises(MappingError) as caught:
        load_mapping("hr", site)
    assert caught.value.source == f"mappings/{path.name}"
    return "\n".join(caught.value.problems)


def test_a_mapping_of_the_site_comes_before_a_shipped_one(tmp_path: Path) -> None:
    written(tmp_path, GOOD, "plain-hr")

    mapping = load_mapping("plain-hr", tmp_path)

    assert mapping.columns == {"HoTen": ("Họ tên",)}


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        'kind = "movements"\nminus = "trailing"\nundecided = ["B: TuThang?"]\n[columns]\n'
        'HoTen = ["Tên"]\nHoTne = ["X"]\n[constants]\nHoTen = "A"\n[codes.GioiTinh]\n'
        '"Nữ" = "0"\n"nu" = "1"\nelse = "guess"\n',
    )

    assert told.splitlines() == [
        "undecided: còn 1 điều chưa chọn (B: TuThang?): chọn từng điều trong tệp rồi bỏ nó khỏi "
        "undecided / choices still open: 1; make each of them in the file and take it out of "
        "undecided",
        "minus: cần money, cách viết số tiền / needs money, the style of amounts",
        "[columns] HoTne: movements không có trường này; có phải HoTen? / no field of movements; "
        "did you mean HoTen?",
        "[constants] HoTen: [columns] cũng khai trường này, chỉ giữ một / [columns] names it too; "
        "keep one of them",
        "[codes.GioiTinh] else: phải là refuse hoặc keep / neither refuse nor keep",
        "[codes.GioiTinh] Nữ, nu: chương trình coi là cùng một từ nhưng có hai nghĩa / the same "
        "word to us, with two meanings",
    ]


def test_fields_are_looked_at_beside_keys_that_are_wrong_by_themselves(tmp_path: Path) -> None:
    told = problems(
        tmp_path,
        'kind = "staff"\ndates = "dym"\njoin = 5\n[period]\nfrom = "file"\npattern = "a"\n'
        '[columns]\nHoTen = [""]\nCMDN = ["CCCD"]\n[constants]\nTuThang = "01/2026"\n',
    ).splitlines()

    assert [line.split(":")[0] for line in told] == [
        "kind", "dates", "[period] pattern", "[columns] HoTen #1", "join", "[columns] CMDN",
    ]  # fmt: skip
    assert told[-1].endswith("no field of snapshot/movements/requests; did you mean CMND?")
    assert "no field of snapshot; did you mean CMND?" in problems(
        tmp_path, 'kind = "snapshot"\ndates = "dym"\n[columns]\nCMDN = ["CCCD"]\n'
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('kind = "staff"\n', "kind: phải là một trong: snapshot, movements"),
        ('kind = "snapshot"\nfootr = 1\n', "footr: không có khóa này; có phải [footer]? / "),
        ('kind = "snapshot"\n[columns]\nHoTen = ["***"]\n', "neither letter nor digit"),
        ('kind = "snapshot"\n[unit]\nfrom = "file"\npattern = "("\n', "no regular expression"),
        ('kind = "snapshot"\n[unit]\nfrom = "file"\npattern = "a"\n', "needs a group"),
        ('kind = "snapshot"\n', "[columns] chưa khai trường nào"),
        ('kind = "snapshot"\n[columns]\nHoTen = ["@B"]\n', "header: phải có khi"),
        (GOOD + "[join]\nHoTen = \" \"\n", "[join] HoTen: [columns] khai ít hơn hai"),
        (GOOD + "[period]\nfrom = \"file\"\npattern = \"(?P<year>20..)\"\n", "or neither"),
        (GOOD + "[period]\nfrom = \"file\"\npattern = \"(?P<month>..)-(..)\"\n", "or neither"),
        ("kind = \n", "not TOML"),
        ('extends = "nobody"\n', "extends: không có bản ánh xạ nobody"),
        ('extends = 5\n', "extends: không có bản ánh xạ 5"),
        ('extends = ["hr"]\n', "extends: không có bản ánh xạ ['hr']"),
        ('extends = "hr"\n', "extends: hr không thể dựa vào chính nó / hr cannot build on itself"),
        ('extends = "hrr"\n', "no mapping hrr to build on\n"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_its_key(tmp_path: Path, text: str, said: str) -> None:
    assert said in problems(tmp_path, text) + "\n"


def test_a_mapping_may_be_named_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)

    assert load_mapping(str(path), None).name == "hr"
    with pytest.raises(MappingError, match="cannot be read"):
        load_mapping(str(tmp_path / "gone.toml"), None)


def test_an_unknown_mapping_names_the_known_ones(tmp_path: Path) -> None:
    written(tmp_path, GOOD)

    with pytest.raises(MappingError) as caught:
        load_mapping("gone", tmp_path)

    assert "flat-file, hr, ours, plain-hr, portal" in caught.value.problems[0]
    with pytest.raises(MappingError, match=r"có phải portal.* / .*did you mean portal"):
        load_mapping("portl", tmp_path)
    assert "vnpt" not in known_mappings(tmp_path)
    assert unknown_formats(["auto", "hr", "portal"], tmp_path) == ()


def test_a_mapping_says_anew_what_the_one_below_says(tmp_path: Path) -> None:
    written(
        tmp_path,
        'kind = "snapshot"\nignore = ["STT"]\n[columns]\nHoTen = ["A"]\nChucVu = ["B"]\n'
        '[constants]\nLoaiHD = "KXDTH"\n[codes.GioiTinh]\nM = "1"\n',
        "low",
    )
    written(tmp_path, 'extends = "low"\n[columns]\nLoaiHD = ["C"]\n', "mid")
    written(tmp_path, 'extends = "mid"\nignore = ["X"]\n[constants]\nChucVu = "Thợ"\n', "top")

    mapping = load_mapping("top", tmp_path)

    assert mapping.columns == {"HoTen": ("A",), "LoaiHD": ("C",)}
    assert mapping.constants == {"ChucVu": "Thợ"}
    assert mapping.ignore == ("STT", "X")
    assert mapping.codes == {"GioiTinh": {"M": "1"}}


def test_a_mapping_of_the_site_may_build_on_its_namesake(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "plain-hr"\n[constants]\nLoaiHD = "KXDTH"\n', "plain-hr")

    assert load_mapping("plain-hr", tmp_path).constants == {"LoaiHD": "KXDTH"}


def test_mappings_cannot_build_on_each_other_in_a_ring(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "two"\n', "one")
    written(tmp_path, 'extends = "one"\n', "two")

    with pytest.raises(MappingError, match="one cannot build on itself"):
        load_mapping("one", tmp_path)


def test_only_a_few_mappings_build_on_each_other(tmp_path: Path) -> None:
    for number in range(7):
        written(tmp_path, f'extends = "hr-{number + 1}"\n', f"hr-{number}")
    written(tmp_path, GOOD, "hr-7")

    assert load_mapping("hr-2", tmp_path).columns
    with pytest.raises(MappingError, match="more than 5 build on each other"):
        load_mapping("hr-0", tmp_path)


def test_a_feed_that_names_an_unknown_mapping_is_a_mistake_of_the_settings(tmp_path: Path) -> None:
    toml = TOML.replace('name = "payroll"', 'name = "payroll"\nformat = "gone"', 1)
    (tmp_path / "bhxh.toml").write_text(toml, encoding="utf-8")

    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path)

    assert "gone is no format and no mapping (there are: auto, snapshot" in caught.value.problems[0]


def test_a_broken_table_of_fields_is_told(tmp_path: Path) -> None:
    head = "field,snapshot,movements,requests,style,vi,en\n"
    (tmp_path / "fields.csv").write_text(head + "A,yes,,,text,a,a\nA,yes,,,x,a,a\n")

    with pytest.raises(ConfigError) as caught:
        load_fields(tmp_path)

    assert "stands there twice" in str(caught.value)
    assert "style is none of" in str(caught.value)
