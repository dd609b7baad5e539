# Every target sets up what it needs in .venv: Python 3.11+ and make are enough to begin with.
# `make PYTHON=python3.13 test` takes another Python, `make JOBS=8 test` more test processes.

PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints-dev.txt

# One thread a process: the test processes share the cores already. Tests of one group share what they computed.
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help install demo test quick lint format unit conformance peer-tests bench loss generate vectors bounds accuracy clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(INSTALLED) ## Create .venv with the package, the frameworks and the tools

# pip and the build backend come first: the package is then built with the pinned backend and without a download.
# pip would compile the modules one after the other, compileall does on all cores; modules for a later Python fail there.
$(INSTALLED): pyproject.toml constraints-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is %d.%d: make PYTHON=..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@echo "Installing into $(VENV); the first time takes a few minutes."
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@$(PIP_INSTALL) pip hatchling editables
	@$(PIP_INSTALL) --no-compile --no-build-isolation --editable '.[all]' --group dev
	@$(BIN)/python -m compileall -qq -j 0 -x /tests/ $(VENV)/lib || true
	@touch $@

demo: $(INSTALLED) ## Train one classifier in NumPy, torch and JAX, float32 and float64; writes digits.png
	$(BIN)/python examples/digits.py --dtype both

test: lint unit ## Everything that a change must pass: style, types, imports, stubs, tests, conformance

# Without a family nothing is installed: it is an error at once.
quick: $(if $(FAMILY),$(INSTALLED)) ## What a change to one family of losses needs, in a minute: make quick FAMILY=focal
	@test -n "$(FAMILY)" || { echo "Which family? A file of a chapter of src/unilosses/losses, or a loss of it: make quick FAMILY=focal" >&2; exit 2; }
	$(BIN)/python tools/quick.py "$(FAMILY)" --jobs $(JOBS)

lint: $(INSTALLED) ## Style, types, import directions, stubs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/generate.py --check

unit: $(INSTALLED) ## Unit tests and a representative part of conformance
	$(PYTEST) tests conformance

conformance: $(INSTALLED) ## All of conformance, or a part of it: make conformance PART=2/6
	$(PYTEST) conformance --full $(if $(PART),--part $(PART))

peer-tests: $(INSTALLED) ## The loss tests that PyTorch, Keras, optax and scikit-learn publish, with ours in their place
	PYTHONPATH=tools $(BIN)/python -m peer_tests

bench: $(INSTALLED) ## Speed beside what a user would take instead, docs/performance.md: about half an hour
	$(BIN)/unilosses bench --json docs/performance.json --page docs/performance.md --picture docs/performance.svg

loss: $(INSTALLED) ## Begin a new loss and its proof: make loss NAME=log_dice CHAPTER=segmentation FAMILY=regions
	$(BIN)/python tools/make_loss.py "$(NAME)" "$(CHAPTER)" "$(FAMILY)"

generate: $(INSTALLED) ## Write what follows from the losses and their proofs: catalogue, stubs, tables; figures of new losses
	$(BIN)/python tools/generate.py $(LOSSES)

vectors: $(INSTALLED) ## Write the truth as data anew, conformance/vectors, from the oracle: about a minute
	$(BIN)/python tools/make_vectors.py

bounds: $(INSTALLED) ## Measure all losses on all hard inputs, write their bounds, src/unilosses/verify/bounds.toml: under an hour
	OMP_NUM_THREADS=1 $(BIN)/python tools/make_bounds.py --jobs $(JOBS)

accuracy: $(INSTALLED) ## Measure all losses beside PyTorch, optax and Keras, write docs/accuracy.md: about half an hour
	OMP_NUM_THREADS=1 $(BIN)/python tools/make_accuracy.py

format: $(INSTALLED) ## Let ruff mend and format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove .venv, caches and what the demo wrote
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis digits.png
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
