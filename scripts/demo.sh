#!/bin/sh
# The main job on the sample: a graph, three answers, a map, a Turtle file.
set -eu
sample=$1
out=demo
mkdir -p "$out"

say() { if [ -t 1 ]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n%s\n' "$*"; fi; }
run() {
    line="$ articlegraph"
    for word in "$@"; do
        case $word in *" "*) line="$line \"$word\"" ;; *) line="$line $word" ;; esac
    done
    printf '%s\n' "$line"
    "$PROGRAM" "$@"
}

say "A graph of the listing page $sample"
run build "$sample" --store "$out/articlegraph.db"
say "What is most written about?"
run query most-written-about --max-rows 10 --store "$out/articlegraph.db" --format table
say "Which articles name Kafka?"
run query articles-about --term kafka --store "$out/articlegraph.db" --format table
say "Because of which words is an article linked to CRDT?"
run query evidence --article "What Are Conflict-free Replicated Data Types (CRDTs)?" --store "$out/articlegraph.db" --format table
say "A map, and the graph as Turtle"
run map --store "$out/articlegraph.db" -o "$out/map.svg"
run export --store "$out/articlegraph.db" -o "$out/graph.ttl"
ls -l "$out/map.svg" "$out/graph.ttl" | awk '{ print $NF " (" $5 " bytes)" }'

say "What next"
cat <<NEXT
The program is $PROGRAM; \`make install\` puts it onto the PATH. Then try
  articlegraph build FOLDER-OR-PAGE
  articlegraph query --list
  articlegraph show Alluxio --store $out/articlegraph.db
NEXT
