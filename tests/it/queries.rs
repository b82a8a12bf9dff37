//! Every saved query against its expected answer on the sample:
//! `tests/cases/queries/NAME.tsv` (`.ttl` for graphs) is what the example of
//! its head gives. `UPDATE_EXPECT=1 cargo test` writes them anew; read them.

use crate::support::{Workplace, files, root};
use articlegraph::query::saved::{self, SavedQuery};
use expect_test::expect_file;
use std::path::Path;

fn example(query: &SavedQuery) -> Vec<String> {
    let mut arguments = vec!["query".to_owned(), query.name.clone()];
    for parameter in &query.parameters {
        arguments.extend([format!("--{}", parameter.flag()), parameter.example.clone()]);
    }
    arguments
}

#[test]
fn every_saved_query_gives_its_expected_answer() {
    let place = Workplace::with_sample();
    let queries = saved::all(Path::new("none of our own")).expect("good heads");
    assert!(queries.len() >= 10);
    for query in queries.values() {
        let arguments = example(query);
        let answer = place.output(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        let rows = answer.lines().count();
        assert!(rows >= 2, "{}: the example gives no row:\n{answer}", query.name);
        let extension = if answer.starts_with('?') { "tsv" } else { "ttl" };
        let case = root().join(format!("tests/cases/queries/{}.{extension}", query.name));
        expect_file![case].assert_eq(&answer);
    }
}

#[test]
fn no_expected_answer_is_forgotten() {
    let queries = saved::all(Path::new("none of our own")).expect("good heads");
    let folder = root().join("tests/cases/queries");
    for case in files(&folder, "tsv").into_iter().chain(files(&folder, "ttl")) {
        let name = case.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(queries.contains_key(&name), "{} belongs to no query", case.display());
    }
}

#[test]
fn the_list_has_what_programs_need() {
    let place = Workplace::new();
    let list: serde_json::Value =
        serde_json::from_str(&place.output(&["query", "--list", "--format", "json"])).expect("JSON");
    let articles_about =
        list.as_array().expect("a list").iter().find(|query| query["name"] == "articles-about").expect("it is listed");
    assert_eq!(articles_about["title"], "Articles about a term");
    assert_eq!(
        articles_about["parameters"],
        serde_json::json!([
            {"name": "term", "type": "term", "default": null, "example": "Kafka"},
            {"name": "max-rows", "type": "integer", "default": "100", "example": "100"}
        ])
    );
}
