# Two commands: `make run` shows what it does, `make test` proves it. Both make .venv first.

.DEFAULT_GOAL := help
.PHONY: help install run test bench extraction-diff reference format lock clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
# The first interpreter that runs and is new enough; PYTHON=… chooses another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p $(NEW_ENOUGH) 2>/dev/null && echo $$p && break; done)
QUESTION := 乡镇一级扶贫项目资产谁是第一责任人？

export PYTHONUTF8 := 1

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 18

install: $(STAMP) ## make .venv and install the pinned packages

$(STAMP): requirements.lock pyproject.toml
	@$(or $(PYTHON),false) $(NEW_ENOUGH) || { echo "dutygraph needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## build the graph, answer the headline question, start the app
	$(BIN)/dutygraph build
	$(BIN)/dutygraph ask "$(QUESTION)"
	$(BIN)/dutygraph app

test: install ## format, lint, types, layers and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n auto --dist worksteal

bench: install ## measure throughput and write BENCHMARKS.md
	$(BIN)/python -m tests.bench.throughput

extraction-diff: install ## frames gained and lost against what was last landed (BASE=revision LAWS=folder SAMPLE=n)
	$(BIN)/python -m tests.diff.extraction

reference: install ## write docs/ontology/index.html, the reference of the vocabulary
	$(BIN)/python -m ontology.reference docs/ontology/index.html

format: install ## format the code and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: install ## pin the newest versions that pyproject.toml allows
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --upgrade --no-emit-index-url --no-emit-find-links --strip-extras --allow-unsafe \
		--extra dev --extra fast --output-file requirements.lock pyproject.toml

clean: ## remove .venv and everything that tools left behind
	rm -rf $(VENV) build dist *.egg-info .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
