"""Register, amend, cease, switch: through a real sshd, answered with receipts of xmlsec1."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from lxml import etree

from tests import certificates
from tests.end_to_end.people import HERE, THERE, csv, staff, wage
from tests.end_to_end.provider import TAX_CODE, Facts, Provider, notice, result, submission
from tests.end_to_end.site import PASSPHRASE, Site
from tests.xmlsec1 import verify_with_xmlsec1

RAISE = {1: {"TienLuong": str(wage(61))}}
NUMBERS = iter(f"{number:05}/2026/07906" for number in range(500, 99_999))


def required(site: Site) -> None:
    """Let the settings want a registration of every unit."""
    say(site, "email", 'registration = "required"')


def say(site: Site, after: str, line: str) -> None:
    """Put a line behind a key of bhxh.toml."""
    old = next(each for each in site.toml.read_text("utf-8").splitlines() if each.startswith(after))
    text = site.toml.read_text(encoding="utf-8")
    site.toml.write_text(text.replace(old, f"{old}\n{line}", 1), encoding="utf-8")


def raised(site: Site, name: str = "luong.csv", **told: str) -> Facts:
    """Drop a month in which one wage rises; return its dossier after a pass."""
    site.drop(name, csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61)), **told}})))
    site.once()
    return site.dossier(site.dropped(name)["dossiers"][0])


def asked(site: Site, *words: str) -> Facts:
    """Ask for something of one unit; return its dossier."""
    done = site.bhxh(*words, "--unit", HERE, "--json")
    assert done.code == 0, done.err + done.out
    (told,) = done.json
    return site.dossier(told["dossier"])


def answered(site: Site, provider: Provider, key: str, outcome: str = "1") -> str:
    """Let the other side take a dossier and answer it in three steps; return its state."""
    site.once()
    dossier, number = site.dossier(key), next(NUMBERS)
    assert dossier["state"] == "shipped", dossier
    assert dossier["remote_name"] in provider.take()
    provider.answer(f"{key}-1.xml", submission(dossier))
    provider.answer(f"{key}-2.xml", notice(dossier, number))
    provider.answer(f"{key}-3.xml", result(dossier, number=number, outcome=outcome))
    site.once()
    return str(site.dossier(key)["state"])


def unit(site: Site, code: str = HERE) -> list[Facts]:
    """Return where a unit stands, as `status` tells it."""
    return [each for each in site.status().get("registrations", []) if each["unit"] == code]


def state(site: Site) -> str:
    """Return the state of the one unit on the one channel."""
    (told,) = unit(site)
    return str(told["state"])


def new_key(site: Site, name: str = "employer.p12", uid: str = TAX_CODE) -> str:
    """Give the site another certificate; return its serial."""
    issued = certificates.employer_authority().issue("Dệt may Phương Nam", f"MST:{uid}")
    (site.folder / "keys" / name).write_bytes(issued.p12(PASSPHRASE.decode()))
    return f"{issued.certificate.serial_number:x}"


def test_a_site_of_before_goes_on_without_a_word(opened: Site, provider: Provider) -> None:
    dossier = raised(opened)

    doctor = opened.bhxh("doctor").out

    assert dossier["state"] == "shipped"
    assert list(provider.inbound) == [dossier["remote_name"]]
    assert "registrations" not in opened.status()
    assert 'registration = "assumed"' in doctor


def test_nothing_is_signed_before_its_unit_is_registered_and_then_it_goes_by_itself(
    opened: Site, provider: Provider
) -> None:
    required(opened)

    held = raised(opened)
    code, explained = opened.once().code, opened.explain(held["id"])

    assert (held["state"], held["held_because"]) == ("built", "unit-unregistered")
    assert provider.inbound == {}
    assert code == 1
    assert f"bhxh register --unit {HERE}" in explained
    assert opened.bhxh("release", held["id"], "--reason", "vội").code == 64

    asked_for = asked(opened, "register")
    opened.once()
    assert opened.dossier(held["id"])["held_because"] == "unit-pending"
    assert state(opened) == "pending"

    assert answered(opened, provider, asked_for["id"]) == "accepted"

    assert state(opened) == "registered"
    went = opened.dossier(held["id"])
    assert (went["state"], went["held_because"]) == ("shipped", None)
    assert list(provider.inbound) == [went["remote_name"]]


def test_the_file_of_a_registration_names_who_what_and_which_certificate(
    opened: Site, provider: Provider, employer_ca: Path
) -> None:
    serial = new_key(opened)
    asked_for = asked(opened, "register", "--procedure", "600", "--procedure", "607")
    opened.once()

    (data,) = provider.inbound.values()

    assert hashlib.sha256(data).hexdigest() == opened.dossier(asked_for["id"])["sha256"]
    assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", employer_ca)
    said = etree.fromstring(data).find("NoiDung/DKI_BHXH")
    assert said is not None
    assert said.get("mau") == "04/ĐK-IVAN"
    assert said.findtext("TTDVI/MA_DVI") == HERE
    assert said.findtext("TTCKY_DVI/TTCKY/SERIAL") == serial
    assert [each.text for each in said.iterfind("DSTHUTUC/THUTUC/MA_THUTUC")] == ["600", "607"]
    assert opened.bhxh("verify", opened.folder / "outbox" / asked_for["remote_name"]).code == 0


def test_a_refused_registration_leaves_the_unit_where_it_was_and_can_be_asked_again(
    opened: Site, provider: Provider
) -> None:
    first = asked(opened, "register")

    assert answered(opened, provider, first["id"], outcome="0") == "refused"

    assert state(opened) == "unregistered"
    held = raised(opened)
    assert held["held_because"] == "unit-unregistered"
    assert first["id"] in held["reason"]
    explained = opened.explain(HERE)
    assert f"VSS refused {first['id']}" in explained
    assert f"bhxh register --unit {HERE}" in explained
    second = asked(opened, "register")
    assert (first["batch"], second["batch"]) == (1, 2)
    assert answered(opened, provider, second["id"]) == "accepted"
    assert opened.dossier(held["id"])["state"] == "shipped"


def test_a_registration_is_asked_once_and_one_that_was_withdrawn_was_never_asked(
    opened: Site,
) -> None:
    first = asked(opened, "register")

    again = opened.bhxh("register", "--unit", HERE)
    other = opened.bhxh("register", "--json").json
    opened.bhxh("withdraw", first["id"], "--reason", "nhầm")

    assert (again.code, first["id"] in again.out) == (64, True)
    assert [(each["unit"], each["done"]) for each in other] == [(HERE, False), (THERE, True)]
    assert unit(opened) == []
    assert raised(opened)["state"] == "shipped"


def test_a_new_certificate_waits_for_its_amendment_and_the_old_one_stays_good(
    opened: Site, provider: Provider
) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    old = (opened.folder / "keys" / "employer.p12").read_bytes()
    serial = new_key(opened)

    held = raised(opened)
    proposed = (opened.once().json["open"], opened.bhxh("doctor"), opened.explain(HERE))

    assert held["held_because"] == "certificate-unregistered"
    assert ("amend", HERE) in [(each["code"], each["thing"]) for each in proposed[0]]
    assert f"bhxh amend --unit {HERE}" in proposed[1].out
    assert proposed[1].code == 1
    assert "certificate changed since" in proposed[2]
    (opened.folder / "keys" / "employer.p12").write_bytes(old)
    opened.once()
    assert opened.dossier(held["id"])["state"] == "shipped"
    provider.take()

    new_key(opened)
    (now,) = unit(opened)
    change = asked(opened, "amend")
    other = raised(opened, "hai.csv", ChucVu="Tổ trưởng")
    assert (state(opened), other["held_because"]) == ("registered", "certificate-unregistered")
    assert answered(opened, provider, change["id"]) == "accepted"
    (after,) = unit(opened)
    assert opened.dossier(other["id"])["state"] == "shipped"
    assert len({now["certificate"], after["certificate"], serial}) == 3
    assert (after["source"], after["state"]) == (change["id"], "registered")
    assert opened.once().code == 0


def test_a_refused_amendment_changes_nothing(opened: Site, provider: Provider) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    (before,) = unit(opened)
    opened.set(email="moi@example.vn")

    change = asked(opened, "amend")
    assert answered(opened, provider, change["id"], outcome="0") == "refused"

    (after,) = unit(opened)
    assert (after["state"], after["email"]) == ("registered", before["email"])
    assert after["refused"] == change["id"]
    assert raised(opened)["state"] == "shipped"


def test_a_procedure_that_is_not_registered_waits_until_it_is(
    opened: Site, provider: Provider
) -> None:
    answered(opened, provider, asked(opened, "register", "--procedure", "607")["id"])

    held = raised(opened)

    assert held["held_because"] == "procedure-unregistered"
    nothing = opened.bhxh("amend", "--unit", HERE)
    assert (nothing.code, "nothing has changed" in nothing.out) == (64, True)
    change = asked(opened, "amend", "--procedure", "600", "--procedure", "607")
    assert answered(opened, provider, change["id"]) == "accepted"
    assert opened.dossier(held["id"])["state"] == "shipped"
    assert opened.bhxh("register", "--procedure", "999", "--unit", THERE).code == 64


def test_a_unit_ends_only_when_nothing_is_under_way_and_then_signs_nothing(
    opened: Site, provider: Provider
) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    sent = raised(opened)
    words = ("cease", "--unit", HERE, "--reason", "ngừng hoạt động", "--on", "2026-12-31")

    early = opened.bhxh(*words)
    answers(provider, sent)
    opened.once()
    provider.take()
    end = asked(opened, *words[:1], *words[3:])

    assert (early.code, sent["id"] in early.out) == (64, True)
    late = raised(opened, "hai.csv", ChucVu="Tổ trưởng")
    assert (late["held_because"], state(opened)) == ("unit-ceasing", "registered")
    (data,) = provider.inbound.values()
    assert b"<NGAY_NGUNG>31/12/2026</NGAY_NGUNG>" in data
    assert answered(opened, provider, end["id"]) == "accepted"
    assert state(opened) == "ceased"
    assert opened.dossier(late["id"])["held_because"] == "unit-ceased"
    assert provider.inbound == {}


def answers(provider: Provider, dossier: Facts) -> None:
    """Accept a dossier about people."""
    number = next(NUMBERS)
    for place, data in enumerate(
        (submission(dossier), notice(dossier, number), result(dossier, number=number))
    ):
        provider.answer(f"{dossier['id']}-{place}.xml", data)


def test_a_refused_end_lets_the_unit_go_on(opened: Site, provider: Provider) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    end = asked(opened, "cease", "--reason", "thử")
    held = raised(opened)
    assert held["held_because"] == "unit-ceasing"

    assert answered(opened, provider, end["id"], outcome="0") == "refused"

    assert state(opened) == "registered"
    assert opened.dossier(held["id"])["state"] == "shipped"


def test_a_unit_moves_to_another_i_van_step_by_step(opened: Site, provider: Provider) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    switch = ("register", "--switch", "00030")

    end = asked(opened, *switch)
    waits = opened.bhxh(*switch, "--unit", HERE, "--json").json
    assert answered(opened, provider, end["id"]) == "accepted"
    early = opened.bhxh(*switch, "--unit", HERE)
    held = raised(opened)
    text = opened.toml.read_text("utf-8").replace('code = "00040"', 'code = "00030"')
    opened.toml.write_text(text, "utf-8")
    opened.once()
    start = asked(opened, *switch)

    assert end["procedure"] == "06-NG-IVAN"
    assert (waits[0]["dossier"], waits[0]["act"]) == (end["id"], "cease")
    assert (early.code, "set [ivan], [sftp], [trust] of 00030" in early.out) == (64, True)
    assert held["held_because"] == "unit-ceased"
    assert start["procedure"] == "04-DK-IVAN"
    assert answered(opened, provider, start["id"]) == "accepted"
    (told,) = unit(opened)
    assert (told["state"], told["provider"]) == ("registered", "00030")
    assert opened.dossier(held["id"])["state"] == "shipped"
    (data,) = provider.inbound.values()
    assert b"<MaIVAN>00030</MaIVAN>" in data
    done = opened.bhxh(*switch, "--unit", HERE, "--json").json
    assert (done[0]["done"], done[0]["dossier"]) == (True, None)


def test_an_end_never_goes_to_another_i_van_than_the_one_it_names(
    opened: Site, provider: Provider
) -> None:
    answered(opened, provider, asked(opened, "register")["id"])
    port = next(each for each in opened.toml.read_text("utf-8").splitlines() if "port = " in each)
    opened.set(port=9)
    end = asked(opened, "register", "--switch", "00030")
    opened.once()
    text = opened.toml.read_text("utf-8").replace('code = "00040"', 'code = "00030"')
    opened.toml.write_text(text, "utf-8")
    opened.set(port=int(port.split()[2]))

    code = opened.once().code

    assert (code, provider.inbound) == (2, {})
    assert opened.dossier(end["id"])["state"] == "signed"
    assert "is for I-VAN 00040" in opened.dossier(end["id"])["reason"]
    assert "put [ivan]" in opened.explain(end["id"])


def test_what_was_done_elsewhere_is_written_down_and_gates_from_then_on(
    opened: Site, provider: Provider
) -> None:
    required(opened)
    held = raised(opened)
    bare = opened.bhxh("register", "--unit", HERE, "--recorded")

    done = opened.bhxh(
        "register", "--unit", HERE, "--recorded", "--reason", "đăng ký trên trang của I-VAN"
    )
    opened.once()

    assert (bare.code, done.code) == (64, 0)
    (told,) = unit(opened)
    assert (told["state"], told["source"]) == ("registered", "recorded")
    assert opened.dossier(held["id"])["state"] == "shipped"
    story = opened.show(HERE)
    assert "đăng ký trên trang của I-VAN" in str(story["events"])
    answers(provider, opened.dossier(held["id"]))
    opened.once()
    ended = opened.bhxh("cease", "--unit", HERE, "--recorded", "--reason", "đã ngừng")
    assert (ended.code, state(opened)) == (0, "ceased")


def test_a_branch_with_its_own_tax_code_registers_and_signs_with_its_own_certificate(
    opened: Site, provider: Provider, employer_ca: Path
) -> None:
    own = f"{TAX_CODE}-001"
    serial = new_key(opened, "branch.p12", own)
    say(opened, f'code = "{THERE}"', f'tax_code = "{own}"')
    signing = '\n[employer.units.signing]\nfile = "keys/branch.p12"\n'
    text = opened.toml.read_text("utf-8")
    signing += 'passphrase = "file:keys/employer.pass"\n'
    opened.toml.write_text(text.replace("\n[ivan]", f"{signing}\n[ivan]", 1), "utf-8")
    required(opened)
    there = staff(range(21, 31), {21: RAISE[1]}, unit=THERE)
    opened.drop("luong.csv", csv(staff(range(1, 21), RAISE) + there))
    opened.once()

    opened.bhxh("register")
    opened.once()
    sent = provider.take()
    for each in opened.status()["dossiers"]:
        if each["state"] == "shipped":
            accept(provider, each, own if each["unit"] == THERE else TAX_CODE)
    opened.once()

    assert {each["state"] for each in opened.status()["registrations"]} == {"registered"}
    assert {each["unit"]: each["certificate"] for each in unit(opened, THERE)} == {THERE: serial}
    monthly = provider.inbound
    assert len(sent) == len(monthly) == 2
    for name, data in {**sent, **monthly}.items():
        assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", employer_ca)
        mine = etree.fromstring(data).findtext("NoiDung/ThongTinDonVi/MaSoThue")
        assert mine == (own if name.startswith(THERE) else TAX_CODE)
        assert opened.bhxh("verify", opened.folder / "outbox" / name).code == 0
    assert "\u2713 certificate: TB0002B" in opened.bhxh("doctor").out


def accept(provider: Provider, dossier: Facts, tax_code: str) -> None:
    """Accept a dossier of a unit with that MST."""
    from tests.end_to_end.provider import _stem
    from tests.inbox import receipts
    from tests.xmlsec1 import sign_with_xmlsec1

    number = next(NUMBERS)
    data = receipts.result(
        _stem(dossier), dossier["unit"], number=number, outcome="1", people=(), tax_code=tax_code
    )
    signed = sign_with_xmlsec1(data, "CKy_BHXH", certificates.bhxh())
    provider.answer(f"{dossier['id']}.xml", signed)


def by_hand(site: Site) -> Facts:
    """Register a unit with the portal; return the dossier, signed."""
    dossier = asked(site, "register", "--portal")
    site.once()
    return site.dossier(dossier["id"])


def brought(site: Site, name: str, data: bytes) -> Facts:
    """Import an answer; return the verdict, with the exit code."""
    file = site.folder / name
    file.write_bytes(data)
    done = site.bhxh("import", file, "--json")
    return {**done.json, "code": done.code}


def test_the_portal_gets_its_file_by_hand_once_and_its_answers_are_judged(
    opened: Site, provider: Provider, employer_ca: Path, tmp_path: Path
) -> None:
    dossier = by_hand(opened)
    folder = tmp_path / "hands"
    folder.mkdir()
    said = opened.explain(dossier["id"])

    done = opened.bhxh("export", dossier["id"], "--to", folder)
    again = opened.bhxh("export", dossier["id"], "--to", folder)

    assert (dossier["state"], provider.inbound) == ("signed", {})
    assert f"bhxh export {dossier['id']} --to DIR" in said
    assert (done.code, again.code) == (0, 64)
    (file,) = folder.iterdir()
    data = file.read_bytes()
    assert hashlib.sha256(data).hexdigest() == dossier["sha256"]
    assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", employer_ca)
    assert b'mau="01/\xc4\x90K-GD"' in data
    assert b"ThongTinIVAN" not in data
    assert opened.dossier(dossier["id"])["uncertain"]
    assert (opened.once().code, provider.inbound) == (1, {})
    assert "bhxh import" in opened.explain(dossier["id"])

    forged = result(dossier, signer=certificates.ivan())
    refused = brought(opened, "gia.xml", forged)
    assert (refused["code"], refused["trusted"], state(opened)) == (10, False, "pending")
    number = next(NUMBERS)
    first = brought(opened, "tb.xml", notice(dossier, number))
    twice = brought(opened, "tb2.xml", notice(dossier, number))
    last = brought(opened, "kq.xml", result(dossier, number=number))
    assert [each["dossier_state"] for each in (first, twice, last)] == [
        "numbered", "numbered", "accepted",
    ]  # fmt: skip
    assert (first["code"], last["code"]) == (0, 0)
    assert not opened.dossier(dossier["id"])["uncertain"]
    (told,) = unit(opened)
    assert (told["state"], told["channel"]) == ("registered", "portal")


def test_the_monthly_dossier_of_a_unit_of_the_portal_goes_by_hand_too(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    dossier = by_hand(opened)
    opened.bhxh("export", dossier["id"], "--to", tmp_path)
    brought(opened, "kq.xml", result(dossier, number=next(NUMBERS)))

    monthly = raised(opened)
    before = opened.once()
    done = opened.bhxh("export", monthly["id"], "--to", tmp_path, "--json").json
    brought(opened, "tu-choi.xml", result(monthly, number=next(NUMBERS), outcome="1"))
    opened.once()

    assert (monthly["state"], provider.inbound) == ("signed", {})
    assert [each["code"] for each in before.json["open"]] == ["unsent"]
    assert Path(done["file"]).name == monthly["remote_name"]
    assert opened.dossier(monthly["id"])["state"] == "accepted"
    assert opened.returned("luong.csv", "result.xlsx").exists()
    assert opened.once().code == 0


def test_a_file_that_was_never_uploaded_is_given_out_once_more_by_a_persons_word(
    opened: Site, tmp_path: Path
) -> None:
    dossier = by_hand(opened)
    words = ("export", dossier["id"], "--to", tmp_path)
    opened.bhxh(*words)
    first = (tmp_path / dossier["remote_name"]).read_bytes()

    opened.bhxh("resolve", dossier["id"], "--absent", "--reason", "Cổng lỗi, chưa nộp")
    assert opened.dossier(dossier["id"])["state"] == "signed"

    assert opened.bhxh(*words).code == 0
    assert (tmp_path / dossier["remote_name"]).read_bytes() == first
    opened.bhxh("resolve", dossier["id"], "--present", "--reason", "đã nộp")
    assert opened.bhxh(*words).code == 64


def test_an_export_that_broke_off_goes_on_and_one_that_is_in_the_way_stops_it(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    dossier = by_hand(opened)
    target = tmp_path / dossier["remote_name"]
    target.write_bytes(b"something else")
    words = ("export", dossier["id"], "--to", tmp_path)

    stopped = opened.bhxh(*words).code
    before = opened.dossier(dossier["id"])["state"]
    shutil.copy(opened.folder / "outbox" / dossier["remote_name"], target)
    went = opened.bhxh(*words).code

    assert (stopped, before, went) == (64, "signed", 0)
    assert opened.dossier(dossier["id"])["state"] == "shipped"


def test_what_goes_by_sftp_or_is_not_signed_is_not_given_out(opened: Site, tmp_path: Path) -> None:
    asked_for = asked(opened, "register", "--portal")
    sent = raised(opened, TienLuong="9900000")

    early = opened.bhxh("export", "nobody", "--to", tmp_path).code
    opened.bhxh("withdraw", asked_for["id"], "--reason", "nhầm")
    late = opened.bhxh("export", asked_for["id"], "--to", tmp_path).code
    by_sftp = asked(opened, "register")
    opened.once()

    assert (early, late) == (64, 64)
    assert opened.dossier(by_sftp["id"])["state"] == "shipped"
    assert opened.bhxh("export", by_sftp["id"], "--to", tmp_path).code == 64
    assert opened.bhxh("export", "luong.csv", "--to", tmp_path).code == 64
    assert sent["held_because"] == "unit-pending"
    assert list(tmp_path.glob("*.xml")) == []


def test_a_refusal_by_the_portal_is_told_by_the_exit_code(opened: Site, tmp_path: Path) -> None:
    dossier = by_hand(opened)
    opened.bhxh("export", dossier["id"], "--to", tmp_path)

    told = brought(opened, "kq.xml", result(dossier, number=next(NUMBERS), outcome="0"))

    assert (told["code"], told["dossier_state"], state(opened)) == (14, "refused", "unregistered")
    assert brought(opened, "rac.xml", b"<BHXH>")["code"] == 10
