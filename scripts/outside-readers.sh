#!/bin/sh
# Has the exports of the sample and the vocabulary read by rdflib and skosify, if
# Python is there; says so if it is not. They go into a folder of their own
# beside the compiled program.
set -eu
program=$1
here=$(dirname "$0")/..
if ! command -v python3 >/dev/null 2>&1; then
    echo "outside readers: skipped, there is no python3"
    exit 0
fi
packages=$(dirname "$program")/python
if ! PYTHONPATH="$packages" python3 -c "import rdflib, skosify" 2>/dev/null; then
    if ! python3 -m pip install --quiet --disable-pip-version-check --target "$packages" "rdflib==7.6.0" "skosify==2.3.0" 2>/dev/null; then
        echo "outside readers: skipped, rdflib and skosify cannot be installed (no pip, or no network)"
        exit 0
    fi
fi
PYTHONPATH="$packages" python3 "$here/tests/outside_readers.py" "$program" "$here/examples/distributed-systems.md"
PYTHONPATH="$packages" python3 "$here/tests/outside_vocabulary.py" "$program"
