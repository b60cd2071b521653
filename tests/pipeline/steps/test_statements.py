"""A C12-TS against what we declare: one that agrees, and planted differences found right."""

from __future__ import annotations

import openpyxl
import pytest

from config.law import Law
from pipeline.commands.show import story
from pipeline.night import reconcile
from pipeline.states import DossierState
from tests.adapters.vnpt_template import write_template
from tests.inbox import receipts
from tests.inbox.receipts import Person
from tests.pipeline.parts import HERE, Bench, csv, feed, notice, person, result, sealed, staff
from tests.pipeline.test_night import YESTERDAY

PERCENT = (25, 4.5, 2, 0.5)
WAGES = {1: 9_000_000, 2: 9_100_000, 3: 9_700_000, 4: 11_300_000, 5: 12_900_000, 6: 15_100_000}


def people(**told):
    """Return the six, with their wages; `told` as n1="…" replaces a wage."""
    wages = {each: told.get(f"n{each}", wage) for each, wage in WAGES.items()}
    return [person(each, TienLuong=str(wage)) for each, wage in wages.items()]


@pytest.fixture
def settled(bench):
    """A unit whose baseline are the first five; 6 is new and 1 gets a rise in October."""
    bench.open(csv(people()[:5]))
    bench.drop("luong.csv", csv(people(n1=9_900_000)))
    bench.work()
    return bench


@pytest.fixture
def accepted(settled):
    settled.answer("1.xml", notice(settled.dossier))
    settled.answer("2.xml", result(settled.dossier))
    settled.collect()
    assert settled.dossier.state is DossierState.ACCEPTED
    return settled


def amounts(wages):
    return [round(sum(wages) * percent / 100) for percent in PERCENT]


def statement(due, heads, *, period="10/2026", before=None):
    """Return a C12-TS with B.3 and the head-counts, per column."""
    whole = (*map(str, due), str(sum(due)))
    came = [str(head) for head in heads]
    lines = [
        ("B.3", "Phải đóng", whole),
        ("A.1", "Lao động", (*came, "0")),
        ("B.1.1", "Tăng", ("0",) * 5),
        ("B.1.2", "Giảm", ("0",) * 5),
        ("Đ.1", "Lao động", (*came, "0")),
    ]
    chosen = [line for line in lines if before is None or line[0] in before]
    return sealed(receipts.statement(HERE, period, lines=chosen), "CKy_BHXH")


def told(bench, due, heads, **more):
    """Let a statement come, and return what is said of it."""
    bench.answer("c12.xml", statement(due, heads, **more))
    bench.collect()
    (answer,) = bench.ledger.answers.in_state("statement")
    return answer.reason


def declared_wages():
    return [9_900_000, *list(WAGES.values())[1:]]


def test_a_statement_that_agrees_has_nothing_to_say(accepted):
    assert told(accepted, amounts(declared_wages()), [6] * 4) is None
    assert not list((accepted.site / "returned").glob("C12-TS*"))


def test_three_planted_differences_are_found_by_person_and_fund(accepted):
    # VSS has 1 at the old wage, does not know 3, and forgot BHTN of 5.
    wages = [9_000_000, *declared_wages()[1:]]
    due = amounts([wage for wage in wages if wage != WAGES[3]])
    due[2] -= WAGES[5] * 2 // 100

    reason = told(accepted, due, [5, 5, 4, 5])

    assert f"NV00001: biến động tháng này chưa được tính {accepted.dossier.id}" in reason
    assert "NV00003: không có trong số của cơ quan BHXH" in reason
    assert "NV00005 BHTN: không có trong số của cơ quan BHXH" in reason
    assert "NV00002" not in reason
    assert "not explained" not in reason
    assert "BHTN: B.3 = 890.000, we declare 1.360.000 (-470.000)" in reason
    assert "BHTN: Đ.1 = 4, we declare 6 (-2)" in reason


def test_a_dossier_that_vss_has_not_accepted_explains_its_people_at_once(settled):
    reason = told(settled, amounts(list(WAGES.values())[:5]), [5] * 4)

    assert f"2 người / people: hồ sơ chưa được BHXH chấp nhận {settled.dossier.id}" in reason
    assert "not explained" not in reason


def test_a_refused_person_who_is_counted_all_the_same_is_named(settled):
    refused = [Person(line=1, accepted="0", code="E07", reason="x"), Person(line=2)]
    settled.answer("1.xml", notice(settled.dossier))
    settled.answer("2.xml", result(settled.dossier, outcome="2", people=refused))
    settled.collect()

    reason = told(settled, amounts(declared_wages()), [6] * 4)

    assert "NV00001: đã bị từ chối nhưng vẫn được tính" in reason


def test_the_changes_of_a_later_month_are_not_expected(accepted):
    month = [{**each, "Ky": "11/2026"} for each in people(n1=9_900_000)]
    newcomer = person(7, TienLuong="20000000", Ky="11/2026")
    accepted.drop("luong-11.csv", csv([*month, newcomer]))
    accepted.work()

    assert told(accepted, amounts(declared_wages()), [6] * 4) is None
    assert [each.people for each in accepted.dossiers() if each.period == "11/2026"] == [1]


def test_a_person_who_was_reported_late_is_named(tmp_path):
    book = feed(name="books", pattern="*.xlsx", unit=HERE, period="11/2026")
    bench = Bench(tmp_path / "site", feeds=[feed(), book])
    bench.open(csv(people()[:5]))
    fields = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu", "NoiLamViec")
    late = {name: person(7)[name] for name in fields} | {"PA": "TM", "Loai": "1"}
    dates = {"Hdld_tungay": "01/10/2026", "Vtvl_khac_tungay": "01/10/2026", "TuThang": "10/2026"}
    write_template(
        bench.site / "late.xlsx",
        [{"STT": 1, **late, **dates, "TienLuong": 20_000_000.0, "TyleDong": "32"}],
    )
    bench.drop("late.xlsx", (bench.site / "late.xlsx").read_bytes())
    bench.work()
    (line,) = bench.dossiers()

    reason = told(bench, amounts([*list(WAGES.values())[:5], 20_000_000]), [6] * 4)

    bench.ledger.close()
    assert line.period == "11/2026"
    assert f"CMND:{person(7)['CMND']}" not in str(bench.log)
    assert "báo muộn, ở kỳ sau / was reported late, in a later period" in reason
    assert "not explained" not in reason


def test_what_nobody_explains_is_listed(accepted):
    reason = told(accepted, [each + 777 for each in amounts(declared_wages())], [7, 6, 6, 6])

    assert "chưa giải thích được / not explained: bhxh +777" in reason
    assert "bhxh people +1" in reason


def test_people_who_fit_equally_well_are_not_pretended_to_be_one(bench):
    bench.open(csv(staff(1, 2, 3)))

    reason = told(bench, amounts([9_100_000] * 2), [2] * 4)

    assert "NV00001 (hoặc 2 người khác / or others)" in reason


def test_a_head_count_is_compared_by_its_parts_where_its_own_line_lacks(accepted):
    reason = told(
        accepted, amounts(declared_wages()), [5, 6, 6, 6], before=("A.1", "B.1.1", "B.1.2")
    )

    assert "BHXH: Đ.1 = 5, we declare 6 (-1)" in reason


def test_a_month_before_the_baseline_is_not_compared(accepted):
    assert told(accepted, [0] * 4, [0] * 4, period="09/2026") is None


def test_a_unit_without_a_roster_is_not_compared(bench):
    assert told(bench, [5] * 4, [5] * 4) is None


def test_a_month_without_law_is_not_compared(accepted):
    law = accepted.parts.law
    rows = {key: each for key, each in law.rows.items() if key[1] != ("bhxh-cap-multiple",)}
    accepted.change(law=Law(rows, law.calendar))

    assert told(accepted, [0] * 4, [0] * 4) is None


def test_the_comparison_is_a_workbook_and_the_night_and_show_tell_it(accepted):
    due = amounts(declared_wages()[:5])

    told(accepted, due, [5] * 4)

    (file,) = (accepted.site / "returned").glob(f"C12-TS.{HERE}.202610.*.xlsx")
    book = openpyxl.load_workbook(file)
    assert [row[5] for row in book["Chênh lệch"].iter_rows(values_only=True)][1:3] == [
        -3_775_000,
        -679_500,
    ]
    (_, named) = book["Giải thích"].iter_rows(values_only=True)
    assert named[:2] == ("NV00006", person(6)["HoTen"])
    (answer,) = accepted.ledger.answers.in_state("statement")
    shown = story(accepted.ledger, accepted.parts.settings, answer)
    assert "NV00006" in shown["reason"]
    code, page = reconcile(accepted.parts, accepted.parts.today)
    assert code == 1
    assert "NV00006" in (accepted.site / page).read_text()
    assert reconcile(accepted.parts, YESTERDAY)[0] == 0
    assert named[0] not in accepted.out.getvalue()
