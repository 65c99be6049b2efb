# Everything a person types. `make` alone lists it. Works with GNU and BSD make; needs only Python 3.11 or newer.
# Recipes are single commands, so that make runs them without a shell in between and Ctrl-C reaches them.
PYTHON = python3
ENV = .venv/bin/python

.PHONY: help run run-bare reset-demo test lint tidy migrations-check bench bench-intake bench-navigator bench-search bench-growth \
        bench-prover bench-deliveries bench-gateway bench-hall bench-screens bench-twin bench-mining bench-table openapi asyncapi rules shots lock environment environment-dev

help:
	@$(PYTHON) tools/help.py

#: Use it
# start database, web server and workers with the demo district; Ctrl-C stops them (PORT=8001, DATABASE_URL=…, YICHUANG_DEMO=0)
run: environment
	@$(ENV) -m yichuang.project.run

# the same without the departments' own systems: every matter is handled natively
run-bare: environment
	@YICHUANG_BARE=1 $(ENV) -m yichuang.project.run

# throw the demonstration away and load a fresh one
reset-demo: environment
	@$(ENV) -m yichuang.project.reset

#: Check it
# everything: lint, types, architecture, contract, unit, property, permissions, processes, browser
test: environment-dev
	@$(ENV) tools/check.py

# ruff, mypy, import-linter, migrations and documents only
lint: environment-dev
	@$(ENV) tools/check.py --lint

# put imports and layout in order (ruff)
tidy: environment-dev
	@$(ENV) -m ruff check --quiet --fix-only .
	@$(ENV) -m ruff format --quiet .

# are all model changes in a migration?
migrations-check: environment-dev
	@$(ENV) tools/check.py --only migrations

#: Measure it
# all benchmarks; `make bench-intake` runs one of them
bench: environment-dev
	@$(ENV) -m benchmarks

#: Keep its documents
# write docs/openapi.json from the code
openapi: environment-dev
	@$(ENV) tools/documents.py openapi

# write docs/asyncapi.json from the code: the events that departments' systems are sent
asyncapi: environment-dev
	@$(ENV) tools/documents.py asyncapi

# write docs/rules/ from the lifecycle table
rules: environment-dev
	@$(ENV) tools/documents.py rules

# write docs/benchmarks.md from the committed figures
bench-table: environment-dev
	@$(ENV) tools/documents.py benchmarks

# take the screenshots of the role pages
shots: environment-dev
	@$(ENV) tools/shots.py

# resolve the dependencies again and write both lock files with hashes
lock: environment-dev
	@$(ENV) tools/lock.py

environment:
	@$(PYTHON) tools/environment.py

environment-dev:
	@$(PYTHON) tools/environment.py --dev

bench-intake bench-navigator bench-search bench-growth bench-prover bench-deliveries bench-gateway bench-hall bench-screens bench-twin bench-mining: environment-dev
	@$(ENV) -m benchmarks $(@:bench-%=%)
