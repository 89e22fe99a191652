# Rynek: `make run` serves the intranet, `make test` checks everything. `make` lists the rest.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STYLES := home blog social search ground
PORT ?= 8000
RYNEK_DATA ?= $(CURDIR)/var
export PORT RYNEK_DATA
export RYNEK_DEMO ?= 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help
help: ## List these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

# One stamp for each requirements file: nothing is installed twice.
$(VENV)/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Rynek needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@echo "Installing Rynek into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what tests need …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

.PHONY: install
install: $(VENV)/installed ## Create .venv and install the pinned requirements

.PHONY: prepare
prepare: install
	@$(BIN)/rynek prepare

.PHONY: run
run: install ## Install, migrate, load the demo company if empty, serve on localhost
	@exec $(BIN)/rynek serve --prepare

.PHONY: test
test: $(VENV)/installed-dev lint ## Everything that CI needs: style, types, layers, migrations, tests
	@echo "Running tests …"
	@env -u RYNEK_DATA -u RYNEK_DEMO $(BIN)/pytest -rR -n 2 $(PYTEST_ARGS)

.PHONY: backend-suite
backend-suite: $(VENV)/installed-dev ## The search tests of modelsearch and Wagtail on our backend
	@echo "Running the search tests of modelsearch and Wagtail …"
	@$(BIN)/python -m tests.search.backend_suite

.PHONY: lint
lint: $(VENV)/installed-dev ## Style, types, layers, migrations, translations, deployment checks
	@echo "Checking style, types, layers, migrations and settings …"
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/djangofmt --check templates >/dev/null 2>&1 || $(BIN)/djangofmt --check templates
	@$(BIN)/djangofmt check templates >/dev/null 2>&1 || $(BIN)/djangofmt check templates
	@$(BIN)/biome check $(STYLES) >/dev/null 2>&1 || $(BIN)/biome check $(STYLES)
	@$(BIN)/rynek messages --compile >/dev/null
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache >/dev/null || $(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run --settings rynek.settings.test >/dev/null \
	  || $(BIN)/python manage.py makemigrations --check --dry-run --settings rynek.settings.test
	@RYNEK_DEMO=0 RYNEK_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') \
	  RYNEK_HOSTS=rynek.example.com RYNEK_BASE_URL=https://rynek.example.com \
	  $(BIN)/python manage.py check --deploy --fail-level WARNING \
	  --settings rynek.settings.production >/dev/null

.PHONY: format
format: $(VENV)/installed-dev ## Format the code and mend what can be mended
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djangofmt check --fix templates >/dev/null 2>&1 ; $(BIN)/djangofmt templates
	@$(BIN)/biome check --write $(STYLES)

.PHONY: messages
messages: $(VENV)/installed ## Update and compile the message catalogues
	@$(BIN)/rynek messages

.PHONY: reference
reference: $(VENV)/installed ## Write docs/developers/reference from the code
	@data=$$(mktemp -d) && trap 'rm -rf "$$data"' EXIT \
	  && RYNEK_DATA=$$data RYNEK_DEMO=0 $(BIN)/rynek migrate --verbosity 0 \
	  && RYNEK_DATA=$$data RYNEK_DEMO=0 $(BIN)/rynek reference

.PHONY: lock
lock: $(VENV)/installed-dev ## Pin the newest allowed versions in requirements*.txt
	@$(BIN)/python -m pip install --quiet uv
	@echo 'Django<6' > .constraints.tmp
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" --constraint .constraints.tmp \
	  --extra server pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 \
	  --custom-compile-command "make lock" --constraint requirements.txt \
	  --extra server --extra dev pyproject.toml -o requirements-dev.txt
	@rm -f .constraints.tmp

.PHONY: clean
clean: ## Remove the virtual environment and caches; var/ stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
