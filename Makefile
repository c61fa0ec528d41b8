# The commands of a working day. Each brings what it needs, and is quick where that is there already.

target := $(or $(CARGO_TARGET_DIR),target)
frontdesk := $(target)/debug/frontdesk

# What the desk is built of; it is built again when any of it is newer.
desk := web/dist/index.html
desk_sources := $(shell find web/src web/public locales/desk -type f) web/index.html web/vite.config.ts openapi/openapi.json

.PHONY: help up test lint check bench sqlx openapi docs
.DEFAULT_GOAL := help

help:
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

up: ## Frontdesk with a database and demo data, at http://127.0.0.1:8080 (FRONTDESK_RELEASE=1: optimised)
	@scripts/setup run
	@$(MAKE) --no-print-directory $(desk)
	cargo run $(if $(FRONTDESK_RELEASE),--release) -- up

# The executable is called directly: below `cargo run`, the environment would make some crates build again.
test: ## Every test
	@scripts/setup test
	@$(MAKE) --no-print-directory $(desk)
	cargo build --quiet
	$(frontdesk) with-services -- cargo nextest run --workspace
	cargo test --doc --workspace
	npm --prefix web run --silent unit
	npm --prefix web run --silent e2e

lint: ## Format, clippy, documentation, layers, the desk's types, and that what is generated is up to date
	@scripts/setup test
	@$(MAKE) --no-print-directory $(desk)
	npm --prefix web run --silent types
	npm --prefix web run --silent lint
	scripts/layers
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --lib --no-deps
	scripts/sqlx --check
	cargo build --quiet
	$(frontdesk) openapi --check
	$(frontdesk) configuration --check

check: test lint ## Both

$(desk): web/node_modules/.package-lock.json $(desk_sources)
	npm --prefix web run --silent build

web/node_modules/.package-lock.json: web/package-lock.json
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

bench: ## The measurements, against pgbench on this machine
	@scripts/setup bench
	cargo build --release --workspace --bins
	$(target)/release/frontdesk with-services -- $(target)/release/bench

sqlx: ## Writes .sqlx again, after a query or a migration has changed
	@scripts/setup run
	scripts/sqlx

openapi: ## Writes openapi/openapi.json again, after the API has changed
	cargo run --quiet -- openapi

docs: ## Writes docs/configuration.md again, after a setting has changed
	cargo run --quiet -- configuration
