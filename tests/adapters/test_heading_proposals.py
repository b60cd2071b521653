"""A required heading that is missing: the column that was probably meant is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.errors import UnreadableError
from adapters.feed import read_export
from adapters.hints import Hints
from tests.house.source import ROOT

SAMPLE = (ROOT / "docs" / "sample.csv").read_text(encoding="utf-8")


def refused(folder: Path, *changes: tuple[str, str]) -> UnreadableError:
    headings, rest = SAMPLE.split("\n", maxsplit=1)
    for ours, theirs in changes:
        headings = headings.replace(ours, theirs)
    file = folder / "luong-2026-10.csv"
    file.write_text(f"{headings}\n{rest}", encoding="utf-8")
    with pytest.raises(UnreadableError) as caught:
        read_export(file, hints=Hints(name=file.name))
    return caught.value


def test_a_heading_of_another_name_is_known_by_what_stands_below_it(tmp_path: Path) -> None:
    error = refused(tmp_path, ("Ngày bắt đầu HĐ", "Ngay vao lam"))

    assert error.code == "E-HEADER"
    assert error.proposal == "Q 'Ngay vao lam' = Ngày bắt đầu HĐ"
    assert error.reason_vi.endswith("Có phải cột Q = 'Ngay vao lam' là Ngày bắt đầu HĐ?")
    assert error.reason_en.endswith("Did you mean column Q = 'Ngay vao lam' as Ngày bắt đầu HĐ?")


def test_a_heading_that_nearly_is_ours_is_proposed(tmp_path: Path) -> None:
    error = refused(tmp_path, ("Họ và tên", "Họ va tn"), ("Giới tính", "Giới tính (Nam/Nữ)"))

    assert error.proposal == "D 'Họ va tn' = Họ và tên; H 'Giới tính (Nam/Nữ)' = Giới tính"


def test_two_columns_of_one_kind_are_not_told_apart(tmp_path: Path) -> None:
    error = refused(tmp_path, ("Ngày bắt đầu HĐ", "Mốc A"), ("Ngày sinh", "Mốc B"))

    assert error.proposal is None
    assert error.reason_en == "Required headings are missing: Ngày sinh, Ngày bắt đầu HĐ."


def test_one_column_is_not_proposed_for_two_headings(tmp_path: Path) -> None:
    error = refused(tmp_path, ("Ngày bắt đầu HĐ", "Mốc A"), ("Ngày sinh", ""))

    assert error.proposal is None


def test_a_column_that_we_do_not_know_may_be_a_heading_written_wrongly(tmp_path: Path) -> None:
    file = tmp_path / "luong-2026-10.csv"
    file.write_text(SAMPLE.replace("Dân tộc", "Dân tọoc").replace("Lý do", "Màu sắc"), "utf-8")

    table, _ = read_export(file, hints=Hints(name=file.name))

    proposals = [each.proposal for each in table.defects if each.code == "W-COLUMN"]
    assert proposals == ["Dân tộc", None]


def test_a_field_whose_cells_look_like_others_is_known_by_name_alone(tmp_path: Path) -> None:
    assert refused(tmp_path, ("Chức vụ", "Màu áo")).proposal is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Số CCCD", "079085000012"),
        ("Ngày sinh", "15/03/1985"),
        ("Ngày bắt đầu HĐ", "1 /6/2015"),
        ("Giới tính", "Nam"),
        ("Mức lương đóng", "32.500.000"),
        ("Số CCCD", "Nguyễn Văn An"),
    ],
)
def test_nothing_of_a_person_that_stands_for_a_heading_is_told(
    tmp_path: Path, ours: str, theirs: str
) -> None:
    error = refused(tmp_path, (ours, theirs))

    assert error.proposal is not None
    assert error.proposal.endswith(f" '…' = {ours}")
    assert theirs not in error.reason_vi + error.reason_en
