# The two that matter: `make run` builds and shows the page, `make test` runs every test. Each brings its own tools.

PORT ?= 8080
# Where the page will stand on its host. Only 404.html needs to know.
PUBLIC_URL ?= /
PRESET ?= desktop

.PHONY: help run build test audit bench fuzz lighthouse clean setup

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## build the page, serve it on this machine, print its address
	@node scripts/serve.mjs dist $(PORT)

build: ## build the page into dist
	@scripts/setup.sh build
	@scripts/build.sh --public-url '$(PUBLIC_URL)'

test: ## run every test: format, lints, native, wasm, browser
	@scripts/setup.sh test
	@bash -c 'source scripts/env.sh && exec node scripts/test.mjs'

audit: ## check the licences and the sources of all dependencies
	@scripts/setup.sh audit
	@bash -c 'source scripts/env.sh && cargo deny check licenses bans sources && \
	  exec cargo deny --manifest-path fuzz/Cargo.toml --config fuzz/deny.toml check licenses bans sources'

bench: ## measure, beside the obvious fast version in its own language
	@scripts/setup.sh test
	@bash -c 'source scripts/env.sh && exec node scripts/bench.mjs'

fuzz: ## fuzz every parser, FUZZ_SECONDS (600) each
	@scripts/setup.sh fuzz
	@scripts/fuzz.sh

lighthouse: ## Lighthouse on every page of dist (PRESET=mobile for a slow phone)
	@scripts/setup.sh test
	@test -f dist/index.html || scripts/build.sh
	@bash -c 'source scripts/env.sh && exec node tests/e2e/lighthouse.mjs $(PRESET)'

setup: ## bring the tools, without building anything
	@scripts/setup.sh test

clean: ## delete what was built here (tools stay)
	rm -rf dist target tests/e2e/out
