from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from config.profile import load_profile
from inbox.errors import MalformedError
from inbox.model import Outcome, Receipt, ReceiptKind, Statement
from inbox.read import kind_of, read_receipt
from tests.inbox.receipts import (
    NAME,
    NUMBER,
    TAX_CODE,
    UNIT,
    Person,
    notice,
    result,
    statement,
    submission,
)

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
PROFILE = load_profile("default")
DIGEST = "ab" * 32
REFUSED = Person(line=2, accepted="0", code="E01", reason="CCCD không khớp")


def read(data: bytes) -> Receipt:
    answer = read_receipt(etree.fromstring(data), kind_of(data, PROFILE), SAIGON)
    assert isinstance(answer, Receipt)
    return answer


def read_statement(data: bytes) -> Statement:
    answer = read_receipt(etree.fromstring(data), kind_of(data, PROFILE), SAIGON)
    assert isinstance(answer, Statement)
    return answer


@pytest.mark.parametrize(
    ("data", "kind", "place"),
    [
        (submission(NAME, UNIT), "submission", "CKy_iVan"),
        (notice(NAME, UNIT), "notice", "CKy_BHXH"),
        (result(NAME, UNIT), "result", "CKy_BHXH"),
        (statement(UNIT), "statement", "CKy_BHXH"),
    ],
)
def test_every_kind_is_recognised_with_its_place_and_schema(data, kind, place):
    form = kind_of(data, PROFILE)
    schema = etree.XMLSchema(etree.parse(PROFILE.folder / form.schema_file))

    assert (form.kind, form.signed_at) == (kind, place)
    assert schema.validate(etree.fromstring(data))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not xml",
        submission(NAME, UNIT)[:-1],
        submission(NAME, UNIT).decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>' + submission(NAME, UNIT),
        b'<!DOCTYPE BHXH [<!ENTITY a "b">]>' + submission(NAME, UNIT),
        b"<Hoso><NoiDung></NoiDung><CKy_Dvi></CKy_Dvi></Hoso>",
        submission(NAME, UNIT).replace(b"XN-NOP", b"XN-KHAC"),
        submission(NAME, UNIT).replace(b' mau="XN-NOP"', b""),
        submission(NAME, UNIT).replace(b'mau="XN-NOP"', b'mau="XN-NOP" MAU="01/TB-GD"'),
        b"<BHXH><CKy_BHXH></CKy_BHXH></BHXH>",
        b'<BHXH><XACNHAN_GDICH mau="XN-NOP"/><XACNHAN_GDICH mau="01/TB-GD"/></BHXH>',
    ],
)
def test_what_is_no_answer_of_the_profile_is_malformed(data):
    with pytest.raises(MalformedError):
        kind_of(data, PROFILE)


def test_no_truncation_of_an_answer_is_ever_recognised():
    whole = result(NAME, UNIT, outcome="2", people=[Person(line=1), REFUSED])

    for length in range(0, len(whole) - 1, 7):
        with pytest.raises(MalformedError):
            kind_of(whole[:length], PROFILE)


def test_an_error_never_tells_what_the_bytes_hold():
    data = submission(NAME, UNIT).replace(b"BHXH>", b"NguyenVanViDu>")

    with pytest.raises(MalformedError) as raised:
        kind_of(data, PROFILE)

    assert "NguyenVanViDu" not in str(raised.value)


def test_a_submission_says_taken_with_the_digest_of_what_was_taken():
    receipt = read(submission(NAME, UNIT, digest=DIGEST.upper()))

    assert receipt == Receipt(
        kind=ReceiptKind.SUBMISSION,
        unit=UNIT,
        tax_code=TAX_CODE,
        dossier_name=NAME,
        number="",
        digest=DIGEST,
        outcome=Outcome.TAKEN,
        at=datetime(2026, 11, 5, 8, 15, 30, tzinfo=SAIGON),
        due=None,
        code="",
        reason="",
    )


def test_a_notice_gives_the_dossier_number():
    receipt = read(notice(NAME, UNIT))

    assert (receipt.outcome, receipt.number) == (Outcome.NUMBERED, NUMBER)
    assert receipt.at == datetime(2026, 11, 5, 12, 50, tzinfo=SAIGON)


def test_a_notice_may_refuse_with_the_machine_code_of_vss():
    receipt = read(
        notice(NAME, UNIT, number="", outcome="0", text="Từ chối", code="CE009", reason="Sai XML")
    )

    assert (receipt.outcome, receipt.code, receipt.reason) == (Outcome.REFUSED, "CE009", "Sai XML")


def test_a_refusal_without_a_description_gives_the_text_of_its_result():
    receipt = read(notice(NAME, UNIT, outcome="0", text="Đơn vị chưa đăng ký"))

    assert receipt.reason == "Đơn vị chưa đăng ký"


@pytest.mark.parametrize("spelling", ["upper", "mixed"])
@pytest.mark.parametrize("dates", ["iso", "vietnamese"])
def test_every_spelling_of_a_result_reads_the_same(spelling, dates):
    receipt = read(result(NAME, UNIT, spelling=spelling, dates=dates))

    assert receipt == read(result(NAME, UNIT))
    assert receipt.due == date(2026, 11, 12)
    assert receipt.at == datetime(2026, 11, 11, tzinfo=SAIGON)


def test_a_result_without_a_date_of_notice_claims_when_it_was_received():
    data = result(NAME, UNIT).replace(b"NGAY_THONGBAO", b"KHAC")

    assert read(data).at == datetime(2026, 11, 5, 12, 50, tzinfo=SAIGON)


def test_a_receipt_without_a_readable_time_claims_none():
    data = submission(NAME, UNIT, at="hôm nay").replace(b"NGAY_THONGBAO", b"KHAC")

    assert read(data).at is None


def test_a_time_in_the_future_is_read_as_it_is():
    receipt = read(submission(NAME, UNIT, at="05/11/2096 08:15:30"))

    assert receipt.at is not None
    assert receipt.at.utcoffset() == timedelta(hours=7)


def test_names_in_other_case_or_order_and_unknown_elements_change_nothing():
    usual = notice(NAME, UNIT)
    other = (
        usual.replace(b"MA_DVI>", b"Ma_Dvi>")
        .replace(b"SO_HSO>", b"so_hso>")
        .replace(b"<TTGDICH>", b"<LA>x</LA><TTGDICH><LA/><LA>z</LA>")
        .replace(b'mau="01/TB-GD"', b'Mau=" 01/tb-gd " la="x"')
    )

    assert read(other) == read(usual)


def test_a_comment_inside_a_value_never_cuts_it():
    data = submission(NAME, UNIT).replace(NAME.encode(), NAME[:9].encode() + b"<!-- -->" + b"X")

    assert read(data).dossier_name == NAME[:9] + "X"


def test_a_result_gives_every_person_with_number_and_card():
    numbered = Person(
        line=1,
        insurance_number="7912345678",
        card_number="DN4797912345678",
        card_from="2026-11-01",
        card_to="chưa rõ",
    )

    receipt = read(result(NAME, UNIT, outcome="2", people=[numbered, REFUSED]))

    assert receipt.outcome is Outcome.PARTLY_ACCEPTED
    first, second = receipt.people
    assert (first.form, first.line, first.accepted) == ("D02-TS", 1, True)
    assert (first.insurance_number, first.card_number) == ("7912345678", "DN4797912345678")
    assert (first.card_from, first.card_to) == ("01/11/2026", "chưa rõ")
    assert (second.accepted, second.code, second.reason) == (False, "E01", "CCCD không khớp")


@pytest.mark.parametrize(
    ("outcome", "accepted", "meant"),
    [
        ("1", ["1", "1"], Outcome.ACCEPTED),
        ("1", [], Outcome.ACCEPTED),
        ("2", ["1", "0"], Outcome.PARTLY_ACCEPTED),
        ("2", ["0"], Outcome.PARTLY_ACCEPTED),
        ("0", ["0", "0"], Outcome.REFUSED),
        ("0", [], Outcome.REFUSED),
        ("1", ["1", "0"], None),
        ("0", ["1"], None),
        ("2", ["1", "1"], None),
        ("2", [], None),
        ("3", ["1"], None),
        ("", ["1"], None),
        ("01", ["1"], None),
        ("1", ["1", "2"], None),
        ("2", ["0", ""], None),
    ],
)
def test_code_and_rows_of_a_result_must_agree_or_a_person_decides(outcome, accepted, meant):
    people = [Person(line=line, accepted=code) for line, code in enumerate(accepted, start=1)]

    receipt = read(result(NAME, UNIT, outcome=outcome, people=people))

    assert receipt.outcome is meant
    assert bool(receipt.doubt_vi) == bool(receipt.doubt_en) == (meant is None)


@pytest.mark.parametrize(
    "person", [Person(line=""), Person(line="x"), Person(line="1" * 10), Person(line=2, form="")]
)
def test_a_row_that_names_no_line_of_a_form_needs_a_person(person):
    receipt = read(result(NAME, UNIT, people=[Person(line=1), person]))

    assert receipt.outcome is None
    assert "2" in receipt.doubt_en
    assert [known.line for known in receipt.people] == [1]


def test_two_rows_that_contradict_about_one_line_need_a_person():
    people = [Person(line=1), Person(line=1, accepted="0")]

    receipt = read(result(NAME, UNIT, outcome="2", people=people))

    assert receipt.outcome is None
    assert "D02-TS line 1" in receipt.doubt_en


@pytest.mark.parametrize("outcome", ["2", "", "received"])
def test_a_notice_with_an_unknown_code_needs_a_person(outcome):
    receipt = read(notice(NAME, UNIT, outcome=outcome))

    assert receipt.outcome is None
    assert receipt.doubt_vi


def test_a_notice_that_says_received_without_a_number_needs_a_person():
    assert read(notice(NAME, UNIT, number="")).outcome is None


def test_a_dossier_may_be_named_by_its_number_alone():
    receipt = read(result("", UNIT))

    assert (receipt.dossier_name, receipt.number) == ("", NUMBER)


@pytest.mark.parametrize(
    "data",
    [
        submission("", UNIT),
        submission(NAME, ""),
        submission(NAME, UNIT).replace(b"TTDVI", b"KHAC"),
        submission(NAME, UNIT).replace(b"TTGDICH", b"KHAC"),
        submission(NAME, UNIT).replace(b"<SO_HSO>", b"<MA_GDICH>khac</MA_GDICH><SO_HSO>"),
    ],
)
def test_a_receipt_without_its_parts_or_with_two_minds_is_malformed(data):
    with pytest.raises(MalformedError):
        read(data)


def test_a_statement_is_read_whatever_the_spelling_of_its_amounts():
    lines = [
        ("B.3", "Số phải đóng", ("1.234.567", "1234567", "1234567.0", "", "3.703.701")),
        ("B.5.2", "Tỷ lệ tính lãi", ("0.644%", "", "", "", "0.644%")),
    ]

    read = read_statement(statement(UNIT, lines=lines))

    assert (read.unit, read.agency, read.period) == (UNIT, "07906", "10/2026")
    assert [line.number for line in read.lines] == ["B.3", "B.5.2"]
    due, rate = read.lines
    assert (due.bhxh, due.bhyt, due.bhtn, due.bhtnld, due.total) == (
        1_234_567,
        1_234_567,
        1_234_567,
        0,
        3_703_701,
    )
    assert (rate.text, rate.total) == ("Tỷ lệ tính lãi: 0.644%", 0)


@pytest.mark.parametrize(
    "data",
    [
        statement(""),
        statement(UNIT, ""),
        statement(UNIT, lines=[("", "không số", ("1", "2", "3", "4", "10"))]),
        statement(UNIT, lines=[("A", "không phải số tiền", ("1", "x", "3", "4", "10"))]),
        statement(UNIT).replace(b"NoiDung", b"KHAC"),
    ],
)
def test_a_statement_that_cannot_be_read_whole_is_malformed(data):
    with pytest.raises(MalformedError):
        read_statement(data)
