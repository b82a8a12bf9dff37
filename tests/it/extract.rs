//! `extract` as a filter: unknown names, reasons, N-Quads; and what `vocab`
//! makes of them.

use crate::support::{Workplace, page, sample};
use serde_json::Value;

/// Three articles: two introduce a name nobody knows, one has an ordinary word.
fn place() -> Workplace {
    let place = Workplace::new();
    let entries = [
        ("Kwuzzle: A Distributed Database", "https://example.org/1", "Kwuzzle is built on Raft and Kafka."),
        ("Building APIs with Kwuzzle and Node.js", "https://example.org/2", "Go to market with a goroutine."),
        ("What is KwuzzleView in Android?", "https://example.org/3", "A view. Photo by Ann on Unsplash."),
    ];
    place.write("news.md", page("news", &entries));
    place
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// Labels of the entities with this status.
fn labels(article: &Value, status: &str) -> Vec<String> {
    let entities = article["entities"].as_array().expect("entities");
    let labelled = entities.iter().filter(|entity| entity["status"] == status);
    labelled.map(|entity| entity["label"].as_str().expect("a label").to_owned()).collect()
}

#[test]
fn unknown_names_are_printed_if_they_are_sure_enough() {
    let place = place();
    let found = lines(&place.output(&["extract", "news.md"]));
    assert_eq!(labels(&found[0], "candidate"), ["Kwuzzle"]);
    assert_eq!(labels(&found[1], "candidate"), ["Kwuzzle"]);
    assert_eq!(labels(&found[2], "candidate"), ["KwuzzleView"]);
    let entity = &found[0]["entities"][0];
    assert_eq!(entity["id"], "urn:articlegraph:candidate:kwuzzle");
    assert_eq!((&entity["kind"], &entity["about"]), (&"technology".into(), &false.into()));
    assert_eq!(entity["mentions"][0]["rule"], "introduced");
    assert_eq!(entity["mentions"].as_array().map(Vec::len), Some(2), "{entity}");

    let found = lines(&place.output(&["extract", "news.md", "--min-candidate-confidence", "0.8"]));
    assert_eq!(labels(&found[0], "candidate"), ["Kwuzzle"]);
    assert!(labels(&found[2], "candidate").is_empty(), "{}", found[2]);
    let found = lines(&place.output(&["extract", "news.md", "--no-candidates"]));
    assert!(found.iter().all(|article| labels(article, "candidate").is_empty()));
    assert!(labels(&found[0], "known").contains(&"Apache Kafka".to_owned()));
}

#[test]
fn entities_stand_in_the_order_in_which_they_are_first_named() {
    let place = place();
    let found = lines(&place.output(&["extract", "news.md"]));
    for article in &found {
        let entities = article["entities"].as_array().expect("entities");
        let first = |entity: &Value| {
            let place = &entity["mentions"][0];
            (place["field"] == "abstract", place["start"].as_u64())
        };
        let places: Vec<_> = entities.iter().map(first).collect();
        assert!(places.is_sorted(), "{article}");
    }
}

#[test]
fn reasons_are_told_in_words_near_misses_too() {
    let place = place();
    let told = place.output(&["extract", "news.md", "--explain"]);
    for words in [
        "+ Kwuzzle (unknown name, perhaps a technology), confidence 0.9",
        "the text says what it is",
        "+ Apache Kafka (technology), confidence 0.95",
        "- not Go\n      abstract  [Go] to market with a goroutine.\n                in \"Go to market\" it means something else",
    ] {
        assert!(told.contains(words), "{words:?} is not in\n{told}");
    }
    assert!(!told.contains("Unsplash"), "boilerplate is no evidence:\n{told}");
    let misses = lines(&place.output(&["extract", "news.md", "--explain", "--format", "jsonl"]));
    assert_eq!(misses[1]["near_misses"][0]["label"], "Go");
    assert!(lines(&place.output(&["extract", "news.md"]))[1].get("near_misses").is_none());
}

#[test]
fn the_filter_and_the_store_give_the_same_quads() {
    let place = Workplace::with_sample();
    let sample = sample();
    let filtered = place.output(&["extract", sample.to_str().expect("UTF-8"), "--format", "nq"]);
    assert_eq!(filtered, place.output(&["export", "--format", "nq"]));
    place.run(&["extract", sample.to_str().expect("UTF-8"), "-o", "graph.nq"]).success();
    assert_eq!(std::fs::read_to_string(place.path("graph.nq")).expect("a file"), filtered);
}

#[test]
fn candidates_stand_apart_in_the_graph() {
    let place = place();
    place.run(&["build", "news.md"]).success();
    let ask = |sparql: &str| place.output(&["query", sparql]);
    let rows = ask(
        "SELECT ?label ?kind ?n { ?c a ag:Candidate ; skos:prefLabel ?label ; ag:kindGuess ?kind ; ag:articleCount ?n } ORDER BY ?label",
    );
    assert_eq!(
        rows,
        "?label\t?kind\t?n\n\"Kwuzzle\"\t<https://w3id.org/articlegraph/ns#Technology>\t2\n\
         \"KwuzzleView\"\t<https://w3id.org/articlegraph/ns#Technology>\t1\n"
    );
    assert_eq!(ask("SELECT * { ?a schema:mentions ?c . ?c a ag:Candidate }"), "?a\t?c\n");
    assert_eq!(ask("SELECT * { ?t a skos:Concept . ?t ?p ?c . ?c a ag:Candidate }"), "?c\t?p\t?t\n");
    assert_eq!(
        ask("SELECT (COUNT(*) AS ?n) { ?m a ag:Mention ; itsrdf:taIdentRef ?c . ?c a ag:Candidate }"),
        "?n\n4\n"
    );
    let stats = place.stats();
    assert_eq!(stats["candidates"], 2);
    assert_eq!(ask("SELECT (COUNT(*) AS ?n) { ?m a ag:Mention }"), format!("?n\n{}\n", stats["mentions"]));
}

#[test]
fn a_candidate_becomes_a_term_of_ones_own() {
    let place = place();
    place.run(&["build", "news.md"]).success();
    let told = place.run(&["vocab", "accept", "kwuzzle", "--broader", "Apache Kafka"]).success();
    let told = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert_eq!(
        told,
        "added Kwuzzle to vocabulary.ttl; build with it: articlegraph build INPUT… --vocabulary vocabulary.ttl\n"
    );
    assert!(place.fails(2, &["vocab", "accept", "Kwuzzle"]).contains("vocabulary.ttl has \"Kwuzzle\" already"));
    assert!(place.fails(2, &["vocab", "accept", "Kwuzle"]).contains("no candidate is called \"Kwuzle\""));
    place.run(&["build", "news.md", "--vocabulary", "vocabulary.ttl"]).success();
    let shown = place.output(&["show", "Kwuzzle"]);
    assert!(shown.contains("Kwuzzle (technology)") && shown.contains("broader: Apache Kafka"), "{shown}");
    assert_eq!(place.stats()["candidates"], 1, "KwuzzleView is still one");
}

#[test]
fn suggestions_are_turtle_that_loads() {
    let place = place();
    place.run(&["vocab", "suggest", "news.md", "-o", "own.ttl"]).success();
    let turtle = std::fs::read_to_string(place.path("own.ttl")).expect("a file");
    assert!(turtle.contains("# 2 articles, found by: introduced, used\n"), "{turtle}");
    let json: Value =
        serde_json::from_str(&place.output(&["vocab", "suggest", "news.md", "--format", "json"])).expect("JSON");
    assert_eq!((&json[0]["name"], &json[0]["articles"]), (&"Kwuzzle".into(), &2.into()));
    let listed = place.output(&["vocab", "list", "--no-default-vocabulary", "--vocabulary", "own.ttl"]);
    assert_eq!(
        listed,
        "id\tlabel\tkind\tlabels\nurn:articlegraph:own:kwuzzle\tKwuzzle\ttechnology\tKwuzzle\n\
         urn:articlegraph:own:kwuzzleview\tKwuzzleView\ttechnology\tKwuzzleView\n"
    );
}

#[test]
fn the_vocabulary_can_be_looked_at() {
    let place = place();
    let shown = place.output(&["vocab", "show", "k8s"]);
    assert!(shown.starts_with("Kubernetes (technology)\n  https://w3id.org/articlegraph/term/kubernetes\n"), "{shown}");
    assert!(shown.contains("\nAbove\n  ") && shown.contains("\nBelow\n"), "{shown}");
    assert!(place.fails(2, &["vocab", "show", "kubernets x"]).contains("no term of the vocabulary is called"));
    assert!(place.output(&["vocab", "list", "--labels"]).lines().any(|label| label == "Golang"));
    assert_eq!(place.output(&["vocab", "check"]), "", "the shipped vocabulary has no doubts");

    let own = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<urn:x:a> skos:prefLabel \"Kafka\" .\n";
    place.write("own.ttl", own);
    let doubts = place.run(&["vocab", "check", "--vocabulary", "own.ttl"]).code(1);
    let doubts = String::from_utf8_lossy(&doubts.get_output().stdout).into_owned();
    assert!(
        doubts.contains("\"Kafka\" is a label of <https://w3id.org/articlegraph/term/apache-kafka> and of <urn:x:a>")
    );
    assert!(doubts.contains("<urn:x:a> is neither an ag:Technology nor an ag:Concept"), "{doubts}");

    place.run(&["build", "news.md"]).success();
    let unused = place.output(&["vocab", "unused"]);
    assert!(!unused.contains("/term/apache-kafka\t") && unused.contains("/term/apache-cassandra\t"));
}

#[test]
fn an_exported_vocabulary_is_the_same_vocabulary() {
    let place = place();
    place.run(&["vocab", "export", "-o", "all.ttl"]).success();
    let with = |arguments: &[&str]| place.output(&[&["extract", "news.md"], arguments].concat());
    assert_eq!(with(&[]), with(&["--no-default-vocabulary", "--vocabulary", "all.ttl"]));
    assert_eq!(place.output(&["vocab", "check", "--no-default-vocabulary", "--vocabulary", "all.ttl"]), "");
}
