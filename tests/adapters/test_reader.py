"""A workbook is read in a process apart: whatever ends that process, it ends nothing else."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import xlsxwriter

from adapters import arrow, wire
from adapters import reader as reader_module
from adapters.errors import AdapterError, ReaderFaultError, ReadFailedError, UnreadableError
from adapters.grid import Grid
from adapters.limits import Limits
from adapters.model import Defect, RawTable
from adapters.reader import Reader, why
from adapters.reader_process import FAULT, OUT_OF_MEMORY, PANIC
from adapters.table import read_table

PLENTY = 60 << 20


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="module")
def book(folder: Path) -> Path:
    """Return a workbook of two sheets with all that a sheet can tell."""
    path = folder / "luong.xlsx"
    with xlsxwriter.Workbook(path) as made:
        first = made.add_worksheet("Lương")
        first.write_row("B2", ["Nguyễn Thị Ví Dụ", 79201000056, "", 1.5])
        first.write_row("B4", ["Trần Văn Mẫu"])
        first.write("C4", 1, made.add_format({"num_format": '0"-HN"'}))
        first.write("E4", 41000, made.add_format({"num_format": "dd/mm/yyyy"}))
        first.write_formula("D4", "=1/0", value="#N/A")
        made.add_worksheet("Khác").write("A1", "đ")
    return path


@pytest.fixture(scope="module")
def wide(folder: Path) -> Path:
    """Return a small workbook that takes 100 MB to be opened."""
    path = folder / "rong.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        for place in range(1800):
            sheet.write_string(place, place, "x")
    return path


def failure(reader: Reader, path: Path, **limits: int) -> AdapterError:
    with pytest.raises(AdapterError) as caught:
        reader(path, path.name, Limits(**limits))
    return caught.value


def facts(tables: list[RawTable]) -> list[tuple[object, ...]]:
    return [
        (
            table.file,
            table.sheet,
            table.cells.to_numpy().tolist(),
            table.cells.dtypes.tolist(),
            table.rows.tolist(),
            table.defects,
            *(
                {index: flags.tolist() for index, flags in kind.items()}
                for kind in (table.numeric, table.dated, table.framed)
            ),
        )
        for table in tables
    ]


def test_a_workbook_says_the_same_read_here_and_apart(reader: Reader, book: Path) -> None:
    apart = reader(book, "luong.xlsx")

    assert facts(apart) == facts(read_table(book, "luong.xlsx"))
    assert [(table.sheet, len(table.defects)) for table in apart] == [("Lương", 1), ("Khác", 0)]


def test_a_text_file_is_read_here(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    reader = Reader()

    (table,) = reader(tmp_path / "a.csv", "a.csv")

    assert table.cells.to_numpy().tolist() == [["a", "b"], ["1", "2"]]
    assert reader.process is None


def test_a_refusal_comes_with_all_its_words(reader: Reader, book: Path) -> None:
    limits = Limits(sheet_cells=3)

    with pytest.raises(UnreadableError) as here:
        read_table(book, "luong.xlsx", limits)
    with pytest.raises(UnreadableError) as apart:
        reader(book, "luong.xlsx", limits)

    assert vars(apart.value) == vars(here.value)
    assert apart.value.code == "E-DIM"


def test_a_file_that_goes_while_it_is_read_is_no_unreadable_file(
    reader: Reader, tmp_path: Path
) -> None:
    with pytest.raises(ReadFailedError) as caught:
        reader.sheets(tmp_path / "gone.xlsx", Limits())

    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_a_workbook_that_takes_too_much_memory_is_refused_and_the_next_is_read(
    reader: Reader, wide: Path, book: Path
) -> None:
    refused = failure(reader, wide, reader_memory=PLENTY)

    assert isinstance(refused, UnreadableError)
    assert refused.code == "E-SIZE"
    assert "more memory than allowed (60 MB)" in refused.reason_en
    assert "nhiều bộ nhớ hơn mức cho phép (60 MB)" in refused.reason_vi
    assert len(reader(book, "luong.xlsx")) == 2


def test_a_workbook_that_takes_too_long_is_refused(reader: Reader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.xlsx")  # nobody will ever write into it

    with pytest.raises(UnreadableError, match=r"E-SIZE: .* more time than allowed \(1 s\)"):
        reader.sheets(tmp_path / "a.xlsx", Limits(reader_seconds=1))


def test_a_workbook_that_takes_too_much_of_the_processor_is_refused_at_once(
    reader: Reader, book: Path, folder: Path
) -> None:
    path = folder / "nang.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write_string(9, 16_383, "x")
    reader(book, "luong.xlsx")
    before = reader.process

    refused = failure(reader, path, reader_cpu=1)

    assert isinstance(refused, UnreadableError)
    assert "more time than allowed (1 s)" in refused.reason_en
    assert reader.process == before


def test_a_server_that_stands_still_is_not_waited_for(
    reader: Reader, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader(book, "luong.xlsx")
    before = reader.process
    assert before is not None
    monkeypatch.setattr(reader_module, "_GRACE", -Limits().reader_seconds + 1)

    os.kill(before, signal.SIGSTOP)
    said, status = reader._ask(book, Limits())

    assert (said, status) == (None, None)
    assert not Path(f"/proc/{before}").exists()


def test_a_server_that_ends_is_buried(book: Path) -> None:
    reader = Reader()
    reader(book, "luong.xlsx")
    server = reader.process
    assert server is not None

    os.kill(server, signal.SIGTERM)

    until = time.monotonic() + 20
    while Path(f"/proc/{server}").exists():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_a_server_that_is_gone_is_started_again(reader: Reader, book: Path) -> None:
    reader(book, "luong.xlsx")
    before = reader.process
    assert before is not None

    os.kill(before, signal.SIGKILL)

    assert len(reader(book, "luong.xlsx")) == 2
    assert reader.process not in (None, before)


def copies(server: int) -> list[int]:
    """Return the processes that a server has made and not yet buried."""
    return list(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))


def next_copy(server: int, known: set[int]) -> int:
    """Wait until a server has made one more copy of itself, and return it."""
    until = time.monotonic() + 20
    while not (new := set(copies(server)) - known):
        assert time.monotonic() < until
        time.sleep(0.005)
    return new.pop()


def limits_of(process: int) -> dict[str, int]:
    """Return the limits of a process by name, as soon as it may write no file."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        lines = Path(f"/proc/{process}/limits").read_text().splitlines()
        found = {line[4:26].strip(): line[26:47].strip() for line in lines}
        if found["file size"] == "0" and found["open files"] == "16":
            return {name: int(most) for name, most in found.items() if most.isdigit()}
        time.sleep(0.005)
    raise AssertionError("no limits")


@pytest.fixture
def stuck(reader: Reader, book: Path, tmp_path: Path) -> Iterator[tuple[int, list[object]]]:
    """Start reading what never comes; yields the server and what came of it."""
    reader(book, "luong.xlsx")
    os.mkfifo(tmp_path / "a.xlsx")
    came: list[object] = []

    def read() -> None:
        try:
            came.append(reader.sheets(tmp_path / "a.xlsx", Limits()))
        except AdapterError as refused:
            came.append(refused)

    thread = threading.Thread(target=read)
    thread.start()
    assert reader.process is not None
    yield reader.process, came
    thread.join()


def test_the_system_may_kill_a_copy_once_and_not_twice(stuck: tuple[int, list[object]]) -> None:
    server, came = stuck

    first = next_copy(server, set())
    os.kill(first, signal.SIGKILL)
    second = next_copy(server, {first})
    confined = limits_of(second)
    secrets = Path(f"/proc/{second}/environ").read_bytes()
    os.kill(second, signal.SIGKILL)
    while not came:
        time.sleep(0.005)

    (refused,) = came
    assert isinstance(refused, UnreadableError)
    assert "more memory than allowed (880 MB)" in refused.reason_en
    assert [confined[what] for what in ("core file size", "open files", "cpu time")] == [0, 16, 120]
    assert b"HOME" not in secrets


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (OUT_OF_MEMORY, "E-SIZE", "memory"),
        (-signal.SIGABRT, "E-SIZE", "memory"),
        (-signal.SIGXCPU, "E-SIZE", r"time than allowed \(120 s\)"),
        (PANIC, "E-ZIP", "panic"),
        (-signal.SIGSEGV, "E-ZIP", "-11"),
    ],
)
def test_how_a_copy_ended_says_why_its_file_is_refused(status: int, code: str, words: str) -> None:
    with pytest.raises(UnreadableError, match=f"{code}: .*{words}"):
        raise why(status, Limits())


def test_a_defect_of_ours_is_no_fault_of_the_file() -> None:
    assert isinstance(why(FAULT, Limits()), ReaderFaultError)
    assert isinstance(why(None, Limits()), ReadFailedError)


def sent(*sheets: tuple[str, Grid]) -> bytes:
    sink = io.BytesIO()
    wire.send_sheets(sink, sheets)
    return sink.getvalue()


def test_what_is_broken_off_at_any_byte_is_nothing() -> None:
    note = Defect(code="E-CTRL", row=None, letter="A", facts={"cells": 2})
    grid = Grid(
        columns=(arrow.text(["a", "é"]), arrow.text(["1", ""])),
        rows=np.array([2, 3]),
        defects=(note,),
        numeric={1: np.array([True, False])},
        since_1904=True,
    )
    whole = sent(("Lương", grid))

    for end in range(0, len(whole), 7):
        assert wire.received_sheets(io.BytesIO(whole[:end])) is None

    ((name, got),) = wire.received_sheets(io.BytesIO(whole))  # type: ignore[misc]  # all came
    assert (name, got.defects, got.numeric[1].tolist()) == ("Lương", (note,), [True, False])
    assert got.since_1904


ROWS = {"rows": pa.array([1], pa.int64())}
SHEET = {"sheet": "a", "columns": 0, "since_1904": False, "defects": []}
WORDS = {"code": "E-ZIP", "reason_vi": "a", "reason_en": "b", "row": None}


def message(told: object, columns: dict[str, object] | None = None) -> bytes:
    sink = io.BytesIO()
    wire._send(sink, told, columns)  # type: ignore[arg-type]  # what nobody of ours would send
    return sink.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        message([1, 2]),
        message({"hello": 1}),
        message({"done": "x"}),
        message({"refused": None}),
        message({"refused": {"x": 1}}),
        message({"refused": {**WORDS, "row": "x"}}),
        message({"refused": {**WORDS, "advice_vi": 7}}),
        message({"errno": "x"}),
        message({"errno": 10**40}),
        message(SHEET, {"rows": pa.array(["a"])}),
        message({**SHEET, "sheet": 7}, ROWS),
        message({**SHEET, "since_1904": 1}, ROWS),
        message({**SHEET, "columns": "x"}, ROWS),
        message({**SHEET, "defects": [1]}, ROWS),
        message({**SHEET, "defects": [[1, None, None, None, {}]]}, ROWS),
        message({**SHEET, "defects": [["E-CELL", None, None, None, []]]}, ROWS),
        message({**SHEET, "columns": 1}, ROWS) + message({}, {"cells": pa.array([1])}),
        message({**SHEET, "columns": 1}, ROWS) + message({}, {"cells": arrow.text([])}),
    ],
)
def test_what_is_no_word_of_ours_is_nothing(said: bytes) -> None:
    assert wire.received_sheets(io.BytesIO(said + message({"done": True}))) is None


def test_a_message_that_tells_nothing_is_nothing() -> None:
    sink = io.BytesIO()
    batch = pa.record_batch({"none": pa.nulls(0)})
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)

    assert wire.received_sheets(io.BytesIO(sink.getvalue())) is None
