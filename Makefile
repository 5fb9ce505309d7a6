# `make site` and `make test` set up .venv by themselves, and again when a lock or pyproject.toml changes.

PYTHON ?= python3
RUN = .venv/bin/python
INSTALL = $(RUN) -m pip install --quiet --disable-pip-version-check
INSTALL_LOCKED = $(INSTALL) --require-hashes --only-binary :all:

# Releases that are at least a week old, the same for every system and every Python that we support.
UV = uv==0.13.9
LOCK = build/uv/bin/uv pip compile --quiet --no-config --upgrade --universal --python-version 3.11 \
	--fork-strategy fewest --only-binary :all: --exclude-newer '7 days' \
	--generate-hashes --annotation-style line --custom-compile-command 'make lock' pyproject.toml

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

# Made anew each time, so that it holds what the locks hold and nothing that they held once.
.venv/site.stamp: requirements.txt requirements-test.txt pyproject.toml
	@$(PYTHON) -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or later with venv and pip is needed, and \`$(PYTHON)\` is not that." >&2; \
		echo "Debian, Ubuntu: apt install python3-venv. Another Python: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up .venv from requirements.txt, which takes a minute the first time"
	@$(PYTHON) -m venv --clear .venv
	@$(INSTALL_LOCKED) -r requirements.txt
	@$(INSTALL) --no-index --no-build-isolation --no-deps --editable .
	@touch $@

.venv/test.stamp: .venv/site.stamp
	@echo "Adding to .venv from requirements-test.txt"
	@$(INSTALL_LOCKED) -r requirements-test.txt
	@touch $@

lock:
	$(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: $(UV)
	$(LOCK) --group build --output-file requirements.txt >/dev/null
	$(LOCK) --group build --extra test --constraints requirements.txt --output-file requirements-test.txt >/dev/null

clean:
	rm -rf .venv build site offline.zip .site.new .site.new.old *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
