# `make` lists what there is. Two targets do all the set-up by themselves on a machine
# that has only Python 3.11, make and git: `make run` and `make test`.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1

# Show one line that counts, instead of pip's hundreds.
counted = awk -v total=$$(grep -c '==' $(1)) '/^(Collecting|Processing|Requirement already)/ \
  { printf "\r  %d of %d  %s\033[K", ++n, total, $$2; fflush() } END { print "" }'

.PHONY: help run test check lint types contracts house migrations docs fix messages \
  demo bench bench-monev bench-jobs parity lock hooks browser clean clean-all

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | \
	  awk -F':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run: $(VENV)/runtime.stamp ## Set up everything and serve at http://127.0.0.1:8000 (PORT=…)
	@LAPOR_DEMO=$${LAPOR_DEMO-1} PORT=$(PORT) exec $(BIN)/lapor up

test: $(VENV)/dev.stamp browser ## Set up everything and run all tests (ARGS="-k word")
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

check: lint types contracts house migrations docs ## Everything CI checks, except the tests

# Templates are judged, not reformatted: djlint breaks lines inside inline elements,
# and there white space is text that people see.
lint: $(VENV)/dev.stamp ## Style of Python and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djlint lapor/web/templates --lint --quiet

types: $(VENV)/dev.stamp ## Types, strictly
	@$(BIN)/mypy lapor

contracts: $(VENV)/dev.stamp ## Who may import whom
	@$(BIN)/lint-imports

house: $(VENV)/dev.stamp ## The rules of the house, as tests
	@$(BIN)/python -m pytest tests/house

migrations: $(VENV)/dev.stamp ## Models and migrations agree
	@LAPOR_HOME=.lapor/test $(BIN)/python manage.py makemigrations --check --dry-run

docs: $(VENV)/dev.stamp ## Build the documentation into site/
	@$(BIN)/mkdocs build --strict --quiet

fix: $(VENV)/dev.stamp ## Repair what can be repaired by a machine
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@$(BIN)/lapor document

messages: $(VENV)/dev.stamp ## Collect what is said, compile the English translation
	@$(BIN)/python -m lapor.ops.catalogue

demo: $(VENV)/runtime.stamp ## Make the demo country (ARGS="--cases 20000")
	@$(BIN)/lapor demo $(ARGS)

bench: $(VENV)/dev.stamp ## Measure, on 100,000 cases (CASES=…)
	@CASES=$${CASES-100000} $(BIN)/python -m bench

bench-monev: $(VENV)/dev.stamp ## Measure the fold and a national round (SIZES="1000000 …")
	@$(BIN)/python -m bench.monev $${SIZES-} $(ARGS)

bench-jobs: $(VENV)/dev.stamp ## Measure the ladder's sweep, notices and the reader (ARGS="--open N")
	@$(BIN)/python -m bench.jobs $(ARGS)

parity: $(VENV)/dev.stamp ## Three engines compute a million facts (ARGS="--facts N")
	@$(BIN)/python -m bench.parity $(ARGS)

lock: $(VENV)/dev.stamp ## Write the two lock files anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --no-strip-extras pyproject.toml --group build \
	  --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet --no-strip-extras pyproject.toml --group build --group test \
	  --group lint --group docs --group lock --group scale --constraint requirements.lock \
	  --python-version 3.11 --generate-hashes --no-annotate \
	  --custom-compile-command "make lock" --output-file requirements-dev.lock

hooks: $(VENV)/dev.stamp ## Check every commit before it is made
	@$(BIN)/prek install

clean: ## Remove what can be made again (not .venv, not your data)
	@rm -rf build site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache \
	  .hypothesis .coverage htmlcov *.egg-info
	@! test -d .lapor/test/pg || $(BIN)/python -c "from pathlib import Path; \
	  from lapor.ops.database import Server; Server(Path('.lapor/test/pg').resolve()).stop()"
	@rm -rf .lapor/test

clean-all: clean ## Also remove .venv
	@rm -rf $(VENV)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is missing."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "On Debian: apt install python3-venv"; exit 1; }

$(VENV)/runtime.stamp: requirements.lock | $(BIN)/python
	@echo "Installing packages (once, about a minute)"
	@$(BIN)/pip install --require-hashes --progress-bar off -r $< \
	  2> >(grep -v ^WARNING >&2) | $(call counted,$<)
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	@echo "Installing packages for tests and checks (once)"
	@$(BIN)/pip install --require-hashes --progress-bar off -r $< \
	  2> >(grep -v ^WARNING >&2) | $(call counted,$<)
	@touch $@

browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then \
	    echo "Installing Chromium for the browser tests (once)"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	      apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	  else echo "No Chromium: browser tests will NOT be run. apt install chromium"; fi; }
