"""What holds a whole file until a person decides: the brakes."""

from __future__ import annotations

from adapters.model import Kind
from config.model import Period
from outbox.model import Movements
from outbox.roster import Declared
from pipeline.english import counted
from pipeline.parts import Parts
from pipeline.steps.case import Case
from pipeline.steps.onward import stops
from pipeline.steps.release_words import has_baseline_word
from pipeline.steps.repeats import same_content
from validators.brakes import Brake, brakes, every_wage

NOW_INVALID = "now-invalid"
"""The brake of a file that was right when it came."""
_YEAR = 12
"""Months that are looked back over for the last one of a feed."""


def _is_released(brake: Brake, case: Case) -> bool:
    if brake.code == "no-baseline":
        return has_baseline_word(case)
    return brake.code in case.drop.released.split(",")


def now_invalid(parts: Parts, case: Case) -> list[Brake]:
    """Return the brake of a file that today's law, settings and mapping stop, by its feed's policy.

    A person's word lets its right rows go on, as the policy ``good-rows`` would; no word helps a
    file that is wrong as a whole.
    """
    feed = parts.feed(case.drop.feed)
    if NOW_INVALID in case.drop.released.split(","):
        feed = feed.model_copy(update={"policy": "good-rows"})
    if not stops(case.report, feed):
        return []
    errors = case.report.errors
    return [
        Brake(
            code=NOW_INVALID,
            unit="",
            reason_vi=f"theo luật, cấu hình và ánh xạ hôm nay, tệp giờ có {errors} lỗi: xem "
            "report.xlsx trong returned/, sửa tệp hoặc cấu hình; cho đi tiếp thì bỏ lại dòng lỗi",
            reason_en="by today's law, settings and mapping the file has "
            f"{counted(errors, 'error')}: see report.xlsx in returned/, mend the file or the "
            "settings; let go on, it leaves the wrong rows behind",
        )
    ]


def standing_brakes(
    parts: Parts, case: Case, declared: Declared, movements: Movements
) -> list[Brake]:
    """Return the brakes that hold this file and that nobody has released."""
    found = _order_brakes(parts, case)
    if case.table.kind is Kind.SNAPSHOT and not case.reported.any():
        # A file that comes back for an answered question has passed these already, and what it
        # reported then is declared by now.
        feed = parts.feed(case.drop.feed)
        right = case.table.frame[~case.wrong]
        left_out = case.table.frame[case.wrong]
        found += brakes(right, declared.roster, feed.max_change_percent, left_out)
        if feed.every_wage == "hold":
            found += every_wage(right, declared.roster)
        if feed.missing_unit == "hold":
            found += _missing_units(parts, case, declared)
    found += same_content(parts, case)
    return _standing(parts, case, movements, found)


def approval(parts: Parts, case: Case, movements: Movements) -> list[Brake]:
    """Return the brakes of a file of requests: the feed's wish that a person looks first."""
    return _standing(parts, case, movements, [])


def _standing(parts: Parts, case: Case, movements: Movements, found: list[Brake]) -> list[Brake]:
    """Return those brakes, and what every file may have, that nobody has released."""
    found = [*found, *_warnings(parts, case), *_approval(parts, case, movements)]
    standing = [brake for brake in found if not _is_released(brake, case)]
    return [*now_invalid(parts, case), *standing]


def _order_brakes(parts: Parts, case: Case) -> list[Brake]:
    found = [
        Brake(
            code="no-baseline",
            unit=unit,
            reason_vi=f"{unit}: chưa có danh sách gốc; chạy `bhxh baseline FILE`, hoặc cho biết "
            "tệp này là gì",
            reason_en=f"{unit}: no baseline yet; run `bhxh baseline FILE`, or say what this file "
            "is",
        )
        for unit in case.unopened
    ]
    for unit in case.units:
        last = parts.ledger.dossiers.last_period(unit)
        if last is not None and Period.parse(last) > case.period:
            found.append(
                Brake(
                    code="older-period",
                    unit=unit,
                    reason_vi=f"{unit}: kỳ {case.period} cũ hơn kỳ đã báo {last}",
                    reason_en=f"{unit}: period {case.period} is older than {last}, reported before",
                )
            )
    return [*found, *_overtaken(parts, case)]


def _overtaken(parts: Parts, case: Case) -> list[Brake]:
    """Return the units of which a file that came later was worked out before this one.

    It was held or failed meanwhile; what it says of them is older than what is declared.
    """
    if case.table.kind is not Kind.SNAPSHOT:
        return []
    later = parts.ledger.months.later(case.drop, str(case.period))
    return [
        Brake(
            code="older-file",
            unit=unit,
            reason_vi=f"{unit}: tệp {drop} đến sau tệp này và đã được lập hồ sơ trước",
            reason_en=f"{unit}: file {drop} came after this one and was worked out before it",
        )
        for unit in case.units
        if (drop := next((key for key, units in later if unit in units), None))
    ]


def _missing_units(parts: Parts, case: Case, declared: Declared) -> list[Brake]:
    """Return the units that the feed named beside these last month, and names in no file now.

    Last month is the last one, within a year, in which a snapshot of the feed named one of these;
    all of its snapshots that did count. A feed of one file for each unit never has one: each of
    its files names its unit alone.
    """
    months = [str(case.period.plus(-back)) for back in range(_YEAR + 1)]
    named = parts.ledger.months.snapshots(case.drop, months)
    mine = frozenset(case.units)
    beside = (
        frozenset().union(*(units for units in named.get(month, ()) if units & mine))
        for month in months[1:]
    )
    last = next((units for units in beside if units), frozenset())
    now = named.get(months[0], ())
    missing = last.difference(mine, *now).intersection(declared.elsewhere["MaDonVi"])
    return [
        Brake(
            code="unit-missing",
            unit=unit,
            reason_vi=f"{unit}: có trong tệp kỳ trước của nguồn này, không có trong tệp này",
            reason_en=f"{unit}: this feed named it in the month before, this file does not",
        )
        for unit in sorted(missing)
    ]


def _warnings(parts: Parts, case: Case) -> list[Brake]:
    """Return the feed's wish that a person looks at a file with warnings."""
    count = case.report.warnings
    if parts.feed(case.drop.feed).warnings == "pass" or not count:
        return []
    return [
        Brake(
            code="warnings",
            unit="",
            reason_vi=f"{count} cảnh báo: xem report.xlsx trong returned/, rồi sửa tệp hoặc cho "
            "đi tiếp",
            reason_en=f"{counted(count, 'warning')}: see report.xlsx in returned/, then mend the "
            "file or let it go on",
        )
    ]


def _approval(parts: Parts, case: Case, movements: Movements) -> list[Brake]:
    """Return the feed's wish that a person looks before anything is signed."""
    approve = parts.feed(case.drop.feed).approve
    if approve == "never" or movements.lines.empty:
        return []
    if approve == "first" and parts.ledger.drops.latest_report(case.drop.feed, case.drop):
        return []
    lines = len(movements.lines)
    people = len(movements.lines[["MaDonVi", "MaNV"]].drop_duplicates())
    return [
        Brake(
            code="approval",
            unit="",
            reason_vi=f"chờ duyệt: {people} người, {lines} dòng",
            reason_en=f"waits for approval: {counted(people, 'person', 'people')}, "
            f"{counted(lines, 'line')}",
        )
    ]
