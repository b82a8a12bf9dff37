#!/bin/sh
# Makes the files of this folder anew from the sample, with the program in
# $PROGRAM; `make exports` runs it.
set -eu
store=$(mktemp -d)/store
"$PROGRAM" build examples/distributed-systems.md --store "$store"
"$PROGRAM" export --store "$store" -o exports/distributed-systems.ttl
"$PROGRAM" map --store "$store" --title "Distributed systems" -o exports/distributed-systems.dot
"$PROGRAM" map --store "$store" --title "Distributed systems" -o exports/distributed-systems.svg
rm -r "$(dirname "$store")"
