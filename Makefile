# A thin front for Meson. `make` builds; see README.md for the rest.
#
#   make         build/retort, build/libretort.a and .so
#   make demo    the whole workflow on SQLite, nothing needed but this machine
#   make check   installs what is missing, builds, runs every test
#   make asan    the same tests under AddressSanitizer and UBSan
#   make fuzz    a short run of each fuzzer (SECONDS=60 each)
#   make bench   figures beside the real Alembic's, when that is installed
#   make lint    layers, sizes, clang-tidy;   make fmt   clang-format
#   make install [PREFIX=/usr/local] [ALEMBIC=yes]   ALEMBIC=yes adds the name `alembic`

BUILD ?= build
PREFIX ?= /usr/local
SECONDS ?= 60
ALEMBIC ?= no
MESON_FLAGS ?=

.PHONY: all deps demo check asan fuzz bench lint fmt install clean

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD)

$(BUILD)/build.ninja: | deps
	@meson setup $(BUILD) --prefix=$(PREFIX) $(MESON_FLAGS)

deps:
	@tools/install_dependencies

demo: all
	@tools/demo $(BUILD)

check: all
	@tests/run $(BUILD)

asan:
	@$(MAKE) --no-print-directory BUILD=build-asan \
	  MESON_FLAGS="-Db_sanitize=address,undefined -Db_lundef=false -Doptimization=1" check

fuzz: deps
	@tests/fuzz/run $(SECONDS)

bench: all
	@tests/bench/run $(BUILD)

lint: all
	@tools/lint $(BUILD)

fmt:
	@git ls-files '*.c' '*.h' | xargs clang-format -i

install: all
	@meson install -C $(BUILD) --no-rebuild
	@if [ "$(ALEMBIC)" = yes ]; then ln -sf retort "$(DESTDIR)$(PREFIX)/bin/alembic"; fi

clean:
	@rm -rf build build-asan build-fuzz
