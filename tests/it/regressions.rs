//! Faults that were found from outside, each with the name of what went wrong.

use crate::support::{Workplace, page};

#[test]
fn a_long_text_full_of_terms_is_read_to_its_end() {
    let place = Workplace::new();
    // Code points were counted from the front for every mention: this took minutes.
    let words = "Käsen Kafka ".repeat(100_000);
    place.write("long.md", page("long", &[("Long", "https://example.org/long", &words)]));
    place.run(&["build", "long.md"]).success();
    assert_eq!(place.stats()["mentions"], 100_000);
    let last = "SELECT ?words ?begin { ?m nif:anchorOf ?words ; nif:beginIndex ?begin } ORDER BY DESC(?begin) LIMIT 1";
    assert_eq!(place.output(&["query", last]), "?words\t?begin\n\"Kafka\"\t1199994\n");
}

#[test]
fn makers_is_not_the_maker_that_needs_a_cue() {
    let place = Workplace::new();
    place.write("makers.md", page("makers", &[("Nothing", "https://example.org/1", "Nothing.")]));
    place.run(&["build", "makers.md"]).success();
    place.run(&["query", "ASK { ?collection dcterms:subject ?term }"]).code(1);
}

#[test]
fn what_a_collection_is_called_is_a_term_of_the_graph() {
    let place = Workplace::new();
    place.write("haskell.md", page("haskell", &[("Nothing", "https://example.org/1", "Nothing.")]));
    place.run(&["build", "haskell.md"]).success();
    let label = place
        .output(&["query", "SELECT ?label { ?c dcterms:subject ?t . ?t skos:prefLabel ?label ; skos:broader ?b }"]);
    assert!(label.starts_with("?label\n\"Haskell\"@en\n"), "{label}");
    assert_eq!(place.stats()["terms"], 0, "it is named in no article");
}

#[test]
fn one_bad_own_query_leaves_the_others() {
    let place = Workplace::with_sample();
    place.write("queries/bad.rq", "# nothing\nSELECT * {}\n");
    place.run(&["query", "collections"]).success();
    let listed = place.run(&["query", "--list"]).success();
    let remarks = String::from_utf8_lossy(&listed.get_output().stderr).into_owned();
    assert!(remarks.contains("queries/bad.rq:1: the head has no `# title: …`; this query was left out"), "{remarks}");
    assert!(place.fails(2, &["query", "bad"]).contains("queries/bad.rq:1: the head has no"));
}

#[test]
fn a_day_that_no_month_has_is_no_date() {
    let place = Workplace::new();
    place.write("a.jsonl", "{\"url\":\"https://example.org/1\",\"title\":\"Kafka\",\"date\":\"2024-02-30\"}\n");
    place.run(&["build", "a.jsonl"]).success();
    assert_eq!(place.stats()["problems"], 1);
    place.run(&["query", "ASK { ?article schema:datePublished ?date }"]).code(1);
}

#[test]
fn two_folders_of_one_name_are_refused() {
    let place = Workplace::new();
    place.write("one/a/page.md", page("a", &[("Kafka", "https://example.org/1", "")]));
    place.write("two/a/other.md", page("b", &[("Redis", "https://example.org/2", "")]));
    let told = place.fails(2, &["build", "one/a", "two/a"]);
    assert!(told.contains("two/a: has the same name as one/a"), "{told}");
}

#[test]
fn a_name_that_ends_in_a_point_is_written_out() {
    let place = Workplace::new();
    place.write("a.md", page("a", &[("Data in Snowflake, the data warehouse", "https://example.org/1", "x")]));
    place.run(&["build", "a.md"]).success();
    let turtle = place.output(&["export"]);
    // rdflib does not read `dbr:Snowflake_Inc\\.`.
    assert!(turtle.contains("<http://dbpedia.org/resource/Snowflake_Inc.>"), "{turtle}");
}

#[cfg(unix)]
#[test]
fn what_is_written_to_a_device_or_a_link_leaves_it_one() {
    use std::fs;
    let place = Workplace::new();
    place.write("a.jsonl", "\u{feff}{\"url\":\"https://example.org/1\",\"title\":\"Kafka\"}\n");
    // `-o /dev/full` once put a file in the place of the device, where root ran it.
    assert!(place.fails(2, &["extract", "a.jsonl", "-o", "/dev/full"]).contains("No space left"));
    place.write("there.jsonl", "old");
    std::os::unix::fs::symlink("there.jsonl", place.path("link.jsonl")).expect("a link");
    place.run(&["extract", "a.jsonl", "-o", "link.jsonl"]).success();
    assert!(place.path("link.jsonl").is_symlink());
    let written = fs::read_to_string(place.path("there.jsonl")).expect("a file");
    assert!(written.contains("Apache Kafka"), "the first line is read although a byte order mark stands there");
}

#[test]
fn numbers_that_cannot_be_meant_are_refused() {
    let place = Workplace::new();
    place.write("a.jsonl", "{\"url\":\"https://example.org/1\",\"title\":\"Kafka\"}\n");
    for flag in ["--min-confidence=nan", "--min-candidate-confidence=2", "--threads=100000"] {
        assert!(place.fails(2, &["extract", "a.jsonl", flag]).contains("from 0 to"), "{flag}");
    }
    assert!(place.fails(2, &["vocab", "check", "--vocabulary", "none.ttl"]).contains("none.ttl"));
}

#[test]
fn a_long_list_of_unknown_names_is_read_to_its_end() {
    let place = Workplace::new();
    // Each name walked the whole list, and each was looked for at every word.
    let letters = ["b", "d", "f", "g", "k", "m", "p", "t", "v", "z"];
    let name = |number: usize| -> String {
        let digits = format!("{number:05}");
        "Kwx".to_owned() + &digits.bytes().map(|digit| letters[usize::from(digit - b'0')]).collect::<String>()
    };
    let listed: Vec<String> = (0..20_000).map(name).collect();
    let defined: String = listed.iter().map(|name| format!("{name} is a database. ")).collect();
    let entries = [("List", "https://example.org/1", listed.join(", ")), ("All", "https://example.org/2", defined)];
    let entries: Vec<(&str, &str, &str)> =
        entries.iter().map(|(title, link, text)| (*title, *link, text.as_str())).collect();
    place.write("long.md", page("long", &entries));
    place.run(&["build", "long.md"]).success();
    assert_eq!(place.stats()["candidates"], 20_000);
}

#[test]
fn a_long_text_of_relations_is_read_in_its_length() {
    let place = Workplace::new();
    // Each phrase was compared with all before it, and looked for its sentence
    // and its offsets from the front of the text.
    let phrases = "Kafka is better than Redis. Migrating from Docker to Kubernetes. ".repeat(20_000);
    let row = "Kafka vs Redis vs Docker vs Kubernetes vs ".repeat(2_000) + "Kafka";
    let entries = [("All", "https://example.org/1", phrases.as_str()), ("Row", "https://example.org/2", row.as_str())];
    place.write("long.md", page("long", &entries));
    place.run(&["build", "long.md"]).success();
    assert_eq!(place.stats()["relations"], 40_000, "and a row of 8,001 names compares none of them");
}

#[test]
fn a_series_is_no_collection_that_lists_its_parts() {
    let place = Workplace::new();
    let entries = [
        ("Write a Shell (Part 1)", "https://example.org/1", "Kafka."),
        ("Write a Shell (Part 2)", "https://example.org/2", "Kafka."),
    ];
    place.write("page.md", page("streams", &entries));
    place.run(&["build", "page.md"]).success();
    let shown = place.output(&["show", "https://example.org/1"]);
    assert!(shown.contains("listed in: streams\n") && shown.contains("part of: Write a Shell\n"), "{shown}");
}

#[test]
fn stems_that_share_a_slug_are_one_series() {
    let place = Workplace::new();
    // `+` and `plus` have one slug: two series would have had one IRI.
    let entries = [
        ("Learn C+ Now (Part 1)", "https://example.org/1", ""),
        ("Learn C+ Now (Part 2)", "https://example.org/2", ""),
        ("Learn C plus Now (Part 3)", "https://example.org/3", ""),
        ("Learn C plus Now (Part 4)", "https://example.org/4", ""),
    ];
    place.write("page.md", page("streams", &entries));
    place.run(&["build", "page.md"]).success();
    assert_eq!(place.stats()["series"], 1);
    let names = place.output(&["query", "SELECT ?name { ?s a schema:CreativeWorkSeries ; schema:name ?name }"]);
    assert_eq!(names.lines().count(), 2, "{names}");
}
