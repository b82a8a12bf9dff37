"""Checks the whole shipped vocabulary with tools of others: rdflib and skosify.

Usage: outside_vocabulary.py [PROGRAM]

Needs: pip install rdflib skosify

rdflib must read the Turtle of `articlegraph vocab export`, without a remark,
as the same triples as the N-Triples. skosify must have nothing to say: on
labels (white space, missing language, more than one preferred label, one text
as two kinds of label), on the hierarchy (cycles, a broader term that another
one implies, related terms of which one stands above the other) and on the
scheme; nor may it add a triple that the vocabulary ought to state itself.

Prints what was found, grouped, and ends with exit code 1 if there is anything
that is not in EXPLAINED.
"""

import argparse
import collections
import logging
import subprocess
import sys

import skosify
from rdflib import Graph
from rdflib.exceptions import ParserError
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.parsers.notation3 import BadSyntax

# Findings that are fine: pairs of a heading and a line below it, both as
# printed ("" where the heading stands alone), each with a comment that says why.
EXPLAINED = set()

TERM = "https://w3id.org/articlegraph/term/"

OPTIONS = {
    # Makes skosify tell of labels without a language.
    "default_language": "en",
    # Our export leaves narrower to the reader: it is the inverse of broader.
    "narrower": False,
    # The inverse of a mapping would be a statement about a term that is not ours.
    "enrich_mappings": False,
    # Nothing in the hierarchy is mended, so that no finding hides another.
    "keep_related": True,
    "break_cycles": False,
    "eliminate_redundancy": False,
}

# What skosify adds without a word where it is missing.
STATED = (RDF.type, SKOS.inScheme, SKOS.topConceptOf, SKOS.hasTopConcept, SKOS.related)


class Findings(logging.Handler):
    """Collects findings under headings, among them every warning and error that a library logs."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.groups = collections.defaultdict(set)

    def add(self, heading, line=""):
        # In one line and with short names, so that EXPLAINED can hold it.
        self.groups[heading].add(" ".join(line.split()).replace(TERM, "term:"))

    def emit(self, record):
        level = record.levelname.lower()
        if record.name == "py.warnings":
            self.add("warning: from Python", record.getMessage())
        elif record.args:
            # The message before its values are put in is the same for all findings of a kind.
            self.add(f"{level}: {record.msg.replace('%s', '…')}", ", ".join(map(str, record.args)))
        else:
            self.add(f"{level}: {record.getMessage()}")

    def report(self):
        """Prints what is not explained and gives the number of it."""
        count = 0
        for heading, lines in sorted(self.groups.items()):
            open_lines = sorted(line for line in lines if (heading, line) not in EXPLAINED)
            if open_lines:
                count += len(open_lines)
                print(f"{heading} ({len(open_lines)})")
                print("".join(f"    {line}\n" for line in open_lines if line), end="")
        return count


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("program", nargs="?", default="articlegraph", help="the articlegraph program")
    program = parser.parse_args().program

    findings = Findings()
    logging.getLogger().addHandler(findings)
    logging.captureWarnings(True)
    graph = Graph().parse(data=export(program, "nt"), format="nt")
    check_turtle(export(program, "ttl"), graph, findings)
    check_with_skosify(graph, findings)

    count = findings.report()
    if count:
        sys.exit(f"outside vocabulary: {count} findings in {len(graph)} triples")
    print(f"outside vocabulary: rdflib and skosify have nothing to say of {len(graph)} triples")


def export(program, form):
    return subprocess.run([program, "vocab", "export", "--format", form], check=True, stdout=subprocess.PIPE).stdout


def check_turtle(turtle, expected, findings):
    try:
        found = Graph().parse(data=turtle, format="turtle")
    except (BadSyntax, ParserError) as error:
        findings.add("error: rdflib cannot read the Turtle", str(error))
        return
    for triple in expected - found:
        findings.add("error: in the N-Triples, but not in the Turtle", show(triple))
    for triple in found - expected:
        findings.add("error: in the Turtle, but not in the N-Triples", show(triple))


def check_with_skosify(graph, findings):
    try:
        completed = skosify.skosify(graph, **OPTIONS)
    except SystemExit:
        return  # skosify ends the program after a critical message, which the findings hold
    for triple in completed - graph:
        if triple[1] in STATED:
            findings.add(f"missing, added by skosify: {triple[1].fragment}", show(triple))


def show(triple):
    # Not as Turtle, which rdflib does not write for an IRI that it finds wrong.
    return " ".join(map(str, triple))


if __name__ == "__main__":
    main()
