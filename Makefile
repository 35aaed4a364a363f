# One target a need; `make check` is what CI runs before the long tests. `make help` lists them.
PYTHON ?= .venv/bin/python

.PHONY: help long coverage venv site check test lint types contracts gen stale bench bundle windows-bundle windows picture templates

help:  ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

venv:  ## everything for working on the project
	python3 -m venv .venv
	.venv/bin/python -m pip install --quiet --editable '.[test,lint]'

check: lint types contracts stale test  ## all that must be green

test:  ## the whole suite
	$(PYTHON) -m pytest -n auto

long:  ## the tests that take minutes
	$(PYTHON) -m pytest -n auto -m long

coverage:  ## lines that tests run, beside their floors
	$(PYTHON) scripts/coverage_floors.py

lint:  ## format and lint
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:  ## mypy, strict
	$(PYTHON) -m mypy

contracts:  ## who may import whom
	$(dir $(PYTHON))lint-imports

gen:  ## write the generated references and the schema
	$(PYTHON) scripts/generate_docs.py

stale:  ## say which generated files are out of date
	$(PYTHON) scripts/generate_docs.py --check

templates:  ## make the workbook templates anew from their scripts
	$(PYTHON) workbook_templates/make_templates.py
	$(PYTHON) workbook_templates/make_summary.py
	$(PYTHON) workbook_templates/make_papers.py

site:  ## the documents as a site for reading without a network, in build/site; needs '.[docs]'
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict --quiet

picture:  ## the pictures of README and site, by LibreOffice and Chromium
	$(PYTHON) scripts/picture.py

bench:  ## ratios beside a peer, in one run
	$(PYTHON) scripts/bench.py

bundle:  ## all wheels in one folder, to install without a network
	rm -rf bundle
	$(PYTHON) -m pip wheel --quiet --wheel-dir bundle .
	@echo "Copy the folder bundle and run: pip install --no-index --find-links bundle xlreport"

OUT ?= dist
windows-bundle:  ## a folder that runs on Windows without Python; PYTHON_ZIP=... PYTHON_SHA256=... from python.org
	@$(PYTHON) scripts/windows/bundle.py "$(PYTHON_ZIP)" --sha256 "$(PYTHON_SHA256)" --out "$(OUT)"

windows:  ## that folder tried under wine
	XLREPORT_WINDOWS=1 $(PYTHON) -m pytest tests/windows
