"""`bhxh status` and `bhxh law` answer at once: they load none of the heavy libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

from pipeline.site import make_site

HEAVY = {
    "pandas", "pyarrow", "signxml", "xmlschema", "paramiko", "numpy", "lxml", "openpyxl",
    "sqlalchemy", "pydantic", "rich",
}  # fmt: skip
_RUN = """
import sys
from pipeline.cli import run
code = run(sys.argv[1:])
print(" ".join(sorted(name for name in sys.modules if "." not in name)))
sys.exit(code)
"""


def status(site, *options):
    return bhxh("status", "--site", str(site), *options)


def bhxh(*words, **where):
    return subprocess.run(
        [sys.executable, "-c", _RUN, *words], check=False, capture_output=True, text=True, **where
    )


def test_status_of_a_new_site_loads_nothing_heavy(tmp_path):
    make_site(tmp_path, datetime.now(UTC))

    told = status(tmp_path, "--json")

    answer, _, modules = told.stdout.rstrip().rpartition("\n")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(answer) == {"drops": [], "dossiers": [], "unmatched": []}
    assert HEAVY & set(modules.split()) == set()
    assert "sqlite3" in modules.split()


def test_status_with_a_corrupt_ledger_is_an_error_and_no_traceback(tmp_path):
    make_site(tmp_path, datetime.now(UTC))
    (tmp_path / "ledger.db").write_bytes(b"no ledger at all" * 100)

    told = status(tmp_path)

    assert told.returncode == 2
    assert "cannot be used" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_law_outside_a_site_loads_nothing_heavy(tmp_path):
    told = bhxh("law", "--json", cwd=tmp_path, env={"PYTHONPATH": ":".join(filter(None, sys.path))})

    answer, _, modules = told.stdout.rstrip().rpartition("\n")
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(answer)["rows"]
    assert (HEAVY | {"holidays"}) & set(modules.split()) == set()


def test_the_law_of_a_site_loads_its_settings_and_no_more(tmp_path):
    make_site(tmp_path, datetime.now(UTC))

    told = bhxh("law", "--json", "--site", str(tmp_path))

    assert told.returncode == 0
    assert HEAVY & set(told.stdout.rstrip().rpartition("\n")[2].split()) == {"pydantic"}
