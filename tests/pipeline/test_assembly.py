"""Settings become parts, each opened when it is first needed and only then."""

from __future__ import annotations

import io
import shutil

import pytest

from config.errors import SecretError, SettingsError
from config.load import load_settings
from config.settings import Log, Signing
from outbox.errors import ConnectionLostError, KeyUnusableError
from pipeline.assembly import assemble, now, open_signer
from pipeline.log import configure
from pipeline.site import make_site
from tests.pipeline.ledgers import Clock


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    site = tmp_path_factory.mktemp("assembly") / "site"
    make_site(site, now(), port=1)
    return site


@pytest.fixture
def parts(made, tmp_path):
    shutil.copytree(made, tmp_path / "site")
    log = configure(Log(format="json"), io.StringIO())
    parts = assemble(tmp_path / "site", log, clock=Clock())
    yield parts
    parts.ledger.close()


def test_a_key_is_opened_once(parts):
    units = parts.settings.employer.units

    signers = {id(parts.signer_for(unit)) for unit in units}

    assert len(signers) == 1


def test_each_side_has_authorities_of_its_own(parts):
    ivan, bhxh = parts.trust_of("ivan"), parts.trust_of("bhxh")

    assert ivan.authorities != bhxh.authorities
    assert (ivan.signers, bhxh.signers) == (("MST:0309999999",), ("MST:0100000000",))
    assert parts.trust_of("ivan") is ivan


def test_a_provider_that_is_not_there_is_a_lost_connection(parts):
    with pytest.raises(ConnectionLostError):
        parts.connect()


def test_business_dates_are_those_of_the_zone(parts):
    assert parts.today.isoformat() == "2026-11-05"


def test_a_feed_that_is_gone_has_the_defaults(parts):
    assert parts.feed("none").policy == "all"
    assert parts.feed("payroll").pattern == "*.csv"


def test_a_branch_signs_with_its_own_tax_code(parts):
    unit = parts.settings.employer.units[0]
    branch = unit.model_copy(update={"tax_code": "0301234562-001"})

    assert parts.tax_code(unit) == "0301234562"
    assert parts.tax_code(branch) == "0301234562-001"


@pytest.mark.parametrize(
    ("signing", "error"),
    [
        (Signing.model_construct(file=None, passphrase=None), SettingsError),
        ({"file": "nowhere.p12"}, SettingsError),
        ({"passphrase": "env:BHXH_TEST_NOBODY_SETS_THIS"}, SecretError),
        ({"passphrase": "file:bhxh.toml"}, KeyUnusableError),
    ],
)
def test_a_key_that_cannot_be_opened_says_why(parts, signing, error):
    site = parts.settings.site
    if isinstance(signing, dict):
        if "file" in signing:
            signing = {"file": site / signing["file"]}
        signing = load_settings(site).signing.model_copy(update=signing)

    with pytest.raises(error):
        open_signer(signing, site)
