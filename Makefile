# Five verbs and their set-up. Each sets up what it needs; nothing else must be installed than Python 3.11 to 3.13.
PYTHON ?= python3
BIN := .venv/bin
MARK := .venv/.installed
RUNTIME_MARK := .venv/.installed-runtime

.PHONY: setup install demo run test thorough check bench ui lock format pictures tables
.DEFAULT_GOAL := setup

setup: $(MARK) ## make .venv from the lock

install: $(RUNTIME_MARK) ## make .venv without development packages, for a server

$(MARK): requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $(MARK)

$(RUNTIME_MARK): requirements-runtime.lock pyproject.toml
	$(call install,requirements-runtime.lock)
	@touch $(RUNTIME_MARK)

# Exact versions and hashes, all of them, so nothing is left to resolve; uv where it is present, else plain venv and pip.
define install
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(1) && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
endef

demo: $(MARK) ## forty days of the sample Hub, no network
	$(BIN)/almanac demo

run: $(MARK) ## today's snapshot of the real Hub
	$(BIN)/almanac run

ui: $(MARK) ## the Dagster UI and its daemon on ./data
	$(BIN)/almanac ui

test: $(MARK) ## all tests; `make test T="-m 'not slow'"` for the quick ones
	$(BIN)/python -m pytest --numprocesses 3 --dist loadscope --no-loadscope-reorder $(T)

thorough: $(MARK) ## all tests, those of chance as often as is promised (50 kills, longer sequences)
	ALMANAC_THOROUGH=1 ALMANAC_EVERY_PAGE=1 $(MAKE) test

check: $(MARK) ## format, lint, types, definitions
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/dg check toml
	$(BIN)/dg check defs --no-check-yaml
	$(BIN)/python -m pytest -q tests/test_requirements.py

bench: $(MARK) ## figures; ratios within one run
	$(BIN)/python -m benchmarks

pictures: $(MARK) ## the documents' pictures of the UI and of a page, made by the browser tests (needs Chromium)
	mkdir -p docs/pictures
	test -e data/demo/site/index.html || $(BIN)/almanac demo
	ALMANAC_PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser -k "four_clicks or asset_page or pictured"

tables: $(MARK) ## docs/tables.md anew, after a change of comments, columns or macros
	ALMANAC_TABLES=docs/tables.md $(BIN)/python -m pytest tests/test_tables.py

format: $(MARK)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-strip-extras --quiet
lock: $(MARK) ## both locks; needs uv; no download addresses go into the files
	$(LOCK) --group dev --extra postgres --extra notebook pyproject.toml -o requirements.lock
	$(LOCK) --group build --extra postgres --constraint requirements.lock pyproject.toml -o requirements-runtime.lock
