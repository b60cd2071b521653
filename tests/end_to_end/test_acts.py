"""What an operator may do about things that wait, and what the nightly report finds."""

from __future__ import annotations

import os

from tests.end_to_end.people import HERE, THERE, csv, month, person, staff, wage
from tests.end_to_end.provider import Provider, lines, result
from tests.end_to_end.site import Site
from tests.end_to_end.story import told
from tests.inbox.receipts import Person

RAISE = {1: {"TienLuong": str(wage(61))}}
NOWHERE = 9


def _all_told(provider: Provider) -> list[tuple[int, str, str]]:
    return sorted(line for data in provider.take().values() for line in told(data))


def test_bytes_that_changed_after_signing_are_never_sent(opened: Site, provider: Provider) -> None:
    port = next(
        int(line.removeprefix("port = "))
        for line in opened.toml.read_text().splitlines()
        if line.startswith("port = ")
    )
    opened.set(port=NOWHERE)
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    (dossier,) = opened.status()["dossiers"]
    file = opened.folder / "outbox" / dossier["remote_name"]
    right = file.read_bytes()
    file.write_bytes(right.replace(b"<MaIVAN>00040<", b"<MaIVAN>00041<"))
    opened.set(port=port)

    codes = (opened.once().code, opened.bhxh("reconcile").code)
    reason, nothing = opened.explain(dossier["id"]), provider.inbound
    file.write_bytes(right)
    opened.release(dossier["id"])
    again = opened.once().code

    assert (codes, nothing) == ((2, 2), {})
    assert "not what was signed" in reason
    assert (again, opened.bhxh("reconcile").code) == (0, 0)
    assert list(provider.inbound.values()) == [right]


def test_a_held_file_can_be_ended(opened: Site, provider: Provider) -> None:
    opened.feed(approve="always")
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()

    done = opened.bhxh("withdraw", opened.dropped("luong.csv")["id"], "--reason", "nhầm tệp")

    assert done.code == 0
    assert opened.once().code == 0
    assert opened.dropped("luong.csv")["state"] == "invalid"
    assert opened.fates("luong.csv") == (0, 0, 20, 0)
    assert provider.inbound == {}


def test_a_refused_file_is_examined_anew_after_its_unit_was_added(
    opened: Site, provider: Provider
) -> None:
    opened.drop("luong.csv", csv(staff(range(41, 43), unit="TC0003C")))
    first = opened.once().code
    unit = '[[employer.units]]\ncode = "TC0003C"\nname = "Mới"\nagency = "07906"\nwage_region = 1\n'
    text = opened.toml.read_text(encoding="utf-8")
    opened.toml.write_text(text.replace("\n[ivan]", f"\n{unit}\n[ivan]"), encoding="utf-8")

    retried = opened.bhxh("retry", "luong.csv").code
    opened.once()
    opened.release(opened.dropped("luong.csv")["id"], "--as-new")
    opened.once()

    assert (first, retried) == (2, 0)
    assert _all_told(provider) == [(41, "TD", "1"), (42, "TD", "1")]


def test_as_baseline_opens_only_the_new_unit_and_compares_the_other(
    site: Site, provider: Provider
) -> None:
    site.opened(csv(staff(range(1, 21), at=0)))
    rows = staff(range(1, 21), RAISE) + staff(range(21, 31), unit=THERE)
    site.drop("luong.csv", csv(rows))
    site.once()

    site.release(site.dropped("luong.csv")["id"], "--as-baseline")
    code = site.once().code

    assert code == 0
    assert _all_told(provider) == [(1, "DC", "2")]
    assert site.fates("luong.csv") == (29, 1, 0, 0)


def test_of_two_held_files_of_a_month_only_the_newest_counts(
    opened: Site, provider: Provider
) -> None:
    opened.feed(approve="always")
    opened.drop("mot.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    opened.drop("hai.csv", csv(staff(range(1, 21), {**RAISE, 2: {"ChucVu": "Tổ phó"}})))
    opened.once()

    opened.release(opened.dropped("hai.csv")["id"])
    opened.once()
    older = opened.dropped("mot.csv")["id"]
    opened.release(older)
    code = opened.once().code
    held = opened.dropped("mot.csv")["held_because"]
    ended = opened.bhxh("withdraw", older, "--reason", "tệp cũ").code

    assert (code, held, ended) == (1, "older-file", 0)
    assert opened.once().code == 0
    assert _all_told(provider) == [(1, "DC", "2"), (2, "CD", "5")]


def test_a_newcomer_refused_after_the_next_report_is_offered_again(
    opened: Site, provider: Provider
) -> None:
    """The result comes late: a rise went out for somebody whose arrival is then refused."""
    everybody = [*range(1, 21), 31]
    opened.drop("mot.csv", csv(staff(everybody)))
    opened.once()
    arrival = opened.status()["dossiers"][0]
    opened.drop("hai.csv", csv(staff(everybody, {31: {"TienLuong": str(wage(62))}}, at=2)))
    opened.once()
    rise = next(each for each in opened.status()["dossiers"] if each["id"] != arrival["id"])
    for name, dossier in (("mot", arrival), ("hai", rise)):
        refused = [Person(line=1, accepted="0", code="E1", reason="chưa có quyết định")]
        provider.answer(f"{name}.xml", result(dossier, refused, outcome="0"))
    opened.once()
    provider.take()
    opened.drop("ba.csv", csv(staff(everybody, {31: {"TienLuong": str(wage(63))}}, at=2)))
    opened.once()

    (data,) = provider.inbound.values()
    assert told(data) == [(31, "TD", "1")]
    assert lines(data, "TienLuong") == [(str(wage(63)),)]


def test_a_file_that_settles_is_taken_in_the_same_pass(opened: Site, provider: Provider) -> None:
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))

    assert opened.once(quiet=True).code == 0
    assert len(provider.inbound) == 1


def test_a_feed_with_a_marker_waits_for_it(opened: Site, provider: Provider) -> None:
    opened.feed(marker=".done")
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE)))
    first = opened.once()
    waiting = provider.inbound
    opened.drop("luong.csv.done", b"")

    assert first.code == 1
    assert waiting == {}
    assert opened.once().code == 0
    assert len(provider.inbound) == 1
    assert opened.files("drop") == [".claim"]


def test_what_is_no_plain_file_is_left_and_named(opened: Site, provider: Provider) -> None:
    secret = opened.folder / "keys" / "employer.pass"
    (opened.folder / "drop" / "link.csv").symlink_to(secret)
    os.mkfifo(opened.folder / "drop" / "pipe.csv")
    opened.drop(f"{HERE}/luong.csv", csv(staff(range(1, 21), RAISE)))

    done = opened.once()

    assert (done.code, done.json["unclaimed"]) == (1, ["link.csv", "pipe.csv"])
    assert (opened.folder / "drop" / "link.csv").is_symlink()
    assert _all_told(provider) == [(1, "DC", "2")]


def test_a_file_without_period_anywhere_takes_that_of_its_name(
    opened: Site, provider: Provider
) -> None:
    rows = [{**row, "Ky": ""} for row in staff(range(1, 21), RAISE)]
    name = f"luong-{month(1).year}-{month(1).month:02}.csv"
    opened.drop(name, csv(rows))

    assert opened.once().code == 0
    assert opened.dropped(name)["period"] == str(month(1))
    assert person(1)["MaNV"] == "NV00001"


def test_an_answer_to_an_older_file_never_turns_back_what_a_newer_one_said(
    opened: Site, provider: Provider
) -> None:
    asked = {
        31: {"MaDonVi": THERE, "TrangThai": "Nghỉ thai sản", "NgayTrangThai": f"01/{month(1)}"}
    }
    opened.drop(
        "ca-hai.csv",
        csv(staff(range(1, 21)) + staff(range(21, 31), unit=THERE) + staff([31], asked)),
    )
    opened.once()
    (question,) = opened.questions("ca-hai.csv")
    opened.drop("mot.csv", csv(staff(range(1, 21), RAISE)))
    opened.once()
    sent = _all_told(provider)

    opened.release(question["id"])
    code = opened.once().code

    assert sent == [(1, "DC", "2")]
    assert code == 0
    assert _all_told(provider) == [(31, "TD", "1")]
    assert opened.fates("ca-hai.csv") == (30, 1, 0, 0)
