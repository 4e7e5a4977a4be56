# `make demo` shows it, `make test` tests it, `make setup` only prepares. Anything else is a nox session:
# `make lint`, `make types`, `make docs`, ... (`.venv/bin/nox --list` names them all; ARGS="..." is passed on).
# Needs python3 >= 3.11, make and git; the rest is installed into .venv, pinned and checked by hash.

VENV := .venv
READY := $(VENV)/.ready
PROJECTS := pyproject.toml $(wildcard plugins/*/pyproject.toml partners/*/pyproject.toml service/pyproject.toml)
MEMBERS := $(patsubst %/,%,$(dir $(PROJECTS)))
ASSETS := service/assets/package.json service/assets/package-lock.json service/assets/.npmrc service/assets/build.py
WORKERS ?= 2
SESSIONS := $(filter-out setup demo test clean $(READY),$(MAKECMDGOALS))

# uv brings its own Python from elsewhere unless told to use the machine's.
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup demo test clean $(SESSIONS)

setup:
	@started=$$(date +%s) && $(MAKE) --silent --no-print-directory $(READY) && \
	echo "Set-up ready in $$(( $$(date +%s) - started )) s"

demo: setup
	@exec $(VENV)/bin/mkb demo

# Sessions of their own: what needs chromium, what starts many processes and servers, and generated requests.
test: setup
	$(VENV)/bin/python -m pytest -n $(WORKERS) --dist worksteal -m "not browser and not slow and not fuzz" $(ARGS)
	@echo "Not among these: make slow, make browser, make fuzz"

clean:
	rm -rf $(VENV) .nox .mypy_cache .ruff_cache .pytest_cache site dist service/assets/node_modules tests/plugins/identity_oidc/broker/node_modules

ifneq ($(SESSIONS),)
$(SESSIONS): setup
	@$(VENV)/bin/nox --session $@ -- $(ARGS)
endif

# Done again only when something that decides what is installed has changed.
$(READY): Makefile $(PROJECTS) $(wildcard requirements/*.txt) $(ASSETS)
	@rm -f $@
	@$(VENV)/bin/python -c "import sys, uv; sys.exit(sys.version_info < (3, 11))" 2>/dev/null || { \
	  for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
	    $$python -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>/dev/null && break; python=; \
	  done; \
	  [ -n "$$python" ] || { echo "Python 3.11 or newer is needed, and was not found. Set PYTHON=/path/to/python3."; exit 1; }; \
	  echo "Making $(VENV) with $$($$python --version)"; \
	  $$python -m venv --clear $(VENV) >/dev/null 2>&1 || { \
	    $$python -m venv --clear --without-pip $(VENV) >/dev/null 2>&1 && $$python -m pip --version >/dev/null 2>&1; \
	  } || { rm -rf $(VENV); echo "This Python can make no virtual environment with pip. On Debian and Ubuntu: apt install python3-venv"; exit 1; }; \
	  if $(VENV)/bin/python -m pip --version >/dev/null 2>&1; \
	  then $(VENV)/bin/python -m pip install --quiet --require-hashes --requirement requirements/uv.txt; \
	  else $$python -m pip --python $(VENV)/bin/python install --quiet --require-hashes --requirement requirements/uv.txt; fi; }
	@echo "Installing the pinned packages"
	@$(VENV)/bin/python -m uv pip install --quiet --python $(VENV) --require-hashes --requirement requirements/dev.txt
	@echo "Installing the workspace's own packages"
	@$(VENV)/bin/python -m uv pip install --quiet --python $(VENV) --no-deps --no-build-isolation $(addprefix --editable ./,$(MEMBERS))
	@echo "Installing the pages' styles and scripts"
	@$(VENV)/bin/python service/assets/build.py
	@touch $@
