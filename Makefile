# make run starts the app; make check and make test are what every change has to pass.

PYTHON ?= python3

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SERVERS := .venv-servers
LOCK := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --upgrade \
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet

.DEFAULT_GOAL := help
.PHONY: help run test test-servers check quality bench soak screenshots reference format lock clean

help: ## list what can be made
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

# HOST counts on make's command line alone: some shells set it to the machine's name, which would let others in.
run: $(VENV)/.runs ## start the app (make run HOST=… PORT=… for another place)
	@$(BIN)/python -m coach serve $(if $(filter command,$(origin HOST)),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: $(VENV)/.checks ## run every test, those in a real browser too
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

test-servers: $(VENV)/.checks $(SERVERS)/.made ## hold a talk through a real model server, with noise for a model
	@$(BIN)/python -m pytest tests/servers/real_servers.py

check: $(VENV)/.checks ## lint, format, types, imports and the shipped content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright --level error
	@$(BIN)/lint-imports
	@$(BIN)/python -m coach check

quality: $(VENV)/.checks ## measure reader and assessor on labelled talks
	@$(BIN)/python -m tests.quality

bench: $(VENV)/.checks ## measure waits, tokens and processor time, beside a direct line and plain Gradio
	@$(BIN)/python -m tests.bench

soak: $(VENV)/.checks ## kill -9 under load, a fleet of which one dies, 500 learners (some 20 minutes; wants nginx)
	@$(BIN)/python -m tests.soak

screenshots: $(VENV)/.checks ## a picture of every page, to screenshots/
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.web.screenshots

reference: $(VENV)/.checks ## renew what is made from code and members: schema, reference, what their lines mean
	@$(BIN)/python -m coach.lab.reference > docs/persona-file.md
	@$(BIN)/python -m tests.quality.known
	@$(BIN)/python -c "from pathlib import Path; from coach.lab.schema import write_schema; write_schema(Path('personas'))"

format: $(VENV)/.checks ## mend what can be mended by machine
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

lock: $(VENV)/.checks ## renew the pinned dependencies
	@$(LOCK) --group build --output-file requirements.txt
	@$(LOCK) --group dev --constraint requirements.txt --output-file requirements-dev.txt

clean: ## remove the environments and all caches
	@rm -rf $(VENV) $(SERVERS) .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist
	@find coach tests -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp says that what it is named for is installed as the lock has it.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "coach needs Python 3.11 or newer. Here, $(PYTHON) is: $$($(PYTHON) --version 2>&1)"; \
	  echo "Install a newer one, or name one that you have: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "This Python can't make a virtual environment, since its module venv or ensurepip is missing."; \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv. Then again: make $(MAKECMDGOALS)"; exit 1; } >&2
	@echo "Making $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runs: requirements.txt pyproject.toml | $(VENV)/.made
	@echo "Installing what coach needs (once, a minute or two) …"
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.checks: requirements-dev.txt $(VENV)/.runs
	@echo "Installing what checks and tests need …"
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

# The list is whole, so nothing beside it is asked for: on Linux that keeps out what graphics cards need.
$(SERVERS)/.made: requirements-servers.txt | $(VENV)/.made
	@echo "Installing a model server (once, 1.2 GB) …"
	@$(PYTHON) -m venv $(SERVERS)
	@$(SERVERS)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --require-hashes \
	  -r requirements-servers.txt || { \
	  echo "On Linux this wants PyTorch's build for the processor alone, and Python 3.11. Where pip does not find it, name"; \
	  echo "the place that PyTorch's own instructions give: PIP_EXTRA_INDEX_URL=… make $(MAKECMDGOALS)"; exit 1; } >&2
	@touch $@
