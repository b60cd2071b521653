"""An answer's bytes -> which kind it is; what its signature covered -> a Receipt or a Statement.

The forms follow the notices of QĐ 528/QĐ-BHXH (14/04/2015) as far as they are public.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from lxml import etree

from config.profile import Profile, ReceiptForm
from inbox.errors import MalformedError
from inbox.model import Receipt, ReceiptKind, Statement, StatementLine
from inbox.outcome import judge
from inbox.people import read_people
from inbox.texts import Fields, amount, day, local_name, moment
from validators.errors import MalformedXmlError
from validators.xml import parse

_NOTICE = "XACNHAN_GDICH"
_RATE_LINE = "B.5.2"
"""Tỷ lệ tính lãi: a rate and no amount; it is kept in the line's text."""


def kind_of(data: bytes, profile: Profile) -> ReceiptForm:
    """Tell which of the profile's answers the bytes claim to be; nothing in them is trusted yet."""
    try:
        root = parse(data)
    except MalformedXmlError as unfit:
        raise MalformedError(
            f"không phải XML đọc được / no XML that we read: {unfit.word}"
        ) from unfit
    name, form = local_name(root), _form_of(root)
    for known in profile.receipts:
        if known.root.lower() == name and known.form.lower() in ("", form):
            return known
    raise MalformedError(
        "phần tử gốc và mẫu không phải thông báo của nhà cung cấp này / "
        "its root and form are no answer of this profile"
    )


def _form_of(root: etree._Element) -> str:
    """Return the ``mau`` attribute (own) of the notice under the root, in lower case."""
    notices = [child for child in root if local_name(child) == _NOTICE.lower()]
    if len(notices) > 1:
        raise MalformedError(f"{_NOTICE}: có hai lần / stands there twice")
    written = {
        str(value).strip().lower()
        for notice in notices
        for name, value in notice.attrib.items()
        if str(name).lower() == "mau"
    }
    return written.pop() if len(written) == 1 else ""


def read_receipt(root: etree._Element, form: ReceiptForm, zone: ZoneInfo) -> Receipt | Statement:
    """Read an answer from the element that its signature covered; raise MalformedError."""
    kind = ReceiptKind(form.kind)
    if kind is ReceiptKind.STATEMENT:
        return _read_statement(Fields(root))
    notice = Fields(root).part(_NOTICE)
    return _read_notice(notice, kind, zone)


def _read_notice(notice: Fields, kind: ReceiptKind, zone: ZoneInfo) -> Receipt:
    """Read a submission, a notice or a result: three forms of one shape."""
    head, body = notice.part("TTDVI"), notice.part("TTGDICH")
    name, number = body.text("MA_GDICH"), body.text("SO_HSO")
    if not (name or number):
        raise MalformedError(
            "MA_GDICH và SO_HSO đều không nêu hồ sơ / neither MA_GDICH nor SO_HSO names a dossier"
        )
    people, doubts = read_people(body, zone) if kind is ReceiptKind.RESULT else ((), ())
    outcome, doubt = judge(kind, body.text("MA_KQUA"), number, people, doubts)
    written = [moment(text, zone) for text in _times(head, body, kind)]
    return Receipt(
        kind=kind,
        unit=head.required("MA_DVI"),
        tax_code=head.text("MST"),
        dossier_name=name,
        number=number,
        digest=body.text("MA_BAM").lower(),
        outcome=outcome,
        at=next((time for time in written if time), None),
        due=day(body.text("NGAY_TRA"), zone),
        code=body.text("MA_LOI"),
        reason=body.text("MOTA_LOI") or body.text("KQUA"),
        people=people,
        doubt_vi=doubt[0],
        doubt_en=doubt[1],
    )


def _times(head: Fields, body: Fields, kind: ReceiptKind) -> tuple[str, ...]:
    """Return the times that a form may carry for its own making, the best first."""
    if kind is ReceiptKind.RESULT:
        received = f"{body.text('NGAY_NHAN')} {body.text('GIO_NHAN')}"
        return head.text("NGAY_THONGBAO"), received
    return body.text("NGAY_GDICH"), head.text("NGAY_THONGBAO")


def _read_statement(root: Fields) -> Statement:
    """Read a C12-TS."""
    head = root.part("ThongTin")
    return Statement(
        unit=head.required("MaDonVi"),
        agency=head.text("MaCoQuan"),
        period=head.required("Thang"),
        lines=tuple(_read_line(line) for line in root.part("NoiDung").all("Dong")),
    )


def _read_line(line: Fields) -> StatementLine:
    """Read one Dong; an amount that cannot be read spoils the statement, never becomes 0."""
    number, text = line.required("stt"), line.text("noiDung")
    cells = {name: line.text(name) for name in ("bhxh", "bhyt", "bhtn", "bhtnld", "cong")}
    if number.rstrip(".") == _RATE_LINE:
        rates = dict.fromkeys(filter(None, cells.values()))
        text, cells = ": ".join([text, *rates]), dict.fromkeys(cells, "")
    amounts = {name: amount(cell) for name, cell in cells.items()}
    if unreadable := [name for name, read in amounts.items() if read is None]:
        names = ", ".join(unreadable)
        raise MalformedError(
            f"dòng / line {number[:12]!r}: không đọc được số tiền / no amounts in {names}"
        )
    bhxh, bhyt, bhtn, bhtnld, total = (read or 0 for read in amounts.values())
    return StatementLine(
        number=number, text=text, bhxh=bhxh, bhyt=bhyt, bhtn=bhtn, bhtnld=bhtnld, total=total
    )
