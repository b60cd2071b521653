"""A list of papers beside a file: in the D01-TS of its people, or a question about them."""

from __future__ import annotations

import json

import pytest

from config.mapping_files import load_mapping
from pipeline.model import Balance
from pipeline.steps.look import look
from tests.pipeline.parts import Bench, csv, staff
from tests.pipeline.steps.test_companions import HEAD, forms, households, month, questions, report

HEADINGS = "MaNV,TenLoaiVanBan,SoVanBan,NgayBanHanh,CoQuanBanHanh,TrichYeu"
PAPER = "NV00005,Hợp đồng lao động,12/HĐLĐ,01/10/2026,Công ty,Ký mới"


def papers(*rows: str) -> bytes:
    return ("\n".join([HEADINGS, *rows]) + "\n").encode()


def give(bench: Bench, *rows: str) -> None:
    bench.drop("luong.giayto.csv", papers(*rows))
    bench.drop("luong.csv", month())
    bench.work()


def test_listed_papers_stand_in_the_dossier_of_their_person(opened):
    give(opened, PAPER, PAPER.replace("12/HĐLĐ", "13/HĐLĐ"))

    rows = forms(opened)["D01-TS"].findall(".//ThongTin")
    assert [row.findtext("SoVanBan") for row in rows] == ["12/HĐLĐ", "13/HĐLĐ"]
    assert opened.dossier.papers is not None
    assert list((opened.site / "drop").glob("*.csv")) == []


def test_a_wrong_paper_holds_its_person_until_a_word_sends_them_without(opened):
    give(opened, PAPER.replace("01/10/2026", "31/02/2026"))

    assert questions(opened) == ["Q-PROOFS"]
    assert report(opened, "giayto.report")["counts"] == {"E-DATE": 1}
    assert report(opened, "report")["counts"]["W-PROOF-ROWS"] == 1
    (hold,) = opened.ledger.holds.open()
    opened.ledger.holds.release(hold, "đã hỏi", opened.ledger.drops)
    opened.work()
    assert set(forms(opened)) == {"D02-TS", "TK1-TS"}


def test_papers_of_people_without_news_are_told(opened):
    give(opened, PAPER, PAPER.replace("NV00005", "NV00001"), PAPER.replace("NV00005", "NV00099"))

    assert report(opened, "report")["counts"]["R-ATTACHED"] == 1
    assert report(opened, "giayto.report")["counts"] == {"W-PROOF-NOBODY": 1}
    assert len(forms(opened)["D01-TS"].findall(".//ThongTin")) == 1


def test_a_list_that_cannot_be_read_holds_whoever_is_reported(opened):
    opened.drop("luong.giayto.csv", b"a,b\n1,2\n")
    opened.drop("luong.csv", month())
    opened.work()

    (told,) = (
        each for each in report(opened, "report")["findings"] if each["code"] == "W-PROOF-FILE"
    )
    assert told["message_vi"].startswith("Không đọc được tệp bảng kê giấy tờ: Thiếu tiêu đề")
    assert "headings" not in told["message_vi"]
    assert told["message_en"].startswith("The file of proving papers cannot be read: Required")
    assert (questions(opened), opened.dossiers()) == (["Q-PROOFS"], [])
    assert opened.dropped().balance == Balance(rows=4, unchanged=3, held=1)


@pytest.mark.parametrize("said_by", ["feed", "mapping"])
def test_lists_beside_a_file_are_written_as_the_file_is(opened, tmp_path, said_by):
    feed = opened.parts.settings.feeds[0].model_copy(update={"format": "ours"})
    mapping = load_mapping("ours", opened.site)
    if said_by == "feed":
        feed = feed.model_copy(update={"encoding": "utf-16"})
    else:
        mapping = mapping.model_copy(update={"encoding": "utf-16"})
    opened.change(mappings={"ours": mapping})
    for name, data in (
        ("luong.csv", month()),
        ("luong.giayto.csv", papers(PAPER)),
        ("luong.hogiadinh.csv", households(HEAD)),
    ):
        (tmp_path / name).write_bytes(data.decode().encode("utf-16"))

    looked = look(opened.parts, tmp_path / "luong.csv", feed)

    assert looked.report.errors == 0
    assert not {"W-PROOF-FILE", "W-HOUSEHOLD-FILE"} & set(looked.report.counts)
    assert set(looked.beside) == {"household", "proofs"}


@pytest.fixture
def outside(opened, tmp_path):
    """A payroll outside drop/ with all that may lie beside it."""
    folder = tmp_path / "gửi"
    attached = folder / "luong.attachments" / "NV00005"
    attached.mkdir(parents=True)
    (attached / "rong.pdf").write_bytes(b"")
    (attached / "link.pdf").symlink_to("/etc/hostname")
    (folder / "luong.attachments" / "lac.pdf").write_bytes(b"%PDF-1.7")
    (folder / "luong.hogiadinh.csv").write_bytes(households(HEAD.replace("Chủ hộ", "Hàng xóm")))
    (folder / "luong.giayto.csv").write_bytes(papers(PAPER.replace("NV00005", "NV00099")))
    (folder / "luong.csv").write_bytes(month())
    return folder / "luong.csv"


def test_a_look_says_what_a_pass_would_say_of_what_lies_beside(opened, outside):
    looked = look(opened.parts, outside, opened.parts.settings.feeds[0])

    counts = looked.report.counts
    assert counts["W-ATTACHED-EMPTY"] == 1
    assert counts["W-ATTACHED-PLACE"] == 2
    assert (counts["W-HOUSEHOLD-ROWS"], counts["W-PROOF-ROWS"]) == (1, 1)
    assert looked.beside["household"].counts["E-RELATION"] == 1
    assert looked.beside["proofs"].counts == {"W-PROOF-NOBODY": 1}
    assert opened.ledger.drops.all()[1:] == []


def test_a_look_takes_no_file_of_that_name_for_the_folder_of_attachments(opened, tmp_path):
    (tmp_path / "luong.attachments").write_bytes(b"%PDF-1.7")
    (tmp_path / "luong.hogiadinh.csv").mkdir()
    (tmp_path / "luong.csv").write_bytes(month())

    looked = look(opened.parts, tmp_path / "luong.csv", opened.parts.settings.feeds[0])

    assert looked.report.counts["W-ATTACHED-PLACE"] == 1
    assert looked.beside == {}


def test_a_look_at_a_file_alone_has_nothing_beside_it(opened, tmp_path):
    file = tmp_path / "mot-minh.csv"
    file.write_bytes(csv(staff(1, 2, 3)))

    assert look(opened.parts, file, opened.parts.settings.feeds[0]).beside == {}


def test_the_list_of_companions_is_as_it_was_where_no_papers_are_listed(opened):
    opened.drop("luong.hogiadinh.csv", households(HEAD))
    opened.drop("luong.csv", month())
    opened.work()

    (kept,) = (opened.site / "keep" / "companions").iterdir()
    assert set(json.loads(kept.read_text())) == {"household", "files", "strange"}
