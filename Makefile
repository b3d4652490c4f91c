# make serve    install what is needed into .venv, ingest seeds/ and serve on http://127.0.0.1:8080
# make test     run the tests, with coverage of lines and branches
# make lint     ruff, mypy
# make eval     score extraction and ranking on the labelled data sets beside the checkout
# make fuzz     mutate files of every format for FUZZ_SECONDS=60 a reader, and keep what breaks one in fuzz/
# make bench    measure this engine beside its peers; SIZES="10000 100000 1000000", DATA= the data sets
# make docs     write the generated pages, docs/commands.md and docs/settings.md, anew
# make upgrade  write constraints.txt anew with the newest versions
# make clean    remove .venv and caches; the articles (instance/) and the index stay
#
# PYTHON=python3.12 picks the interpreter. HOST= and PORT= go to serve, and so does every SEARCHSVC_* variable.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := serve
.PHONY: serve test lint eval fuzz bench docs upgrade clean

PYTHON ?= python3
SIZES ?= 10000 100000
FUZZ_SECONDS ?= 60
DATA ?= ../shared/data
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip --disable-pip-version-check --no-input --quiet
WHEELS := --only-binary :all: --constraint constraints.txt

# HOST counts only as make's own variable: some shells and conda export one that is no address to listen on.
ifneq (,$(filter command line,$(origin HOST)))
SERVE_OPTIONS += --host $(HOST)
endif
ifdef PORT
SERVE_OPTIONS += --port $(PORT)
endif

# A stamp for each set of extras names what it was installed from: a second run changes nothing and needs no
# network; a changed pin, a moved checkout or an interrupted install leads to a fresh one.
FINGERPRINT := $(shell { cat pyproject.toml constraints.txt; pwd; } | sha256sum | cut -c1-16)
INSTALLED := $(VENV)/.installed-$(FINGERPRINT)

serve: $(INSTALLED)-serve
	@$(BIN)/searchsvc ingest seeds
	@exec $(BIN)/searchsvc serve $(SERVE_OPTIONS)

test: $(INSTALLED)-test
	@$(BIN)/python -m pytest --cov --cov-report=term:skip-covered $(PYTEST_OPTIONS)

lint: $(INSTALLED)-lint
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

eval: $(INSTALLED)-test
	$(BIN)/python -m evals
	$(BIN)/python -m pytest -m data

fuzz: $(INSTALLED)-test
	$(BIN)/python -m evals.fuzz --seconds $(FUZZ_SECONDS)

bench: $(INSTALLED)-bench
	$(BIN)/python -m bench --data $(DATA) $(SIZES)

docs: $(INSTALLED)-serve
	$(BIN)/python docs/generate.py

$(INSTALLED)-serve: EXTRAS := [fast]
$(INSTALLED)-test: EXTRAS := [fast,test]
$(INSTALLED)-lint: EXTRAS := [lint]
$(INSTALLED)-bench: EXTRAS := [fast,bench]

$(INSTALLED)-%:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "$(PYTHON) is missing or older than Python 3.11; name another with PYTHON=, as in: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	    { echo "$(PYTHON) cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@echo "Installing searchsvc$(EXTRAS) into $(VENV), from wheels, at the versions of constraints.txt ..."
	@# The build backend comes from the pins like all else: an isolated build would fetch one of its own.
	@$(BIN)/python $(PIP) install $(WHEELS) hatchling editables
	@$(BIN)/python $(PIP) install $(WHEELS) --no-build-isolation --editable '.$(EXTRAS)'
	@[ "$*" = lint ] || $(BIN)/python -m searchsvc.engines.whoosh.kernels
	@# pip compiles what it installs, but not what stays here; some environments forbid Python to do it later.
	@$(BIN)/python -m compileall -q searchsvc
	@rm -f $(VENV)/.installed-*-$*
	@touch $@

# Run with the oldest supported Python, so that every pin has a wheel for it.
upgrade:
	$(PYTHON) -m venv --clear $(VENV)-upgrade
	$(VENV)-upgrade/bin/python $(PIP) install --only-binary :all: hatchling editables
	$(VENV)-upgrade/bin/python $(PIP) install --only-binary :all: --no-build-isolation --editable '.[fast,bench,test,lint]'
	{ sed -n '/^#/p' constraints.txt; $(VENV)-upgrade/bin/python $(PIP) freeze --exclude-editable; } > constraints.new
	mv constraints.new constraints.txt
	rm -rf $(VENV)-upgrade

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
