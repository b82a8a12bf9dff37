#!/bin/sh
# Checks what compiling RocksDB needs before anything is compiled: a C++
# compiler, and libclang for its bindings. Installs both from Debian's packages
# where we are root; otherwise says what to install.
set -eu

have_compiler() { command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1; }
# The first of some paths that is there.
first() {
    for path in "$@"; do
        if [ -e "$path" ]; then
            echo "$path"
            return 0
        fi
    done
    return 1
}
# The library alone will not do: without clang's own headers it stops at
# `stddef.h`, and that after minutes.
have_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    tools=/Library/Developer/CommandLineTools/usr/lib
    first /usr/lib/llvm-*/lib/clang/*/include/stddef.h /usr/lib/clang/*/include/stddef.h /usr/lib64/clang/*/include/stddef.h \
        /usr/local/lib/clang/*/include/stddef.h /opt/homebrew/opt/llvm/lib/clang/*/include/stddef.h \
        /usr/local/opt/llvm/lib/clang/*/include/stddef.h "$tools"/clang/*/include/stddef.h >/dev/null || return 1
    first /usr/lib/llvm-*/lib/libclang*.so* /usr/lib/*/libclang*.so* /usr/lib64/libclang*.so* /usr/local/lib/libclang*.so* \
        /opt/homebrew/opt/llvm/lib/libclang.dylib /usr/local/opt/llvm/lib/libclang.dylib "$tools"/libclang.dylib >/dev/null
}

if ! command -v cargo >/dev/null 2>&1; then
    echo "cargo was not found; install Rust 1.89 or later first: https://rustup.rs" >&2
    exit 1
fi
missing=""
have_compiler || missing="$missing g++"
have_libclang || missing="$missing libclang-dev"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing$missing"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q >/dev/null
    # shellcheck disable=SC2086
    apt-get install -y -q --no-install-recommends $missing >/dev/null
else
    echo "RocksDB, which keeps the graph on disk, needs for compiling:$missing" >&2
    echo "install them, on Debian and Ubuntu: sudo apt-get install$missing" >&2
    exit 1
fi
