# `make run` and `make test` do all the set-up they need; nothing has to be typed before them.
# `make test` leaves kills, floods, two thirds of the examples of properties and the longest walks to CI;
# `make test CI=true` runs those too.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
# Half of its time a test waits, for a gateway or a worker: two share a processor. Those in a browser
# come after all others, one a processor: a page that starves shows what no user sees. Two minutes of
# `make soak` are among those of CI, always with the same seed.
TESTS_AT_ONCE ?= $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')

.DEFAULT_GOAL := help
.PHONY: help run test check style types contracts packages soak pictures bench lock number-series fleet schema words clean

help: ## print what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r target words; do \
	  printf 'make %-14s %s\n' "$$target" "$$words"; done

run: $(VENV)/.run ## open the dashboard, with all that it needs
	$(BIN)/python -m streamlit run app.py

test: $(VENV)/.test ## everything that proves it works; CI=true adds kills, floods and fuzzing
	@$(MAKE) --no-print-directory --jobs style types contracts packages
	@command -v chromium >/dev/null || { \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -q && apt-get install -y -q chromium; \
	  else \
	    echo "The browser tests need Chromium at /usr/bin/chromium. On Debian: apt install chromium" >&2; exit 1; \
	  fi; }
	$(BIN)/python -m pytest -n $(TESTS_AT_ONCE) --dist worksteal --ignore=tests/browser $(if $(CI),,-m "not slow")
	SOAK_SECONDS=120 SOAK_SEED=2024 \
	  $(BIN)/python -m pytest -n auto --dist worksteal tests/browser $(if $(CI),,-m "not slow")

check: style types contracts packages ## the next four, and the rules of the house
	$(BIN)/python -m pytest -q tests/house/test_architecture.py tests/house/test_purity.py

style: $(VENV)/.test ## how the code is written
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test ## types, as strictly as mypy can
	$(BIN)/mypy

contracts: $(VENV)/.test ## who imports whom
	$(BIN)/lint-imports --no-cache --no-logo

packages: $(VENV)/.test ## whether each package that is imported is named, and no other
	$(BIN)/deptry .

soak: $(VENV)/.test ## clicks without a plan for twenty minutes; SEED=… walks the same way again
	SOAK_SECONDS=$(or $(SECONDS),1200) SOAK_SEED=$(SEED) \
	  $(BIN)/python -m pytest -s tests/browser/soak/test_soak.py

pictures: $(VENV)/.test ## renew README's pictures from the walk of a newcomer
	SCREENSHOTS=$(VENV)/pictures $(BIN)/python -m pytest -q tests/browser/test_newcomer.py -k "five_clicks or of_ones_own"
	sed -n 's/.*(docs\/pictures\/\(.*\))$$/\1/p' README.md | while read -r name; do \
	  cp "$(VENV)/pictures/light/$$name" "docs/pictures/$$name"; done

bench: $(VENV)/.test ## how fast it is
	$(BIN)/python -m tests.bench.bench_campaign
	$(BIN)/python -m tests.bench.bench_posters
	$(BIN)/python -m tests.bench.bench_creating
	$(BIN)/python -m tests.bench.bench_contacts
	$(BIN)/python -m tests.bench.bench_formats
	$(BIN)/python -m tests.bench.bench_results
	$(BIN)/python -m tests.bench.bench_exports
	$(BIN)/python -m tests.bench.bench_sign_in

# What is installed is locked, package by package with the hashes of its files, out of the ranges in
# pyproject.toml. The lock names no index: pip asks the one it is set up for.
LOCK := $(VENV)/lock/bin/uv pip compile --quiet --universal --upgrade --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

lock: $(VENV)/lock/bin/uv ## renew the locks out of the ranges in pyproject.toml
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) pyproject.toml --extra fleet --constraint requirements.txt --output-file requirements-fleet.txt
	$(LOCK) pyproject.toml --extra fleet --group dev --constraint requirements-fleet.txt --output-file requirements-dev.txt

$(VENV)/lock/bin/uv: | $(VENV)/bin/python
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet uv==$(UV)

number-series: $(VENV)/.test ## renew the table of number series out of the locked phonenumbers
	$(BIN)/python -m scripts.make_number_series
	$(BIN)/python -m scripts.make_calling_codes

fleet: $(VENV)/.test ## Redis and two posters on this machine, for a look: docs/fleet.md
	$(BIN)/python -m scripts.run_fleet

schema: $(VENV)/.run ## write the schema out for people, after a new migration
	$(BIN)/python -m scripts.write_schema

words: $(VENV)/.run ## write out every text that people read, to read them in one place
	$(BIN)/python -m scripts.write_words

clean: ## remove the environment
	rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version 2>&1)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.test: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@ $(VENV)/.run
