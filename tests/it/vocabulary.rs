//! The shipped vocabulary and the words of the ontology.

use crate::support::{Workplace, files, page, root};
use articlegraph::vocabulary::{TermKind, Vocabulary};
use oxigraph::io::{RdfFormat, RdfParser};
use std::collections::BTreeSet;
use std::fs;

const AG: &str = "https://w3id.org/articlegraph/ns#";

fn shipped() -> Vocabulary {
    Vocabulary::shipped().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn names_lead_to_their_terms() {
    let vocabulary = shipped();
    for (name, slug) in [
        ("Kafka", "apache-kafka"),
        ("clickhouse", "clickhouse"),
        ("IPFS", "interplanetary-file-system"),
        ("k8s", "kubernetes"),
        ("CAP theorem", "cap-theorem"),
        ("CRDT", "conflict-free-replicated-data-type"),
        ("BFT", "byzantine-fault-tolerance"),
        ("Golang", "go"),
    ] {
        let slugs: Vec<String> = vocabulary.find_label(name).iter().map(|term| vocabulary.term(*term).slug()).collect();
        assert_eq!(slugs, [slug], "{name}");
    }
}

#[test]
fn every_term_reaches_a_top_term() {
    let vocabulary = shipped();
    for term in vocabulary.terms() {
        assert!(
            !term.broader.is_empty() || !term.top_of.is_empty(),
            "{} has nothing above it and is no top term",
            term.iri
        );
        assert!(term.iri.starts_with("https://w3id.org/articlegraph/term/"), "{}", term.iri);
    }
    // The loader refuses cycles, so following `broader` ends at a top term.
    let kinds = |kind| vocabulary.terms().iter().filter(|term| term.kind == kind).count();
    assert!(kinds(TermKind::Technology) > 1000 && kinds(TermKind::Concept) > 1000);
}

#[test]
fn no_unguarded_label_has_two_owners() {
    let vocabulary = shipped();
    for term in vocabulary.terms() {
        for label in term.labels().filter(|label| !term.is_ambiguous(label)) {
            for owner in vocabulary.find_label(label).iter().map(|owner| vocabulary.term(*owner)) {
                let guarded = owner
                    .ambiguous_labels
                    .iter()
                    .any(|other| articlegraph::text::fold(other) == articlegraph::text::fold(label));
                assert!(
                    owner.iri == term.iri || guarded,
                    "{label:?} is an unguarded label of {} and {}",
                    term.iri,
                    owner.iri
                );
            }
        }
    }
}

#[test]
fn an_own_vocabulary_adds_takes_away_and_stands_alone() {
    let place = Workplace::new();
    let listing = place.write("a.md", page("a", &[("Zork and Kafka", "https://example.org/1", "Kafka again.")]));
    let own = place.write(
        "own.ttl",
        "@prefix ag: <https://w3id.org/articlegraph/ns#> .
         @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
         <https://example.org/zork> a skos:Concept, ag:Technology ; skos:prefLabel \"Zork\" .
         <https://w3id.org/articlegraph/term/apache-kafka> ag:ignore true .",
    );
    let (listing, own) = (listing.to_str().expect("UTF-8"), own.to_str().expect("UTF-8"));
    let ids = |arguments: &[&str]| {
        let line = place.output(&[&["extract", listing], arguments].concat());
        let article: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let entities = article["entities"].as_array().expect("a list").iter();
        entities.map(|entity| entity["id"].as_str().expect("an IRI").to_owned()).collect::<Vec<_>>()
    };
    let kafka = "https://w3id.org/articlegraph/term/apache-kafka";
    assert_eq!(ids(&[]), [kafka]);
    assert_eq!(ids(&["--vocabulary", own]), ["https://example.org/zork"]);
}

#[test]
fn the_ontology_declares_what_the_graph_says() {
    let ontology = fs::read(root().join("vocabulary/articlegraph.ttl")).expect("the ontology");
    let mut declared = BTreeSet::new();
    for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(&ontology) {
        let subject = quad.expect("valid Turtle").subject.to_string();
        declared.extend(subject.strip_prefix(&format!("<{AG}")).map(|name| name.trim_end_matches('>').to_owned()));
    }
    let place = Workplace::with_sample();
    let entries = [
        ("Kafka vs RabbitMQ", "https://example.org/1", ""),
        ("Migrating from Jenkins to GitLab", "https://example.org/2", ""),
        ("Elixir is similar to Ruby", "https://example.org/3", "Use PostgreSQL instead of MySQL."),
    ];
    let more = place.write("more.md", page("more", &entries));
    place.run(&["add", more.to_str().expect("UTF-8")]).success();
    let mut used = BTreeSet::new();
    for arguments in
        [&["export", "--format", "nq"][..], &["export", "--format", "nt", "--graph", "urn:articlegraph:about"]]
    {
        for part in place.output(arguments).split(&format!("<{AG}")).skip(1) {
            used.extend(part.split('>').next().map(str::to_owned));
        }
    }
    let undeclared: Vec<_> = used.difference(&declared).collect();
    assert!(undeclared.is_empty(), "not declared in vocabulary/articlegraph.ttl: {undeclared:?}");
    // What the sample has no case of, and what only vocabularies say.
    let elsewhere = [
        "Term", "ambiguousLabel", "cue", "ignore", "ignoreLabel", "matchCase", "notIn", "otherTexts", "pagesNotRead",
        "problem", "",
    ];
    let unused: Vec<_> = declared.difference(&used).filter(|name| !elsewhere.contains(&name.as_str())).collect();
    assert!(unused.is_empty(), "declared but never written: {unused:?}");
}

#[test]
fn vocabulary_files_are_all_turtle_with_a_head() {
    for file in files(&root().join("vocabulary/terms"), "ttl") {
        let text = fs::read_to_string(&file).expect("a readable file");
        assert!(text.starts_with("# "), "{} does not begin by saying what belongs in it", file.display());
    }
}
