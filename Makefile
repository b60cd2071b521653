# The whole project's commands; each works from a fresh clone by itself.
# `make demo` and `make test` are the two to know; `make check` before every commit.

PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.installed
RUN := $(VENV)/bin/python -m
TESTS ?=

# The tests start hundreds of processes: each would compile every library again (7 s, not 2 s).
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help venv demo test check lint format bench sweep tools

help:
	@echo "make demo    the whole way on 2,000 invented employees, with the sandbox I-VAN"
	@echo "make venv    the virtual environment alone; the command is .venv/bin/bhxh"
	@echo "make test    every test but the long ones, with a real sshd, xmlsec1 and xmllint"
	@echo "make check   format, lint, types, floor plan, house laws"
	@echo "make format  write the format that check asks for"
	@echo "make bench   speed and memory of every stage for 1,000, 10,000 and 100,000 people"
	@echo "make sweep   the long tests, and SIGKILL at every step of a file's way: the full run"

venv: $(STAMP)

# Rebuilt when the lock or the project's own description changes, and only then.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $(PYTHON) is too old or missing; Python 3.11 or newer is needed:" >&2; \
	  echo "make: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV) || { \
	  echo "make: no virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(RUN) pip install --quiet --no-compile --require-hashes --requirement requirements.lock
	$(RUN) pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: venv
	$(VENV)/bin/bhxh demo

tools:
	@.ci/tools

test: venv tools
	$(RUN) pytest -n 3 -q -m "not long" $(TESTS)

check: lint
	$(RUN) pytest -q tests/test_house.py tests/house

lint: venv
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(VENV)/bin/lint-imports

format: venv
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

bench: venv tools
	$(RUN) bench.there_and_back 1000 10000 100000

sweep: venv tools
	$(RUN) pytest -n 2 -q -m long
	$(RUN) tests.sweep
