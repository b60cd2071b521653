"""doctor: every check in its good and in its bad state."""

from __future__ import annotations

import json
import os
import socket
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.commands import doctor
from pipeline.sandbox.box import Sandbox
from pipeline.sandbox.faults import Fault
from pipeline.site import use_port
from tests import certificates
from tests.config.laws import write
from tests.pipeline.ledgers import sha

UID = "MST:0301234562"


def _checks(bhxh, *words):
    done = bhxh("doctor", "--json", *(words or ("--offline",)))
    return done.code, {(each["name"], each["level"]): each["text"] for each in json.loads(done.out)}


def _employer(bhxh, uid=UID, **changes):
    issued = certificates.employer_authority().issue("Dệt may", uid, **changes)
    (bhxh.site / "keys/employer.p12").write_bytes(issued.p12("bí mật"))


def test_a_new_site_is_fine(bhxh):
    code, checks = _checks(bhxh)

    assert code == 0
    assert {level for _, level in checks} == {"fine"}
    assert checks["instance", "fine"] == "không ai đang chạy / nobody is at work"


def test_a_look_that_the_disk_stops_ends_no_other(bhxh, monkeypatch):
    def fails(_parts):
        raise PermissionError(13, "denied", "keys/x")
        yield

    monkeypatch.setattr(doctor, "_trust", fails)

    code, checks = _checks(bhxh)

    assert code == 2
    assert checks["fails", "broken"] == "keys/x: không có quyền / no permission"
    assert ("packages", "fine") in checks


def test_every_row_of_the_sites_own_law_is_shown_and_is_no_warning(bhxh):
    write(
        bhxh.site, "rates.csv",
        "fund,payer,group,percent,valid_from,valid_to,legal_source,verified",
        "accident-disease,employer,vietnamese,0.3,2026-03-01,,Quyết định 12/QĐ,true",
    )  # fmt: skip
    write(
        bhxh.site, "holidays.csv", "date,working,unit,name,legal_source",
        "2026-10-16,no,,Ngày thành lập,Nội quy",
    )  # fmt: skip

    done = bhxh("doctor", "--offline")

    assert done.code == 0
    assert [line for line in done.out.splitlines() if " law: " in line] == [
        "✓ law: rates: accident-disease/employer/vietnamese = 0.3, 2026-03-01 → (Quyết định 12/QĐ)",
        "✓ law: holidays: Ngày thành lập = no, 2026-10-16 → 2026-10-16 (Nội quy)",
    ]


def test_a_feed_that_never_gets_a_file_is_named(bhxh):
    toml = bhxh.site / "bhxh.toml"
    more = '[[feeds]]\nname = "may"\npattern = "*.csv"\n\n[schedule]'
    toml.write_text(toml.read_text(encoding="utf-8").replace("[schedule]", more))

    code, checks = _checks(bhxh)

    assert code == 1
    assert "may: không bao giờ nhận được tệp" in checks["feed", "look"]
    assert "feed payroll before it takes them all" in checks["feed", "look"]


def test_people_get_a_mark_for_each_check(bhxh):
    done = bhxh("doctor", "--offline")

    assert done.code == 0
    assert {line[0] for line in done.out.splitlines()} == {"✓"}


@pytest.mark.parametrize("fault", [None, "host-key-changed"])
def test_the_provider_is_looked_at(bhxh, fault):
    faults = frozenset({Fault(fault)} if fault else ())
    with Sandbox(bhxh.site / "sandbox", faults=faults) as box:
        use_port(bhxh.site, box.port)
        code, checks = _checks(bhxh, "--json")

    if fault:
        assert code == 12
        assert "which is not pinned" in checks["provider", "broken"]
        assert "sửa [sftp] host_keys / the server's key" in checks["provider", "broken"]
    else:
        assert code == 0
        assert "posix-rename" in checks["capabilities", "fine"]


def test_a_server_that_is_not_reached_is_told_in_both_languages_with_its_keys(bhxh):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    use_port(bhxh.site, port)

    code, checks = _checks(bhxh, "--json")

    assert code == 12
    assert "không kết nối được" in checks["provider", "broken"]
    assert "(see [sftp] host and port)" in checks["provider", "broken"]
    assert "`bhxh sandbox --site" in checks["sandbox", "look"]


def test_what_cannot_be_used_is_told_in_both_languages_with_its_keys(bhxh):
    (bhxh.site / "keys/employer.pass").write_text("sai")
    (bhxh.site / "keys/ivan-ca.pem").write_text("x")
    bhxh.set(key='"keys/nobody"')

    _, checks = _checks(bhxh, "--json")

    words = checks["certificate", "broken"]
    assert words.startswith("TB0002B: wrong passphrase, or not a PKCS#12 file · không mở được khóa")
    assert "see [signing] file and passphrase" in words
    assert checks["trust", "broken"].startswith("[trust] ivan: ivan-ca.pem: no certificates in PEM")
    assert "tệp CA trong [trust]" in checks["trust", "broken"]
    assert "xem [sftp] username, key, key_passphrase / we cannot" in checks["provider", "broken"]


def test_a_missing_remote_folder_is_broken(bhxh):
    with Sandbox(bhxh.site / "sandbox") as box:
        use_port(bhxh.site, box.port)
        (bhxh.site / "sandbox/remote/inbound").rmdir()
        code, checks = _checks(bhxh, "--json")

    assert code == 12
    assert checks["remote folder", "broken"] == "inbound/ không có / is not there"


def test_a_server_without_posix_rename_is_worth_a_look(bhxh):
    with Sandbox(bhxh.site / "sandbox", faults=frozenset({Fault.NO_POSIX_RENAME})) as box:
        use_port(bhxh.site, box.port)
        code, checks = _checks(bhxh, "--json")

    assert code == 1
    assert ("capabilities", "look") in checks


def test_a_login_without_its_passphrase_is_told(bhxh):
    bhxh.set(username='"employer"\nkey_passphrase = "env:BHXH_TEST_NOBODY_SETS_THIS"')

    code, checks = _checks(bhxh, "--json")

    assert code == 78
    assert "is not set" in checks["provider", "broken"]


def test_a_wrong_check_digit_is_worth_a_look(bhxh):
    bhxh.set(tax_code='"0301234567"')
    _employer(bhxh, "MST:0301234567")

    code, checks = _checks(bhxh)

    assert code == 1
    assert "check digit" in checks["tax code", "look"]


def test_a_key_that_others_can_read_is_worth_a_look(bhxh):
    (bhxh.site / "keys/sftp_ed25519").chmod(0o644)

    code, checks = _checks(bhxh)

    assert code == 1
    assert "chmod 600" in checks["key file", "look"]


def test_a_missing_key_is_broken_in_every_check_that_needs_it(bhxh):
    (bhxh.site / "keys/employer.p12").unlink()

    code, checks = _checks(bhxh)

    assert code == 78
    assert checks["key file", "broken"] == "employer.p12: không có / not there"
    assert ("certificate", "broken") in checks


def test_a_key_in_drop_is_broken(bhxh):
    os.rename(bhxh.site / "keys/sftp_ed25519", bhxh.site / "drop/sftp_ed25519")
    bhxh.set(key='"drop/sftp_ed25519"')

    code, checks = _checks(bhxh)

    assert code == 78
    assert checks["key file", "broken"] == "sftp_ed25519: nằm trong drop/ / lies in drop/"


def test_a_drop_folder_that_everybody_may_empty_is_worth_a_look(bhxh):
    (bhxh.site / "drop").chmod(0o777)

    code, checks = _checks(bhxh)

    assert code == 1
    assert "chmod +t" in checks["drop", "look"]


@pytest.mark.parametrize(
    ("ends", "level", "expected"),
    [
        (datetime.now(UTC) - timedelta(days=1), "broken", 11),
        (datetime.now(UTC) + timedelta(days=10), "look", 1),
    ],
)
def test_a_certificate_that_ended_is_broken_and_one_that_ends_soon_worth_a_look(
    bhxh, ends, level, expected
):
    _employer(bhxh, not_after=ends)

    code, checks = _checks(bhxh)

    assert code == expected
    assert ("certificate", level) in checks


def test_without_named_signers_no_receipt_can_be_trusted(bhxh):
    bhxh.set(ivan_signers="[]")

    code, checks = _checks(bhxh)

    assert code == 1
    assert "cannot tell" in checks["trust", "look"]


def test_an_authority_that_cannot_be_read_is_broken_and_ends_nothing(bhxh):
    (bhxh.site / "keys/ivan-ca.pem").write_text("x")

    code, checks = _checks(bhxh)

    assert code == 78
    assert "no certificates in PEM" in checks["trust", "broken"]
    assert ("packages", "fine") in checks


def test_a_clock_that_was_set_back_is_worth_a_look(bhxh, inside):
    inside.clock.now = datetime.now(UTC) + timedelta(days=1)
    inside.ledger.answers.fetched(sha256=sha("x"), name=b"x", size=1, modified=1, file="inbox/x")

    code, checks = _checks(bhxh)

    assert code == 1
    assert "suspicious" in checks["clock", "look"]


def test_a_full_disk_is_worth_a_look(bhxh, monkeypatch):
    monkeypatch.setattr(doctor, "_SPARE", 1 << 62)

    code, checks = _checks(bhxh)

    assert code == 1
    assert "GiB / free" in checks["disk", "look"]


def test_a_room_that_is_also_somebody_elses_is_broken(bhxh, monkeypatch):
    monkeypatch.setattr(
        "importlib.metadata.packages_distributions", lambda: {"config": ["bhxh", "config-pkg"]}
    )

    code, checks = _checks(bhxh)

    assert code == 78
    assert checks["packages", "broken"] == ("config trùng với / also belongs to config-pkg")
    assert ("packages", "fine") not in checks


def test_a_broken_mapping_that_no_feed_names_is_worth_a_look(bhxh):
    (bhxh.site / "mappings").mkdir(exist_ok=True)
    (bhxh.site / "mappings/cu.toml").write_text('kind = "snapshot"\nsurprise = 1\n')

    code, checks = _checks(bhxh)

    assert code == 1
    assert "mappings/cu.toml" in checks["mapping", "look"]
    assert "surprise" in checks["mapping", "look"]
