"""The laws of the house: floors, doors, sizes, words, the package, and what the README promises.

The scanners are in `tests/house/`; each is shown to bite in `tests/house/test_scanners.py`.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from config.profile import Profile
from config.settings import Settings
from pipeline.exits import Exit
from pipeline.sandbox.faults import Fault
from pipeline.spool import FOLDERS
from pipeline.states import DossierState, DropState
from tests.house import addresses, documents, imports, package, shape, silence, state, writing
from tests.house.source import (
    ROOMS,
    ROOT,
    Source,
    project_files,
    python_files,
    rooms,
    text_files,
)

SOURCES = rooms()
BIG = 100_000


def broken(
    scan: Callable[[Source], Iterable[str]], sources: Iterable[Source] = SOURCES
) -> list[str]:
    """Return where a law is broken."""
    return [place for source in sources for place in scan(source)]


def none(places: Iterable[str]) -> bool:
    """Tell that a law holds; else show every place where it is broken."""
    found = list(places)
    assert not found, "\n".join(["", *found])
    return True


# Floors and doors


def test_no_module_imports_itself_by_a_detour():
    assert none(imports.cycles())


def test_each_foreign_thing_has_one_door():
    assert none(broken(imports.strange_doors))


def test_every_door_is_used():
    used = {
        (each.module.split(".")[0], source.name)
        for source in SOURCES
        for each in imports.imports(source)
    }

    unused = [
        (thing, door)
        for thing, doors in imports.DOORS.items()
        for door in doors
        if not any(name == thing and imports.inside(module, [door]) for name, module in used)
    ]

    assert unused == []


def test_only_steps_carry_products_from_room_to_room():
    assert none(broken(imports.carried_products))


def test_only_the_assembly_names_concrete_parts():
    assert none(broken(imports.named_parts))


def test_nothing_reads_csv_with_shifting_columns():
    assert none(broken(imports.shifted_columns))


def test_only_the_spool_writes_local_files():
    assert none(broken(writing.writes))


# State and silence


def test_nothing_happens_at_import():
    assert none(broken(state.deeds_at_import))


def test_no_module_keeps_state():
    assert none(broken(state.module_state))


def test_no_constant_is_changed():
    assert none(broken(state.changed_constants))


def test_nobody_swallows_bugs():
    assert none(broken(silence.catches_anything))


def test_every_silenced_check_has_a_reason():
    assert none(broken(silence.bare_excuses, python_files()))


def test_no_test_is_skipped():
    assert none(broken(silence.skipped_tests, python_files()))


def test_nobody_loops_over_the_rows_of_a_table():
    assert none(broken(silence.row_by_row))


# Sizes, sentences, names, words


def test_no_file_is_longer_than_300_lines():
    outside_tests = [each for each in python_files() if not each.path.startswith("tests/")]

    assert none(broken(shape.long_files, outside_tests))


def test_no_function_is_longer_than_40_lines():
    assert none(broken(shape.long_functions))


def test_everything_public_starts_with_a_sentence():
    assert none(broken(shape.missing_sentences))


def test_no_file_name_is_an_attic():
    assert none(place for path in project_files() for place in shape.attics(path))


def test_no_class_name_is_empty():
    assert none(broken(shape.empty_names))


def test_one_word_for_each_idea():
    pages = [Source(path, text) for path, text in text_files() if path.endswith(".md")]

    assert none(broken(shape.other_words, [*SOURCES, *pages]))


def test_no_amount_of_law_stands_in_code():
    amounts = frozenset(_amounts())

    assert amounts
    assert none(broken(lambda source: shape.amounts_of_law(source, amounts)))


def _amounts() -> Iterator[int]:
    """Yield the amounts of money in config/law."""
    for path in (ROOT / "config" / "law").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from (int(cell) for cell in row if cell.isdigit() and int(cell) >= BIG)


# What is in git, what is shipped


def test_no_file_names_a_folder_of_one_machine():
    found = [place for path, text in text_files() for place in addresses.machine_paths(path, text)]

    assert none(found)


def test_no_file_holds_what_a_merge_left_open():
    found = [place for path, text in text_files() for place in shape.open_merges(path, text)]

    assert none(found)


def test_no_file_names_an_index():
    found = [
        place for path, text in text_files() for place in addresses.index_addresses(path, text)
    ]

    assert none(found)


def test_the_six_packages_are_listed_and_are_those_on_disk():
    listed = package.project()["tool"]["setuptools"]["packages"]

    assert listed == sorted(listed)
    assert listed == package.folders()
    assert {name.split(".")[0] for name in listed} == set(ROOMS)


def test_the_lock_holds_names_versions_and_hashes_only():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")

    assert none(package.strange_lines(lock))


def test_the_lock_covers_everything_that_the_project_asks_for():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    project = package.project()
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]

    assert none(package.not_locked(wanted, package.pins(lock)))


def test_every_dependency_is_used_and_every_import_declared():
    declared = package.names(package.project()["project"]["dependencies"])

    assert package.foreign(SOURCES) == declared


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    with package.build_wheel(tmp_path_factory.mktemp("wheel")) as built:
        yield built


def test_the_wheel_holds_every_file_of_the_rooms_and_no_other(wheel: zipfile.ZipFile):
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert inside == {path for path in project_files() if path.split("/")[0] in ROOMS}


def test_the_wheel_holds_licence_and_command(wheel: zipfile.ZipFile):
    about = {Path(name).name: name for name in wheel.namelist() if ".dist-info/" in name}

    assert "LICENSE" in about
    assert "bhxh = pipeline.cli:main" in wheel.read(about["entry_points.txt"]).decode()


# What the README promises


def test_the_readme_lists_every_command_with_its_options():
    table = documents.rows(documents.section(documents.readme(), "## Commands"))
    written = {cells[0].strip("`"): frozenset(documents.flags(cells[1])) for cells in table[1:]}

    assert written == dict(map(documents.options, documents.commands()))


def test_the_readme_lists_every_setting_with_its_default():
    table = documents.rows(documents.section(documents.readme(), "## Settings"))
    written = {cells[0].strip("`"): cells[1].strip("`") for cells in table[1:]}
    known = {key: default for key, default in documents.keys(Settings) if key != "site"}

    assert written == known


def test_the_readme_lists_every_key_of_a_profile_with_its_default():
    table = documents.rows(documents.section(documents.readme(), "## Profiles"))
    written = {cells[0].strip("`"): cells[1].strip("`") for cells in table[1:]}
    known = {key: default for key, default in documents.keys(Profile) if key != "folder"}

    assert written == known


def test_the_readme_lists_every_exit_code():
    table = documents.rows(documents.section(documents.readme(), "## Exit codes"))

    assert [int(cells[0]) for cells in table[1:]] == [int(code) for code in Exit]


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("## States", [*DropState, *DossierState]),
        ("## A site", [f"{folder}/" for folder in FOLDERS]),
        ("## The sandbox", list(Fault)),
    ],
)
def test_the_readme_names_every_state_folder_and_fault(heading: str, words: list[str]):
    text = documents.section(documents.readme(), heading)

    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_file_that_the_pages_name_is_there():
    assert none(documents.dead_links())


def test_every_exemption_names_a_module():
    exempt = {*writing.WRITERS, *silence.LAST_DOORS, *silence.LOOPS, *imports.CARRIERS}
    exempt |= {name for namers in imports.PARTS.values() for name in namers}

    assert exempt - {source.name for source in SOURCES} == set()
