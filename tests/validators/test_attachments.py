"""Attachments are what their names say, whole, of different names, and fit into a dossier."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from validators import attachments
from validators.attachments import Attachment, finding, judge
from validators.model import Severity

PDF = b"%PDF-1.7 invented"
JPG = b"\xff\xd8\xff\xe0 invented"


def workbook(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "x")


def file(folder: Path, name: str, data: bytes = PDF, person: str = "NV00001") -> Attachment:
    path = folder / f"{person}-{name}"
    path.write_bytes(data)
    return Attachment(person=person, name=name, size=len(data), path=path)


def codes(*files: Attachment, most_files: int = 4, most_bytes: int = 100_000) -> list[str]:
    findings, _ = judge(files, most_files=most_files, most_bytes=most_bytes)
    return [each.code for each in findings]


def test_files_of_every_kind_are_taken(tmp_path):
    book = file(tmp_path, "a.xlsx")
    workbook(book.path, "[Content_Types].xml", "xl/workbook.xml")

    assert codes(book, file(tmp_path, "b.PDF"), file(tmp_path, "c.jpeg", JPG)) == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.pdf", b"", "W-ATTACHED-EMPTY"),
        ("a.docx", PDF, "W-ATTACHED-KIND"),
        ("a", PDF, "W-ATTACHED-KIND"),
        ("a.pdf", JPG, "W-ATTACHED-TYPE"),
        ("a.jpg", PDF, "W-ATTACHED-TYPE"),
        ("a.xlsx", b"PK\x03\x04", "W-ATTACHED-TYPE"),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(tmp_path, name, data, code):
    assert codes(file(tmp_path, name, data)) == [code]


def test_a_document_that_calls_itself_a_workbook_is_refused(tmp_path):
    text = file(tmp_path, "a.xlsx")
    workbook(text.path, "word/document.xml")

    assert codes(text) == ["W-ATTACHED-TYPE"]


def test_equal_names_of_one_person_are_both_refused(tmp_path):
    own = [file(tmp_path, "Giấy.pdf"), file(tmp_path, "gia\u0302\u0301y.PDF")]
    other = file(tmp_path, "Giấy.pdf", person="NV00002")

    findings, wrong = judge([*own, other], most_files=4, most_bytes=100_000)

    assert [each.code for each in findings] == ["W-ATTACHED-TWICE"] * 2
    assert wrong == {0, 1}


@pytest.mark.parametrize(("files", "size"), [(1, 100_000), (4, 1_500)])
def test_more_than_a_dossier_takes_of_one_person_is_refused_whole(tmp_path, files, size):
    own = [file(tmp_path, "a.pdf"), file(tmp_path, "b.pdf")]
    other = file(tmp_path, "a.pdf", person="NV00002")

    findings, wrong = judge([other, *own], most_files=files, most_bytes=size)

    assert [(each.code, each.file) for each in findings] == [("W-ATTACHED-SIZE", "NV00001/a.pdf")]
    assert "2 tệp" in findings[0].message_vi
    assert wrong == {1, 2}


def test_a_finding_names_the_file_and_only_warns(tmp_path):
    told = finding(attachments.NOBODY, file(tmp_path, "a.pdf"))

    assert (told.file, told.heading, told.severity) == (
        "NV00001/a.pdf",
        "NV00001/a.pdf",
        Severity.WARNING,
    )
