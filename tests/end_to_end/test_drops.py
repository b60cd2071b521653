"""Files that come twice, late, early, too small or for the first time; and a person's word."""

from __future__ import annotations

import json

from tests.end_to_end.people import HERE, THERE, csv, declared, month, person, staff, wage, xlsx
from tests.end_to_end.provider import Provider, lines
from tests.end_to_end.site import Site
from tests.end_to_end.story import leave, told

RAISE = {1: {"TienLuong": str(wage(61))}}
PROMOTE = {2: {"ChucVu": "Tổ trưởng"}}
NOWHERE = 9
"""The discard port: nobody listens there."""


def _all_told(provider: Provider) -> list[tuple[int, str, str]]:
    """Take all that arrived, and return its lines."""
    return sorted(line for data in provider.take().values() for line in told(data))


def test_the_same_bytes_twice_are_sent_once(opened: Site, provider: Provider) -> None:
    data = csv(staff(range(1, 21), RAISE))
    opened.drop("luong.csv", data)
    opened.once()
    opened.drop("lai.csv", data)

    opened.once()

    again = opened.dropped("lai.csv")
    assert (again["state"], again["rows"]) == ("duplicate", 0)
    assert again["duplicate_of"] == opened.dropped("luong.csv")["id"]
    assert _all_told(provider) == [(1, "DC", "2")]
    assert "cùng nội dung với tệp / the same bytes as" in opened.explain("lai.csv")


def test_three_copies_at_once_are_sent_once(opened: Site, provider: Provider) -> None:
    data = csv(staff(range(1, 21), RAISE))
    for name in ("a.csv", "b.csv", f"{HERE}/c.csv"):
        opened.drop(name, data)

    opened.once()

    states = sorted(drop["state"] for drop in opened.status()["drops"][1:])
    assert states == ["converted", "duplicate", "duplicate"]
    assert _all_told(provider) == [(1, "DC", "2")]


def test_a_released_duplicate_is_looked_at_again(opened: Site, provider: Provider) -> None:
    data = csv(staff(range(1, 21), RAISE))
    for name in ("a.csv", "b.csv"):
        opened.drop(name, data)
    opened.once()
    second = next(each for each in opened.status()["drops"] if each["state"] == "duplicate")

    opened.release(second["id"])
    opened.once()

    assert _all_told(provider) == [(1, "DC", "2")]
    assert opened.fates(second["name"]) == (20, 0, 0, 0)


def test_the_same_name_with_other_content_is_another_file(opened: Site, provider: Provider) -> None:
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    opened.drop("luong.csv", csv(staff(range(1, 21), {**RAISE, **PROMOTE})))
    opened.once()

    reports = list((opened.folder / "returned").glob("luong.csv.*.report.json"))
    assert len(reports) == 2
    assert opened.fates("luong.csv") == (19, 1, 0, 0)
    assert _all_told(provider) == [(1, "DC", "2"), (2, "CD", "5")]


def test_a_later_file_replaces_what_is_not_sent(opened: Site, provider: Provider) -> None:
    port = _port(opened)
    opened.set(port=NOWHERE)
    opened.drop("luong-1.csv", csv(staff(range(1, 21), {**RAISE, **PROMOTE})))
    opened.once()
    opened.drop("luong-2.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    opened.set(port=port)
    assert opened.once().code == 0

    assert sorted(opened.states().values()) == ["shipped", "withdrawn"]
    assert _all_told(provider) == [(1, "DC", "2")]


def test_a_later_file_reports_only_the_difference_to_what_is_sent(
    opened: Site, provider: Provider
) -> None:
    opened.drop("luong-1.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    provider.take()
    opened.drop("luong-2.csv", csv(staff(range(1, 21), {**PROMOTE, **RAISE})))
    opened.once()

    assert _all_told(provider) == [(2, "CD", "5")]
    assert list(opened.states().values()) == ["shipped", "shipped"]


def test_a_file_of_one_unit_says_nothing_of_another(opened: Site, provider: Provider) -> None:
    opened.drop("luong.csv", csv(staff(range(21, 31), unit=THERE)))

    assert opened.once().code == 0
    assert opened.fates("luong.csv") == (10, 0, 0, 0)
    assert opened.dropped("luong.csv")["absent"] == 0
    assert provider.inbound == {}


def test_an_older_period_waits_for_a_person(opened: Site, provider: Provider) -> None:
    opened.drop("moi.csv", csv(staff(range(1, 21), at=2)))
    opened.once()
    opened.drop("cu.csv", csv(staff(range(1, 21), RAISE, at=1)))

    code = opened.once().code
    held = opened.dropped("cu.csv")

    assert code == 1
    assert (held["state"], held["held_because"]) == ("examined", "older-period")
    assert opened.fates("cu.csv") == (0, 0, 0, 20)
    assert str(month(2)) in opened.explain("cu.csv")
    opened.release(held["id"])
    opened.once()
    assert _all_told(provider) == [(1, "DC", "2")]


def test_a_file_without_half_the_people_waits_for_a_person(
    opened: Site, provider: Provider
) -> None:
    opened.feed(max_change_percent=20)
    opened.drop("luong.csv", csv(staff(range(1, 11))))

    code = opened.once().code
    held = opened.dropped("luong.csv")

    assert code == 1
    assert held["held_because"] == "head-count,wage-sum"
    assert provider.inbound == {}
    opened.release(held["id"])
    assert opened.once().code == 1
    assert [each["code"] for each in opened.questions("luong.csv")] == ["Q-ABSENT"]
    assert opened.dropped("luong.csv")["absent"] == 10


def test_the_first_report_of_a_feed_waits_for_approval(opened: Site, provider: Provider) -> None:
    opened.feed(approve="first")
    opened.drop("luong-1.csv", csv(staff(range(1, 21), RAISE)))

    code = opened.once().code
    held = opened.dropped("luong-1.csv")

    assert (code, held["held_because"], provider.inbound) == (1, "approval", {})
    opened.release(held["id"])
    assert opened.once().code == 0
    opened.drop("luong-2.csv", csv(staff(range(1, 21), {**RAISE, **PROMOTE}, at=2)))
    assert opened.once().code == 0
    assert _all_told(provider) == [(1, "DC", "2"), (2, "CD", "5")]


def test_a_unit_without_a_baseline_waits_for_one_of_two_words(
    site: Site, provider: Provider
) -> None:
    site.drop("luong.csv", csv(declared(1)))

    code = site.once().code
    held = site.dropped("luong.csv")
    refused = site.bhxh("release", held["id"], "--reason", "cứ gửi")

    assert (code, held["held_because"]) == (1, "no-baseline")
    assert refused.code == 64
    assert "--as-baseline" in refused.err
    assert "--as-new" in site.explain("luong.csv")
    assert provider.inbound == {}


def test_released_as_baseline_nobody_is_reported(site: Site, provider: Provider) -> None:
    site.drop("luong.csv", csv(declared(1)))
    site.once()

    site.release(site.dropped("luong.csv")["id"], "--as-baseline")
    code = site.once().code

    assert code == 0
    assert site.fates("luong.csv") == (30, 0, 0, 0)
    site.drop("sau.csv", csv(staff(range(1, 21), RAISE, at=2)))
    site.once()
    assert _all_told(provider) == [(1, "DC", "2")]


def test_released_as_new_everybody_is_reported(site: Site, provider: Provider) -> None:
    site.drop("luong.csv", csv(staff(range(1, 5), {4: {"MasoBHXH": ""}})))
    site.once()

    site.release(site.dropped("luong.csv")["id"], "--as-new")
    site.once()

    assert site.fates("luong.csv") == (0, 4, 0, 0)
    assert _all_told(provider) == [
        (1, "TD", "1"),
        (2, "TD", "1"),
        (3, "TD", "1"),
        (4, "TM", "1"),
    ]


def test_missing_people_are_asked_about_once_and_go_when_released(
    opened: Site, provider: Provider
) -> None:
    opened.drop("luong.csv", csv(staff(range(1, 19))))

    code = opened.once().code
    (question,) = opened.questions("luong.csv")

    assert (code, question["code"], provider.inbound) == (1, "Q-ABSENT", {})
    assert opened.dropped("luong.csv")["absent"] == 2
    opened.release(question["id"])
    opened.once()
    assert _all_told(provider) == [(19, "GH", "3"), (20, "GH", "3")]
    assert opened.questions("luong.csv") == []


def test_missing_people_leave_where_the_feed_says_so(opened: Site, provider: Provider) -> None:
    opened.feed(missing="leaves")
    opened.drop("luong.csv", csv(staff(range(1, 19), RAISE)))

    opened.once()

    assert _all_told(provider) == [(1, "DC", "2"), (19, "GH", "3"), (20, "GH", "3")]
    assert opened.fates("luong.csv") == (17, 1, 0, 0)
    findings = json.loads(opened.returned("luong.csv", "report.json").read_bytes())["findings"]
    assert [(told["code"], told["severity"]) for told in findings] == [
        ("N-LAW", "note"),
        ("R-ABSENT", "warning"),
    ]
    assert opened.dropped("luong.csv")["warnings"] == 1


def test_a_held_person_goes_on_alone_when_released(opened: Site, provider: Provider) -> None:
    rows = [*staff(range(1, 21), RAISE), person(31, **leave("Nghỉ thai sản", 1))]
    opened.drop("luong.csv", csv(rows))
    code = opened.once().code
    first = _all_told(provider)
    (question,) = opened.questions("luong.csv")

    opened.release(question["id"])
    opened.once()

    assert (code, first) == (1, [(1, "DC", "2")])
    assert (question["code"], question["row"]) == ("Q-NEW-ON-LEAVE", 22)
    assert _all_told(provider) == [(31, "TD", "1")]
    assert opened.fates("luong.csv") == (19, 2, 0, 0)
    assert sorted(opened.states()) == [f"{HERE}-{_month()}-600-01", f"{HERE}-{_month()}-600-02"]


def test_a_withdrawn_dossier_is_never_sent_and_its_people_stay_open(
    opened: Site, provider: Provider
) -> None:
    port = _port(opened)
    opened.set(port=NOWHERE)
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    (dossier,) = opened.states()
    withdrawn = opened.bhxh("withdraw", dossier, "--reason", "nhầm tháng")
    opened.set(port=port)
    opened.once()
    nothing = provider.inbound
    opened.drop("sau.csv", csv(staff(range(1, 21), RAISE, at=2)))
    opened.once()

    assert withdrawn.code == 0
    assert nothing == {}
    assert opened.states()[dossier] == "withdrawn"
    assert _all_told(provider) == [(1, "DC", "2")]


def test_somebody_who_moves_between_own_units_never_leaves(
    opened: Site, provider: Provider
) -> None:
    rows = staff(range(1, 21), {3: {"MaDonVi": THERE}}) + staff(range(21, 31), unit=THERE)
    opened.drop("luong.csv", csv(rows))

    assert opened.once().code == 0
    assert _all_told(provider) == [(3, "GD", "3"), (3, "TD", "1")]


def test_a_workbook_goes_the_whole_way(opened: Site, provider: Provider) -> None:
    name = "bảng lương.XLSX"
    opened.drop(name, xlsx(staff(range(1, 21), {**RAISE, **PROMOTE})))

    assert opened.once().code == 0
    assert opened.fates(name) == (18, 2, 0, 0)
    (data,) = provider.inbound.values()
    assert next(wages for _, wages in lines(data, "CMND", "TienLuong")) == str(wage(61))


def test_a_file_that_no_feed_takes_stays_and_is_named(opened: Site) -> None:
    opened.drop("ghi-chu.txt", b"xin chao")

    done = opened.once()

    assert (done.code, done.json["unclaimed"]) == (1, ["ghi-chu.txt"])
    assert (opened.folder / "drop" / "ghi-chu.txt").exists()
    assert "no feed" in opened.explain("drop/ghi-chu.txt")


def _month() -> str:
    return f"{month(1).year}{month(1).month:02}"


def _port(site: Site) -> int:
    """Return the port that the settings name."""
    (line,) = (each for each in site.toml.read_text().splitlines() if each.startswith("port = "))
    return int(line.removeprefix("port = "))
