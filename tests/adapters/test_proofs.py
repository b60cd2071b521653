"""Lists of proving papers are read by their headings or the codes of D01-TS."""

from __future__ import annotations

import pytest

from adapters.errors import ReadFailedError, UnreadableError
from adapters.model import Kind
from adapters.proofs import read_proofs

WORDS = "Mã nhân viên,Loại văn bản,Số văn bản,Ngày ban hành,Cơ quan ban hành,Trích yếu"


def read(tmp_path, *lines):
    path = tmp_path / "luong.giayto.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_proofs(path, path.name)[0]


def test_a_paper_is_read_by_words_or_codes(tmp_path):
    table = read(tmp_path, f"{WORDS},NgayHieuLuc", "NV1,Hợp đồng,12/HĐ,1/10/2026,Công ty,Ký mới,")

    paper = table.frame.iloc[0]
    assert table.kind is Kind.PROOFS
    assert (paper["MaNV"], paper["NgayBanHanh"], paper["NgayHieuLuc"]) == ("NV1", "01/10/2026", "")


def test_a_column_that_we_do_not_know_is_told(tmp_path):
    table = read(tmp_path, f"{WORDS},Màu giấy", "NV1,Hợp đồng,12/HĐ,1/10/2026,Công ty,Ký,vàng")

    assert [defect.code for defect in table.defects] == ["W-COLUMN"]


@pytest.mark.parametrize("heading", ["Mã nhân viên,Số hiệu", f"{WORDS},Trích yếu văn bản", WORDS])
def test_what_is_no_list_of_papers_is_refused(tmp_path, heading):
    with pytest.raises(UnreadableError):
        read(tmp_path, heading)


def test_a_disk_that_fails_is_not_the_senders_fault(tmp_path):
    with pytest.raises(ReadFailedError):
        read_proofs(tmp_path / "gone.csv", "gone.csv")
