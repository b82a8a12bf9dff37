"""Compares articlegraph with spaCy's PhraseMatcher over the same vocabulary.

Usage: compare_with_spacy.py --program PROGRAM [--score SCORE --quality GOLD IN]... [--speed INPUT]

Needs: pip install spacy rdflib (no language model; the blank English tokenizer is enough).

Four ways to find terms in a title and a summary, all with the labels of
`articlegraph vocab export`:

- PhraseMatcher, every label in any letter case (attr LOWER);
- PhraseMatcher with articlegraph's case rules: labels of three characters or
  fewer, labels of terms with ag:matchCase and ambiguous labels match as
  written (attr ORTH), all others in any letter case;
- articlegraph --no-candidates: the names of the vocabulary alone, by its own rules;
- articlegraph as it comes, with names that no vocabulary knows.

Of overlapping spaCy matches the longest stays (spacy.util.filter_spans).

--quality: IN is JSON Lines with url, title and summary; GOLD is what they
name; SCORE is the program that counts predictions against GOLD and prints
"precision P recall R f1 F". May be given several times.

--speed: anything that articlegraph reads, such as a folder of pages. spaCy's
times are of one thread: tokenizing (nlp.make_doc) and matching (with the
choice of the longest match) of all articles, without reading them and without
the set-up of the matchers, which stands apart. articlegraph's time is of the
whole process with one thread: start, vocabulary, reading, matching, writing.
Each is the median of three runs.

Prints Markdown tables.
"""

import argparse
import json
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import spacy
from rdflib import Graph, Namespace
from rdflib.namespace import RDF, SKOS
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

AG = Namespace("https://w3id.org/articlegraph/ns#")
RUNS = 3
AS_WRITTEN_LENGTH = 3  # labels of at most so many characters match as written


def main():
    arguments = parse_arguments()
    terms, seconds_to_load = timed(lambda: load_terms(arguments.program))
    methods = [
        SpacyMethod("spaCy PhraseMatcher, any letter case", terms, lambda term, label: False),
        SpacyMethod("spaCy PhraseMatcher, our case rules", terms, matches_as_written),
        ProgramMethod("articlegraph, vocabulary alone", arguments.program, "--no-candidates"),
        ProgramMethod("articlegraph", arguments.program),
    ]
    print(f"spaCy {spacy.__version__}, {len(terms)} terms, {sum(len(term['labels']) for term in terms)} labels.")
    with tempfile.TemporaryDirectory() as folder:
        for gold, articles in arguments.quality:
            print_quality(methods, arguments.score, gold, articles, pathlib.Path(folder) / "predicted.jsonl")
        if arguments.speed:
            articles = pathlib.Path(folder) / "articles.jsonl"
            write_articles(arguments.program, arguments.speed, articles)
            print_speed(methods, articles, seconds_to_load)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", default="articlegraph", help="the articlegraph program")
    parser.add_argument("--score", help="the Python program that counts predictions against GOLD")
    parser.add_argument(
        "--quality", nargs=2, metavar=("GOLD", "IN"), action="append", default=[], help="measure quality on these files"
    )
    parser.add_argument("--speed", metavar="INPUT", help="measure speed on this file or folder")
    arguments = parser.parse_args()
    if arguments.quality and not arguments.score:
        parser.error("--quality needs --score")
    if not arguments.quality and not arguments.speed:
        parser.error("nothing to measure: give --quality or --speed")
    return arguments


def load_terms(program):
    """Reads the vocabulary: a list of terms with name, kind, labels and the flags of the case rules."""
    exported = run(program, "vocab", "export", "--format", "nt")
    graph = Graph().parse(data=exported, format="nt")
    return [load_term(graph, concept) for concept in sorted(graph.subjects(RDF.type, SKOS.Concept))]


def load_term(graph, concept):
    def texts(*properties):
        return sorted({str(text) for property in properties for text in graph.objects(concept, property)})

    return {
        "id": str(concept),
        "name": texts(SKOS.prefLabel)[0],
        "kind": "technology" if (concept, RDF.type, AG.Technology) in graph else "concept",
        "aliases": texts(SKOS.altLabel),
        "labels": texts(SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel),
        "match_case": any(value.toPython() is True for value in graph.objects(concept, AG.matchCase)),
        "ambiguous": set(texts(AG.ambiguousLabel)),
    }


def matches_as_written(term, label):
    return len(label) <= AS_WRITTEN_LENGTH or term["match_case"] or label in term["ambiguous"]


class SpacyMethod:
    """Finds terms with PhraseMatcher; `as_written(term, label)` says which labels keep their letter case."""

    def __init__(self, name, terms, as_written):
        self.name = name
        self.terms = {term["id"]: term for term in terms}
        self.tokenizer = spacy.blank("en")
        self.matchers, self.seconds_to_set_up = timed(lambda: self.build_matchers(as_written))

    def build_matchers(self, as_written):
        """One matcher for labels in any letter case and one for labels as written, the empty left out."""
        matchers = {attribute: PhraseMatcher(self.tokenizer.vocab, attr=attribute) for attribute in ("LOWER", "ORTH")}
        for term in self.terms.values():
            for label in term["labels"]:
                attribute = "ORTH" if as_written(term, label) else "LOWER"
                matchers[attribute].add(term["id"], [self.tokenizer.make_doc(label)])
        return [matcher for matcher in matchers.values() if len(matcher)]

    def match(self, document):
        return filter_spans([span for matcher in self.matchers for span in matcher(document, as_spans=True)])

    def predict(self, articles):
        """Gives the lines that the scoring program reads, one entity a term and article."""
        lines = []
        for article in read_lines(articles):
            quotes = {}
            for span in self.match(self.tokenizer.make_doc(text_of(article))):
                quotes.setdefault(span.label_, []).append(span.text)
            entities = [self.entity(term, quoted) for term, quoted in quotes.items()]
            lines.append(json.dumps({"url": article["url"], "entities": entities}, ensure_ascii=False) + "\n")
        return "".join(lines)

    def entity(self, identifier, quotes):
        term = self.terms[identifier]
        return {"label": term["name"], "aliases": term["aliases"], "quotes": quotes, "kind": term["kind"]}

    def seconds(self, articles):
        """Gives the seconds of one run over all articles: tokenizing, matching."""
        tokenizing = matching = 0.0
        for text in [text_of(article) for article in read_lines(articles)]:
            begin = time.perf_counter()
            document = self.tokenizer.make_doc(text)
            between = time.perf_counter()
            self.match(document)
            matching += time.perf_counter() - between
            tokenizing += between - begin
        return tokenizing, matching


class ProgramMethod:
    """Finds terms with `articlegraph extract`."""

    def __init__(self, name, program, *options):
        self.name = name
        self.command = [program, "extract", *options]

    def predict(self, articles):
        return run(*self.command, "--from", "jsonl", articles)

    def seconds(self, articles):
        """Gives the seconds of one whole process."""
        return timed(lambda: run(*self.command, "--from", "jsonl", "--threads", "1", articles))[1]


def print_quality(methods, score, gold, articles, predicted):
    print(f"\nQuality on {len(read_lines(articles))} marked articles ({pathlib.Path(gold).name}):\n")
    print("| | Precision | Recall | F1 |\n|---|---:|---:|---:|")
    for method in methods:
        predicted.write_text(method.predict(articles), encoding="utf-8")
        counted = run(sys.executable, score, gold, predicted)
        figures = re.search(r"precision (\S+) recall (\S+) f1 (\S+)", counted)
        if not figures:
            sys.exit(f"{score} printed no line with precision, recall and f1")
        print(f"| {method.name} | {' | '.join(figures.groups())} |")


def print_speed(methods, articles, seconds_to_load):
    count = len(read_lines(articles))
    print(f"\nSpeed on {count} articles, one thread, seconds (median of {RUNS} runs):\n")
    print("| | Set-up | Tokenizing | Matching | Together | Articles a second |\n|---|---:|---:|---:|---:|---:|")
    for method in methods:
        runs = [method.seconds(articles) for _ in range(RUNS)]
        if isinstance(method, SpacyMethod):
            tokenizing, matching = (statistics.median(part) for part in zip(*runs))
            together = statistics.median(map(sum, runs))
            parts = f"{seconds_to_load + method.seconds_to_set_up:.2f} | {tokenizing:.2f} | {matching:.2f}"
        else:
            together = statistics.median(runs)
            parts = "within | within | within"
        print(f"| {method.name} | {parts} | {together:.2f} | {count / together:.0f} |")
    print("\nspaCy: Together is tokenizing and matching, without the set-up and without reading the articles.")
    print("articlegraph: Together is the whole process, with start, vocabulary, reading and writing.")


def write_articles(program, source, target):
    """Writes url, title and summary of every article of the source as JSON Lines."""
    target.write_text(run(program, "extract", "--no-candidates", "--format", "jsonl", source), encoding="utf-8")
    articles = [{key: article.get(key) or "" for key in ("url", "title", "summary")} for article in read_lines(target)]
    target.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")


def read_lines(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def text_of(article):
    # The empty line is a token of its own, so no match reaches from title to summary.
    return f"{article['title']}\n\n{article.get('summary') or ''}"


def timed(work):
    begin = time.perf_counter()
    result = work()
    return result, time.perf_counter() - begin


def run(*command):
    """Runs a command and gives what it printed; its remarks go to standard error as they come."""
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE)
    return done.stdout.decode("utf-8")


if __name__ == "__main__":
    main()
