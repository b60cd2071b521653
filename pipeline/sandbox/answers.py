"""The notices that the I-VAN and VSS send back, as canonical XML that waits for its signature.

Forms after QĐ 528/QĐ-BHXH (14/04/2015) as far as they are public; the rows per person, MA_BAM and
MA_KQUA are our own design. All decisions here are invented.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.model import Period
from outbox.canonical import document, element, elements, escape
from pipeline.sandbox.intake import Line, Submission
from pipeline.sandbox.payroll import insurance_number

IVAN_PLACE = "CKy_iVan"
BHXH_PLACE = "CKy_BHXH"

_REASONS = (
    ("TS101", "Thông tin nhân thân chưa khớp với Cơ sở dữ liệu quốc gia về dân cư"),
    ("TS204", "Mức lương đóng chưa khớp với hợp đồng lao động đã khai"),
    ("TS305", "Quá trình tham gia bị trùng tại đơn vị khác"),
)
_ZONE = "Asia/Ho_Chi_Minh"
_CITIZEN_ID = 12
_MAIN_FORM = "D02-TS"


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What VSS says about one line."""

    line: Line
    code: str = ""
    reason: str = ""
    number: str = ""
    """The insurance number that it gives to someone who has none."""

    @property
    def accepted(self) -> bool:
        """Whether the line is taken as declared."""
        return not self.code


def rule(submission: Submission, seed: int, refuse_every: int) -> tuple[Ruling, ...]:
    """Decide on every line: one person in `refuse_every` is refused (0 = nobody), repeatably.

    Lines of D02-TS are ruled on where there are any, else those of the other forms.
    """
    lines = [line for line in submission.lines if line.form == _MAIN_FORM] or submission.lines
    people = {line.person: place for place, line in enumerate(lines)}
    order = {person: place for place, person in enumerate(people)}
    start = _draw(seed, submission.name)
    return tuple(
        _refuse(line, start + order[line.person])
        if refuse_every and (start + order[line.person]) % refuse_every == 0
        else Ruling(line=line, number=_new_number(line))
        for line in lines
    )


def submission_receipt(submission: Submission, at: datetime) -> bytes:
    """Write the I-VAN's receipt of submission (XN-NOP, own): it has the dossier."""
    forms = "".join(
        f"<ROW_CTIET>{elements({'STT': str(place), 'TEN_HSO': form, 'SO_LUONG': '1'})}</ROW_CTIET>"
        for place, form in enumerate(submission.forms, start=1)
    )
    body = {
        "SO_HSO": "",
        "NGAY_GDICH": f"{_local(at):%d/%m/%Y %H:%M:%S}",
        "MA_GDICH": submission.name,
        "MA_BAM": submission.sha256,
    }
    details = f"<CTIET_GDICH>{forms}</CTIET_GDICH>"
    return _notice("XN-NOP", IVAN_PLACE, _head(submission, at), elements(body) + details)


def notice(submission: Submission, number: str, at: datetime) -> bytes:
    """Write 01/TB-GD: VSS has the dossier and numbered it, or refuses it."""
    refused = bool(submission.code)
    body = {
        "SO_HSO": "" if refused else number,
        "TEN_GDICH": submission.head.get("TenThuTuc", ""),
        "MALOAI_HSO": submission.head.get("MaThuTuc", ""),
        "NGAY_GDICH": f"{_local(at):%d/%m/%Y %H:%M:%S}",
        "KY_KKHAI": submission.head.get("KyKeKhai", ""),
        "MA_GDICH": submission.name,
        "MA_KQUA": "0" if refused else "1",
        "KQUA": "Không tiếp nhận" if refused else "Đã tiếp nhận",
        "MA_LOI": submission.code,
        "MOTA_LOI": submission.reason,
    }
    return _notice("01/TB-GD", BHXH_PLACE, _head(submission, at), elements(body))


def result(
    submission: Submission, number: str, rulings: tuple[Ruling, ...], at: datetime, due: date
) -> bytes:
    """Write 03/TB-TS: what VSS decided on every line."""
    accepted = sum(ruling.accepted for ruling in rulings)
    code = "1" if accepted == len(rulings) else "2" if accepted else "0"
    words = {"1": "Chấp nhận toàn bộ", "2": "Chấp nhận một phần", "0": "Không chấp nhận"}
    body = {
        "SO_HSO": number,
        "MA_GDICH": submission.name,
        "GIO_NHAN": f"{_local(at):%H:%M}",
        "NGAY_NHAN": f"{_local(at):%d/%m/%Y}",
        "NGAY_TRA": f"{due:%d/%m/%Y}",
        "MA_KQUA": code,
        "KQUA": words[code],
    }
    period = Period.parse(submission.head["KyKeKhai"])
    rows = "".join(_ruled(place, ruling, period) for place, ruling in enumerate(rulings, start=1))
    head = _head(submission, at)
    head["DiaDiem"] = head.pop("DIADIEM")
    head["NGAY_THONGBAO"] = f"{_local(at):%d/%m/%Y}"
    details = f"<CTIET_GDICH>{rows}</CTIET_GDICH>"
    return _notice("03/TB-TS", BHXH_PLACE, head, elements(body) + details)


def statement(submission: Submission, lines: Sequence[tuple[str, str, Sequence[int]]]) -> bytes:
    """Write the C12-TS of a unit and month: number, text, four funds and total per line."""
    head = {
        "MaDonVi": submission.unit,
        "TenDonVi": submission.head["TenDoiTuong"],
        "MaCoQuan": submission.head["CoQuanQuanLy"],
        "Thang": submission.head["KyKeKhai"],
    }
    rows = "".join(_statement_row(*line) for line in lines)
    content = f"<ThongTin>{elements(head)}</ThongTin><NoiDung>{rows}</NoiDung>"
    return document("C12-TS", (content, element(BHXH_PLACE)))


def _refuse(line: Line, draw: int) -> Ruling:
    code, reason = _REASONS[draw % len(_REASONS)]
    return Ruling(line=line, code=code, reason=reason)


def _new_number(line: Line) -> str:
    if line["MasoBHXH"] or line["Loai"] not in ("", "1"):
        return ""
    if len(line["CMND"]) == _CITIZEN_ID:
        return insurance_number(line["CMND"])
    return f"{_draw(0, line.person):010}"


def _draw(seed: int, text: str) -> int:
    digest = hashlib.sha256(f"{seed}:{text}".encode()).digest()
    return int.from_bytes(digest[:4], "big")


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(_ZONE))


def _head(submission: Submission, at: datetime) -> dict[str, str]:
    agency = submission.head.get("CoQuanQuanLy", "")
    return {
        "DIADIEM": "TP Hồ Chí Minh",
        "NGAY_THONGBAO": f"{_local(at):%Y-%m-%d}",
        "TEN_DVI": submission.head.get("TenDoiTuong", ""),
        "TEN_COQUAN": f"BHXH {agency}".strip(),
        "MA_DVI": submission.unit,
        "MST": submission.head.get("MaSoThue", ""),
    }


def _notice(form: str, place: str, head: Mapping[str, str], body: str) -> bytes:
    content = (
        f'<XACNHAN_GDICH mau="{form}"><TTDVI>{elements(head)}</TTDVI>'
        f"<TTGDICH>{body}</TTGDICH></XACNHAN_GDICH>"
    )
    return document("BHXH", (content, element(place)))


def _ruled(place: int, ruling: Ruling, period: Period) -> str:
    """Write one row; as one piece of text, because a dossier may have hundreds of them."""
    line, number = ruling.line, ruling.number
    card = f"DN479{number}" if number else ""
    first = f"{period.first_day:%d/%m/%Y}" if number else ""
    last = f"31/12/{period.year}" if number else ""
    return (
        f"<ROW_CTIET><STT>{place}</STT><MaToKhai>{line.form}</MaToKhai>"
        f"<STT_LAODONG>{line['STT']}</STT_LAODONG><HoTen>{escape(line['HoTen'])}</HoTen>"
        f"<MasoBHXH>{line['MasoBHXH']}</MasoBHXH><CMND>{escape(line['CMND'])}</CMND>"
        f"<MA_KQUA>{ruling.accepted:d}</MA_KQUA><MA_LOI>{ruling.code}</MA_LOI>"
        f"<MOTA_LOI>{ruling.reason}</MOTA_LOI><MasoBHXH_CAP>{number}</MasoBHXH_CAP>"
        f"<SoTheBHYT>{card}</SoTheBHYT><TuNgay_The>{first}</TuNgay_The>"
        f"<DenNgay_The>{last}</DenNgay_The></ROW_CTIET>"
    )


def _statement_row(number: str, text: str, amounts: Sequence[int]) -> str:
    names = ("bhxh", "bhyt", "bhtn", "bhtnld", "cong")
    cells = dict(zip(names, map(str, amounts), strict=True))
    return f"<Dong>{elements({'stt': number, 'noiDung': text, **cells})}</Dong>"
