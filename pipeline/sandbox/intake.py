"""What the I-VAN in a box makes of an uploaded file: what it says, and why it may be refused."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from lxml import etree

from config.codes import Codes
from config.profile import Profile
from pipeline.sandbox.seals import check_seal

_NAME = re.compile(r"([A-Z]{2}[A-Z0-9]{5})_(20[0-9]{4})_[0-9A-Za-z-]+_[0-9]{2,}_[0-9a-f]{8}")
_UNIT = 7
_REGISTRATION = "NoiDung/DKI_BHXH"
_NEEDED = (
    "STT",
    "HoTen",
    "MasoBHXH",
    "CMND",
    "Loai",
    "TienLuong",
    "PhuCapLuong",
    "PhuCapBosung",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One LaoDong of a form: those of its elements that a decision needs."""

    form: str
    fields: dict[str, str]

    def __getitem__(self, name: str) -> str:
        """Return the text of an element, "" if it is not there."""
        return self.fields[name]

    @property
    def person(self) -> str:
        """What tells people apart: the citizen's number, else the insurance number or the name."""
        return self["CMND"] or self["MasoBHXH"] or self["HoTen"]


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One uploaded dossier as the other side sees it; `code` is "" unless it is refused."""

    name: str
    sha256: str
    unit: str
    code: str = ""
    reason: str = ""
    head: dict[str, str] = field(default_factory=dict)
    """The leaves of ThongTinDonVi and ThongTinHoSo."""
    forms: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


class _RefusedError(Exception):
    """A dossier is refused, with one of the sandbox's invented codes."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason


class Intake:
    """Checks uploads: name, schema, forms of the procedure, both levels of signatures."""

    def __init__(self, profile: Profile, codes: Codes, authority: x509.Certificate) -> None:
        """Take certificates of one authority only, as a provider does for its customers."""
        self._codes = codes
        self._authority = authority
        self._schemas = {
            root: etree.XMLSchema(etree.parse(profile.schema_path(root)))
            for root in profile.schemas
        }

    def examine(self, name: str, sha256: str, data: bytes, at: datetime) -> Submission:
        """Return what a file says; whatever is wrong with it is a refusal, never an exception."""
        dossier = re.sub(r"[^A-Za-z0-9._-]", "_", name.removesuffix(".xml"))[:80] or "-"
        head: dict[str, str] = {}
        try:
            root = self._parse(data, "Hoso")
            head.update(_leaves(root), **self._registration(root))
            self._check_head(dossier, head)
            self._check_seal(root, "CKy_Dvi", head, at)
            forms = self._forms(root, head, at)
        except _RefusedError as refused:
            return Submission(
                name=dossier,
                sha256=sha256,
                unit=head.get("MaSoBHXH") or dossier[:_UNIT],
                head=head,
                code=refused.code,
                reason=refused.reason,
            )
        return Submission(
            name=dossier,
            sha256=sha256,
            unit=head["MaSoBHXH"],
            head=head,
            forms=tuple(code for code, _ in forms),
            lines=tuple(_lines(forms)),
        )

    def _parse(self, data: bytes, code: str) -> etree._Element:
        # Comments are not signed, and would cut a text in two.
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as broken:
            raise _RefusedError("CE002", f"{code}: không phải tệp XML") from broken
        schema = self._schemas.get(code)
        if schema is not None and not schema.validate(root):
            wrong = schema.error_log.last_error  # type: ignore[attr-defined] # stubs lack it
            where = f"dòng {wrong.line}, {wrong.type_name}" if wrong else "XSD"
            raise _RefusedError("CE003", f"{code}: sai cấu trúc ({where})")
        return root

    def _registration(self, root: etree._Element) -> dict[str, str]:
        """Return what a file of registration says where another says ThongTinHoSo."""
        asked = root.find(_REGISTRATION)
        if asked is None:
            return {}
        form = next(
            form for form in self._codes.registrations.values() if form.form == asked.get("mau")
        )
        made_on = asked.findtext("TTDVI/NGAY_LAP", "")
        return {"MaThuTuc": form.code, "TenThuTuc": form.title, "KyKeKhai": made_on[3:]}

    def _check_head(self, name: str, head: dict[str, str]) -> None:
        shape = _NAME.fullmatch(name)
        if shape is None:
            raise _RefusedError("CE001", "tên tệp không đúng quy ước")
        month, year = head["KyKeKhai"].split("/")
        if (shape[1], shape[2]) != (head["MaSoBHXH"], year + month):
            raise _RefusedError("CE004", "tên tệp không khớp với mã đơn vị hoặc kỳ kê khai")

    def _check_seal(
        self, root: etree._Element, place: str, head: dict[str, str], at: datetime
    ) -> None:
        wrong = check_seal(root, place, self._authority, head["MaSoThue"], at)
        if wrong:
            raise _RefusedError("CE013", f"{root.tag}/{place}: {wrong}")

    def _forms(
        self, root: etree._Element, head: dict[str, str], at: datetime
    ) -> list[tuple[str, etree._Element | None]]:
        if root.find(_REGISTRATION) is not None:
            return [(head["MaThuTuc"], None)]
        found: list[tuple[str, etree._Element | None]] = []
        for file in root.iterfind("NoiDung/ThongTinHoSo/ToKhais/FileToKhai"):
            parts = {str(part.tag): part.text or "" for part in file}
            form = self._form(parts, head, at) if parts["LoaiFile"] == ".xml" else None
            found.append((parts["MaToKhai"], form))
        self._check_set(head, [code for code, _ in found])
        return found

    def _form(self, parts: dict[str, str], head: dict[str, str], at: datetime) -> etree._Element:
        code, content = parts["MaToKhai"], parts["NoiDungFile"]
        try:
            data = b64decode(content, validate=True)
        except NotBase64 as broken:
            raise _RefusedError("CE005", f"{code}: nội dung không phải base64") from broken
        if int(parts["DoDaiFile"]) not in (len(content), len(data)):
            raise _RefusedError("CE006", f"{code}: độ dài không khớp")
        form = self._parse(data, code)
        self._check_seal(form, "Cky", head, at)
        return form

    def _check_set(self, head: dict[str, str], forms: list[str]) -> None:
        if int(head["SoLuongFile"]) != len(forms):
            raise _RefusedError("CE006", "số lượng tệp không khớp")
        procedure = self._codes.procedures.get(head["MaThuTuc"])
        if procedure is None:
            raise _RefusedError("CE020", f"không có thủ tục {head['MaThuTuc']}")
        for form in procedure.mandatory:
            if form not in forms:
                raise _RefusedError("CE021", f"Thủ tục {procedure.code} thiếu tờ khai {form}")
        for form in forms:
            if form not in (*procedure.mandatory, *procedure.allowed):
                raise _RefusedError("CE022", f"{form}: không cho phép nộp tờ khai")


def _leaves(root: etree._Element) -> dict[str, str]:
    parts = root.iterfind("NoiDung/*")
    return {str(leaf.tag): leaf.text or "" for part in parts for leaf in part if len(leaf) == 0}


def _lines(forms: list[tuple[str, etree._Element | None]]) -> list[Line]:
    return [
        Line(form=code, fields={name: row.findtext(name) or "" for name in _NEEDED})
        for code, form in forms
        if form is not None
        for row in form.iterfind("NoiDung/LaoDong")
    ]
