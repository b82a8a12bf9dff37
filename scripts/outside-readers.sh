#!/bin/sh
# Has the exports of the sample read by rdflib, if Python is there; says so if
# it is not. rdflib goes into a folder of its own beside the compiled program.
set -eu
program=$1
here=$(dirname "$0")/..
if ! command -v python3 >/dev/null 2>&1; then
    echo "outside readers: skipped, there is no python3"
    exit 0
fi
packages=$(dirname "$program")/python
if ! PYTHONPATH="$packages" python3 -c "import rdflib" 2>/dev/null; then
    if ! python3 -m pip install --quiet --disable-pip-version-check --target "$packages" "rdflib==7.6.0" 2>/dev/null; then
        echo "outside readers: skipped, rdflib cannot be installed (no pip, or no network)"
        exit 0
    fi
fi
PYTHONPATH="$packages" python3 "$here/tests/outside_readers.py" "$program" "$here/examples/distributed-systems.md"
