//! The laws of a build: the same inputs give the same graph, whatever their
//! order, their place, the number of threads and the way there; and what is
//! written can be read again.

use crate::support::{Workplace, page, text};
use articlegraph::export::{Export, Format};
use articlegraph::namespace::{ABOUT_GRAPH, ag, itsrdf, nif, schema};
use articlegraph::pipeline::{Built, Mode, Plan, Silent, build, in_memory};
use articlegraph::store::{Directory, Input, Snapshot};
use oxigraph::io::RdfParser;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{
    GraphName, GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term as RdfTerm, TermRef,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::PathBuf;

const FORMATS: [&str; 6] = ["nq", "nt", "ttl", "trig", "jsonld", "rdf"];

/// A small library with all that has ever made two builds differ: shared
/// articles and headings, texts that disagree, an article that is a collection
/// too, hostile titles and links, control characters, several formats.
fn library() -> Vec<(&'static str, String)> {
    let hostile = [
        (
            "„Über“ Kafka 🦀 in 日本語: Kubernetes",
            "https://example.org/über/é",
            "Ｋafka and naïve PostgreSQL, e\u{301}tcd.",
        ),
        (
            "A [bracketed] | piped \"quoted\" <b>Kafka</b> \\ back",
            "https://example.org/a b|\"<>\\^`{}",
            "x\\y \"\"\" ''' ]]> &amp; &lt;Docker&gt; --> Redis\n\n- one\n- two Kafka",
        ),
        ("No link at all: Docker", "", "Kubernetes without a link."),
        ("Script: Redis", "javascript:alert('Kafka')", "MongoDB."),
        ("The same article, longer title about Apache Kafka", "https://example.org/shared?utm_source=x#top", "Short."),
        ("The same article", "https://example.org/shared", "A longer summary that wins: Kafka, Kafka and Redis."),
        ("A collection as an article: Kafka", "https://example.org/tagged/streams", "Its link is a heading."),
        ("A term's own page about Kafka", "https://w3id.org/articlegraph/term/apache-kafka", ""),
        ("Control \u{1} and \u{FFFE} characters, Kafka", "https://example.org/control", "Kafka\u{B}\u{7F} Kafka"),
        ("שלום Kafka \u{202E} עולם", "https://example.org/%E4%BD/%zz", "Kafka \u{1F468}\u{200D}\u{1F469} Kafka"),
        ("", "https://example.org/untitled", "Kafka in a summary only, and GraphQL."),
        (
            "„Über“ Kafka: Groups (Part 4)",
            "https://example.org/part-4",
            "🦀 日本. The difference between Ｋafka and Redis.",
        ),
    ];
    let plain = [
        ("Kafka and Kubernetes", "https://example.org/1", "Redis beside Kafka."),
        ("Kafka, Kubernetes", "https://example.org/2", "Kafka again. Kubernetes again."),
        ("Kafka on Docker", "https://example.org/3", "Docker, Kubernetes, Kafka."),
        ("Nothing of the kind", "https://example.org/4", "No term here."),
        ("The same article, a third title", "https://example.org/shared/../shared", ""),
        ("The same article", "https://example.org/shared", "Another text of other length: Kafka."),
        ("„Über“ Kafka: Topics (Part 1)", "https://example.org/part-1", "Migrating from Docker to Kubernetes."),
        ("Kafka vs Redis", "https://example.org/versus", "Which of the two keeps the order of messages."),
        ("KAFKA vs. Redis!", "https://example.org/again", "Which of the two keeps the order of messages."),
    ];
    let category = "# Streams\n\nAll about Kafka.\n\n* [streams](./streams.md) - Kafka in motion.\n\
                    * [more](more%20streams%20%C3%BC.md)\n* [not here](missing.md)\n* [out](../../../out.md)\n\n\
                    ### [1. Streams](https://example.org/tagged/streams)\nThe page itself, as an entry.\n";
    let records = [
        r#"{"url":"https://example.org/1","title":"Kafka and Kubernetes","summary":"Redis beside Kafka.","date":"2024-05-06","author":["Ann","Böb"],"keywords":["kafka","Kafka","a\"b"]}"#,
        r#"{"url":"https://example.org/dated","title":"Dates\nof Kafka\r\nover lines","summary":" Kafka with spaces ","date":"2024-02-29T23:59:59Z","image":"https://example.org/i.png","id":17}"#,
        r#"{"url":"https://example.org/odd","title":"Kafka\u0000\u000b","summary":"\ud83e\udd80 Kafka","date":"0000-12-31","author":"A\u0001\r\nB","keywords":["\u0007","\t"],"image":["x\u0002y"]}"#,
        r#"{"url":"https://example.org/odd","title":"Kafka, later","summary":null,"date":"2023-02-31"}"#,
        r#"{"url":" https://example.org/\u0003odd ","title":"Redis"}"#,
        "not JSON",
    ];
    let broken = "# [streams](https://example.org/tagged/streams)\r\nAbout them.\r\n### [1. Kafka over\r\ntwo lines](https://example.org/two)\r\nText.\r\n### [Never closed Kafka\r\n";
    vec![
        ("streams/README.md", category.to_owned()),
        ("streams/streams.md", page("streams", &hostile)),
        ("streams/more streams ü.md", page("streams", &plain)),
        ("streams/third.md", broken.to_owned()),
        ("other/README.md", page("Kafka", &[plain[0], hostile[0], hostile[6]])),
        ("other/records.jsonl", records.join("\n")),
    ]
}

/// A vocabulary of the user's with everything that could be written twice or
/// without a name.
const OWN_VOCABULARY: &str = "
    @prefix ag: <https://w3id.org/articlegraph/ns#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix dcterms: <http://purl.org/dc/terms/> .
    <urn:own> a skos:ConceptScheme ; dcterms:title \"Own\", \"Eigen\"@de-AT .
    <urn:own:text> a skos:Concept, ag:Concept ; skos:prefLabel \"Text\"@en-GB, \"Text\", \"Texte\"@fr ;
        skos:altLabel \"Text\", \"text\" ; skos:broader <urn:own:matter> ; skos:related <urn:own:matter> ;
        skos:inScheme <urn:own> ; skos:exactMatch [ skos:prefLabel \"nameless\" ] ; skos:definition \"a\\nb\\u0001\" .
    <urn:own:matter> a skos:Concept, ag:Technology ; skos:prefLabel \"Matter\" ; skos:related <urn:own:text> ;
        skos:narrower <urn:own:text> ; skos:topConceptOf <urn:own> .
    [] a skos:Concept ; skos:prefLabel \"Nobody\" .
";

fn plan(inputs: &[PathBuf], threads: usize) -> Plan {
    let inputs = inputs.iter().map(|path| Input { path: path.clone(), format: None }).collect();
    Plan { inputs, threads, ..Plan::default() }
}

fn built(inputs: &[PathBuf], threads: usize) -> (Snapshot, Built) {
    in_memory(&plan(inputs, threads), &Silent).unwrap_or_else(|error| panic!("{inputs:?}: {error}"))
}

/// The whole library, built.
fn library_built() -> (Snapshot, Built) {
    let place = Workplace::new();
    built(&[write_library(&place, "library", library())], 0)
}

fn write_library(place: &Workplace, folder: &str, pages: Vec<(&str, String)>) -> PathBuf {
    for (path, content) in pages {
        place.write(&format!("{folder}/{path}"), content);
    }
    place.path(folder)
}

fn export(snapshot: &Snapshot, format: &str, graph: Option<NamedNode>, without_evidence: bool) -> Vec<u8> {
    let format = Format::from_extension(format).expect("a format");
    let mut bytes = Vec::new();
    Export { format, graph, without_evidence }.write(snapshot, &mut bytes).expect("an export");
    bytes
}

fn exports(snapshot: &Snapshot) -> BTreeMap<String, Vec<u8>> {
    let both = FORMATS.iter().flat_map(|format| [(format, false), (format, true)]);
    both.map(|(format, bare)| (format!("{format}, bare: {bare}"), export(snapshot, format, None, bare))).collect()
}

/// All quads but those about the build.
fn quads(snapshot: &Snapshot) -> HashSet<Quad> {
    let quads = snapshot.store().iter().map(|quad| quad.expect("a readable store"));
    quads.filter(|quad| quad.graph_name != ABOUT_GRAPH.into_owned().into()).collect()
}

fn lines(snapshot: &Snapshot) -> BTreeSet<String> {
    text(&export(snapshot, "nq", None, false)).lines().map(str::to_owned).collect()
}

/// Fails with the lines that only one side has.
fn assert_same_graph(one: &Snapshot, other: &Snapshot, what: &str) {
    let (one, other) = (lines(one), lines(other));
    let only = |these: &BTreeSet<String>, those| these.difference(those).take(5).cloned().collect::<Vec<_>>();
    assert!(one == other, "{what}: only here {:#?}, only there {:#?}", only(&one, &other), only(&other, &one));
}

/// The objects of a property in the default graph, of every subject.
fn values(snapshot: &Snapshot, property: NamedNodeRef<'_>) -> BTreeMap<NamedNode, Vec<RdfTerm>> {
    let mut values: BTreeMap<NamedNode, Vec<RdfTerm>> = BTreeMap::new();
    for quad in snapshot.quads(None, Some(property), None, GraphNameRef::DefaultGraph) {
        let quad = quad.expect("a readable store");
        let NamedOrBlankNode::NamedNode(subject) = quad.subject else { panic!("a blank node: {}", quad.subject) };
        values.entry(subject).or_default().push(quad.object);
    }
    values
}

/// The one value of a property of a node.
fn value(values: &BTreeMap<NamedNode, Vec<RdfTerm>>, node: &NamedNode) -> RdfTerm {
    match values.get(node).map(Vec::as_slice) {
        Some([value]) => value.clone(),
        other => panic!("{node} has {other:?}"),
    }
}

fn plain(term: &RdfTerm) -> String {
    match term {
        RdfTerm::NamedNode(node) => node.as_str().to_owned(),
        RdfTerm::Literal(literal) => literal.value().to_owned(),
        other @ RdfTerm::BlankNode(_) => panic!("{other}"),
    }
}

#[test]
fn order_threads_and_place_do_not_matter() {
    let (here, deep) = (Workplace::new(), Workplace::new());
    let extra = page("Extra ü", &[("Kafka elsewhere", "https://example.org/1", "Redis.")]);
    let one = [write_library(&here, "library", library()), here.write("extra.md", &extra)];
    // Written the other way round, so that folders list them otherwise.
    let other_extra = deep.write("far/below ü/x/extra.md", &extra);
    let mut pages = library();
    pages.reverse();
    let other = [other_extra, write_library(&deep, "far/below ü/library", pages)];

    let (first, told) = built(&one, 1);
    let expected = exports(&first);
    for (inputs, threads) in [(&one, 1), (&one, 2), (&one, 0), (&other, 1), (&other, 2)] {
        let (snapshot, again) = built(inputs, threads);
        assert_eq!(again.record.statistics, told.record.statistics, "{inputs:?} on {threads} threads");
        assert_eq!(again.problems, told.problems, "{inputs:?} on {threads} threads");
        for (what, bytes) in exports(&snapshot) {
            assert!(bytes == expected[&what], "{what} of {inputs:?} on {threads} threads differs");
        }
    }
    for path in [here.path(""), deep.path("")] {
        let path = path.display().to_string();
        assert!(
            expected.values().all(|bytes| !text(bytes).contains(path.trim_end_matches('/'))),
            "{path} in an export"
        );
    }
}

#[test]
fn the_program_on_disk_says_what_the_library_in_memory_says() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let (snapshot, told) = built(std::slice::from_ref(&folder), 1);
    for (store, threads) in [("one", "1"), ("two", "2"), ("again", "2")] {
        let common = ["--store", store, "--threads", threads];
        place.run(&[&["build", "library"], &common[..]].concat()).success();
        let stats = place.output(&["stats", "--format", "json", "--store", store]);
        let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
        assert_eq!(stats, serde_json::to_value(&told.record.statistics).expect("JSON"));
        for format in FORMATS {
            let written = place.output(&["export", "--format", format, "--store", store]);
            assert!(written.as_bytes() == export(&snapshot, format, None, false), "{format} of the store {store}");
        }
    }
}

#[test]
fn checksum_and_count_are_those_of_the_lines() {
    let (snapshot, told) = library_built();
    let lines = text(&export(&snapshot, "nq", None, false));
    let mut sum = [0_u8; 32];
    for line in lines.lines() {
        let mut carry = 0_u16;
        for (byte, digit) in sum.iter_mut().zip(Sha256::digest(line)).rev() {
            let total = u16::from(*byte) + u16::from(digit) + carry;
            (*byte, carry) = (u8::try_from(total & 0xFF).expect("one byte"), total >> 8);
        }
    }
    let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    // A quad made twice is one in the store, but was counted and summed twice.
    assert_eq!(told.record.statistics.quads, lines.lines().count());
    assert_eq!(told.record.statistics.graph_sha256, hex);
    assert!(lines.lines().collect::<Vec<_>>().is_sorted(), "lines stand in the order of their bytes");
}

#[test]
fn exports_are_read_again_as_the_same_graph() {
    let (snapshot, _) = library_built();
    let all = quads(&snapshot);
    let of_graph = |graph: &GraphName| -> HashSet<Quad> {
        let own = all.iter().filter(|quad| quad.graph_name == *graph).cloned();
        own.map(|quad| Quad { graph_name: GraphName::DefaultGraph, ..quad }).collect()
    };
    let graphs: BTreeSet<String> = all.iter().map(|quad| quad.graph_name.to_string()).collect();
    assert!(graphs.len() >= 4, "{graphs:?}");
    for format in FORMATS {
        let has_graphs = ["nq", "trig", "jsonld"].contains(&format);
        let expected = if has_graphs { all.clone() } else { of_graph(&GraphName::DefaultGraph) };
        assert_read_again(&export(&snapshot, format, None, false), format, &expected);
    }
    for graph in snapshot.store().named_graphs().map(|graph| graph.expect("a readable store")) {
        let NamedOrBlankNode::NamedNode(graph) = graph else { panic!("a blank graph: {graph}") };
        if graph != ABOUT_GRAPH {
            for format in ["nt", "ttl", "rdf"] {
                let bytes = export(&snapshot, format, Some(graph.clone()), false);
                assert_read_again(&bytes, format, &of_graph(&graph.clone().into()));
            }
        }
    }
}

fn assert_read_again(bytes: &[u8], format: &str, expected: &HashSet<Quad>) {
    let parser = RdfParser::from_format(Format::from_extension(format).expect("a format").rdf_format());
    let quads: Result<Vec<Quad>, _> = parser.for_slice(bytes).collect();
    let quads = quads.unwrap_or_else(|error| panic!("{format} is not read again: {error}"));
    let set: HashSet<Quad> = quads.iter().cloned().collect();
    let only = |these: &HashSet<Quad>, those: &HashSet<Quad>| -> Vec<String> {
        these.difference(those).take(5).map(ToString::to_string).collect()
    };
    assert!(set == *expected, "{format}: lost {:#?}, won {:#?}", only(expected, &set), only(&set, expected));
    assert_eq!(quads.len(), set.len(), "{format} says something twice");
}

#[test]
fn nothing_is_nameless_and_every_name_is_an_iri() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let own = place.write("own.ttl", OWN_VOCABULARY);
    let plan = Plan { vocabularies: vec![own], ..plan(&[folder], 0) };
    let (snapshot, told) = in_memory(&plan, &Silent).unwrap_or_else(|error| panic!("{error}"));
    let all = quads(&snapshot);
    assert!(all.iter().any(|quad| quad.subject.to_string() == "<urn:own:text>"), "the own vocabulary is used");
    assert_eq!(told.record.statistics.quads, all.len(), "an own vocabulary makes no quad twice");
    let names = all.iter().flat_map(|quad| {
        let datatype = match &quad.object {
            RdfTerm::Literal(literal) => RdfTerm::NamedNode(literal.datatype().into_owned()),
            node => node.clone(),
        };
        [
            quad.subject.clone().into(),
            quad.predicate.clone().into(),
            datatype,
            match &quad.graph_name {
                GraphName::NamedNode(node) => RdfTerm::NamedNode(node.clone()),
                GraphName::BlankNode(node) => RdfTerm::BlankNode(node.clone()),
                GraphName::DefaultGraph => quad.predicate.clone().into(),
            },
        ]
    });
    for name in names {
        let RdfTerm::NamedNode(node) = &name else { panic!("a node without a name: {name}") };
        assert!(NamedNode::new(node.as_str()).is_ok(), "no IRI: {node}");
    }
}

#[test]
fn every_literal_may_stand_in_xml() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let own = place.write("own.ttl", OWN_VOCABULARY);
    let plan = Plan { vocabularies: vec![own], ..plan(&[folder], 0) };
    let (snapshot, _) = in_memory(&plan, &Silent).unwrap_or_else(|error| panic!("{error}"));
    for quad in snapshot.store().iter().map(|quad| quad.expect("a readable store")) {
        let RdfTerm::Literal(literal) = &quad.object else { continue };
        let odd = |one: char| matches!(one, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}');
        assert!(!literal.value().contains(odd), "XML 1.0 has no place for it, or reads another line end: {quad}");
    }
}

#[test]
fn own_vocabularies_come_in_any_order() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let own = place.write("own.ttl", OWN_VOCABULARY);
    let more =
        "@prefix ag: <https://w3id.org/articlegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        <urn:own:text> a skos:Concept, ag:Technology ; skos:prefLabel \"Texts\"@en ; skos:altLabel \"Summary\" .
        <https://w3id.org/articlegraph/term/apache-kafka> skos:altLabel \"Kafka in motion\", \"Script\" .";
    let more = place.write("more.ttl", more);
    let of = |vocabularies| {
        let plan = Plan { vocabularies, ..plan(std::slice::from_ref(&folder), 0) };
        in_memory(&plan, &Silent).unwrap_or_else(|error| panic!("{error}")).0
    };
    assert_same_graph(&of(vec![own.clone(), more.clone()]), &of(vec![more, own]), "the other order");
}

#[test]
fn every_mention_and_relation_cuts_its_words_out_of_the_text() {
    let (snapshot, told) = library_built();
    let of = |property| values(&snapshot, property);
    let (headlines, abstracts) = (of(schema::HEADLINE), of(schema::ABSTRACT));
    let (articles, fields, words) = (of(ag::ARTICLE), of(ag::FIELD), of(nif::ANCHOR_OF));
    let (starts, ends) = (of(nif::BEGIN_INDEX), of(nif::END_INDEX));
    let mentions: Vec<NamedNode> = instances(&snapshot, ag::MENTION);
    assert_eq!(mentions.len(), told.record.statistics.mentions);
    assert!(mentions.len() > 40, "{} mentions", mentions.len());
    let relations: Vec<NamedNode> = instances(&snapshot, ag::RELATION);
    assert_eq!(relations.len(), told.record.statistics.relations);
    assert!(relations.len() > 3, "{} relations", relations.len());
    for node in mentions.iter().chain(&relations) {
        let RdfTerm::NamedNode(article) = value(&articles, node) else { panic!("{node} has no article") };
        let field = plain(&value(&fields, node));
        let whole = plain(&value(if field == "title" { &headlines } else { &abstracts }, &article));
        let index = |of| plain(&value(of, node)).parse::<usize>().expect("a number");
        let (start, end) = (index(&starts), index(&ends));
        let cut: String = whole.chars().take(end).skip(start).collect();
        assert_eq!(cut, plain(&value(&words, node)), "{node} in {whole:?}");
        assert!(start < end, "{node} is empty");
        let iri = format!("{}#{field}.char={start},{end}", article.as_str());
        let behind = node.as_str().strip_prefix(&iri).unwrap_or_else(|| panic!("{node}"));
        assert_eq!(behind.is_empty(), mentions.contains(node), "{node}");
    }
    let is_far = |node: &&NamedNode| !plain(&value(&words, node)).is_ascii();
    assert!(mentions.iter().any(|mention| is_far(&mention)), "words outside of ASCII are met");
    assert!(relations.iter().any(|relation| is_far(&relation)), "in relations too");
}

#[test]
fn a_relation_is_between_names_that_stand_in_its_article() {
    let (snapshot, _) = library_built();
    let of = |property| values(&snapshot, property);
    let (articles, identified) = (of(ag::ARTICLE), of(itsrdf::IDENTIFIES));
    let (kinds, subjects, objects) = (of(ag::RELATION_KIND), of(ag::SUBJECT_TERM), of(ag::OBJECT_TERM));
    let named: HashSet<(RdfTerm, RdfTerm)> = instances(&snapshot, ag::MENTION)
        .iter()
        .map(|mention| (value(&articles, mention), value(&identified, mention)))
        .collect();
    for relation in instances(&snapshot, ag::RELATION) {
        let [article, kind, subject, object] =
            [&articles, &kinds, &subjects, &objects].map(|values| value(values, &relation));
        assert_ne!(subject, object, "{relation}");
        assert!(named.contains(&(article.clone(), subject.clone())), "{relation}: {subject} is not named");
        assert!(named.contains(&(article, object.clone())), "{relation}: {object} is not named");
        let RdfTerm::NamedNode(kind) = kind else { panic!("{relation} is of no kind") };
        let NamedOrBlankNode::NamedNode(subject) = NamedOrBlankNode::try_from(subject).expect("a node") else {
            panic!("a blank node")
        };
        let edges = values(&snapshot, kind.as_ref());
        assert!(edges.get(&subject).is_some_and(|objects| objects.contains(&object)), "{relation} has no edge");
    }
}

fn instances(snapshot: &Snapshot, class: NamedNodeRef<'_>) -> Vec<NamedNode> {
    let quads = snapshot.quads(None, Some(rdf::TYPE), Some(TermRef::from(class)), GraphNameRef::DefaultGraph);
    let subjects = quads.map(|quad| quad.expect("a readable store").subject);
    subjects
        .map(|subject| match subject {
            NamedOrBlankNode::NamedNode(node) => node,
            NamedOrBlankNode::BlankNode(node) => panic!("a blank node: {node}"),
        })
        .collect()
}

#[test]
fn what_an_article_mentions_has_a_place_and_the_other_way_round() {
    let (snapshot, _) = library_built();
    let pairs = |property| -> BTreeSet<(String, String)> {
        let values = values(&snapshot, property).into_iter();
        values
            .flat_map(|(node, terms)| terms.into_iter().map(move |term| (node.as_str().to_owned(), plain(&term))))
            .collect()
    };
    let (articles, terms) = (values(&snapshot, ag::ARTICLE), values(&snapshot, itsrdf::IDENTIFIES));
    assert!(!instances(&snapshot, ag::DUPLICATE).is_empty(), "duplicates count as articles");
    let places: BTreeSet<(String, String)> = instances(&snapshot, ag::MENTION)
        .iter()
        .map(|mention| (plain(&value(&articles, mention)), plain(&value(&terms, mention))))
        .collect();
    assert_eq!(pairs(schema::MENTIONS), places);
    let about = pairs(schema::ABOUT);
    assert!(about.is_subset(&places), "about what it does not mention: {:?}", about.difference(&places));
    let with_terms: BTreeSet<&String> = places.iter().map(|(article, _)| article).collect();
    assert_eq!(
        about.iter().map(|(article, _)| article).collect::<BTreeSet<_>>(),
        with_terms,
        "each is about something"
    );

    let counts = values(&snapshot, ag::ARTICLE_COUNT);
    for term in instances(&snapshot, ag::TECHNOLOGY).into_iter().chain(instances(&snapshot, ag::CONCEPT)) {
        let named = places.iter().filter(|(_, named)| named == term.as_str()).count();
        assert_eq!(plain(&value(&counts, &term)), named.to_string(), "{term}");
    }
}

#[test]
fn the_graph_without_a_page_is_the_build_of_the_others() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let files: Vec<PathBuf> = library().iter().map(|(path, _)| folder.join(path)).collect();
    // `README.md` of two folders cannot be named side by side.
    let files = &files[..files.len() - 2];
    let directory = Directory::new(place.path("store"));
    for left_out in 0..files.len() {
        let others: Vec<PathBuf> = [&files[..left_out], &files[left_out + 1..]].concat();
        build(&directory, Mode::Declare, plan(files, 0), &Silent).unwrap_or_else(|error| panic!("{error}"));
        build(&directory, Mode::Declare, plan(&others, 0), &Silent).unwrap_or_else(|error| panic!("{error}"));
        let snapshot = directory.open().unwrap_or_else(|error| panic!("{error}"));
        assert_same_graph(&snapshot, &built(&others, 0).0, &format!("without {}", files[left_out].display()));
        let page = plan(&files[left_out..=left_out], 0);
        build(&directory, Mode::Add, page, &Silent).unwrap_or_else(|error| panic!("{error}"));
        let snapshot = directory.open().unwrap_or_else(|error| panic!("{error}"));
        assert_same_graph(&snapshot, &built(files, 0).0, &format!("with {} again", files[left_out].display()));
    }
}

/// The inputs of the random edits: pages and a folder of two pages.
const INPUTS: [(&str, &[&str]); 4] = [
    ("a.md", &["a.md"]),
    ("elsewhere/ü b.md", &["elsewhere/ü b.md"]),
    ("lines.jsonl", &["lines.jsonl"]),
    ("folder", &["folder/c.md", "folder/deep/README.md"]),
];

const TITLES: [&str; 9] = [
    "Kafka",
    "Kafka vs Redis",
    "A Guide to Redis, Part 2",
    "A Guide to Redis (Part 4)",
    "„Kafka“ and [Redis](x) | \"Docker\"",
    "日本語 Kafka \u{301}",
    "\\ <b>Redis</b> &amp;",
    "Nothing",
    "Kafka\u{1}Redis",
];
const LINKS: [&str; 5] = [
    "https://example.org/one",
    "HTTPS://EXAMPLE.org/one?utm_medium=x",
    "https://example.org/tagged/shared",
    "https://example.org/é \"x\"",
    "mailto:x",
];
const SUMMARIES: [&str; 5] =
    ["", "The difference between Docker and Redis.", "Redis and Kafka.", "Docker 🦀 Kafka, Kafka\n\nDocker", "# Kafka"];
const HEADINGS: [&str; 3] =
    ["# [shared](https://example.org/tagged/shared)\n", "# [Kafka](https://example.org/kafka)\n", "# Plain\n"];

/// Title, link and summary of an entry, by their numbers in the lists above.
type EntryNumbers = (usize, usize, usize);

/// What is done to the files and the store, one after the other.
#[derive(Debug, Clone)]
struct Edit {
    /// Files to write anew, with their content.
    writes: Vec<(usize, usize, Vec<EntryNumbers>)>,
    /// The inputs that are named.
    inputs: Vec<usize>,
    adds: bool,
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let entry = (0..TITLES.len(), 0..LINKS.len(), 0..SUMMARIES.len());
    let write = (0..5_usize, 0..HEADINGS.len(), prop::collection::vec(entry, 1..4));
    let inputs = prop::sample::subsequence((0..INPUTS.len()).collect::<Vec<_>>(), 1..=3).prop_shuffle();
    let edit = (prop::collection::vec(write, 0..3), inputs, any::<bool>()).prop_map(|(writes, inputs, adds)| Edit {
        writes,
        inputs,
        adds,
    });
    prop::collection::vec(edit, 2..5)
}

fn content(file: &str, heading: usize, entries: &[(usize, usize, usize)]) -> String {
    let entries = entries.iter().map(|(title, link, summary)| (TITLES[*title], LINKS[*link], SUMMARIES[*summary]));
    if file.ends_with("jsonl") {
        let lines =
            entries.map(|(title, link, summary)| serde_json::json!({"title": title, "url": link, "summary": summary}));
        return lines.map(|line| format!("{line}\n")).collect();
    }
    let entries = entries.map(|(title, link, summary)| format!("### [1. {title}]({link})\n{summary}\n\n"));
    HEADINGS[heading].to_owned() + &entries.collect::<String>()
}

#[test]
fn any_edits_give_what_one_build_gives() {
    // The same cases on every run.
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&edits(), |edits| {
        let place = Workplace::new();
        let vocabulary = place.write("own.ttl", SMALL_VOCABULARY);
        let files: Vec<&str> = INPUTS.iter().flat_map(|(_, files)| files.iter().copied()).collect();
        for file in &files {
            place.write(file, content(file, 0, &[(0, 0, 0)]));
        }
        let plan_of = |inputs: &BTreeSet<usize>| {
            let paths: Vec<PathBuf> = inputs.iter().map(|input| place.path(INPUTS[*input].0)).collect();
            let vocabularies = vec![vocabulary.clone()];
            Plan { vocabularies, without_shipped_vocabulary: true, ..plan(&paths, 0) }
        };
        let directory = Directory::new(place.path("store"));
        let mut recorded: BTreeSet<usize> = BTreeSet::new();
        for edit in &edits {
            for (file, heading, entries) in &edit.writes {
                place.write(files[*file], content(files[*file], *heading, entries));
            }
            let named: BTreeSet<usize> = edit.inputs.iter().copied().collect();
            let mode = if edit.adds { Mode::Add } else { Mode::Declare };
            recorded = if edit.adds { &recorded | &named } else { named.clone() };
            let told = build(&directory, mode, plan_of(&named), &Silent);
            let told = told.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let (expected, once) = in_memory(&plan_of(&recorded), &Silent).expect("a build");
            prop_assert_eq!(&told.record.statistics, &once.record.statistics);
            let snapshot = directory.open().expect("a store");
            prop_assert_eq!(lines(&snapshot), lines(&expected));
            prop_assert_eq!(lines(&snapshot).len(), once.record.statistics.quads);
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

const SMALL_VOCABULARY: &str = "
    @prefix ag: <https://w3id.org/articlegraph/ns#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <urn:own:kafka> a skos:Concept, ag:Technology ; skos:prefLabel \"Kafka\" ; skos:broader <urn:own:queue> .
    <urn:own:redis> a skos:Concept, ag:Technology ; skos:prefLabel \"Redis\" ; skos:related <urn:own:kafka> .
    <urn:own:docker> a skos:Concept, ag:Technology ; skos:prefLabel \"Docker\" .
    <urn:own:queue> a skos:Concept, ag:Concept ; skos:prefLabel \"Message queue\" .
";

#[test]
fn a_file_named_twice_or_with_its_folder_counts_once() {
    let place = Workplace::new();
    let folder = write_library(&place, "library", library());
    let page = folder.join("streams/streams.md");
    let twice = [page.clone(), folder.clone(), folder.join("streams/../streams/streams.md"), folder.clone()];
    assert_same_graph(&built(&twice, 0).0, &built(std::slice::from_ref(&folder), 0).0, "the folder and a page of it");
    // The page alone has another path, and so another graph.
    let alone = built(&[page], 0).0;
    assert!(lines(&alone).iter().any(|line| line.contains("\"streams.md\"")), "the page is named by itself");
}
