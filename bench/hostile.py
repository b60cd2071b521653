"""Files that would take all memory, dropped together with good ones, in one `bhxh once`.

python -m bench.hostile [--json]: how long each took, and the peak of the whole tree of processes.
Exit 1 if a bad file took 5 s, if the tree took 1 GiB, or if a good one was not converted.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.grid import column_letter
from adapters.snapshot import HEADINGS as SNAPSHOT
from adapters.snapshot import REQUIRED
from bench.there_and_back import UNITS
from config.load import NAME
from config.model import Period
from pipeline.sandbox.payroll import HEADINGS, payroll
from pipeline.site import make_site

BIG, SMALL, LINES = 100_000, 50, 2_000_000
SECONDS, BYTES = 5.0, 1 << 30
REFUSED, CONVERTED = "unreadable", "converted"
_MAIN = "from pipeline.cli import main; main()"
_GLANCE = 0.02
_CHUNK = 1 << 20
_SPREAD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-'
    'types"><Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_OFFICE}/office'
    'Document" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SPREAD}" xmlns:r="{_OFFICE}"><sheets><sheet name="L" '
    'sheetId="1" r:id="s"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="s" '
    f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="t" '
    f'Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def month(people: int, units: list[str], which: int) -> bytes:
    """Return one of two months of an invented payroll; people of different units differ."""
    (_, first), (_, second) = payroll(people, units, 2, Period(2026, 10))
    data = (first, second)[which]
    return data.replace(b"NV", units[0][:2].encode()) if people == SMALL else data


def write_workbook(target: Path, sheet: Iterator[bytes], strings: Iterator[bytes]) -> None:
    """Write a workbook of one sheet, from pieces."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in _PARTS.items():
            package.writestr(name, text)
        for name, pieces in (("worksheets/sheet1", sheet), ("sharedStrings", strings)):
            with package.open(f"xl/{name}.xml", "w") as part:
                for piece in pieces:
                    part.write(piece)


def sheet_of(lines: list[list[str]], numbers: dict[str, int]) -> Iterator[bytes]:
    """Yield a sheet of shared strings as most programs write it."""
    yield f'<worksheet xmlns="{_SPREAD}"><sheetData>'.encode()
    letters = [column_letter(at) for at in range(len(lines[0]))]
    for row, line in enumerate(lines, start=1):
        cells = "".join(
            f'<c r="{letter}{row}" t="s"><v>{numbers.setdefault(text, len(numbers))}</v></c>'
            for letter, text in zip(letters, line, strict=True)
            if text
        )
        yield f'<row r="{row}">{cells}</row>'.encode()
    yield b"</sheetData></worksheet>"


def strings_of(numbers: dict[str, int]) -> Iterator[bytes]:
    """Yield the strings that a sheet named; asked after the sheet was written."""
    yield f'<sst xmlns="{_SPREAD}">'.encode()
    for text in numbers:
        yield f"<si><t>{text}</t></si>".encode()
    yield b"</sst>"


def good_workbook(target: Path, data: bytes) -> None:
    """Write a payroll as a workbook."""
    numbers: dict[str, int] = {}
    lines = [line.split(",") for line in data.decode().splitlines()]
    write_workbook(target, sheet_of(lines, numbers), strings_of(numbers))


def zip_bomb(target: Path) -> None:
    """Write 600 MB of empty cells that pack to a few hundred kB."""
    piece = b"<row>" + b"<c/>" * (_CHUNK // 4) + b"</row>"
    write_workbook(target, iter([piece] * 600), strings_of({}))


def far_cell(target: Path) -> None:
    """Write a sheet with a cell in its first and its very last place."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    sheet = f'<worksheet xmlns="{_SPREAD}"><sheetData>{cells}</row></sheetData></worksheet>'
    write_workbook(target, iter([sheet.encode()]), strings_of({}))


def long_field(target: Path) -> None:
    """Write a CSV file with one field of 200 MB."""
    with target.open("wb") as file:
        file.write(month(SMALL, ["TB0002B"], 0))
        file.writelines([b"x" * _CHUNK] * 200)


def many_lines(target: Path, data: bytes) -> None:
    """Write the columns that are required, and so many lines: again and again the same people."""
    wanted = [HEADINGS.split(",").index(SNAPSHOT[field]) for field in (*REQUIRED, "Ky")]
    lines = [line.split(",") for line in data.decode().splitlines()]
    head, *rest = [",".join(line[at] for at in wanted).encode() + b"\n" for line in lines]
    with target.open("wb") as file:
        file.write(head)
        for _ in range(-(-LINES // len(rest))):
            file.writelines(rest)


def fill(site: Path) -> dict[str, str]:
    """Put the files into the drop folder; return what shall become of each."""
    drop = site / "drop"
    big = month(BIG, ["TA0001A"], 1)
    makers: dict[str, tuple[str, Callable[[Path], None]]] = {
        # The first also pays for the start of the program.
        "0-luong-b.csv": (CONVERTED, lambda path: _write(path, month(SMALL, ["TB0002B"], 1))),
        "bom.xlsx": (REFUSED, zip_bomb),
        "mot-o-xa.xlsx": (REFUSED, far_cell),
        "o-200mb.csv": (REFUSED, long_field),
        "2-trieu-dong.csv": (REFUSED, lambda path: many_lines(path, big)),
        "luong-c.xlsx": (CONVERTED, lambda path: good_workbook(path, month(SMALL, ["TC0003C"], 1))),
        "luong-a-100000.xlsx": (CONVERTED, lambda path: good_workbook(path, big)),
    }
    for name, (_, make) in makers.items():
        make(drop / name)
        print(f"{name}: {(drop / name).stat().st_size:,} bytes", file=sys.stderr)
    os.sync()  # else the first fsync of the pass would pay for what was written here
    return {name: end for name, (end, _) in makers.items()}


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def bhxh(site: Path, *words: str) -> subprocess.Popen[str]:
    """Start the command line on a site; it says what it does as JSON on standard error."""
    return subprocess.Popen(
        [sys.executable, "-c", _MAIN, *words, "--site", str(site)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


class Tree:
    """Watches a process and all that it starts: the most that they held together."""

    def __init__(self, process: int) -> None:
        self.peak = 0
        self._root = process
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> int:
        """Return the peak in bytes; what two processes share is counted twice."""
        self._done.set()
        self._thread.join()
        return self.peak

    def _watch(self) -> None:
        while not self._done.wait(_GLANCE):
            self.peak = max(self.peak, sum(map(_resident, _family(self._root))))


def _family(process: int) -> Iterator[int]:
    yield process
    try:
        for task in os.listdir(f"/proc/{process}/task"):
            children = Path(f"/proc/{process}/task/{task}/children").read_text()
            for child in children.split():
                yield from _family(int(child))
    except OSError:
        return


def _resident(process: int) -> int:
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGESIZE")


def told(said: str, began: datetime) -> dict[str, tuple[str, float]]:
    """Return how each drop ended and how long it took itself, from the lines of the log."""
    spent: dict[str, float] = {}
    ends: dict[str, str] = {}
    last = began
    for line in said.splitlines():
        fact = json.loads(line) if line.startswith("{") else {}
        if fact.get("event") not in ("drop.arrived", "drop.moved"):
            continue
        at = datetime.fromisoformat(fact["timestamp"])
        spent[fact["drop"]] = spent.get(fact["drop"], 0.0) + (at - last).total_seconds()
        ends[fact["drop"]] = fact.get("end", "arrived")
        last = at
    return {drop: (ends[drop], spent[drop]) for drop in ends}


def run(site: Path) -> tuple[dict[str, tuple[str, float]], int, float]:
    """Take one pass over the site; return how each file ended, the peak, and the seconds of all."""
    began, clock = datetime.now(UTC), time.perf_counter()
    process = bhxh(site, "once", "--no-quiet")
    tree = Tree(process.pid)
    _, said = process.communicate()
    wall, peak = time.perf_counter() - clock, tree.stop()
    shown = subprocess.run(
        [sys.executable, "-c", _MAIN, "status", "--json", "--site", str(site)],
        capture_output=True, check=True,
    )  # fmt: skip
    names = {drop["id"]: drop["name"] for drop in json.loads(shown.stdout)["drops"]}
    return {names[drop]: how for drop, how in told(said, began).items()}, peak, wall


def prepare(site: Path) -> dict[str, str]:
    """Make a site with a baseline of every unit, and drop the files."""
    make_site(site, datetime.now(UTC), units=UNITS, approve="never", max_change_percent=1000)
    text = (site / NAME).read_text(encoding="utf-8")
    (site / NAME).write_text(re.sub('format = "auto"  .*\nlevel', 'format = "json"\nlevel', text))
    for people, unit in ((BIG, "TA0001A"), (SMALL, "TB0002B"), (SMALL, "TC0003C")):
        first = site / "sample" / f"{unit}.csv"
        first.write_bytes(month(people, [unit], 0))
        done = bhxh(site, "baseline", str(first))
        _, said = done.communicate()
        if done.returncode:
            sys.exit(said)
    return fill(site)


def main(arguments: list[str]) -> int:
    """Measure once, print, and say whether all was as it shall be."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        expected = prepare(site)
        found, peak, wall = run(site)
    wrong = [
        name
        for name, end in expected.items()
        if found[name][0] != end or (end == REFUSED and found[name][1] >= SECONDS)
    ]
    if "--json" in arguments:
        facts: dict[str, Any] = {"files": found, "peak_mb": peak / 2**20, "wall": wall}
        print(json.dumps(facts, indent=1))
    else:
        for name, (end, seconds) in found.items():
            print(f"{name:<22} {end:<11} {seconds:>7.2f} s{'  <-' if name in wrong else ''}")
        print(f"all of them in {wall:.1f} s; peak of the tree {peak / 2**20:.0f} MB")
    return int(bool(wrong) or peak >= BYTES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
