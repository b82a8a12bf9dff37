//! `eval`: counting on articles marked by hand, here four invented ones.

use crate::support::Workplace;

const ARTICLES: &str = r#"{"url":"https://example.org/1","title":"Kafka and Redis","summary":"Docker too."}
{"url":"https://example.org/2","title":"A Quiet Day","summary":"Nothing but Zork."}
{"url":"https://example.org/3","title":"About the CAP theorem","summary":""}
{"url":"https://example.org/4","title":"Kafka, Kafka and Apache Kafka","summary":""}
"#;

const GOLD: &str = r#"{"url":"https://example.org/1","entities":[
 {"surface":"Kafka","label":"Apache Kafka","aliases":["Kafka"],"kind":"technology"},
 {"surface":"Docker","label":"Docker","aliases":[],"kind":"concept","optional":false}]}
{"url":"https://example.org/2","entities":[{"surface":"Zork","label":"Zork","aliases":[],"kind":"technology"}]}
{"url":"https://example.org/3","entities":[{"surface":"CAP theorem","label":"CAP theorem","kind":"concept","optional":true}]}
{"url":"https://example.org/4","entities":[{"surface":"Kafka","label":"Apache Kafka","aliases":[],"kind":"technology"}]}
"#;

fn place() -> Workplace {
    let place = Workplace::new();
    place.write("articles.jsonl", ARTICLES);
    place.write("gold.jsonl", GOLD.replace("[\n ", "[").replace(",\n ", ","));
    place
}

#[test]
fn right_wrong_missed_and_optional_are_counted() {
    let place = place();
    let json = place.output(&["eval", "--gold", "gold.jsonl", "articles.jsonl", "--format", "json"]);
    let found: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let micro = &found["micro"];
    // Kafka twice and Docker are right, Redis is not marked, Zork is unknown,
    // the CAP theorem is optional, Kafka in three spellings is one entity.
    assert_eq!((&micro["right"], &micro["wrong"], &micro["missed"]), (&3.into(), &1.into(), &1.into()));
    assert_eq!(micro["f1"], 0.75);
    assert_eq!(found["by_kind"]["concept"]["right"], 1);
    assert_eq!(found["kind_accuracy"], 2.0 / 3.0, "Docker was marked as a concept");
    assert_eq!(found["wrong"][0]["label"], "Redis");
    assert_eq!(found["missed"][0]["context"], "Nothing but [Zork].");
}

#[test]
fn too_low_an_f1_is_exit_code_1_and_a_baseline_shows_changes() {
    let place = place();
    let gold = ["eval", "--gold", "gold.jsonl", "articles.jsonl"];
    place.run(&[&gold[..], &["--min-f1", "0.7"]].concat()).success();
    let told = place.fails(1, &[&gold[..], &["--min-f1", "0.8"]].concat());
    assert_eq!(told, "F1 0.750 is below --min-f1 0.8\n");

    place.output(&[&gold[..], &["-o", "before.json"]].concat());
    place.write("gold.jsonl", GOLD.replace("[\n ", "[").replace(",\n ", ",").replace("Zork\"", "Quiet Day\""));
    let changes = place.output(&[&gold[..], &["--baseline", "before.json", "--errors", "0"]].concat());
    assert!(changes.contains("no longer missed: Zork  https://example.org/2"), "{changes}");
    assert!(changes.contains("newly missed: Quiet Day  https://example.org/2"), "{changes}");
}

#[test]
fn marks_that_cannot_be_used_are_told_with_what_to_type() {
    let place = place();
    place.write("bad.jsonl", "{\"url\": 1}\n");
    place.write("other.jsonl", "{\"url\":\"https://example.org/9\",\"title\":\"x\"}\n");
    for (arguments, words) in [
        (&["eval", "--gold", "gold.jsonl"][..], "have no texts; name them: articlegraph eval --gold FILE ARTICLES"),
        (&["eval", "--gold", "bad.jsonl", "articles.jsonl"], "bad.jsonl:1: no marked article"),
        (&["eval", "--gold", "none.jsonl", "articles.jsonl"], "none.jsonl"),
        (&["eval", "--gold", "gold.jsonl", "other.jsonl"], "none of the marked articles is among the inputs"),
    ] {
        let told = place.fails(2, arguments);
        assert!(told.contains(words), "{arguments:?}: {told}");
    }
}
