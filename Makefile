# Run `make` for the list. A fresh machine needs only Python 3.11 or newer, git, gpg, make, apt and pip.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
# Two workers keep a small machine busy without starving it; a file stays in one worker, so that what its tests share is
# made once. JOBS=0 runs in one process.
JOBS ?= 2
TESTS ?=
PYTEST_ARGS ?=
SECONDS ?= 60

.PHONY: help demo test check bench fuzz peak docs clean lock packages-demo packages-test

help: ## danh sách lệnh · this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /|/' | awk -F'|' '{ printf "  make %-7s %s\n", $$1, $$2 }'

demo: packages-demo .venv/.stamp ## trường mẫu với trang và PDF trong demo/ · a fictional school, its site and PDFs
	@.ci/demo demo

test: packages-test .venv/.stamp ## chạy mọi kiểm thử · run every test (TESTS=path narrows)
	$(BIN)/pytest -n $(JOBS) --dist loadfile $(PYTEST_ARGS) $(TESTS)

check: packages-demo .venv/.stamp ## định dạng, kiểu, các tầng, quy ước · format, lint, types, floors, house rules
	@.ci/check

bench: packages-test .venv/.stamp ## đo tốc độ, ghi bench.json · measure, write bench.json
	$(BIN)/python -m tests.bench.run

fuzz: packages-test .venv/.stamp ## thử byte bất kì vào các bộ đọc (SECONDS=60 mỗi bộ) · fuzz the parsers
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) --keep .cache/fuzz

peak: packages-test .venv/.stamp ## chơi lại cuối năm của một trường lớn · play a large school's year end
	$(BIN)/python -m tests.peak

docs: packages-test .venv/.stamp ## vẽ lại hình của tài liệu · regenerate the pictures page
	$(BIN)/python -m tests.pictures

lock: .venv/.stamp ## ghi lại requirements.lock · pin every dependency anew
	@# Hashes must be those of the public registry: no local wheel folder of this machine may take part.
	PIP_CONFIG_FILE=/dev/null PIP_FIND_LINKS= PIP_EXTRA_INDEX_URL= \
	$(BIN)/pip-compile --quiet --extra dev --generate-hashes --allow-unsafe --strip-extras --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--output-file requirements.lock pyproject.toml
	@sed -i '/^# The following packages are considered/d' requirements.lock

clean: ## xoá môi trường và các tệp tạm · remove the environment and caches (demo/ and records stay)
	rm -rf .venv build dist .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache bench.json
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

packages-demo:
	@.ci/system-packages demo "$$(.ci/python)"

packages-test:
	@.ci/system-packages test "$$(.ci/python)"

# The stamp is written last: an installation that broke off is made again.
.venv/.stamp: requirements.lock pyproject.toml | packages-demo
	test -x $(BIN)/python || "$$(.ci/python)" -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
