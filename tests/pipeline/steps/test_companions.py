"""What lies beside an export goes with it: claimed once, judged, declared, and never lost."""

from __future__ import annotations

import base64
import json

import pytest
from lxml import etree

from pipeline.companions import DEEPEST
from pipeline.runner import Tally
from pipeline.states import DropState
from pipeline.steps import arrive, beside
from tests.pipeline.parts import Bench, csv, feed, profile, staff

HEADINGS = "MaNV,HoTen,NgaySinh,GioiTinh,MoiQuanHe,CMND"
HEAD = "NV00005,Lê Văn Chủ,1960,Nam,Chủ hộ,079060000011"
CHILD = "NV00005,Lê Ân,03/2015,Nữ,Con,"
PDF = b"%PDF-1.7 invented"
FOLDER = "luong.attachments"


def households(*rows: str) -> bytes:
    return ("\n".join([HEADINGS, *rows]) + "\n").encode()


def month(**told: str) -> bytes:
    """Return a month in which NV00005, without a number, is new."""
    return csv(staff(1, 2, 3), staff(5, MasoBHXH="", **told))


def forms(bench: Bench) -> dict[str, etree._Element]:
    """Return the forms of the one dossier that was shipped, by code."""
    return {
        code: etree.fromstring(data) for code, data in files(bench) if not code.startswith("CT")
    }


def files(bench: Bench) -> list[tuple[str, bytes]]:
    """Return code and content of every file in the one dossier that was shipped."""
    (dossier,) = [each for each in bench.dossiers() if str(each.state) == "shipped"]
    root = etree.fromstring(bench.folder.files[f"inbound/{dossier.remote_name}".encode()])
    return [
        (file.findtext("MaToKhai"), base64.b64decode(file.findtext("NoiDungFile")))
        for file in root.iter("FileToKhai")
    ]


def questions(bench: Bench) -> list[str]:
    return sorted(hold.code for hold in bench.ledger.holds.open())


def report(bench: Bench, ending: str) -> dict:
    (path,) = (bench.site / "returned").glob(f"luong.csv.{8 * '?'}.{ending}.json")
    return json.loads(path.read_text(encoding="utf-8"))


def give(bench: Bench, *rows: str) -> None:
    bench.drop("luong.hogiadinh.csv", households(*rows))
    bench.drop("luong.csv", month())


def attach(bench: Bench, *names: str, data: bytes = PDF) -> None:
    for name in names:
        path = bench.site / "drop" / FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def demand(bench: Bench) -> None:
    bench.change(profile=profile().model_copy(update={"household": "required"}))


def test_a_household_beside_an_export_stands_in_the_annex(opened):
    demand(opened)
    give(opened, HEAD, CHILD)

    opened.work()

    annex = forms(opened)["TK1-TS"].find("NoiDung/LaoDong/PhuLuc")
    assert annex.findtext("Hoten_Chuho") == "Lê Văn Chủ"
    assert [each.findtext("MoiQuanHe") for each in annex.iter("ThanhVien")] == ["00", "08"]
    assert "W-HOUSEHOLD" not in report(opened, "report")["counts"]
    assert report(opened, "hogiadinh.report")["errors"] == 0


def test_a_companion_is_no_drop_and_leaves_nothing_behind(opened):
    give(opened, HEAD)

    opened.work()

    assert [drop.name for drop in opened.ledger.drops.all()] == ["baseline.csv", "luong.csv"]
    assert [path.name for path in (opened.site / "drop").rglob("*")] == [".claim"]


@pytest.mark.parametrize("demanded", [True, False])
def test_without_a_household_the_profile_decides(opened, demanded):
    if demanded:
        demand(opened)
    give(opened, HEAD.replace("NV00005", "NV00001"))

    opened.work()

    assert questions(opened) == (["Q-HOUSEHOLD"] if demanded else [])


def test_a_wrong_household_holds_its_person_alone_and_is_told_at_its_cell(opened):
    give(opened, HEAD.replace("Chủ hộ", "Hàng xóm"), CHILD)

    tally = opened.work()

    (finding, *_) = report(opened, "hogiadinh.report")["findings"]
    place = [finding[name] for name in ("file", "sheet", "row", "column", "code")]
    assert place == ["luong.hogiadinh.csv", None, 2, "E", "E-RELATION"]
    assert report(opened, "report")["counts"]["W-HOUSEHOLD-ROWS"] == 1
    assert questions(opened) == ["Q-HOUSEHOLD-ROWS"]
    assert (opened.dossiers(), len(tally.warned)) == ([], 1)


def test_who_is_released_goes_without_the_annex(opened):
    give(opened, HEAD.replace("Chủ hộ", "Hàng xóm"))
    opened.work()
    (hold,) = opened.ledger.holds.open()
    opened.ledger.holds.release(hold, "đã hỏi", opened.ledger.drops)

    opened.work()

    assert forms(opened)["TK1-TS"].findall("NoiDung/LaoDong/PhuLuc/*") == []


def test_a_file_of_households_that_cannot_be_read_holds_newcomers(opened):
    opened.drop("luong.hogiadinh.csv", b"a,b\n1,2\n")
    opened.drop("luong.csv", month())

    opened.work()

    assert questions(opened) == ["Q-HOUSEHOLD-ROWS"]
    (told,) = (
        each for each in report(opened, "report")["findings"] if each["code"] == "W-HOUSEHOLD-FILE"
    )
    assert told["message_vi"].startswith("Không đọc được tệp hộ gia đình: Thiếu tiêu đề")
    assert "headings" not in told["message_vi"]
    assert told["message_en"].startswith("The file of households cannot be read: Required head")


def test_members_of_nobody_are_told(opened):
    give(opened, HEAD, CHILD, HEAD.replace("NV00005", "NV00099"))

    opened.work()

    told = report(opened, "hogiadinh.report")
    assert [(each["row"], each["code"]) for each in told["findings"]] == [(4, "W-MEMBER-NOBODY")]


def test_a_file_in_place_of_the_folder_of_attachments_is_told_and_no_household(opened):
    opened.drop(FOLDER, PDF)
    opened.drop("luong.csv", month())

    opened.work()

    counts = report(opened, "report")["counts"]
    assert (counts["W-ATTACHED-PLACE"], "W-HOUSEHOLD-FILE" in counts) == (1, False)
    assert (questions(opened), opened.dossier.people) == ([], 1)
    assert [path.name for path in (opened.site / "drop").rglob("*")] == [".claim"]


def test_a_folder_of_the_name_of_a_list_keeps_the_files_that_are_in_it(opened):
    opened.drop("luong.hogiadinh.csv/luong-khac.dat", b"1")
    opened.drop("luong.csv", month())

    opened.work()

    assert "W-HOUSEHOLD-FILE" not in report(opened, "report")["counts"]
    assert (opened.site / "drop" / "luong.hogiadinh.csv" / "luong-khac.dat").read_bytes() == b"1"


def test_a_companion_without_its_export_waits_and_is_told(opened):
    opened.drop("luong.hogiadinh.csv", households(HEAD))
    attach(opened, "NV00005/giay.pdf")

    tally = opened.work()

    assert sorted(tally.unclaimed) == [FOLDER, "luong.hogiadinh.csv"]
    assert tally.arrived == 0
    opened.drop("luong.csv", month())
    assert (opened.work().unclaimed, opened.dossier.people) == ([], 1)


def test_a_crash_after_the_claim_loses_no_companion(opened):
    give(opened, HEAD, CHILD)
    attach(opened, "NV00005/giay.pdf")
    opened.parts.spool.claim(opened.site / "drop" / "luong.csv")

    opened.work()

    assert len(list(forms(opened)["TK1-TS"].iter("ThanhVien"))) == 2
    assert [data for code, data in files(opened) if code == "CT-DK"] == [PDF]


@pytest.mark.parametrize("step", ["keep_beside", "finish"])
def test_a_crash_around_the_ledger_loses_nothing_and_takes_nothing_twice(opened, monkeypatch, step):
    give(opened, HEAD, CHILD)
    attach(opened, "NV00005/giay.pdf")

    def crash(*_told):
        raise OSError(5, "crash")

    with monkeypatch.context() as dying:
        if step == "finish":
            dying.setattr(type(opened.parts.spool), "finish", crash)
        else:
            real = arrive.keep_beside
            dying.setattr(arrive, "keep_beside", lambda *told: (real(*told), crash()))
        opened.runner(stop=lambda: True).work(Tally())
    # The next delivery's companion lies there already: it is not the earlier export's.
    opened.drop("luong.hogiadinh.csv", households(HEAD.replace("Lê Văn Chủ", "Người Khác")))

    opened.work()

    annex = forms(opened)["TK1-TS"].find("NoiDung/LaoDong/PhuLuc")
    assert annex.findtext("Hoten_Chuho") == "Lê Văn Chủ"
    assert [data for code, data in files(opened) if code == "CT-DK"] == [PDF]
    assert sorted(path.name for path in (opened.site / "drop").iterdir()) == [
        ".claim",
        "luong.hogiadinh.csv",
    ]
    assert list((opened.site / "drop" / ".claim").iterdir()) == []


def test_what_was_left_of_finished_claims_is_cleared_if_it_is_kept(opened):
    kept = opened.parts.spool.original("0" * 64)
    left = opened.site / "drop" / ".claim" / "0123456789ab.beside"
    left.mkdir()
    (left / "late.csv").write_bytes(b"late")

    opened.work()

    assert not kept.exists()
    assert (left / "late.csv").read_bytes() == b"late"
    opened.parts.spool.write(
        "keep/originals/" + beside.hashlib.sha256(b"late").hexdigest(), b"late"
    )
    opened.work()
    assert not left.exists()


def test_attachments_go_into_the_dossier_of_their_person(opened):
    attach(opened, "NV00005/Giấy khai sinh.PDF", "NV00001/khong-bao.pdf")
    opened.drop("luong.csv", month())

    opened.work()

    assert [code for code, _ in files(opened)] == ["D02-TS", "TK1-TS", "CT-DK"]
    told = report(opened, "report")
    assert told["counts"]["R-ATTACHED"] == 1


@pytest.mark.parametrize(
    ("names", "data", "code"),
    [
        (("NV00005/a.pdf",), b"", "W-ATTACHED-EMPTY"),
        (("NV00005/a.pdf", "NV00005/A.pdf"), PDF, "W-ATTACHED-TWICE"),
        (("NV00005/a.docx",), PDF, "W-ATTACHED-KIND"),
        (("NV00005/a.jpg",), PDF, "W-ATTACHED-TYPE"),
        (("NV00005/a.xlsx",), PDF, "W-ATTACHED-TYPE"),
        (tuple(f"NV00005/{n}.pdf" for n in range(5)), PDF, "W-ATTACHED-SIZE"),
        (("NV00005/a.pdf",), PDF + b"x" * 4_000_000, "W-ATTACHED-SIZE"),
    ],
)
def test_an_attachment_that_cannot_go_holds_its_person(opened, names, data, code):
    attach(opened, *names, data=data)
    opened.drop("luong.csv", month())

    opened.work()

    assert set(report(opened, "report")["counts"]) & {code} == {code}
    assert questions(opened) == ["Q-ATTACHMENT"]


@pytest.mark.parametrize(
    ("name", "code"), [("NV00099/a.pdf", "W-ATTACHED-NOBODY"), ("a.pdf", "W-ATTACHED-PLACE")]
)
def test_a_file_of_nobody_is_told_and_stops_nobody(opened, name, code):
    attach(opened, name)
    opened.drop("luong.csv", month())

    opened.work()

    assert report(opened, "report")["counts"][code] == 1
    assert [code for code, _ in files(opened)] == ["D02-TS", "TK1-TS"]


def test_a_link_among_the_attachments_is_refused_and_the_export_waits(opened, tmp_path):
    attach(opened, "NV00005/a.pdf")
    (opened.site / "drop" / FOLDER / "NV00005" / "link.pdf").symlink_to("/etc/hostname")
    opened.drop("luong.csv", month())

    tally = opened.work()

    assert (tally.arrived, tally.settling) == (0, 1)
    assert tally.unclaimed == [f"{FOLDER}/NV00005/link.pdf"]


def test_the_same_export_with_a_mended_household_is_taken_again(opened):
    give(opened, HEAD.replace("Chủ hộ", "Hàng xóm"))
    opened.work()
    give(opened, HEAD)

    opened.work()

    assert [str(drop.state) for drop in opened.ledger.drops.all()] == ["converted"] * 3
    assert questions(opened) == []
    assert len(list(forms(opened)["TK1-TS"].iter("ThanhVien"))) == 1


def test_the_same_export_with_the_same_companions_is_a_duplicate(opened):
    give(opened, HEAD)
    opened.work()
    give(opened, HEAD)

    opened.work()

    assert opened.dropped().state is DropState.DUPLICATE
    opened.drop("luong.csv", month())
    opened.work()
    assert opened.dropped().state is DropState.DUPLICATE


def test_an_export_that_is_still_held_is_not_taken_twice(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(approve="always")])
    give(bench, HEAD)
    bench.work()
    give(bench, HEAD, CHILD)

    bench.work()

    assert bench.dropped().state is DropState.DUPLICATE
    bench.ledger.close()


def test_folders_without_end_beside_a_file_that_is_looked_at_are_one_strange_thing(tmp_path):
    deep = tmp_path / "luong.attachments" / ("a/" * 60)
    deep.mkdir(parents=True)
    (deep / "x.pdf").write_bytes(b"1")

    (strange,) = beside.seen_beside(tmp_path / "luong.csv").companions.strange

    assert strange.count("/") <= DEEPEST
