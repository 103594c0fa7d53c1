# `make demo` and `make test` need only Python >= 3.11, make and the package index.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	&& echo $$p && break; done)
BIN := .venv/bin

# The environment with the SDK, and what is compiled for it.
SDK := $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME)/ttc-metalium-sdk,$(CURDIR)/.sdk)

.PHONY: demo test test-sdk check-fast lint types pytest lit golden bench clean

demo: .venv/run.stamp
	$(BIN)/ttc compile examples/gemm.py -o out
	$(BIN)/ttc run out/gemm

test: lint types lit pytest

# What one change needs before the whole test: seconds, not minutes.
check-fast: lint .venv/dev.stamp
	$(BIN)/pytest -q -n 2 -m "not slow"

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/python .ci/types.py

pytest: .venv/dev.stamp
	$(BIN)/pytest -q -n 2

lit: .venv/dev.stamp
	$(BIN)/lit -j2 lit

# The real SDK as the judge; `make test` needs none of it. Writes the table of docs/sdk.md, and with
# TABLE=compare fails if it is another.
TABLE ?= write
test-sdk: .venv/dev.stamp
	TTC_SDK_CACHE=$(SDK) .ci/sdk-setup
	TTC_SDK_CACHE=$(SDK) $(BIN)/pytest -q -n 2 sdk_tests --sdk $(SDK)/venv --table $(TABLE)

golden: .venv/dev.stamp
	$(BIN)/pytest -q -n 2 --update-golden

bench: .venv/run.stamp
	$(BIN)/python bench/bench.py

clean:
	rm -rf build dist out *.egg-info

# Plain editable installs: new files are seen at once, and only pyproject.toml asks for a new one.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/run.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/dev.stamp: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .venv/run.stamp
