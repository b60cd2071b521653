"""Tests of the logs."""

from __future__ import annotations

import errno
import io
import json
import logging
import sys

import pytest

from config.settings import Log
from pipeline.log import _PINNED, configure

LIBRARIES = ("signxml", "paramiko.transport", "watchdog", "apscheduler", "sqlalchemy.engine")


@pytest.fixture(autouse=True)
def _leave_other_tests_their_logging():
    loggers = [logging.getLogger(name) for name in _PINNED]
    before = [(each.level, each.handlers, each.propagate) for each in loggers]
    yield
    for each, (level, handlers, propagate) in zip(loggers, before, strict=True):
        each.setLevel(level)
        each.handlers, each.propagate = handlers, propagate


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_every_event_is_one_line_of_json():
    out = io.StringIO()
    log = configure(Log(format="json", level="info"), out)

    log.info("drop.moved", drop="ab", reason="hai\ndòng")
    log.warning("drop.held", brakes="approval")

    told = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(each["event"], each["level"]) for each in told] == [
        ("drop.moved", "info"), ("drop.held", "warning"),
    ]  # fmt: skip
    assert told[0]["reason"] == "hai\ndòng"
    assert told[0]["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("level", "events"),
    [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)],
)
def test_less_important_events_are_left_out(level, events):
    out = io.StringIO()
    log = configure(Log(format="json", level=level), out)

    for name in ("debug", "info", "warning", "error"):
        getattr(log, name)("event")

    assert len(out.getvalue().splitlines()) == events


def test_people_at_a_terminal_get_colours_and_machines_json():
    terminal, pipe = Terminal(), io.StringIO()

    configure(Log(), terminal).info("drop.moved", drop="ab")
    configure(Log(), pipe).info("drop.moved", drop="ab")

    assert "\x1b[" in terminal.getvalue()
    assert json.loads(pipe.getvalue())["drop"] == "ab"


def test_the_console_is_for_people_wherever_it_goes():
    out = io.StringIO()

    configure(Log(format="console"), out).info("drop.moved", drop="ab")

    assert "drop=ab" in out.getvalue()


def test_logs_go_to_stderr(capsys):
    configure(Log(format="json")).info("drop.moved")

    captured = capsys.readouterr()
    assert (captured.out, json.loads(captured.err)["event"]) == ("", "drop.moved")
    assert sys.stderr is not None


@pytest.mark.parametrize("name", LIBRARIES)
@pytest.mark.parametrize("level", ["debug", "info"])
def test_no_library_tells_what_it_sees_whatever_the_level(name, level):
    out = io.StringIO()
    configure(Log(format="json", level=level), out)
    library = logging.getLogger(name)

    library.debug("079188123456")
    library.info("Nguyễn Văn An")

    assert out.getvalue() == ""


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_that_complains_is_told_in_one_line_without_its_traceback(name):
    out = io.StringIO()
    configure(Log(format="json", level="info"), out)

    try:
        raise ValueError("079188123456")
    except ValueError:
        logging.getLogger(name).error("it failed\n079188123456", exc_info=True)

    told = json.loads(out.getvalue())
    assert (told["event"], told["library"], told["text"]) == (
        "library.complained", name, "it failed",
    )  # fmt: skip
    assert "079188123456" not in out.getvalue()


def test_configuring_twice_tells_once():
    first, second = io.StringIO(), io.StringIO()
    configure(Log(format="json"), first)
    configure(Log(format="json"), second)

    logging.getLogger("paramiko").warning("once")

    assert (first.getvalue(), len(second.getvalue().splitlines())) == ("", 1)


class Troubled(io.StringIO):
    """A stream that takes nothing while it is in trouble."""

    trouble = None

    def write(self, text):
        if self.trouble:
            raise self.trouble
        return super().write(text)


@pytest.mark.parametrize(
    "trouble",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        BrokenPipeError(errno.EPIPE, "Broken pipe"),
        ValueError("I/O operation on closed file."),
    ],
)
def test_a_log_that_cannot_be_written_stops_no_work(trouble):
    out = Troubled()
    log = configure(Log(format="json"), out)

    out.trouble = trouble
    log.warning("lost")
    logging.getLogger("paramiko.transport").error("lost, too")
    out.trouble = None
    log.warning("told")

    assert [json.loads(line)["event"] for line in out.getvalue().splitlines()] == ["told"]
