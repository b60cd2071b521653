"""Every law of the house bites: a small offence against it is found, its lawful twin is not."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable

import pytest

from tests.house import addresses, documents, imports, package, shape, silence, state, writing
from tests.house.source import Source

AMOUNTS = frozenset({2_345_000})
LONG = "def long():\n" + "    x = 1\n" * 40


def law(source: Source) -> Iterable[str]:
    return shape.amounts_of_law(source, AMOUNTS)


OFFENCES: list[tuple[Callable[[Source], Iterable[str]], str, str]] = [
    (imports.strange_doors, "inbox/fetch.py", "import paramiko"),
    (imports.strange_doors, "inbox/fetch.py", "from sqlalchemy.exc import DBAPIError"),
    (imports.strange_doors, "validators/layers.py", "def f():\n    import xmlschema"),
    (imports.shifted_columns, "adapters/table.py", "pd.read_csv(path)"),
    (
        imports.carried_products,
        "pipeline/runner.py",
        "from outbox.signing import sign\nfrom validators.layers import examine",
    ),
    (imports.named_parts, "pipeline/runner.py", "from outbox.sftp import connect\nconnect(1, 2)"),
    (writing.writes, "inbox/fetch.py", "path.write_bytes(data)"),
    (writing.writes, "inbox/fetch.py", "path.open('wb')"),
    (writing.writes, "inbox/fetch.py", "open(path, mode='a')"),
    (writing.writes, "inbox/fetch.py", "open(path, mode)"),
    (writing.writes, "inbox/fetch.py", "path.open(mode=mode)"),
    (writing.writes, "inbox/fetch.py", "os.open(path, os.O_RDWR)"),
    (writing.writes, "inbox/fetch.py", "os.replace(old, new)"),
    (writing.writes, "inbox/fetch.py", "path.rename(other)"),
    (writing.writes, "inbox/fetch.py", "shutil.rmtree(path)"),
    (writing.writes, "outbox/sftp.py", "shutil.rmtree(path)"),
    (writing.writes, "outbox/sftp.py", "open(path, 'w')"),
    (state.deeds_at_import, "inbox/read.py", "print('loaded')"),
    (state.deeds_at_import, "inbox/read.py", "for x in y: pass"),
    (state.deeds_at_import, "inbox/read.py", "RATES = Path('rates.csv').read_text()"),
    (state.deeds_at_import, "inbox/read.py", "TODAY = date.today()"),
    (state.module_state, "inbox/read.py", "seen = {}"),
    (state.module_state, "inbox/read.py", "LOCK = threading.Lock()"),
    (state.module_state, "inbox/read.py", "def f():\n    global x"),
    (state.module_state, "inbox/read.py", "@lru_cache(maxsize=1)\ndef f(): return 1"),
    (state.changed_constants, "inbox/read.py", "TABLE['x'] = 1"),
    (state.changed_constants, "inbox/read.py", "other.TABLE.update(x=1)"),
    (state.changed_constants, "inbox/read.py", "TABLE |= other"),
    (state.changed_constants, "inbox/read.py", "del _TABLE[key]"),
    (silence.bare_excuses, "inbox/read.py", "x = 1  # " + "noqa"),
    (silence.bare_excuses, "inbox/read.py", "x = 1  # " + "noqa: E501"),
    (silence.bare_excuses, "inbox/read.py", "x = 1  # type" + ": ignore[misc]"),
    (silence.catches_anything, "inbox/read.py", "try: f()\nexcept Exception: pass"),
    (silence.catches_anything, "inbox/read.py", "try: f()\nexcept: pass"),
    (silence.skipped_tests, "tests/test_x.py", "@pytest.mark." + "skipif(True, reason='')"),
    (silence.row_by_row, "outbox/movements.py", "for row in frame.itertuples(): pass"),
    (shape.long_files, "inbox/read.py", "x = 1\n" * 301),
    (shape.long_functions, "inbox/read.py", LONG),
    (shape.missing_sentences, "inbox/read.py", "x = 1"),
    (shape.missing_sentences, "inbox/read.py", "'''A sentence.'''\ndef f(): pass"),
    (shape.missing_sentences, "inbox/read.py", "'''A sentence.'''\nclass A:\n  '''words'''"),
    (shape.empty_names, "inbox/read.py", "class ReceiptManager: pass"),
    (shape.other_words, "inbox/read.py", "# the " + "acknowledgement of VSS"),
    (shape.other_words, "inbox/read.py", 'SAID = "mọi khoá"'),
    (law, "outbox/lines.py", "LEVEL = 2_345_000"),
]

LAWFUL: list[tuple[Callable[[Source], Iterable[str]], str, str]] = [
    (imports.strange_doors, "outbox/sftp.py", "import paramiko"),
    (imports.strange_doors, "pipeline/sandbox/server.py", "import paramiko"),
    (imports.strange_doors, "pipeline/ledger/store.py", "import sqlalchemy"),
    (
        imports.carried_products,
        "pipeline/steps/sign.py",
        "from outbox.signing import sign\nfrom validators.layers import examine",
    ),
    (
        imports.carried_products,
        "pipeline/runner.py",
        "from outbox.model import Movement\nfrom validators.layers import examine",
    ),
    (imports.named_parts, "pipeline/parts.py", "from validators.schema import Schemas"),
    (writing.writes, "pipeline/spool.py", "path.write_bytes(data)"),
    (writing.writes, "inbox/fetch.py", "path.open('rb')\nopen(path)\nos.open(path, os.O_RDONLY)"),
    (writing.writes, "inbox/fetch.py", "text.replace('a', 'b')\narchive.open(name)"),
    (writing.writes, "outbox/sftp.py", "client.rename(old)\nclient.open(name, 'wb')"),
    (state.deeds_at_import, "inbox/read.py", "'''Words.'''\nNAME = re.compile('x')\nA = (1, 2)"),
    (state.deeds_at_import, "inbox/read.py", "if TYPE_CHECKING:\n    import pandas"),
    (state.module_state, "inbox/read.py", "WORDS = {'a': 1}\n__all__ = ['x']\ndef f(): x = {}"),
    (state.changed_constants, "inbox/read.py", "words['x'] = 1\nx = TABLE['y']\nTABLE.get('z')"),
    (silence.bare_excuses, "inbox/read.py", "x = 1  # " + "noqa: E501 - one address"),
    (silence.catches_anything, "pipeline/runner.py", "try: f()\nexcept Exception: pass"),
    (shape.long_files, "inbox/read.py", "x = 1\n" * 300),
    (shape.long_functions, "inbox/read.py", LONG.removesuffix("    x = 1\n")),
    (shape.missing_sentences, "inbox/read.py", "'''A sentence.'''\ndef _f(): pass"),
    (shape.other_words, "inbox/read.py", "# the receipt of VSS, in the back row"),
    (law, "outbox/lines.py", "LINES = 2345"),
]


@pytest.mark.parametrize(("scan", "path", "text"), OFFENCES)
def test_an_offence_is_found(scan: Callable[[Source], Iterable[str]], path: str, text: str):
    assert list(scan(Source(path, text)))


@pytest.mark.parametrize(("scan", "path", "text"), LAWFUL)
def test_its_lawful_twin_is_not(scan: Callable[[Source], Iterable[str]], path: str, text: str):
    ast.parse(text)

    assert list(scan(Source(path, text))) == []


def test_a_detour_of_imports_is_found():
    edges = {"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}

    assert set(imports.first_cycle(edges)) == {"a", "b", "c"}
    assert imports.first_cycle({"a": ["b"], "b": []}) == []


@pytest.mark.parametrize("path", ["inbox/utils.py", "inbox/common/read.py", "inbox/xml_helpers.py"])
def test_an_attic_is_found(path: str):
    assert list(shape.attics(path))
    assert list(shape.attics("inbox/baseline.py")) == []


def test_an_address_is_found():
    text = "https://example.org/sim" + "ple/\n--no-emit-index" + "-url\n"

    assert len(list(addresses.index_addresses("x", text))) == 1
    assert list(addresses.machine_paths("x", "see /ho" + "me/an/bhxh"))
    assert list(addresses.machine_paths("x", "in docs/work/flow and /tmp/x")) == []


def test_what_a_merge_left_open_is_found():
    assert list(shape.open_merges("x", "a\n    " + "<" * 7 + " HEAD\n"))
    assert list(shape.open_merges("x", "a < b <<< c\n=======\n")) == []


def test_a_strange_line_in_the_lock_is_found():
    lock = "click==8.1 \\\n    --hash=sha256:" + "0" * 64 + "\n"

    assert list(package.strange_lines(lock)) == []
    assert list(package.strange_lines(lock + "    # via bhxh\n"))
    assert list(package.not_locked(["click>=9"], package.pins(lock)))
    assert list(package.not_locked(["rich"], package.pins(lock)))


def test_tables_and_sections_of_a_page_are_read():
    page = "# A\n\n## B\n\n| k | v |\n|---|---|\n| `x \\| y` | 1 |\n\n### C\n\n## D\n\n| z | 2 |\n"

    assert documents.rows(documents.section(page, "## B")) == [["k", "v"], ["`x | y`", "1"]]
