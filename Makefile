# make run   sets everything up, makes the sample company where there is no data yet, serves on http://127.0.0.1:8501
# make test  sets everything up and runs the tests
# make check format, lint, types, import rules, tests; stops at the first that fails
# make faults kills imports, fills disks, flips bits, cancels: proves that nothing stored is lost; minutes, on Linux as an administrator
# make polluted reads 2,322 polluted copies of a table and 5,000 round trips, prints the score of each kind
# make fuzz  imports 10,000 spoilt exports: none may break anything; FUZZ_COUNT and FUZZ_SEED choose others
# make setup installs, nothing else
# make docs  writes docs/data.md and docs/metrics.md anew from the contract and the metrics
# make lock  compiles the requirements anew from the ranges in pyproject.toml

.PHONY: run test check faults polluted fuzz setup docs lock format clean
.DEFAULT_GOAL := run

WORKSPACE ?= workspace
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := build/sample
PYTEST ?= -n auto --dist loadfile

# The first Python of 3.11 or later; PYTHON=… names another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

run: $(VENV)/.run-installed
	@test -e "$(WORKSPACE)/current" || $(MAKE) --no-print-directory $(SAMPLE)-stored
	HALDUR_WORKSPACE="$(WORKSPACE)" $(BIN)/python -m streamlit run dashboard.py \
		--server.address=127.0.0.1 --server.port=$(PORT) --server.headless=true

test: $(VENV)/.tests-installed
	$(BIN)/python -m pytest $(PYTEST)

check: $(VENV)/.tests-installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest $(PYTEST)

faults: $(VENV)/.tests-installed
	$(BIN)/python -m pytest -n 2 --dist load -o python_files='*_faults.py' tests/faults

polluted: $(VENV)/.tests-installed
	$(BIN)/python -m pytest -s tests/fuzz/polluted_fuzz.py
	ROUND_TRIPS=5000 $(BIN)/python -m pytest tests/data/importing/test_round_trip.py

fuzz: $(VENV)/.tests-installed
	$(BIN)/python -m pytest -s tests/fuzz/import_fuzz.py

setup: $(VENV)/.run-installed $(VENV)/.tests-installed

format: $(VENV)/.tests-installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.run-installed
	$(BIN)/python -m data.documentation
	$(BIN)/python -m analytics.documentation

lock: $(VENV)/.tests-installed
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --upgrade --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --constraint requirements.txt --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --custom-compile-command "make lock" --upgrade --quiet -o requirements-dev.txt

clean:
	rm -rf $(VENV) build

.PHONY: $(SAMPLE)-stored
$(SAMPLE)-stored:
	$(BIN)/python -m analytics sample --out $(SAMPLE)
	$(BIN)/python -m analytics import $(SAMPLE) --workspace "$(WORKSPACE)"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Haldur needs Python 3.11 or later; install it, or say where it is: make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.tests-installed: requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
