# The commands of this repository. They need Python 3.11 or later, make and git.
# GNU make 3.81, as macOS has it, is enough.

PYTHON := $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$python"; break; }; done)
BIN := .venv/bin

# Where Python is told to write no bytecode, as in many containers, each command would compile it all anew.
COMPILE := $(BIN)/python -m compileall -q briefings theme

# How many entries the benchmark's bulletin has: make bench N=70000
N := 10000

.PHONY: help site test torture serve bench screens lighthouse clean

help:
	@echo "make site       build the bulletin into site/"
	@echo "make serve      preview it while you write"
	@echo "make test       run the whole test suite, ruff and mypy"
	@echo "make torture    kill two hundred builds at random, and look at what they leave"
	@echo "make bench      compare the build's speed with Hugo's, and write docs/benchmarks.md"
	@echo "make screens    take pictures of each kind of page into screens/, to look at them"
	@echo "make lighthouse have Lighthouse score five pages as a phone sees them (needs Node and Chromium)"
	@echo "make clean      remove what was built and cached, and the virtual environment"

site: .venv/.site-ready
	$(BIN)/python build.py
	@echo
	@echo "The bulletin is in $(CURDIR)/site"
	@echo "To look at it, run:  make serve"
	@echo "Or serve the files as they are:  $(BIN)/python -m http.server --directory site 8000"

test: .venv/.test-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -W error --numprocesses auto

torture: .venv/.test-ready
	BRIEFINGS_KILLS=200 $(BIN)/python -m pytest -W error tests/test_killed.py

serve: .venv/.site-ready
	$(BIN)/briefings serve --open

bench: .venv/.bench-ready
	$(BIN)/python -m benchmarks $(N)

screens: .venv/.test-ready
	$(BIN)/python -m inspection.screens

lighthouse: .venv/.test-ready inspection/node_modules/.ready
	$(BIN)/python -m inspection.lighthouse

clean:
	rm -rf .venv .cache site screens build dist *.egg-info
	rm -rf inspection/node_modules tests/bulletin/.cache
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || { \
		echo "Python 3.11 or later is needed, and none was found as python3 to python3.11."; \
		echo "Install it, or name it:  make PYTHON=/path/to/python3"; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/.site-ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@$(COMPILE)
	@touch $@

.venv/.test-ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@$(COMPILE)
	@touch .venv/.site-ready $@

.venv/.bench-ready: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	@$(COMPILE)
	@touch .venv/.site-ready $@

inspection/node_modules/.ready: inspection/package-lock.json
	npm ci --prefix inspection --ignore-scripts --no-fund --no-audit
	@touch $@
