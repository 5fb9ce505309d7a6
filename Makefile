# `make site` and `make test` set up .venv by themselves, and again whenever a lock or pyproject.toml changes.

ifeq ($(OS),Windows_NT)
PYTHON ?= py
BIN = Scripts
else
PYTHON ?= python3
BIN = bin
endif
RUN = .venv/$(BIN)/python
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check
INSTALL_LOCKED = $(INSTALL) --require-hashes --only-binary :all:

# Takes releases that are at least a week old, the same for every system and every Python that we support.
UV = uv==0.13.9
LOCK = build/uv/$(BIN)/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 \
	--fork-strategy fewest --only-binary :all: --exclude-newer '7 days' \
	--generate-hashes --annotation-style line --custom-compile-command 'make lock'

.PHONY: site offline test lint serve lock clean

site: .venv/site.stamp
	$(RUN) -m generator build

offline: .venv/site.stamp
	$(RUN) -m generator build --offline

test: .venv/test.stamp
	$(RUN) -m pytest -n auto

lint: .venv/test.stamp
	$(RUN) -m ruff check
	$(RUN) -m ruff format --check
	.venv/bin/oxlint --deny-warnings overrides tests
	$(RUN) -m mypy

serve: .venv/site.stamp
	$(RUN) -m generator serve

# Made from scratch each time, so that it holds what the locks list now and nothing that they listed before.
.venv/site.stamp: requirements.txt requirements-test.txt pyproject.toml
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later with venv and pip is needed; \`$(PYTHON)\` does not provide it." >&2; \
		echo "On Debian or Ubuntu: apt install python3-venv. To use another Python: make site PYTHON=python3.12" >&2; \
		exit 1; }
	@echo "Setting up .venv from requirements.txt (about a minute the first time)"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL_LOCKED) -r requirements.txt
	@$(INSTALL) --no-index --no-build-isolation --no-deps --editable .
	@touch $@

.venv/test.stamp: .venv/site.stamp
	@echo "Installing what the tests need from requirements-test.txt"
	@$(INSTALL_LOCKED) -r requirements-test.txt
	@touch $@

lock:
	$(PYTHON) -m venv build/uv
	build/uv/$(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: $(UV)
	$(LOCK) --group build --extra cards --extra import --extra office --output-file requirements.txt pyproject.toml >/dev/null
	$(LOCK) --group build --extra archive --extra cards --extra import --extra office --extra test --constraints requirements.txt --output-file requirements-test.txt pyproject.toml >/dev/null
	$(LOCK) --group audit --output-file requirements-audit.txt >/dev/null

clean:
	rm -rf .venv build site offline.zip .site.new .site.new.old *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
