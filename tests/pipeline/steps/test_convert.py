"""A file becomes dossiers once, whole, and only when nothing holds it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from outbox.errors import ConnectionLostError
from pipeline.ledger.dossiers import Dossiers
from pipeline.ledger.drops import Drops
from pipeline.model import Balance, Drop, returned_name
from pipeline.runner import Tally
from pipeline.states import DossierState, DropState
from pipeline.steps.convert import convert
from tests.pipeline.ledgers import reopen, ship
from tests.pipeline.parts import HERE, THERE, Bench, csv, feed, person, staff

MONTH = csv(staff(1, TienLuong="9900000"), staff(2, 3, 4))
ASKED = person(5, MasoBHXH="079190000005")
"""A newcomer with a number of 12 digits: somebody must answer."""


class _Full(Dossiers):
    """A shelf on which every conversion is cut off just before it is written."""

    def record(self, *told, **more):
        raise OSError(28, "No space left on device")


class _Overtaken(Dossiers):
    """A shelf on which somebody ships every signed dossier just before a conversion is written."""

    ledger = None

    def record(self, *told, **more):
        for dossier in self.all():
            if dossier.state is DossierState.SIGNED:
                ship(self.ledger, dossier.id)
        super().record(*told, **more)


class _CutOff(Drops):
    """A shelf that cannot send a file through the conversion once more."""

    def reopen(self, *told, **more):
        raise OSError(28, "No space left on device")


def _nobody():
    raise ConnectionLostError("connect", "", "refused")


def _copied(opened_site: Path, tmp_path: Path, **feed_changes) -> Bench:
    """Return a bench with a baseline whose feed brakes."""
    shutil.copytree(opened_site, tmp_path / "site")
    return Bench(tmp_path / "site", feeds=[feed(**feed_changes)])


def _release(bench: Bench, *brakes: str) -> Drop:
    bench.ledger.drops.release(bench.dropped(), brakes, "đã xem")
    bench.work()
    return bench.dropped()


def test_an_unknown_unit_waits_for_a_baseline(bench):
    bench.drop("luong.csv", MONTH)

    bench.work()

    drop = bench.dropped()
    assert (drop.state, drop.held_because) == (DropState.EXAMINED, "no-baseline")
    assert f"bhxh release {drop.id} --as-baseline | --as-new --reason …" in str(drop.reason)


def test_every_brake_of_a_first_file_names_a_command_that_is_taken(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(approve="first", warnings="hold")])
    bench.drop("luong.csv", csv(staff(1, TienLuong="5000000")))

    bench.work()

    drop = bench.dropped()
    assert drop.held_because == "approval,no-baseline,warnings"
    command = f"`bhxh release {drop.id} --as-baseline | --as-new --reason …`"
    assert str(drop.reason).endswith(f" · cho đi tiếp / let it go on: {command}")
    assert str(drop.reason).count("bhxh release") == 1
    assert "1 warning: see" in str(drop.reason)
    assert "waits for approval: 1 person, 1 line ·" in str(drop.reason)
    _release(bench, "as-new")
    reason = str(bench.dropped().reason)
    assert f"`bhxh release {drop.id} --reason …`" in reason


def test_a_file_with_warnings_goes_on_unless_its_feed_says_otherwise(opened_site, tmp_path):
    warned = csv(staff(1, 2, TienLuong="5000000"), staff(3, 4))
    passing = _copied(opened_site, tmp_path / "pass", approve="never", max_change_percent=900)
    holding = _copied(
        opened_site, tmp_path / "hold", approve="never", max_change_percent=900, warnings="hold"
    )

    for bench in (passing, holding):
        bench.drop("luong.csv", warned)
        bench.work()

    assert passing.dropped().state is DropState.CONVERTED
    held = holding.dropped()
    assert (held.state, held.held_because) == (DropState.EXAMINED, "warnings")
    assert "2 warnings: see report.xlsx in returned/, then mend the file" in str(held.reason)
    assert f"`bhxh release {held.id} --reason …`" in str(held.reason)
    assert _release(holding, "warnings").state is DropState.CONVERTED


def test_a_file_without_warnings_is_not_held_for_them(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="never", max_change_percent=900, warnings="hold")
    bench.drop("luong.csv", MONTH)

    bench.work()

    assert bench.dropped().state is DropState.CONVERTED


def test_rows_that_are_left_out_move_no_head_count_and_no_wage_sum(opened_site, tmp_path):
    bench = _copied(
        opened_site, tmp_path, approve="never", max_change_percent=20, policy="good-rows"
    )
    bench.drop("luong.csv", csv(staff(1, 2), staff(3, TienLuong="chín triệu")))

    bench.work()

    assert bench.dropped().state is DropState.CONVERTED


def test_a_period_before_the_last_one_waits(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3, 4, Ky="09/2026")))

    opened.work()

    assert opened.dropped().held_because == "older-period"
    assert "09/2026" in str(opened.dropped().reason)


@pytest.mark.parametrize(
    ("rows", "brakes"),
    [
        (staff(1, 2, 3, 4), "head-count,wage-sum"),
        ([*staff(1, 2), person(3, TienLuong="15000000")], "wage-sum"),
        (staff(1, 2), "head-count,wage-sum"),
    ],
)
def test_a_unit_that_changes_too_much_waits(opened_site, tmp_path, rows, brakes):
    bench = _copied(opened_site, tmp_path, max_change_percent=20)
    bench.drop("luong.csv", csv(rows))

    bench.work()

    assert bench.dropped().held_because == brakes
    assert HERE in str(bench.dropped().reason)


def test_the_first_report_of_a_feed_waits_for_approval_and_later_ones_do_not(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="first")
    bench.drop("luong.csv", MONTH)

    bench.work()
    first = bench.dropped()
    _release(bench, "approval")
    bench.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4, 6)))
    bench.work()

    assert first.held_because == "approval"
    assert "2 người, 2 dòng" in str(first.reason)
    assert bench.dropped().state is DropState.CONVERTED


def test_where_the_feed_says_always_every_report_waits(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="always")
    bench.drop("luong.csv", MONTH)
    bench.work()
    _release(bench, "approval")
    bench.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4, 6)))

    bench.work()

    assert bench.dropped().held_because == "approval"


def _renamed(bench: Bench, *codes: str) -> None:
    """Let the settings know other units than they did when a file was examined."""
    here = bench.parts.settings.employer
    units = tuple(
        unit.model_copy(update={"code": code}) for unit, code in zip(here.units, codes, strict=True)
    )
    employer = here.model_copy(update={"units": units})
    bench.change(settings=bench.parts.settings.model_copy(update={"employer": employer}))


@pytest.fixture
def waiting(opened_site, tmp_path):
    """A file that was right, waits for approval, and of which one row is wrong by now."""

    def made(**changes):
        bench = _copied(opened_site, tmp_path, approve="always", missing_unit="pass", **changes)
        away = staff(7, MaDonVi=THERE)
        bench.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4), away))
        bench.work()
        bench.ledger.drops.release(bench.dropped(), ["approval", "as-new"], "đã xem")
        _renamed(bench, HERE, "TZ0009Z")
        return bench

    return made


def test_a_file_that_is_wrong_by_now_waits_and_its_sender_is_told(waiting):
    bench = waiting()

    tally = bench.work()

    drop = bench.dropped()
    assert (drop.state, drop.held_because, drop.errors) == (DropState.EXAMINED, "now-invalid", 1)
    assert (tally.converted, bench.dossiers()) == (0, [])
    assert "giờ có 1 lỗi" in str(drop.reason)
    (report,) = (bench.site / "returned").glob("luong.csv.*.report.json")
    assert json.loads(report.read_text())["errors"] == 1


def test_a_word_lets_the_right_rows_of_a_file_go_that_is_wrong_by_now(waiting):
    bench = waiting()
    bench.work()

    drop = _release(bench, "now-invalid")

    assert drop.state is DropState.CONVERTED
    assert drop.balance == Balance(rows=5, unchanged=2, reported=2, rejected=1)


def test_no_word_helps_a_file_of_which_every_row_is_wrong_by_now(waiting):
    bench = waiting()
    _renamed(bench, "TY0008Y", "TZ0009Z")
    bench.work()

    assert _release(bench, "now-invalid").held_because == "now-invalid"


def test_good_rows_that_are_wrong_by_now_are_counted_as_left_out(waiting):
    bench = waiting(policy="good-rows")

    tally = bench.work()

    assert (tally.converted, tally.left_out, bench.dropped().errors) == (1, 1, 1)
    assert tally.exit_code(waiting=False) == 1


def test_nothing_to_report_needs_no_approval(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="always")
    bench.drop("luong.csv", csv(staff(1, 2, 3), []) + b"\n")

    bench.work()

    assert bench.dropped().state is DropState.CONVERTED
    assert bench.dossiers() == []


def test_all_brakes_are_told_at_once_and_a_released_one_does_not_hold_again(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="always", max_change_percent=20)
    away = staff(7, 8, MaDonVi=THERE, Ky="09/2026")
    bench.drop("luong.csv", csv(staff(1, 2, 3, 4, Ky="09/2026"), away))

    bench.work()
    all_at_once = bench.dropped()
    some_left = _release(bench, "older-period", "head-count", "as-new")
    none_left = _release(bench, "wage-sum", "approval")

    assert all_at_once.held_because == "approval,head-count,no-baseline,older-period,wage-sum"
    assert some_left.held_because == "approval,wage-sum"
    assert none_left.state is DropState.CONVERTED
    assert none_left.balance == Balance(rows=6, unchanged=3, reported=3)


def test_a_held_file_shows_what_it_would_come_to(opened_site, tmp_path):
    bench = _copied(opened_site, tmp_path, approve="always", policy="good-rows")
    bench.drop("luong.csv", csv(staff(1, 2, 4), [person(6, CMND="12")]))

    bench.work()

    assert bench.dropped().balance == Balance(rows=4, rejected=1, held=3, absent=1)
    assert bench.said("drop.held")[0]["brakes"] == "approval"


def test_a_later_file_replaces_what_is_not_shipped_and_batches_go_on_counting(opened):
    opened.folder.fails["create"] = ConnectionLostError("open", "", "gone")
    opened.drop("luong.csv", MONTH)
    opened.work()
    opened.drop("luong-2.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3)))

    opened.work()

    assert [(each.batch, each.state) for each in opened.dossiers()] == [
        (1, DossierState.WITHDRAWN),
        (2, DossierState.SHIPPED),
    ]
    assert opened.dossiers()[0].reason == (
        f"đã thay bằng / replaced by {opened.dropped('luong-2.csv').id}"
    )
    assert opened.dropped("luong-2.csv").balance == Balance(rows=3, unchanged=2, reported=1)


def test_a_dossier_that_was_shipped_meanwhile_is_not_replaced(opened):
    opened.change(connect=_nobody)
    opened.drop("luong.csv", MONTH)
    opened.work()
    opened.change(connect=opened.folder.reconnect)
    shelf = _Overtaken(opened.ledger.store)
    shelf.ledger = opened.ledger
    plain, opened.ledger.dossiers = opened.ledger.dossiers, shelf
    opened.drop("luong-2.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3, 4)))

    opened.runner(patient=True).work(Tally())
    waiting = opened.dropped("luong-2.csv")
    opened.ledger.dossiers = plain
    opened.work()

    assert (waiting.state, waiting.held_because) == (DropState.EXAMINED, None)
    assert str(waiting.reason).startswith("moved: ")
    assert [each.state for each in opened.dossiers()] == [DossierState.SHIPPED] * 2
    assert opened.dropped("luong-2.csv").balance == Balance(rows=4, unchanged=3, reported=1)


def test_a_released_person_is_reported_alone_and_the_others_stay_reported(opened):
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [ASKED]))
    opened.work()
    first = opened.dropped()
    (question,) = opened.ledger.holds.open()

    opened.ledger.holds.release(question, "đã hỏi", opened.ledger.drops)
    opened.work()

    assert first.balance == Balance(rows=4, unchanged=2, reported=1, held=1)
    assert (question.code, question.row) == ("Q-NUMBER-12", 5)
    assert opened.dropped().balance == Balance(rows=4, unchanged=2, reported=2)
    assert [(each.batch, each.people) for each in opened.dossiers("shipped")] == [(1, 1), (2, 1)]


def test_absent_people_are_one_question_and_leave_when_released(opened):
    opened.drop("luong.csv", csv(staff(1)))
    opened.work()
    (question,) = opened.ledger.holds.open()

    opened.ledger.holds.release(question, "đã nghỉ", opened.ledger.drops)
    opened.work()

    drop = opened.dropped()
    assert question.id == f"{drop.id[:12]}/{HERE}-absent"
    assert (drop.balance.absent, drop.balance.rows) == (2, 1)
    assert [each.people for each in opened.dossiers()] == [2]


def test_a_crash_between_lines_and_ledger_is_repeated_from_the_start(opened):
    plain, opened.ledger.dossiers = opened.ledger.dossiers, _Full(opened.ledger.store)
    opened.drop("luong.csv", MONTH)

    cut = opened.work()
    left = sorted(path.name for path in (opened.site / "keep" / "lines").iterdir())
    opened.ledger.dossiers = plain
    again = opened.work()

    assert cut.errors > 0
    assert cut.converted == 0
    assert left == [f"{opened.dropped().id}-0.arrow"]
    assert (again.errors, again.converted, again.shipped) == (0, 1, 1)
    assert sorted(path.name for path in (opened.site / "keep" / "lines").iterdir()) == left
    assert [each.batch for each in opened.dossiers()] == [1]


def test_what_was_noticed_about_people_is_told_to_the_sender_before_the_ledger(opened):
    opened.ledger.dossiers = _Full(opened.ledger.store)
    opened.drop("luong.csv", MONTH)

    opened.work()

    (report,) = (opened.site / "returned").glob("luong.csv.*.report.json")
    codes = [each["code"] for each in json.loads(report.read_text())["findings"]]
    assert codes == ["N-LAW", "R-TRANSFER"]


def test_as_baseline_opens_the_new_units_and_compares_the_others(opened):
    opened.drop(
        "luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), staff(8, MaDonVi=THERE))
    )
    opened.work()

    _release(opened, "as-baseline")
    opened.work()

    assert opened.dropped().state is DropState.CONVERTED
    assert opened.dropped().balance == Balance(rows=4, unchanged=3, reported=1)
    assert set(opened.ledger.dossiers.openings()) == {HERE, THERE}
    assert [each.unit for each in opened.dossiers()] == [HERE]


def test_no_crash_lets_the_other_units_of_a_baseline_be_forgotten(opened):
    opened.drop(
        "luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), staff(8, MaDonVi=THERE))
    )
    opened.work()
    plain, opened.ledger.drops = opened.ledger.drops, _CutOff(opened.ledger.store)

    _release(opened, "as-baseline")
    opened.ledger.drops = plain
    opened.work()
    opened.work()

    assert opened.dropped().balance == Balance(rows=4, unchanged=3, reported=1)


def test_as_baseline_for_all_units_reports_nobody(bench):
    bench.drop("luong.csv", MONTH)
    bench.work()

    _release(bench, "as-baseline")

    assert bench.dropped().balance == Balance(rows=4, unchanged=4)
    assert bench.dossiers() == []


def test_who_left_and_who_takes_no_part_are_told_not_to_be_in_the_opening_roster(bench):
    gone = [person(1, TrangThai="NghiViec"), person(2, TrangThai="ChuyenDonVi")]
    first, *lines = csv(gone, staff(3, 4)).decode().splitlines()
    reasons = ["LyDo", "", "", "Thử việc", ""]
    told = (f"{line},{word}\n" for line, word in zip([first, *lines], reasons, strict=True))
    bench.drop("luong.csv", "".join(told).encode())
    bench.work()

    _release(bench, "as-baseline")

    drop = bench.dropped()
    told = [because for *_, because in bench.ledger.answers.history(drop.id)]
    (said,) = (because for because in told if because.startswith("danh sách gốc"))
    assert "1 người được ghi là đã khai báo; 2 người đã nghỉ hoặc chuyển đi" in said
    assert said.endswith("; not taken into it: 1 who take no part")
    page = (bench.site / returned_name(drop, "report.html")).read_text(encoding="utf-8")
    assert "1 person is declared already; not taken into it: 2 who left or moved" in page


def test_as_new_reports_everybody(bench):
    bench.drop("luong.csv", MONTH)
    bench.work()

    _release(bench, "as-new")

    assert bench.dropped().balance == Balance(rows=4, reported=4)


def test_a_big_unit_is_cut_into_dossiers_by_the_limits_of_the_profile(opened):
    limits = opened.parts.profile.limits.model_copy(update={"people": 2})
    opened.change(profile=opened.parts.profile.model_copy(update={"limits": limits}))
    opened.drop("luong.csv", csv(staff(1, 2, 3, 4, 5, 6, 7, 8)))

    opened.work()

    assert [(each.batch, each.first_line, each.people) for each in opened.dossiers("shipped")] == [
        (1, 0, 2),
        (2, 2, 2),
        (3, 4, 1),
    ]


def test_converting_needs_no_file_on_the_desk(opened):
    opened.drop("luong.csv", MONTH)
    opened.work()
    drop = opened.dropped()
    reopen(opened.ledger, drop.id)

    state = convert(opened.parts, opened.dropped())

    assert state is DropState.CONVERTED
    assert opened.dropped().balance == drop.balance
