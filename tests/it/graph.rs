//! What the graph says beyond mentions: relations, duplicates, series, and
//! counts in which a duplicate does not count.

use crate::support::{Workplace, page};
use articlegraph::extract::{Document, Extractor};
use articlegraph::pipeline::{Plan, load_vocabulary};
use articlegraph::relation::{Finder, Party, Patterns};
use articlegraph::vocabulary::Vocabulary;

fn vocabulary() -> Vocabulary {
    load_vocabulary(&Plan::default()).expect("the shipped vocabulary")
}

/// The pairs that a pattern finds in a text, by their labels.
fn pairs(vocabulary: &Vocabulary, extractor: &Extractor<'_>, finder: &Finder, text: &str) -> Vec<(String, String)> {
    let (title, summary) = (text, "");
    let extraction = extractor.extract(&Document { title, summary, collections: &[] });
    let name = |party: &Party| match party {
        Party::Term(term) => vocabulary.term(*term).label.value.to_string(),
        Party::Candidate(name) => name.clone(),
    };
    let mut pairs: Vec<(String, String)> = finder
        .find(title, summary, &extraction)
        .iter()
        .map(|relation| (name(&relation.subject), name(&relation.object)))
        .collect();
    pairs.sort();
    pairs
}

#[test]
fn every_pattern_finds_its_examples_and_nothing_else() {
    let vocabulary = vocabulary();
    let extractor = Extractor::new(&vocabulary);
    let patterns = Patterns::shipped();
    let mut wrong = Vec::new();
    for pattern in &patterns.patterns {
        let mut alone = pattern.clone();
        alone.field = None;
        let mut one = patterns.clone();
        one.patterns = vec![alone];
        let finder = Finder::new(&vocabulary, &one);
        let name = &pattern.name;
        if pattern.examples.is_empty() || pattern.counterexamples.is_empty() {
            wrong.push(format!("{name}: needs examples and counter-examples"));
        }
        for (text, expected) in &pattern.examples {
            let found = pairs(&vocabulary, &extractor, &finder, text);
            let mut expected: Vec<(String, String)> = expected.clone();
            expected.sort();
            let is_same = found.len() == expected.len()
                && found.iter().zip(&expected).all(|(found, expected)| {
                    found.0.eq_ignore_ascii_case(&expected.0) && found.1.eq_ignore_ascii_case(&expected.1)
                });
            if !is_same {
                wrong.push(format!("{name}: {text:?} gives {found:?}, not {expected:?}"));
            }
        }
        for text in &pattern.counterexamples {
            let found = pairs(&vocabulary, &extractor, &finder, text);
            if !found.is_empty() {
                wrong.push(format!("{name}: {text:?} gives {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn kinds_name_terms_that_exist() {
    let vocabulary = vocabulary();
    let patterns = Patterns::shipped();
    let unknown = patterns.unknown_terms(&vocabulary);
    assert!(unknown.is_empty(), "{unknown:?}");
}

#[test]
fn a_relation_has_its_article_words_and_offsets() {
    let place = Workplace::new();
    let entries = [
        ("Why we moved: „Kafka“ vs RabbitMQ", "https://example.org/versus", "And nothing else."),
        ("Other", "https://example.org/other", "Here we compare nothing. Kafka vs. RabbitMQ is old."),
    ];
    let file = place.write("page.md", page("streams", &entries));
    place.run(&["build", file.to_str().expect("UTF-8")]).success();
    let query = "SELECT ?subject ?object ?field ?words ?begin ?end { ?r a ag:Relation ; ag:relationKind ag:comparedWith ; \
         ag:subjectTerm/skos:prefLabel ?subject ; ag:objectTerm/skos:prefLabel ?object ; ag:field ?field ; \
         nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end } ORDER BY ?field";
    let found = place.output(&["query", query, "--format", "csv"]);
    let rows: Vec<&str> = found.lines().skip(1).map(str::trim_end).collect();
    assert!(rows.contains(&"Apache Kafka,RabbitMQ,abstract,Kafka vs. RabbitMQ,25,43"), "{found}");
    // The plain edge stands both ways, once.
    let ask =
        "ASK { term:apache-kafka ag:comparedWith term:rabbitmq . term:rabbitmq ag:comparedWith term:apache-kafka }";
    place.run(&["query", ask]).success();
}

#[test]
fn duplicates_stay_and_count_once() {
    let place = Workplace::new();
    let text = "A long look at how Apache Kafka and Redis keep the order of messages when brokers fail and come back.";
    let entries = [
        ("Order of messages in Kafka and Redis", "https://example.org/a", text),
        ("Order of Messages in Kafka and Redis", "https://example.org/b", text),
        ("The order of messages in Kafka & Redis", "https://example.org/c", text),
        ("Introduction", "https://example.org/d", "Of the first book, with Redis and Kafka."),
        ("Introduction", "https://example.org/e", "Quite another thing."),
    ];
    let file = place.write("page.md", page("streams", &entries));
    place.run(&["build", file.to_str().expect("UTF-8")]).success();
    assert_eq!(place.stats()["duplicates"], 3);
    let rules = place.output(&[
        "query",
        "SELECT ?rule (COUNT(*) AS ?n) { ?d a ag:Duplicate ; ag:rule ?rule } GROUP BY ?rule ORDER BY ?rule",
    ]);
    assert!(rules.contains("\"near-identical\"\t2") && rules.contains("\"same-title\"\t1"), "{rules}");
    let counts =
        place.output(&["query", "SELECT ?all ?once { term:redis ag:articleCount ?all ; ag:independentCount ?once }"]);
    assert_eq!(counts.lines().nth(1), Some("4\t2"), "{counts}");
    place.run(&["query", "ASK { <https://example.org/b> ag:duplicateOf <https://example.org/a> }"]).success();
    place.run(&["query", "ASK { <https://example.org/a> ag:duplicateOf ?x }"]).code(1);
}

#[test]
fn parts_of_a_series_are_joined_across_pages_and_gaps_named() {
    let place = Workplace::new();
    let one = [
        ("Write a Shell: Reading [Part I]", "https://example.org/1", "x"),
        ("Write a Shell: Jobs [Part IV]", "https://example.org/4", "x"),
        ("Alone (Part 3)", "https://example.org/alone", "x"),
    ];
    let two = [("Write a Shell: Pipes [Part II]", "https://example.org/2", "x")];
    place.write("pages/one.md", page("one", &one));
    place.write("pages/two.md", page("two", &two));
    place.run(&["build", "pages"]).success();
    assert_eq!(place.stats()["series"], 1);
    let query = "SELECT ?n ?title { GRAPH ?s { ?s schema:itemListElement ?i . ?i schema:position ?n ; schema:item ?a } \
         ?s a schema:CreativeWorkSeries . ?a schema:headline ?title ; schema:isPartOf ?s } ORDER BY ?n";
    let found = place.output(&["query", query, "--format", "csv"]);
    let rows: Vec<&str> = found.lines().skip(1).map(str::trim_end).collect();
    assert_eq!(
        rows,
        ["1,Write a Shell: Reading [Part I]", "2,Write a Shell: Pipes [Part II]", "4,Write a Shell: Jobs [Part IV]"]
    );
    let gaps = place.output(&["query", "SELECT ?gap { ?s ag:gap ?gap }", "--format", "csv"]);
    assert_eq!(gaps.lines().nth(1).map(str::trim_end), Some("3"), "{gaps}");
}
