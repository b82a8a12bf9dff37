"""Reads every export of a page with rdflib and counts what it finds.

Usage: outside_readers.py PROGRAM PAGE

All formats must parse without a remark and hold the same triples; the counts
must be those of `articlegraph stats`.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from rdflib import Dataset, Graph

program, page = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:3])


def run(*arguments):
    done = subprocess.run([program, *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


def quads(name, form):
    dataset = Dataset()
    dataset.parse(folder / name, format=form)
    return {
        (str(s), str(p), o.n3(), None if g is None or str(g).startswith("urn:x-rdflib") else str(g))
        for s, p, o, g in dataset.quads()
    }


def triples(name, form):
    graph = Graph()
    graph.parse(folder / name, format=form)
    return {(str(s), str(p), o.n3()) for s, p, o in graph}


failures = []


def agree(what, found, expected):
    if found != expected:
        failures.append(f"{what}: {found} is not {expected}")


with tempfile.TemporaryDirectory() as place:
    folder = pathlib.Path(place)
    run("build", page)
    stats = json.loads(run("stats", "--format", "json"))
    for extension in ("nq", "trig", "jsonld", "nt", "ttl", "rdf"):
        run("export", "-o", f"graph.{extension}")

    everything = quads("graph.nq", "nquads")
    agree("quads in N-Quads", len(everything), stats["quads"])
    for extension, form in (("trig", "trig"), ("jsonld", "json-ld")):
        agree(f"graph.{extension} holds the quads of graph.nq", quads(f"graph.{extension}", form) == everything, True)

    default = {quad[:3] for quad in everything if quad[3] is None}
    for extension, form in (("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml")):
        found = triples(f"graph.{extension}", form)
        agree(f"triples in graph.{extension}", len(found), len(default))
        agree(f"graph.{extension} holds the default graph", found == default, True)

    for file in sorted((pathlib.Path(page).parent.parent / "vocabulary").rglob("*.ttl")):
        Graph().parse(file, format="turtle")

for failure in failures:
    print(f"outside readers: {failure}", file=sys.stderr)
if failures:
    sys.exit(1)
print(f"outside readers: rdflib agrees in six formats ({len(everything)} quads, {len(default)} in the default graph)")
