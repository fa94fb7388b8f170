# Each target installs what it needs; only Python 3.11 to 3.13 must be present. requirements-runtime.lock is for running;
# requirements-server.lock adds PostgreSQL and the lake, requirements.lock also the development packages, with the same versions.
PYTHON ?= python3
BIN := .venv/bin
RUNTIME := .venv/.installed-runtime
SERVER := .venv/.installed-server
DEVELOPMENT := .venv/.installed

# Where the environment forbids it, every process would compile its modules, and rewrite the asserts of pytest's plugins.
export PYTHONDONTWRITEBYTECODE =

CHECKS := check-types check-sql check-definitions check-rules check-dependencies check-style

.PHONY: setup install install-server demo run test test-next thorough check $(CHECKS) bench ui lock format pictures tables
.DEFAULT_GOAL := setup

setup: $(DEVELOPMENT) ## create .venv for development

install: $(RUNTIME) ## create .venv with only what running needs
	$(COMPILE)

install-server: $(SERVER) ## the same with PostgreSQL for Dagster's records and the lake
	$(COMPILE)

$(RUNTIME): requirements-runtime.lock pyproject.toml
	$(call install,requirements-runtime.lock)
	@touch $(RUNTIME)

$(SERVER): requirements-server.lock pyproject.toml
	$(call install,requirements-server.lock)
	@touch $(SERVER) $(RUNTIME)

# The development lock contains both others (tests/test_requirements.py).
$(DEVELOPMENT): requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $(DEVELOPMENT) $(SERVER) $(RUNTIME)

# A service's user may not write bytecode beside the modules. Elsewhere, Python compiles the modules that it imports.
COMPILE = @$(BIN)/python -m compileall -qq -j 0 .venv/lib hub_almanac.py assets pipeline || true

# Uses uv if present, else venv and pip. The locks pin all versions and hashes, so nothing needs resolving.
define install
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv --quiet --allow-existing --python $(PYTHON) .venv && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r $(1) && \
	  uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . ; \
	else \
	  $(PYTHON) -m venv .venv && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes -r $(1) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ; \
	fi
endef

demo: $(RUNTIME) ## forty days of the sample Hub, no network
	$(BIN)/almanac demo

run: $(RUNTIME) ## today's snapshot of the real Hub
	$(BIN)/almanac run

ui: $(RUNTIME) ## the Dagster UI and its daemon on ./data
	$(BIN)/almanac ui

test: $(DEVELOPMENT) ## all tests; `make test T="-m 'not slow'"` for the quick ones
	$(BIN)/python -m pytest --numprocesses 5 --dist loadscope --no-loadscope-reorder $(T)

test-next: $(DEVELOPMENT) ## with the newest DuckDB: the documents' code and the example queries in an environment of its own, and the write side
	ALMANAC_NEWEST=1 $(BIN)/python -m pytest -q tests/test_python.py
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target .venv/newest-duckdb "duckdb>=2"
	PYTHONPATH=$(CURDIR)/.venv/newest-duckdb $(BIN)/python -m pytest -q -m "not slow" -W ignore::UserWarning tests/crawl tests/warehouse tests/marts tests/publishing tests/published

thorough: $(DEVELOPMENT) ## all tests, with random ones at full length (50 kills, longer sequences)
	ALMANAC_THOROUGH=1 ALMANAC_EVERY_PAGE=1 $(MAKE) test

check: $(DEVELOPMENT) ## format, lint, types, dependencies, SQL, spelling, words, names, definitions, layers, sizes, docs/tables.md
	@$(MAKE) --no-print-directory --jobs 2 $(CHECKS)

# independent of each other, the longest first
check-types: $(DEVELOPMENT)
	$(BIN)/basedpyright

check-sql: $(DEVELOPMENT)
	$(BIN)/sqlfluff lint --disable-progress-bar sql
	$(BIN)/python -m scripts.sql_contracts
	$(BIN)/python -m scripts.data_dictionary_page --check

check-definitions: $(DEVELOPMENT)
	$(BIN)/dg check toml
	$(BIN)/dg check defs --no-check-yaml

check-rules: $(DEVELOPMENT)
	$(BIN)/python -m pytest -q tests/test_requirements.py tests/test_layers.py tests/test_house.py tests/test_words.py

check-dependencies: $(DEVELOPMENT)
	$(BIN)/deptry .
	$(BIN)/deptry tests benchmarks scripts --exclude '\.git' --ignore DEP002,DEP004

check-style: $(DEVELOPMENT)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/codespell

bench: $(DEVELOPMENT) ## run the benchmarks; compare ratios within one run
	$(BIN)/python -m benchmarks

pictures: $(DEVELOPMENT) ## take the docs' screenshots of the UI and the site with the browser tests (needs Chromium and a Korean font)
	mkdir -p docs/pictures
	test -e data/demo/site/index.html || $(BIN)/almanac demo
	ALMANAC_PICTURES=docs/pictures $(BIN)/python -m pytest tests/browser -k "four_clicks or asset_page or pictured"

tables: $(DEVELOPMENT) ## rebuild docs/tables.md after a change of comments, columns or macros
	$(BIN)/python -m scripts.data_dictionary_page

format: $(DEVELOPMENT)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-strip-extras --quiet
lock: $(DEVELOPMENT) ## rebuild the locks, without download addresses (needs uv)
	$(LOCK) --group dev --extra postgres --extra lake --extra notebook pyproject.toml -o requirements.lock
	$(LOCK) --group build --extra postgres --extra lake --constraint requirements.lock pyproject.toml -o requirements-server.lock
	$(LOCK) --group build --constraint requirements.lock pyproject.toml -o requirements-runtime.lock
	$(LOCK) --group pyproject.toml:next -o tests/duckdb-next.lock
