"""Answers are kept raw, judged by their signature, and move a dossier forwards only."""

from __future__ import annotations

import pytest

from pipeline.ledger.answers import Answers
from pipeline.states import DossierState
from tests import certificates
from tests.inbox import receipts
from tests.inbox.receipts import Person
from tests.pipeline.parts import HERE, notice, result, sealed, submission
from tests.xmlsec1 import sign_with_xmlsec1


def _names(bench, folder):
    return sorted(path.name for path in (bench.site / "inbox" / folder).glob("*"))


def _only(bench):
    (answer,) = bench.ledger.answers.all()
    return answer


class _CutOff(Answers):
    """A shelf that is cut off after the file of an answer was moved."""

    def applied(self, *told, **more):
        raise OSError(5, "Input/output error")

    judged = applied


def test_a_submission_a_notice_and_a_result_move_the_dossier_on(shipped):
    dossier = shipped.dossier
    states = []

    for name, data in [
        ("1.xml", submission(dossier, digest=dossier.sha256)),
        ("2.xml", notice(dossier)),
        ("3.xml", result(dossier)),
    ]:
        shipped.answer(name, data)
        shipped.collect()
        states.append(shipped.dossier.state)

    assert states == [DossierState.TAKEN, DossierState.NUMBERED, DossierState.ACCEPTED]
    assert shipped.dossier.number == receipts.NUMBER
    assert [name.split(".")[1] for name in _names(shipped, "receipts")] == ["notice", "submission"]
    assert [name.split(".")[1] for name in _names(shipped, "results")] == ["result"]


def test_what_came_is_kept_as_it_came(shipped):
    data = submission(shipped.dossier)
    shipped.answer("1.xml", data)

    shipped.collect()

    answer = _only(shipped)
    assert (shipped.site / answer.file).read_bytes() == data
    assert (answer.state, answer.trusted, answer.dossier) == ("matched", True, shipped.dossier.id)


def test_a_result_before_its_notice_stands_and_the_notice_is_filed(shipped):
    shipped.answer("1.xml", result(shipped.dossier))
    shipped.collect()
    shipped.answer("2.xml", notice(shipped.dossier))

    shipped.collect()

    assert shipped.dossier.state is DossierState.ACCEPTED
    assert len(shipped.said("receipt.filed")) == 1


def test_a_notice_may_refuse_the_whole_dossier(shipped):
    shipped.answer(
        "1.xml", notice(shipped.dossier, number="", outcome="0", code="E01", reason="Sai mã đơn vị")
    )

    shipped.collect()

    assert shipped.dossier.state is DossierState.REFUSED
    assert shipped.dossier.reason == "E01: Sai mã đơn vị"


def test_a_refusal_without_a_code_is_told_in_its_own_words(shipped):
    shipped.answer("1.xml", result(shipped.dossier, outcome="0", text="Từ chối"))

    shipped.collect()

    assert shipped.dossier.reason == "Từ chối"


def test_a_receipt_of_submission_that_comes_late_does_not_wipe_the_reason_away(shipped):
    shipped.answer("1.xml", notice(shipped.dossier, outcome="0", code="CE013", reason="sai MST"))
    shipped.collect()
    shipped.answer("2.xml", submission(shipped.dossier))

    shipped.collect()

    assert (shipped.dossier.state, shipped.dossier.reason) == ("refused", "CE013: sai MST")


def test_a_result_may_refuse_one_person(shipped):
    people = [Person(line=1), Person(line=2, accepted="0", code="E07", reason="Sai")]
    shipped.answer("1.xml", result(shipped.dossier, outcome="2", people=people))

    shipped.collect()

    assert shipped.dossier.state is DossierState.PARTLY_ACCEPTED
    assert [each["accepted"] for each in shipped.ledger.answers.outcomes(shipped.dossier.id)] == [
        True,
        False,
    ]


def test_a_result_with_rows_beyond_ours_moves_the_dossier_and_is_flagged(shipped):
    people = [Person(line=1), Person(line=2), Person(line=99)]
    shipped.answer("1.xml", result(shipped.dossier, people=people))

    shipped.collect()

    answer = _only(shipped)
    assert shipped.dossier.state is DossierState.ACCEPTED
    assert str(answer.reason).startswith("beyond: 1 dòng")
    assert "D02-TS line 99" in str(answer.reason)
    assert len(shipped.said("receipt.beyond")) == 1
    assert shipped.ledger.answers.history(answer.sha256)[-1][-1] == "beyond"


def test_a_partial_result_that_refuses_nobody_of_ours_waits_for_a_person(shipped):
    people = [Person(line=1), Person(line=99, accepted="0", code="E07", reason="Sai")]
    shipped.answer("1.xml", result(shipped.dossier, outcome="2", people=people))

    shipped.collect()

    assert shipped.dossier.state is DossierState.SHIPPED
    assert _only(shipped).state == "conflict"


def _forged(dossier):
    stem = dossier.remote_name.removesuffix(".xml")
    twin = certificates.authority("CA I-VAN mẫu", label="twin")
    identity = twin.issue("I-VAN mẫu", certificates.IVAN_UID)
    return sign_with_xmlsec1(receipts.submission(stem, dossier.unit), "CKy_iVan", identity)


def _strange(dossier):
    stem = dossier.remote_name.removesuffix(".xml")
    other = certificates.ivan_authority().issue("Người khác", "MST:0301111111")
    return sign_with_xmlsec1(receipts.submission(stem, dossier.unit), "CKy_iVan", other)


@pytest.mark.parametrize(
    ("made", "state", "trusted", "word"),
    [
        (lambda _: b"<BHXH>", "unmatched", None, "malformed"),
        (lambda _: b"<Other/>", "unmatched", None, "malformed"),
        (lambda d: submission(d).replace(b"05/11", b"06/11"), "unmatched", False, "digest"),
        (_forged, "unmatched", None, "untrusted"),
        (_strange, "unmatched", None, "signer"),
        (lambda d: submission(d, at="no time"), "unmatched", True, "schema"),
        (lambda d: submission(d, digest="0" * 64), "conflict", True, "conflict"),
        (lambda d: submission(d, tax_code="0309999998"), "unmatched", True, "foreign"),
        (lambda d: notice(d, outcome="7"), None, True, None),
    ],
)
def test_what_is_not_trusted_or_not_clear_moves_nothing(shipped, made, state, trusted, word):
    shipped.answer("1.xml", made(shipped.dossier))

    shipped.collect()

    answer = _only(shipped)
    assert shipped.dossier.state is DossierState.SHIPPED
    assert answer.state in (state, *(("conflict", "unmatched") if state is None else ()))
    assert _names(shipped, "unmatched") == [f"{answer.sha256[:16]}.xml"]
    assert shipped.said("receipt.set_aside")[0]["reason"] == str(answer.reason).split(":")[0]
    if state is not None:
        assert answer.trusted is trusted or word in ("untrusted", "signer", "digest")


def test_a_result_that_contradicts_an_earlier_one_is_a_conflict(shipped):
    shipped.answer("1.xml", result(shipped.dossier))
    shipped.collect()
    shipped.answer("2.xml", result(shipped.dossier, outcome="0", text="Từ chối"))

    shipped.collect()

    assert shipped.dossier.state is DossierState.ACCEPTED
    assert sorted(answer.state for answer in shipped.ledger.answers.all()) == [
        "conflict",
        "matched",
    ]


def test_a_receipt_of_an_unknown_dossier_is_tried_again_for_seven_days(shipped):
    data = receipts.submission("TA0001A_202610_600_09_00000000", HERE)
    shipped.answer("1.xml", sealed(data, "CKy_iVan"))
    tried = []

    for days in (0, 6, 1, 1):
        shipped.later(days=days)
        shipped.out.truncate(0)
        shipped.out.seek(0)
        shipped.collect()
        tried.append(len(shipped.said("receipt.set_aside")))

    assert str(_only(shipped).reason).startswith("unknown: ")
    assert tried == [1, 1, 1, 0]


def test_an_unmatched_answer_is_matched_when_its_dossier_is_known(shipped):
    dossier = shipped.dossier
    shipped.answer("1.xml", submission(dossier))
    named = shipped.ledger.dossiers.named
    shipped.ledger.dossiers.named = lambda stem: None
    shipped.collect()
    shipped.ledger.dossiers.named = named

    shipped.collect()

    assert shipped.dossier.state is DossierState.TAKEN
    assert _names(shipped, "unmatched") == []


@pytest.mark.parametrize("kind", ["matched", "garbage"])
def test_a_crash_after_the_file_was_moved_loses_nothing(shipped, kind):
    shipped.answer("1.xml", submission(shipped.dossier) if kind == "matched" else b"<no>")
    plain, shipped.ledger.answers = shipped.ledger.answers, _CutOff(shipped.ledger.store)

    cut = shipped.collect()
    shipped.ledger.answers = plain
    again = shipped.collect()

    answer = _only(shipped)
    assert (cut.errors, again.errors) == (1, 0)
    assert answer.state == ("matched" if kind == "matched" else "unmatched")
    assert (shipped.site / answer.file).is_file()
    assert len(list((shipped.site / "inbox").rglob("*.xml"))) == 1


def test_the_same_bytes_under_another_name_lie_once(shipped):
    data = submission(shipped.dossier)
    shipped.answer("1.xml", data)
    shipped.collect()
    shipped.answer("2.xml", data)

    shipped.collect()

    assert [line["fresh"] for line in shipped.said("receipt.kept")] == [True, False]
    assert len(list((shipped.site / "inbox").rglob("*.xml"))) == 1


def _statement(unit, *more):
    lines = [("A", "Kỳ trước mang sang", ("1", "2", "3", "4", "10")), *more]
    return sealed(receipts.statement(unit, lines=lines), "CKy_BHXH")


def test_a_statement_is_kept_under_its_unit_and_month(shipped):
    shipped.answer("c12.xml", _statement(HERE))

    shipped.collect()

    answer = _only(shipped)
    assert (answer.state, answer.unit, answer.period) == ("statement", HERE, "10/2026")
    assert _names(shipped, "statements") == [f"{HERE}.202610.{answer.sha256[:8]}.xml"]
    assert answer.reason is None


def test_a_statement_that_does_not_add_up_says_so(shipped):
    shipped.answer("c12.xml", _statement(HERE, ("A", "Lại nữa", ("1", "2", "3", "5", "11"))))

    shipped.collect()

    assert _only(shipped).state == "statement"
    assert _only(shipped).reason


def test_a_statement_of_another_unit_is_set_aside(shipped):
    shipped.answer("c12.xml", _statement("ZZ0009Z"))

    shipped.collect()

    assert str(_only(shipped).reason).startswith("foreign: ")


def test_an_answer_without_our_name_is_matched_by_number_and_unit(shipped):
    class Lenient:
        def check(self, data, root):
            return ()

    shipped.answer("1.xml", notice(shipped.dossier))
    shipped.collect()
    shipped.change(schemas=Lenient())
    unnamed = receipts.result("", HERE)
    shipped.answer("2.xml", sealed(unnamed, "CKy_BHXH"))

    shipped.collect()

    assert shipped.dossier.state is DossierState.ACCEPTED


def test_a_strange_name_in_the_folder_is_logged_and_left(shipped):
    shipped.answer("../../etc.xml\n", b"x")
    shipped.folder.links.add(b"outbound/link.xml")
    shipped.folder.put("outbound/link.xml", b"x")

    tally = shipped.collect()

    assert tally.receipts == 0
    assert len(shipped.said("listing.strange_name")) >= 1


def test_an_answer_whose_name_we_do_not_read_makes_the_pass_unfinished(shipped):
    shipped.answer("a b.xml", notice(shipped.dossier))
    shipped.answer("readme (1).txt", b"x")

    tally = shipped.collect()

    assert (tally.receipts, tally.unread) == (0, 1)
