# Two commands matter: `make run` and `make test`. Both install what a fresh machine lacks.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export PORT ?= 8000
export DATA_DIR ?= $(CURDIR)/var
PY := .venv/bin/python
MANAGE := $(PY) manage.py
DONE := .venv/.done
SOURCES := $(shell find static templates package.json -type f -not -path 'static/build/*' 2>/dev/null)

.PHONY: help setup setup-dev run stop test test-fast lint bench faults backup restore messages pins clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

run: setup ## start everything with the demo and print address and accounts
	@trap '$(PY) -m config.parts stop' EXIT; \
	$(PY) -m config.parts start && $(MANAGE) migrate -v0 && $(MANAGE) seed_demo && \
	echo "Dozvil: http://localhost:$(PORT)  (Ctrl-C stops everything)" && \
	.venv/bin/honcho start

stop: ## stop embedded parts that were left running
	@for folder in "$(DATA_DIR)" "$(CURDIR)/var/tests"; do DATA_DIR=$$folder $(PY) -m config.parts stop; done

# One commit is always tested with the same luck, and every commit with its own; SEED=7 tries another.
test: SEED ?= $(shell printf '%d' 0x$$(git rev-parse --short=7 HEAD 2>/dev/null || echo 0))
test: setup-dev ## the whole suite on real PostgreSQL, Redis and Chromium
	@trap 'DATA_DIR=$(CURDIR)/var/tests $(PY) -m config.parts stop' EXIT; \
	$(PY) -m pytest -n 2 -m "not browser" --randomly-seed=$(SEED) --hypothesis-seed=$(SEED) && \
	$(PY) -m pytest -n 2 -m browser -p no:randomly

test-fast: setup-dev ## the inner loop: no browser, nothing slow
	$(PY) -m pytest -m "not browser and not slow" -x

lint: setup-dev ## style, types, layers, templates, sizes, migrations
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/lint-imports
	.venv/bin/djlint templates --lint --quiet
	.venv/bin/mypy config core manufacturers licensing commission tracking records demo
	$(PY) -m tests.architecture.sizes
	@trap 'DATA_DIR=$(CURDIR)/var/tests $(PY) -m config.parts stop' EXIT; \
	export DATA_DIR=$(CURDIR)/var/tests; $(PY) -m config.parts start && $(MANAGE) makemigrations --check --dry-run

bench: CASES ?= 1000 10000 100000
bench: setup-dev ## medians and ratios of the budgets; never fails by time; CASES="1000 10000" for less
	@trap 'DATA_DIR=$(CURDIR)/var/tests $(PY) -m config.parts stop' EXIT; $(PY) -m tests.bench --cases $(CASES)

faults: DECISIONS ?= 200
faults: SUBMISSIONS ?= 500
faults: setup-dev ## kill, stop, refuse, fill, jump; prints what was lost (DECISIONS=, SUBMISSIONS= for less)
	@$(PY) -m tests.faults --decisions $(DECISIONS) --submissions $(SUBMISSIONS)

backup: TO ?= $(DATA_DIR)/backup-$(shell date +%Y%m%d-%H%M%S)
backup: setup ## database, files and keys into the folder TO; the site may run
	@$(PY) -m config.parts start && $(MANAGE) backup --to "$(TO)"

restore: setup ## a backup FROM a folder into a new, empty site; then proves the ledger
	@test -n "$(FROM)" || { echo "usage: make restore FROM=DIR"; exit 2; }
	@$(PY) -m config.parts start && $(MANAGE) migrate -v0 && $(MANAGE) restore --from "$(FROM)"

setup: $(DONE)/static ## install what is missing
setup-dev: setup $(DONE)/dev

$(DONE)/system: bin/install-system
	@bin/install-system run
	@mkdir -p $(@D) && touch $@

# The pins are complete, so pip resolves nothing: rigour runs on pyicu's wheels (overrides.txt).
$(DONE)/python: requirements.txt
	@test -x $(PY) || python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@mkdir -p $(@D) && touch $@

$(DONE)/dev: $(DONE)/python requirements-dev.txt bin/install-system
	@bin/install-system dev
	@.venv/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@mkdir -p $(@D) && touch $@

$(DONE)/node: $(DONE)/python package-lock.json
	@bin/npm ci --silent --no-audit --no-fund
	@mkdir -p $(@D) && touch $@

$(DONE)/static: $(DONE)/system $(DONE)/python $(DONE)/node $(SOURCES) $(wildcard locale/*/LC_MESSAGES/*.po)
	@bin/npm run --silent build
	@$(MANAGE) prepare_fonts
	@$(PY) -m config.catalogues
	@$(MANAGE) collectstatic --noinput -v0
	@mkdir -p $(@D) && touch $@

messages: ## collect new texts into locale/uk
	$(MANAGE) makemessages -l uk --no-wrap --add-location file -i node_modules -i var -i .venv -i tests

pins: ## pin the newest allowed versions with hashes
	.venv/bin/uv pip compile -q -U --override overrides.txt --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	.venv/bin/uv pip compile -q -U --override overrides.txt --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt

clean: stop ## forget the demo's data
	rm -rf var
