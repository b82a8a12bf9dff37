# make demo   everything from nothing: builds, reads the sample, answers, draws
# make test   all tests
# make ci     what continuous integration runs
# make bench  speed and memory beside a bare bulk load
# make install puts the program onto the PATH of cargo
#
# Oxigraph's RocksDB is compiled once, for the release profile: demo, tests,
# clippy and docs all use that profile and so share it.

CARGO ?= cargo
TARGET := $(or $(CARGO_TARGET_DIR),target)
PROGRAM := $(TARGET)/release/articlegraph
SAMPLE := examples/distributed-systems.md

.PHONY: demo test ci bench install exports needed

demo: needed
	$(CARGO) build --release --locked
	@PROGRAM=$(PROGRAM) sh scripts/demo.sh $(SAMPLE)

test: needed
	$(CARGO) test --release --locked
	@sh scripts/outside-readers.sh $(PROGRAM)

ci: needed
	$(CARGO) fmt --all --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings
	$(MAKE) test
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --release --locked --no-deps --document-private-items
	$(CARGO) build --release --locked --no-default-features

bench: needed
	$(CARGO) bench --locked

install: needed
	$(CARGO) install --path . --locked

# Makes exports/ anew from the sample; a test compares them.
exports: needed
	$(CARGO) build --release --locked
	PROGRAM=$(PROGRAM) sh exports/make.sh

needed:
	@sh scripts/needed.sh
