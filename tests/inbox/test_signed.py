"""Peek, verify, read what was signed, match: the way of an answer through rooms 2 and 4."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from config.profile import load_profile
from inbox.model import Outcome, Receipt, Statement
from inbox.read import kind_of, read_receipt
from tests.certificates import BHXH_UID, authority
from tests.inbox.receipts import NAME, UNIT, Person, notice, result, statement, submission
from tests.xmlsec1 import sign_with_xmlsec1
from validators.signature import Answer, Trust, Verdict, verify

PROFILE = load_profile("default")
SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
AT = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)


def signed(data: bytes) -> bytes:
    signer = authority("CA mẫu").issue("BHXH mẫu", BHXH_UID)
    return sign_with_xmlsec1(data, kind_of(data, PROFILE).signed_at, signer)


def verified(data: bytes) -> Verdict:
    form = kind_of(data, PROFILE)
    trust = Trust(authorities=(authority("CA mẫu").certificate,), signers=(BHXH_UID,))
    return verify(data, root=form.root, place=form.signed_at, trust=trust, at=AT)


def read(data: bytes) -> Receipt | Statement:
    verdict = verified(data)
    assert verdict.answer is Answer.YES, verdict.reason
    assert verdict.root is not None
    return read_receipt(verdict.root, kind_of(data, PROFILE), SAIGON)


@pytest.mark.parametrize(
    "data",
    [
        submission(NAME, UNIT, digest="ab" * 32),
        notice(NAME, UNIT),
        result(NAME, UNIT, outcome="2", people=[Person(line=1), Person(line=2, accepted="0")]),
        statement(UNIT, lines=[("A", "Kỳ trước mang sang", ("1", "2", "3", "4", "10"))]),
    ],
)
def test_a_signed_answer_reads_as_it_was_written(data):
    unsigned = read_receipt(etree.fromstring(data), kind_of(data, PROFILE), SAIGON)

    assert read(signed(data)) == unsigned


def test_a_comment_put_into_a_signed_value_changes_nothing_that_is_read():
    data = signed(result(NAME, UNIT)).replace(b"<MA_KQUA>1", b"<MA_KQUA><!--0-->1")

    receipt = read(data)

    assert isinstance(receipt, Receipt)
    assert receipt.outcome is Outcome.ACCEPTED


def test_a_changed_answer_is_recognised_but_never_read():
    data = signed(result(NAME, UNIT)).replace(b"<MA_KQUA>1", b"<MA_KQUA>0")

    assert verified(data).answer is Answer.NO
    assert verified(data).root is None
