# Thin: each target is one line over `python -m quizbook`, which also runs where there is no make.
PYTHON ?= python3
RUN := .venv/bin/python -m
define CHECK_VERSION
import sys; have = sys.version_info[:2]; name = "%d.%d" % have; \
have < (3, 11) and sys.exit("Python 3.11 or later is needed, not " + name + ". Name one: make book PYTHON=python3.12"); \
have > (3, 13) and print("Tested with Python 3.11, 3.12 and 3.13; this is " + name + ".")
endef

.PHONY: book html pdf epub watch test lab check bench cross-check reference docs lock next clean help

book: .venv/installed  ## build every edition into _build/
	@$(RUN) quizbook build

html: .venv/installed  ## build the HTML edition alone
	@$(RUN) quizbook build html

pdf: .venv/installed  ## build the PDF edition alone
	@$(RUN) quizbook build pdf

epub: .venv/installed  ## build the EPUB edition alone
	@$(RUN) quizbook build epub

watch: .venv/installed  ## build every edition again whenever a source is saved
	@$(RUN) quizbook watch

test: .venv/test  ## run everything that CI runs
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) quizbook check
	@$(RUN) quizbook build
	@$(RUN) pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

docs: .venv/installed  ## build the pages for authors into docs/_build/
	@$(RUN) quizbook --book docs build html

lab: .venv/lab  ## open the chapters as live notebooks (make lab ARGS="--no-browser --port 8899")
	@$(RUN) quizbook lab $(ARGS)

check: .venv/installed  ## validate questions and front matter
	@$(RUN) quizbook check

bench: .venv/bench  ## measure weight and speed
	@$(RUN) bench

cross-check: .venv/installed  ## run independent programs beside the models (optional; ARGS="--sources DIR")
	@$(RUN) bench.cross_check $(ARGS)

reference: .venv/installed  ## renew the stored outputs that tests compare
	@$(RUN) quizbook reference

lock: .venv/installed  ## renew requirements.txt and requirements-more.txt from pyproject.toml
	@$(RUN) quizbook lock

next:  ## build the test course with the newest Sphinx, parser and theme
	@.ci/next $(PYTHON)

clean:  ## remove what was built, not what was installed
	@rm -rf _build

help:  ## show this list
	@sed -n 's/^\([a-z-]*\):.*##/make \1 \t/p' Makefile | expand -t 18

INSTALL := .venv/bin/python -m pip install --quiet --disable-pip-version-check

.venv/installed: requirements.txt pyproject.toml
	@$(PYTHON) -c '$(CHECK_VERSION)'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python lacks venv. Install it first: sudo apt install python3-venv" >&2; exit 1; }
	@$(INSTALL) --requirement requirements.txt || { echo "Nothing was installed: pip says above why." >&2; exit 1; }
	@touch $@

.venv/lab .venv/test .venv/bench: .venv/%: .venv/installed requirements-more.txt
	@$(INSTALL) --constraint requirements-more.txt --editable '.[$*]' || { echo "Nothing was installed: pip says above why." >&2; exit 1; }
	@touch $@
