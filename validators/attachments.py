"""Attachments (chứng từ đính kèm, CT-DK): what they are, whose they are, and what a dossier takes.

An I-VAN of 2026 takes pdf, jpg and xlsx; it lets empty files and equal names pass, and VSS refuses
them, so we do.
"""

from __future__ import annotations

import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Final

from validators.mask import visible
from validators.model import Finding
from validators.wording import Wording

EMPTY = Wording(
    code="W-ATTACHED-EMPTY",
    vi="Tệp đính kèm rỗng (0 byte)",
    en="The attachment is empty (0 bytes)",
    advice_vi="Quét lại giấy tờ rồi gửi lại cả bộ.",
    advice_en="Scan the paper again and deliver everything once more.",
)
TWICE = Wording(
    code="W-ATTACHED-TWICE",
    vi="Hai tệp đính kèm của một người trùng tên",
    en="Two attachments of one person have the same name",
    advice_vi="Đặt tên khác nhau (chữ hoa, chữ thường không phân biệt).",
    advice_en="Give them different names (capitals make no difference).",
)
KIND = Wording(
    code="W-ATTACHED-KIND",
    vi="Tệp đính kèm không phải pdf, jpg hoặc xlsx",
    en="The attachment is none of pdf, jpg, xlsx",
    advice_vi="Lưu thành pdf, jpg hoặc xlsx.",
    advice_en="Save it as pdf, jpg or xlsx.",
)
TYPE = Wording(
    code="W-ATTACHED-TYPE",
    vi="Nội dung tệp đính kèm không đúng với đuôi tên tệp",
    en="The content of the attachment is not what its name says",
    advice_vi="Lưu lại đúng loại; đừng chỉ đổi đuôi tên tệp.",
    advice_en="Save it as that kind; do not just rename it.",
)
SIZE = Wording(
    code="W-ATTACHED-SIZE",
    vi="Tệp đính kèm của người này vượt giới hạn một hồ sơ: {files} tệp, {bytes} byte",
    en="This person's attachments are more than a dossier takes: {files} files, {bytes} bytes",
    advice_vi="Gộp các giấy tờ vào ít tệp hơn, hoặc quét ở độ phân giải thấp hơn.",
    advice_en="Put the papers into fewer files, or scan them smaller.",
)
NOBODY = Wording(
    code="W-ATTACHED-NOBODY",
    vi="Không có người lao động nào trong tệp mang mã này: tệp đính kèm không được gửi",
    en="Nobody in the export has this number: the attachment is not sent",
    advice_vi="Đặt tệp vào thư mục mang đúng mã nhân viên.",
    advice_en="Put it into the folder with the right employee number.",
)
PLACE = Wording(
    code="W-ATTACHED-PLACE",
    vi="Tệp không nằm trong thư mục của một mã nhân viên: không được gửi",
    en="The file does not lie in the folder of an employee number: it is not sent",
    advice_vi="Đặt tệp vào <tên tệp>.attachments/<mã nhân viên>/.",
    advice_en="Put it into <name>.attachments/<employee number>/.",
)
HOUSEHOLD_FILE = Wording(
    code="W-HOUSEHOLD-FILE",
    vi="Không đọc được tệp hộ gia đình: {why_vi}",
    en="The file of households cannot be read: {why_en}",
    advice_vi="Sửa tệp rồi gửi lại cùng tệp lương; người mới được giữ lại để hỏi.",
    advice_en="Mend it and deliver it with the export again; newcomers are held with a question.",
)
HOUSEHOLD_ROWS = Wording(
    code="W-HOUSEHOLD-ROWS",
    vi="Dữ liệu hộ gia đình có {errors} lỗi, {warnings} cảnh báo: xem báo cáo .hogiadinh.report",
    en="The households have {errors} errors, {warnings} warnings: see the .hogiadinh.report",
    advice_vi="Sửa rồi gửi lại cùng tệp lương; người có lỗi được giữ lại để hỏi.",
    advice_en="Mend and deliver with the export again; who is concerned is held with a question.",
)
PROOF_FILE = Wording(
    code="W-PROOF-FILE",
    vi="Không đọc được tệp bảng kê giấy tờ: {why_vi}",
    en="The file of proving papers cannot be read: {why_en}",
    advice_vi="Sửa tệp rồi gửi lại cùng tệp này; người có trong hồ sơ tạm được giữ lại để hỏi.",
    advice_en="Mend it and deliver it with the export again; who is reported is held meanwhile.",
)
PROOF_ROWS = Wording(
    code="W-PROOF-ROWS",
    vi="Bảng kê giấy tờ có {errors} lỗi, {warnings} cảnh báo: xem báo cáo .giayto.report",
    en="The proving papers have {errors} errors, {warnings} warnings: see the .giayto.report",
    advice_vi="Sửa rồi gửi lại cùng tệp này; người có lỗi được giữ lại để hỏi.",
    advice_en="Mend and deliver with the export again; who is concerned is held with a question.",
)
WORDINGS: Final = (
    *(EMPTY, TWICE, KIND, TYPE, SIZE, NOBODY, PLACE, HOUSEHOLD_FILE, HOUSEHOLD_ROWS),
    *(PROOF_FILE, PROOF_ROWS),
)

_ENTRY_BYTES = 1_000


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One file about a person; `path` is where its bytes are kept."""

    person: str
    name: str
    size: int
    path: Path


def judge(
    files: Sequence[Attachment], *, most_files: int, most_bytes: int
) -> tuple[tuple[Finding, ...], frozenset[int]]:
    """Return what is wrong with attachments, and the positions of those that are.

    `most_files` and `most_bytes` are what one dossier takes of one person, forms apart.
    """
    findings: list[Finding] = []
    wrong: set[int] = set()
    names = Counter((file.person, _folded(file.name)) for file in files)
    for at, file in enumerate(files):
        word = _wrong(file, names[file.person, _folded(file.name)])
        if word is not None:
            findings.append(finding(word, file))
            wrong.add(at)
    for person in dict.fromkeys(file.person for file in files):
        own = [at for at, file in enumerate(files) if file.person == person]
        total = sum(files[at].size * 4 // 3 + _ENTRY_BYTES for at in own)
        if len(own) > most_files or total > most_bytes:
            facts = {"files": len(own), "bytes": sum(files[at].size for at in own)}
            findings.append(finding(SIZE, files[own[0]], facts))
            wrong.update(own)
    return tuple(findings), frozenset(wrong)


def finding(word: Wording, file: Attachment, facts: Mapping[str, int] | None = None) -> Finding:
    """Return a finding about one attachment; its place is the file's own name."""
    name = "/".join(filter(None, (file.person, file.name)))
    return Finding(
        file=visible(name), sheet=None, row=None, column=None, heading=visible(name), field=None,
        code=word.code, severity=word.severity, value="",
        message_vi=word.vi.format_map(facts or {}), message_en=word.en.format_map(facts or {}),
        advice_vi=word.advice_vi, advice_en=word.advice_en,
    )  # fmt: skip


def _wrong(file: Attachment, times: int) -> Wording | None:
    """Return the first thing that is wrong with one file."""
    if file.size == 0:
        return EMPTY
    if times > 1:
        return TWICE
    is_kind = _KINDS.get(PurePosixPath(file.name).suffix.lower())
    if is_kind is None:
        return KIND
    return None if is_kind(file.path) else TYPE


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_workbook(path: Path) -> bool:
    """Tell whether a file is an Office package with a workbook in it."""
    try:
        with zipfile.ZipFile(path) as package:
            return "xl/workbook.xml" in package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def _begins(sign: bytes) -> Callable[[Path], bool]:
    """Return a check of a file's first bytes."""

    def check(path: Path) -> bool:
        with path.open("rb") as file:
            return file.read(len(sign)) == sign

    return check


_KINDS: Mapping[str, Callable[[Path], bool]] = MappingProxyType(
    {
        ".pdf": _begins(b"%PDF-"),
        ".jpg": _begins(b"\xff\xd8\xff"),
        ".jpeg": _begins(b"\xff\xd8\xff"),
        ".xlsx": _is_workbook,
    }
)
