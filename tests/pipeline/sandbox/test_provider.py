"""The I-VAN in a box takes dossiers once, checks them and answers with receipts that verify."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from cryptography import x509
from lxml import etree

from config.model import Period
from config.profile import load_profile
from inbox.model import Outcome, ReceiptKind, Statement
from inbox.read import kind_of, read_receipt
from inbox.statement import check_statement
from pipeline.sandbox import keys
from pipeline.sandbox.faults import Fault
from tests.pipeline.sandbox.dossiers import HEADER, NAME, Site, dossier, person, sha256
from validators.signature import Answer, Trust, verify

PROFILE = load_profile("default")
OTHER = "TA0001A_202610_600_02_2b3c4d5e"


def _read(site, data: bytes):
    form = kind_of(data, PROFILE)
    etree.XMLSchema(etree.parse(PROFILE.folder / form.schema_file)).assertValid(
        etree.fromstring(data)
    )
    authority = keys.IVAN_CA if form.signer == "ivan" else keys.BHXH_CA
    signer = keys.IVAN_SIGNER if form.signer == "ivan" else keys.BHXH_SIGNER
    trust = Trust(
        authorities=(x509.load_pem_x509_certificate(site.files[authority]),), signers=(signer,)
    )
    verdict = verify(data, root=form.root, place=form.signed_at, trust=trust, at=site.clock())
    assert verdict.answer is Answer.YES, verdict.reason
    return read_receipt(verdict.root, form, ZoneInfo("Asia/Ho_Chi_Minh"))


def _answers(site) -> dict:
    return {name: _read(site, data) for name, data in site.answers().items()}


def _put(site, data: bytes, name: str = NAME) -> None:
    (site.inbound / f"{name}.xml").write_bytes(data)


def test_a_good_dossier_gets_three_receipts_and_a_statement(site):
    box = site.sandbox()
    data = dossier(site.signer(), [person(1), person(2, MasoBHXH="7912345678")])
    _put(site, data)

    done = box.step()

    answers = _answers(site)
    assert done == 5
    submission, notice = answers[f"{NAME}.submission.xml"], answers[f"{NAME}.notice.xml"]
    result = answers[f"{NAME}.result.xml"]
    assert (submission.kind, submission.digest) == (ReceiptKind.SUBMISSION, sha256(data))
    assert (notice.outcome, notice.number) == (Outcome.NUMBERED, "00001/2026/07906")
    assert (result.outcome, str(result.due)) == (Outcome.ACCEPTED, "2026-10-12")
    assert {r.dossier_name for r in (submission, notice, result)} == {NAME}
    assert {(r.unit, r.tax_code) for r in (submission, notice, result)} == {
        ("TA0001A", "0301234567")
    }
    new, old = result.people
    assert (new.insurance_number, new.card_number) == ("7900000190", "DN4797900000190")
    assert (new.card_from, new.card_to) == ("01/10/2026", "31/12/2026")
    assert (old.insurance_number, old.card_number) == ("", "")


def test_nothing_is_left_to_do_after_everything_is_answered(site):
    box = site.sandbox()
    _put(site, dossier(site.signer(), [person(1)]))
    box.step()

    again = box.step()

    assert again == 0
    assert list(site.inbound.iterdir()) == []


def test_one_person_in_fifty_is_refused_with_all_their_lines(site):
    box = site.sandbox(refuse_every=50)
    people = [person(number) for number in range(1, 101)]
    people += [person(number + 100, CMND=person(number)["CMND"]) for number in range(1, 101)]
    _put(site, dossier(site.signer(), people))
    box.step()

    result = _answers(site)[f"{NAME}.result.xml"]

    refused = [one for one in result.people if not one.accepted]
    assert result.outcome is Outcome.PARTLY_ACCEPTED
    assert len(refused) == 4
    assert {one.line % 100 for one in refused} == {one.line for one in refused if one.line <= 100}
    assert all(one.code and one.reason and not one.insurance_number for one in refused)


def test_everybody_may_be_refused(site):
    box = site.sandbox(refuse_every=1)
    _put(site, dossier(site.signer(), [person(1)]))
    box.step()

    answers = _answers(site)

    assert answers[f"{NAME}.result.xml"].outcome is Outcome.REFUSED


def test_answers_repeat_themselves_to_the_byte(site, tmp_path):
    data = dossier(site.signer(), [person(number) for number in range(1, 60)])
    (tmp_path / "twin").mkdir()
    twin = Site(tmp_path / "twin", site.files)

    for one in (site, twin):
        box = one.sandbox(refuse_every=50, seed=3)
        _put(one, data)
        box.step()

    assert twin.answers() == site.answers()


def test_the_same_bytes_and_the_same_name_are_answered_once(site):
    box = site.sandbox()
    data, changed = (dossier(site.signer(), [person(number)]) for number in (1, 2))
    for name, content in ((NAME, data), (NAME, data), (OTHER, data), (NAME, changed)):
        _put(site, content, name)
        box.step()

    entries = Counter(entry.what for entry in box.provider.journal)

    assert entries["taken"] == entries["submission"] == entries["result"] == 1
    assert (entries["duplicate"], entries["conflict"]) == (2, 1)


def test_a_restart_goes_on_where_it_stopped_and_answers_nothing_twice(site):
    first = site.sandbox(spread=True)
    _put(site, dossier(site.signer(), [person(1)]))
    first.step()

    second = site.sandbox(spread=True)
    sent = [second.step() for _ in range(4)]

    assert sent == [1, 1, 1, 0]
    assert sorted(site.answers()) == [
        "C12-TS_TA0001A_202610_001.xml",
        f"{NAME}.notice.xml",
        f"{NAME}.result.xml",
        f"{NAME}.submission.xml",
    ]
    third = site.sandbox()
    assert third.step() == 0


def test_a_file_that_is_not_complete_is_left_alone(site):
    box = site.sandbox()
    (site.inbound / f".{NAME}.xml.1.0123456789abcdef.part").write_bytes(b"<Ho")
    (site.inbound / f"{NAME}.part").write_bytes(b"<Ho")
    (site.inbound / "folder.xml").mkdir()

    done = box.step()

    assert done == 0


def test_spread_answers_come_one_step_after_the_other(site):
    box = site.sandbox(spread=True)
    _put(site, dossier(site.signer(), [person(1)]))

    seen = []
    for _ in range(4):
        box.step()
        seen.append(len(site.answers()))

    assert seen == [1, 2, 3, 4]


def test_the_statement_waits_for_all_dossiers_of_the_unit_and_adds_up(site):
    box = site.sandbox()
    signer = site.signer()
    for name, people in (
        (NAME, [person(1), person(2)]),
        (OTHER, [person(1, CMND="079090000009", MasoBHXH="7912345678")]),
    ):
        _put(site, dossier(signer, people), name)
    box.step()
    november = "TA0001A_202611_600_01_3c4d5e6f"
    leaver = [person(1, pa="GH", loai="3", CMND=person(2)["CMND"])]
    _put(site, dossier(signer, leaver, period=Period(2026, 11)), november)
    box.step()

    statements = [one for one in _answers(site).values() if isinstance(one, Statement)]

    assert [one.period for one in statements] == ["10/2026", "11/2026"]
    assert [check_statement(one) for one in statements] == [(), ()]
    first, second = ({line.number: line for line in one.lines} for one in statements)
    assert (first["A.1"].bhxh, first["B.1.1"].bhxh, first["B.1.2"].bhxh) == (0, 3, 0)
    assert first["Đ.1"].bhxh == second["A.1"].bhxh == 3
    assert second["Đ.1"].bhxh == 2
    assert first["Đ"].total == 3 * 12_500_000 * 32 // 100


def test_a_statement_counts_no_people_once_the_book_is_known_to_lack_some(site):
    box = site.sandbox()
    _put(site, dossier(site.signer(), [person(1), person(3, pa="DC", loai="2")]))
    box.step()

    (statement,) = (one for one in _answers(site).values() if isinstance(one, Statement))

    assert [line.number for line in statement.lines] == ["A", "B", "B.1.1", "B.1.2", "C", "Đ"]


def test_out_of_order_answers_come_backwards(site):
    box = site.sandbox(Fault.OUT_OF_ORDER)
    _put(site, dossier(site.signer(), [person(1)]))
    for _ in range(4):
        box.step()

    sent = [entry.what for entry in box.provider.journal if entry.what != "taken"]

    assert sent == ["result", "notice", "submission"]


def test_duplicate_answers_have_the_same_bytes_and_two_names(site):
    box = site.sandbox(Fault.DUPLICATE)
    _put(site, dossier(site.signer(), [person(1)]))
    box.step()

    answers = site.answers()

    assert len(answers) == 8
    assert answers[f"{NAME}.notice.xml"] == answers[f"{NAME}.notice.copy.xml"]


def test_late_answers_come_after_ten_days(site):
    box = site.sandbox(Fault.LATE)
    _put(site, dossier(site.signer(), [person(1)]))
    box.step()
    before = site.answers()

    site.clock.pass_(days=10)
    box.step()

    assert before == {}
    assert len(site.answers()) == 4


def test_a_silent_provider_takes_and_says_nothing(site):
    box = site.sandbox(Fault.NEVER_ANSWERS)
    _put(site, dossier(site.signer(), [person(1)]))

    done = [box.step(), box.step()]

    assert done == [1, 0]
    assert site.answers() == {}


def test_forged_answers_have_the_right_names_and_are_not_trusted(site):
    box = site.sandbox(Fault.FORGED)
    _put(site, dossier(site.signer(), [person(1)]))
    box.step()
    trust = Trust(
        authorities=(x509.load_pem_x509_certificate(site.files[keys.BHXH_CA]),),
        signers=(keys.BHXH_SIGNER,),
    )

    data = site.answers()[f"{NAME}.notice.xml"]
    verdict = verify(data, root="BHXH", place="CKy_BHXH", trust=trust, at=site.clock())

    assert (verdict.answer, verdict.reason) == (Answer.NO, "path")
    assert keys.BHXH_SIGNER.encode() in data


def test_what_was_swept_away_on_close_is_taken_under_its_real_name(site):
    box = site.sandbox(Fault.MOVE_ON_CLOSE)
    data = dossier(site.signer(), [person(1)])
    (site.box / "swept" / f".{NAME}.xml.1.0123456789abcdef.part").write_bytes(data)
    (site.box / "swept" / f"{OTHER}.xml").write_bytes(b"")

    box.step()

    names = [case.submission.name for case in box.provider.cases]
    assert names == [NAME, OTHER]
    assert _answers(site)[f"{NAME}.submission.xml"].digest == sha256(data)


def test_an_old_citizen_number_gets_an_invented_insurance_number_too(site):
    box = site.sandbox()
    _put(site, dossier(site.signer(), [person(1, CMND="012345678")]))
    box.step()

    result = _answers(site)[f"{NAME}.result.xml"]

    assert len(result.people[0].insurance_number) == 10
    assert HEADER.unit == result.unit
