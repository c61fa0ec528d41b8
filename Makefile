# The commands of a working day. Each brings what it needs, and is quick where that is there already.

target := $(or $(CARGO_TARGET_DIR),target)
frontdesk := $(target)/debug/frontdesk

.PHONY: help up test lint check bench sqlx openapi docs
.DEFAULT_GOAL := help

help:
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

up: ## Frontdesk with a database and demo data, at http://127.0.0.1:8080 (FRONTDESK_RELEASE=1: optimised)
	@scripts/setup run
	cargo run $(if $(FRONTDESK_RELEASE),--release) -- up

# The executable is called directly: below `cargo run`, the environment would make some crates build again.
test: ## Every test
	@scripts/setup test
	cargo build --quiet
	$(frontdesk) with-services -- cargo nextest run --workspace
	cargo test --doc --workspace

lint: ## Format, clippy, documentation, layers, and that what is generated is up to date
	@scripts/setup test
	scripts/layers
	cargo fmt --all --check
	cargo clippy --workspace --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --workspace --lib --no-deps
	scripts/sqlx --check
	cargo build --quiet
	$(frontdesk) openapi --check
	$(frontdesk) configuration --check

check: test lint ## Both

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
