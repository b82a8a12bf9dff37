#!/bin/sh
# Checks what compiling RocksDB needs before anything is compiled: a C++
# compiler, and libclang for its bindings. Installs both from Debian's packages
# where we are root; otherwise says what to install.
set -eu

have_compiler() { command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1; }
have_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    ldconfig -p 2>/dev/null | grep -q 'libclang\(-[0-9.]*\)\?\.so' && return 0
    for folder in /usr/lib/llvm-*/lib /usr/lib64 /usr/local/lib /opt/homebrew/opt/llvm/lib /usr/local/opt/llvm/lib \
        /Library/Developer/CommandLineTools/usr/lib; do
        ls "$folder"/libclang*.so* "$folder"/libclang.dylib >/dev/null 2>&1 && return 0
    done
    return 1
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
