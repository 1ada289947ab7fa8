# make run   makes the environment and opens the app
# make test  installs what the tests need (a browser, too) and runs all of them
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: run test check bench slow browser clean

run: $(VENV)/.run
	$(BIN)/streamlit run app.py --server.port $(PORT) --server.headless $(if $(CI),true,false)

# By files, because a file's browser tests share what they open.
test: $(VENV)/.dev browser
	node --test tests/components/*.test.js
	$(BIN)/python -m pytest -q -m "not slow" -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_imports.py

# Retrains a shipped model from its seed and compares the report.
slow: $(VENV)/.dev
	$(BIN)/python -m pytest -m slow

bench: $(VENV)/.dev browser
	$(BIN)/python -m tests.benchmarks

browser: $(VENV)/.dev
	@sh tests/browser/install.sh $(BIN)/python

$(VENV)/.run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
