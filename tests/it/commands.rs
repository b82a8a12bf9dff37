//! The commands as programs and people meet them: what stands where, in which
//! form, with which exit code.

use crate::support::{Workplace, page, sample, text};
use serde_json::Value;
use std::fs;
use std::io::Read as _;
use std::process::{Command, Stdio};

/// Standard output and standard error of a run that must succeed.
#[track_caller]
fn both(place: &Workplace, arguments: &[&str]) -> (String, String) {
    let output = place.run(arguments).success();
    (text(&output.get_output().stdout), text(&output.get_output().stderr))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text:.300}"))
}

/// Names of all files in the workplace, sorted, without the store.
fn files(place: &Workplace) -> Vec<String> {
    let entries = fs::read_dir(place.path(".")).expect("the folder is there");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name != "articlegraph.db");
    names.sort();
    names
}

#[track_caller]
fn has_keys(value: &Value, expected: &str) {
    let mut keys: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    let mut expected: Vec<&str> = expected.split(' ').collect();
    expected.sort_unstable();
    assert_eq!(keys, expected);
}

fn two_pages() -> Workplace {
    let place = Workplace::new();
    place.write("one.md", page("one", &[("Kafka and Redis", "https://example.org/a", "About Kafka.")]));
    place.write("two.md", page("two", &[("Learn Rust", "https://example.org/b", "")]));
    place.write("three.md", page("three", &[("Docker", "https://example.org/c", "")]));
    place
}

const STATISTICS: &str = "collections entries articles articles_without_abstract entries_without_summary \
    articles_without_terms mentions terms technologies concepts candidates associations relations duplicates series \
    quads problems graph_sha256";

#[test]
fn data_and_remarks_are_kept_apart() {
    let place = Workplace::with_sample();
    let page = sample();
    let page = page.to_str().expect("UTF-8");
    for (arguments, data, remark) in [
        (vec!["build", page], "", "nothing has changed"),
        (vec!["query", "named-with", "--term", "Kafka"], "?other\t?articles\n", "\"Kafka\" is Apache Kafka\n"),
        (vec!["query", "collections", "--format", "table"], " name ", "1 row\n"),
        (vec!["show", "Kafka"], "Apache Kafka (technology)\n", ""),
        (vec!["map", "--max-nodes", "5"], "<svg ", "showing 5 of "),
        (vec!["export"], "@prefix ", ""),
        (vec!["extract", page], "{\"id\":\"https://hackernoon.com/", ""),
        (vec!["stats"], "collections\t1\nentries\t77\narticles\t77\n", ""),
        (vec!["completions", "bash"], "_articlegraph() {", ""),
    ] {
        let (output, remarks) = both(&place, &arguments);
        assert!(output.starts_with(data) && output.is_empty() == data.is_empty(), "{arguments:?}: {output:.200}");
        assert!(remarks.starts_with(remark) && remarks.is_empty() == remark.is_empty(), "{arguments:?}: {remarks}");
        assert!(!remarks.contains(['\u{1b}', '\r']), "{arguments:?} draws on what is no terminal: {remarks}");
    }
}

#[test]
fn first_use_without_a_store_prints_three_commands() {
    let place = Workplace::new();
    for arguments in
        [&["stats"][..], &["query", "collections"], &["query", "ASK {}"], &["show", "x"], &["map"], &["export"]]
    {
        let told = place.fails(2, arguments);
        assert!(told.starts_with("error: articlegraph.db: there is no store here yet"), "{told}");
        for line in ["\n  articlegraph build ", "\n  articlegraph query --list\n", "\n  articlegraph map -o map.svg\n"]
        {
            assert!(told.contains(line), "{arguments:?} does not say {line:?}: {told}");
        }
    }
    let page = sample();
    let page = page.to_str().expect("UTF-8");
    for arguments in [
        &["query", "--list"][..],
        &["query", "evidence", "--help"],
        &["completions", "bash"],
        &["extract", page],
        &["query", "collections", "--memory", page],
        &["stats", "--memory", page],
        &["show", "Kafka", "--memory", page],
        &["map", "--memory", page],
        &["export", "--memory", page],
        &["build", "--memory", page],
        &["--help"],
        &["--version"],
    ] {
        place.run(arguments).success();
        assert_eq!(fs::read_dir(place.path(".")).expect("the folder").count(), 0, "{arguments:?} left something");
    }
}

#[test]
fn build_declares_and_add_adds() {
    let place = two_pages();
    let articles = |place: &Workplace| place.stats()["articles"].clone();
    place.run(&["build", "one.md", "two.md", "three.md"]).success();
    let (_, remarks) = both(&place, &["build", "one.md"]);
    assert!(
        remarks.contains("replaces 2 sources: three.md, two.md; use `articlegraph add` to keep them\n"),
        "{remarks}"
    );
    assert_eq!(articles(&place), 1);
    let (_, remarks) = both(&place, &["add", "two.md"]);
    assert!(!remarks.contains("replaces"), "{remarks}");
    assert!(remarks.contains("2 articles from 2 entries of 2 collections; "), "{remarks}");
    assert_eq!(articles(&place), 2);
    let (_, remarks) = both(&place, &["build", "one.md", "three.md"]);
    assert!(remarks.contains("replaces 1 source: two.md; use `articlegraph add`"), "{remarks}");
}

#[test]
fn add_begins_a_store_too() {
    let place = two_pages();
    place.run(&["add", "one.md"]).success();
    assert_eq!(place.stats()["articles"], 1);
}

#[test]
fn add_says_what_to_do_when_a_recorded_source_cannot_be_read_again() {
    let place = two_pages();
    place.run(&["build", "one.md", "two.md"]).success();
    fs::remove_file(place.path("two.md")).expect("removed");
    let told = place.fails(2, &["add", "three.md"]);
    assert!(told.contains("two.md: recorded in the store but no longer there"), "{told}");
    let line = told.split("articlegraph build").nth(1).expect("the line to type");
    assert!(line.contains("one.md") && line.contains("three.md") && !line.contains("two.md"), "{told}");
    assert_eq!(place.stats()["articles"], 2);

    let page = fs::read(place.path("one.md")).expect("a page");
    place.program().args(["build", "-"]).write_stdin(page).assert().success();
    let told = place.fails(2, &["add", "three.md"]);
    assert!(told.contains("standard input, which cannot be read again; run `articlegraph build`"), "{told}");
}

#[test]
fn nothing_changed_is_no_new_generation() {
    let place = two_pages();
    place.run(&["build", "one.md", "two.md"]).success();
    for arguments in
        [&["build", "two.md", "one.md"][..], &["add", "one.md"], &["build", "./one.md", "two.md", "one.md"]]
    {
        let (_, remarks) = both(&place, arguments);
        assert!(
            remarks.starts_with("nothing has changed; articlegraph.db stays as it is\n"),
            "{arguments:?}: {remarks}"
        );
        assert!(place.path("articlegraph.db/generation-1").exists());
        assert!(!place.path("articlegraph.db/generation-2").exists(), "{arguments:?}");
    }
    place.run(&["add", "three.md"]).success();
    assert!(
        place.path("articlegraph.db/generation-2").exists() && !place.path("articlegraph.db/generation-1").exists()
    );
}

#[test]
fn a_report_has_counts_and_problems_even_when_nothing_changed() {
    let place = two_pages();
    place.write("bad.md", page("bad", &[("Kafka", "javascript:x", "")]));
    let problem = "bad.md:2: the link is not http or https: \"javascript:x\"; the entry was kept without a link\n";
    for round in ["first", "second"] {
        let output = place.run(&["build", "bad.md", "one.md", "--report", "report.json", "--strict"]).code(1);
        let report = json(&fs::read_to_string(place.path("report.json")).expect("a report"));
        has_keys(&report, &format!("{STATISTICS} seconds peak_rss_bytes inputs problem_list"));
        assert_eq!(report["inputs"], serde_json::json!(["bad.md", "one.md"]));
        assert_eq!(report["problems"], 1);
        let problems = report["problem_list"].as_array().expect("a list");
        assert_eq!(problems.len(), 1, "{round} build");
        has_keys(&problems[0], "file line what done");
        assert_eq!((&problems[0]["file"], &problems[0]["line"]), (&"bad.md".into(), &2.into()));
        let remarks = text(&output.get_output().stderr);
        assert!(remarks.starts_with(problem), "{round} build: {remarks}");
    }
    place.run(&["build", "bad.md", "one.md"]).success();
}

#[test]
fn no_is_exit_code_1_and_cannot_is_2() {
    let place = Workplace::with_sample();
    place.write("bad.md", page("bad", &[("Kafka", "", "")]));
    for (code, arguments) in [
        (0, &["query", "ASK { ?x a schema:Article }"][..]),
        (1, &["query", "ASK { ?x a ag:Nothing }"]),
        (1, &["query", "ASK { ?x a ag:Nothing }", "--format", "json"]),
        (1, &["query", "ASK { ?x a ag:Nothing }", "-o", "ask.json"]),
        (0, &["query", "SELECT ?x { ?x a ag:Nothing }"]),
        (0, &["build", "bad.md", "--memory"]),
        (1, &["build", "bad.md", "--memory", "--strict"]),
        (0, &["extract", "bad.md"]),
        (1, &["extract", "bad.md", "--strict"]),
        (2, &["query", "ASK {"]),
        (2, &["query", "ASK {}", "--format", "yaml"]),
        (2, &["no-such-command"]),
        (2, &["build"]),
        (2, &["stats", "--format", "yaml"]),
    ] {
        let output = place.program().args(arguments).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {}", text(&output.stderr));
    }
    assert_eq!(
        json(&fs::read_to_string(place.path("ask.json")).expect("a file")),
        serde_json::json!({"head":{},"boolean":false})
    );
}

#[test]
fn rows_come_in_the_w3c_forms_and_as_tsv_in_a_pipe() {
    let place = Workplace::with_sample();
    let sparql = "SELECT ?x ?y { VALUES (?x ?y) { (\"a,\\\"b\" 1) (<x:y> UNDEF) } }";
    let tsv = "?x\t?y\n\"a,\\\"b\"\t1\n<x:y>\t\n";
    for (format, expected) in [
        (None, tsv),
        (Some("tsv"), tsv),
        (Some("csv"), "x,y\r\n\"a,\"\"b\",1\r\nx:y,\r\n"),
        (
            Some("json"),
            "{\"head\":{\"vars\":[\"x\",\"y\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\",\"value\":\"a,\\\"b\"},\
             \"y\":{\"type\":\"literal\",\"value\":\"1\",\"datatype\":\"http://www.w3.org/2001/XMLSchema#integer\"}},\
             {\"x\":{\"type\":\"uri\",\"value\":\"x:y\"}}]}}\n",
        ),
    ] {
        let mut arguments = vec!["query", sparql];
        arguments.extend(format.iter().flat_map(|format| ["--format", format]));
        assert_eq!(place.output(&arguments), expected, "{format:?}");
    }
    let xml = place.output(&["query", sparql, "--format", "xml"]);
    assert!(xml.contains("<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">"), "{xml}");
    assert_eq!(place.output(&["query", sparql, "--limit", "1"]), "?x\t?y\n\"a,\\\"b\"\t1\n");
    assert!(
        place
            .fails(2, &["query", sparql, "--format", "ttl"])
            .contains("rows are written as table, tsv, csv, json or xml")
    );
}

#[test]
fn graphs_come_in_the_forms_of_rdf() {
    let place = Workplace::with_sample();
    let sparql = "CONSTRUCT { <x:s> <x:p> ?x } { VALUES ?x { 2 1 } }";
    let lines = "<x:s> <x:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n<x:s> <x:p> \"2\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n";
    for format in ["nt", "nq"] {
        assert_eq!(place.output(&["query", sparql, "--format", format]), lines);
    }
    let graph = json(&place.output(&["query", sparql, "--format", "json"]));
    assert_eq!((&graph[0]["@id"], &graph[0]["x:p"][0]["@value"]), (&"x:s".into(), &"1".into()), "{graph}");
    assert!(place.output(&["query", sparql]).starts_with("@prefix "), "Turtle, unless another is named");
    let told = place.fails(2, &["query", sparql, "--format", "csv"]);
    assert!(told.contains("a graph is written as ttl, nt, nq, trig, jsonld (or json) or rdf"), "{told}");
}

#[test]
fn the_list_of_queries_has_each_name_once_with_its_parameters() {
    let place = Workplace::new();
    place.write(
        "queries/collections.rq",
        "# title: My own\n# description: Mine.\n# param: n (integer, default 3) n\nSELECT ?x { BIND($n AS ?x) }\n",
    );
    place.write("queries/another.rq", "SELECT ?x { VALUES ?x { 7 } }\n");
    let list = json(&place.output(&["query", "--list", "--format", "json"]));
    let list = list.as_array().expect("a list");
    let names: Vec<&str> = list.iter().map(|query| query["name"].as_str().expect("a name")).collect();
    assert!(names.is_sorted_by(|one, other| one < other) && names.contains(&"another"), "{names:?}");
    for query in list {
        has_keys(query, "name title description parameters");
        for parameter in query["parameters"].as_array().expect("a list") {
            has_keys(parameter, "name type default example");
            assert!(!parameter["name"].as_str().expect("a name").contains(['_', ' ']), "{parameter}");
        }
    }
    let own = list.iter().find(|query| query["name"] == "collections").expect("the own query");
    let parameters = serde_json::json!([{"name":"n","type":"integer","default":"3","example":"3"}]);
    assert_eq!((&own["title"], &own["parameters"]), (&"My own".into(), &parameters));
    let tsv = place.output(&["query", "--list"]);
    assert!(tsv.starts_with("name\ttitle\nanother\t\narticles-about\tArticles about a term\n"), "{tsv}");

    let page = sample();
    let page = page.to_str().expect("UTF-8");
    assert_eq!(place.output(&["query", "collections", "--n", "5", "--memory", page]), "?x\n5\n");
    assert_eq!(place.output(&["query", "another", "--memory", page]), "?x\n7\n");
}

#[test]
fn a_parameter_may_not_be_called_like_a_flag() {
    let place = Workplace::new();
    for flag in "limit explain iris candidates list file format output store threads memory timeout".split(' ') {
        place.write(
            "own.rq",
            format!("# title: T\n# param: {flag} (integer, example 1) n\nSELECT ?x {{ BIND(${flag} AS ?x) }}\n"),
        );
        let told = place.fails(2, &["query", "--file", "own.rq"]);
        assert!(
            told.contains(&format!("own.rq:2: the parameter \"{flag}\" is called like a flag of `query`")),
            "{told}"
        );
    }
}

#[test]
fn help_of_a_query_lists_its_parameters() {
    let help = Workplace::new().output(&["query", "articles-about", "--help"]);
    for words in [
        "Articles about a term",
        "Parameters:",
        "--term <TERM>",
        "[example: Kafka]",
        "--max-rows <INTEGER>",
        "[default: 100]",
    ] {
        assert!(help.contains(words), "{words:?} is not in {help}");
    }
}

#[test]
fn flags_stand_before_or_after() {
    let place = Workplace::with_sample();
    fs::rename(place.path("articlegraph.db"), place.path("other.db")).expect("moved");
    let expected =
        place.output(&["query", "articles-about", "--term", "kafka", "--max-rows", "2", "--store", "other.db"]);
    assert_eq!(expected.lines().count(), 3);
    for arguments in [
        "--store other.db query articles-about --term kafka --max-rows 2",
        "--store=other.db --threads 1 query articles-about --max-rows=2 --term=kafka",
        "query --store other.db articles-about --term kafka --max-rows 2",
        "query --term=kafka --max-rows=2 articles-about --store other.db",
        "query --term Kafka --max-rows=2 articles-about --store other.db",
        "query --term kafka articles-about --max-rows 2 --store other.db",
        "query --max-rows 2 --term kafka --format tsv articles-about --store other.db",
        "query --limit 2 --store other.db articles-about --term kafka",
    ] {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let output = place.program().args(&arguments).output().expect("the program starts");
        assert_eq!(text(&output.stdout), expected, "{arguments:?}: {}", text(&output.stderr));
    }
    let from_environment = place.program().args(["stats"]).env("ARTICLEGRAPH_STORE", "other.db").assert().success();
    assert!(text(&from_environment.get_output().stdout).contains("articles\t77\n"));
}

#[test]
fn a_dash_is_standard_input() {
    let place = Workplace::with_sample();
    let ask = |arguments: &[&str], input: &str| {
        text(&place.program().args(arguments).write_stdin(input).assert().success().get_output().stdout)
    };
    assert_eq!(ask(&["query", "-"], "SELECT (COUNT(?a) AS ?n)\n{ ?a a schema:Article }"), "?n\n77\n");
    let lines = ask(&["extract", "-"], "\n{\"url\":\"HTTPS://X.org\",\"title\":\"Kafka\"}\n");
    assert_eq!(
        (json(&lines)["id"].as_str(), json(&lines)["url"].as_str()),
        (Some("https://x.org/"), Some("HTTPS://X.org"))
    );
    let page = fs::read_to_string(sample()).expect("the sample");
    assert_eq!(ask(&["extract", "-"], &page).lines().count(), 77);
    assert!(ask(&["stats", "--memory", "-"], &page).contains("\narticles\t77\n"));
}

#[test]
fn the_filter_answers_line_for_line_with_the_public_keys() {
    let place = Workplace::new();
    place.write(
        "lines.jsonl",
        "{\"id\":{\"n\":1},\"url\":\"https://example.org/z?utm_source=x\",\"title\":\"Apache Kafka – *why*\",\"summary\":\"Kafka &amp; Redis\"}\n\
         bad\n{\"title\":\"nothing here\"}\n{\"url\":\"https://example.org/A#b\",\"title\":\"Redis\"}\n",
    );
    let output = place.output(&["extract", "lines.jsonl", "--format", "jsonl"]);
    let lines: Vec<Value> = output.lines().map(json).collect();
    let ids: Vec<&Value> = lines.iter().map(|line| &line["id"]).collect();
    assert_eq!(
        ids,
        [&serde_json::json!({"n":1}), &"urn:articlegraph:entry:lines.jsonl:2".into(), &"https://example.org/A".into()]
    );
    assert_eq!(lines[0]["url"], "https://example.org/z?utm_source=x");
    assert_eq!(
        (&lines[0]["title"], &lines[0]["summary"]),
        (&"Apache Kafka – *why*".into(), &"Kafka &amp; Redis".into())
    );
    for line in &lines {
        has_keys(line, "id url title summary entities");
        for entity in line["entities"].as_array().expect("a list") {
            has_keys(entity, "id label aliases kind status confidence about quotes mentions");
            for mention in entity["mentions"].as_array().expect("a list") {
                has_keys(mention, "field start end text rule cues");
                let field = if mention["field"] == "title" { "title" } else { "summary" };
                let (start, end) = (mention["start"].as_u64().expect("n"), mention["end"].as_u64().expect("n"));
                let quoted: String = line[field]
                    .as_str()
                    .expect("a text")
                    .chars()
                    .skip(usize::try_from(start).expect("small"))
                    .take(usize::try_from(end - start).expect("small"))
                    .collect();
                assert_eq!(mention["text"], quoted.as_str());
            }
        }
    }
    let kafka = &lines[0]["entities"][0];
    assert_eq!(
        (&kafka["label"], &kafka["kind"], &kafka["status"], &kafka["about"]),
        (&"Apache Kafka".into(), &"technology".into(), &"known".into(), &true.into())
    );
    assert_eq!(kafka["quotes"], serde_json::json!(["Apache Kafka", "Kafka"]));
}

#[test]
fn what_the_filter_calls_an_article_is_its_name_in_the_graph() {
    let place = Workplace::new();
    place.write("a b.jsonl", "bad\n{\"title\":\"Kafka\"}\n\n{\"url\":\"ftp://x\",\"title\":\"Redis\"}\n");
    place.write("page.md", page("page", &[("Rust", "", ""), ("Docker", "HTTPS://Example.org", "")]));
    place.run(&["build", "a b.jsonl", "page.md"]).success();
    let articles = place.output(&["query", "SELECT ?a { ?a a schema:Article } ORDER BY STR(?a)"]);
    let mut ids: Vec<String> = ["a b.jsonl", "page.md"]
        .iter()
        .flat_map(|file| place.output(&["extract", file]).lines().map(json).collect::<Vec<_>>())
        .map(|line| format!("<{}>", line["id"].as_str().expect("an IRI")))
        .collect();
    ids.sort();
    assert_eq!(articles.lines().skip(1).collect::<Vec<_>>(), ids);
}

#[test]
fn stats_have_the_public_keys() {
    let place = Workplace::with_sample();
    let stats = place.stats();
    has_keys(&stats, STATISTICS);
    for (key, value) in stats.as_object().expect("an object") {
        assert!(value.is_u64() || key == "graph_sha256", "{key} is {value}");
    }
    let sum = stats["graph_sha256"].as_str().expect("hex");
    assert!(sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)), "{sum}");
    let tsv = place.output(&["stats", "--format", "tsv"]);
    let order: Vec<&str> = tsv.lines().map(|line| line.split('\t').next().expect("a name")).collect();
    assert_eq!(order, STATISTICS.split(' ').collect::<Vec<_>>());
}

#[test]
fn show_tells_of_terms_and_articles() {
    let place = Workplace::with_sample();
    let term = place.output(&["show", "kafka"]);
    for words in [
        "Apache Kafka (technology)\n",
        "https://w3id.org/articlegraph/term/apache-kafka\n",
        "also: Kafka",
        "Named in 4 articles",
        "“Apache Kafka”",
    ] {
        assert!(term.contains(words), "{words:?} is not in {term}");
    }
    for name in ["Apache Kafka", "term:apache-kafka", "https://w3id.org/articlegraph/term/apache-kafka", "apache-kafka"]
    {
        assert_eq!(place.output(&["show", name]), term, "{name}");
    }
    let article = place.output(&["show", "microservices? why not!"]);
    for words in [
        "Microservices? Why Not!\n",
        "https://hackernoon.com/microservices-why-not\n",
        "listed in: distributed-systems\n",
        "Microservices (concept): “Microservices”, “microservices”\n",
    ] {
        assert!(article.contains(words), "{words:?} is not in {article}");
    }
    assert_eq!(place.output(&["show", "HTTPS://hackernoon.com/microservices-why-not?utm_source=x#top"]), article);
}

#[test]
fn maps_come_as_svg_dot_and_json_and_other_wishes_are_refused() {
    let place = Workplace::with_sample();
    for (format, start) in [("svg", "<svg "), ("dot", "graph "), ("json", "{\"nodes\":[{")] {
        let map = place.output(&["map", "--format", format]);
        assert!(map.starts_with(start) && map.ends_with('\n'), "{format}: {map:.100}");
        let file = format!("map.{format}");
        place.run(&["map", "-o", &file]).success().stdout("");
        assert_eq!(fs::read_to_string(place.path(&file)).expect("a map"), map);
    }
    let map = json(&place.output(&["map", "--format", "json"]));
    has_keys(&map, "nodes edges");
    let nodes = map["nodes"].as_array().expect("a list");
    for node in nodes {
        has_keys(node, "id label kind articles community x y width height");
    }
    let edges = map["edges"].as_array().expect("a list");
    assert!(!edges.is_empty());
    for edge in edges {
        has_keys(edge, "source target articles weight");
        let drawn = |end: &Value| nodes.iter().any(|node| node["id"] == *end);
        assert!(drawn(&edge["source"]) && drawn(&edge["target"]), "{edge}");
    }
    let count = |arguments: &[&str]| {
        let map = json(&place.output(&[&["map", "--format", "json"], arguments].concat()));
        map["nodes"].as_array().expect("a list").len()
    };
    assert_eq!(
        (count(&["--top", "7"]), count(&["--max-nodes", "5"]), count(&["--max-nodes", "0"])),
        (7, 5, nodes.len())
    );
    assert_eq!(count(&["--kind", "technology"]) + count(&["--kind", "concept"]), nodes.len());

    for (arguments, words) in [
        (vec!["--format", "png"], "png needs Graphviz so far: add `--layout neato`, or write .svg"),
        (vec!["--format", "json", "--layout", "neato"], "leave --layout away"),
        (vec!["-o", "map.bmp"], "unknown format \"bmp\"; --format takes dot, svg or json"),
        (vec!["--min-articles", "1000"], "no term fits; ask for more, for example with --min-articles 1"),
        (vec!["--focus", "Kafka", "--top", "3"], "'--focus <TERM>' cannot be used with '--top <N>'"),
        (vec!["--kind", "person"], "[possible values: technology, concept]"),
        (vec!["--collection", "nothing"], "no collection is called \"nothing\""),
    ] {
        let told = place.fails(2, &[&["map"], arguments.as_slice()].concat());
        assert!(told.contains(words), "{arguments:?} does not say {words:?}: {told}");
    }
}

#[test]
fn exports_hold_what_their_format_can() {
    let place = Workplace::with_sample();
    let export = |arguments: &[&str]| place.output(&[&["export"], arguments].concat());
    for (format, graphs) in
        [("nq", true), ("trig", true), ("jsonld", true), ("nt", false), ("ttl", false), ("rdf", false)]
    {
        let content = export(&["--format", format]);
        let file = format!("graph.{format}");
        place.run(&["export", "-o", &file]).success().stdout("");
        assert_eq!(fs::read_to_string(place.path(&file)).expect("an export"), content, "{format}");
        assert_eq!(content.contains("entry-5de0bcf0-11"), graphs, "{format}");
        assert!(!content.contains("urn:articlegraph:about"), "{format}");
        let without = export(&["--format", format, "--no-evidence"]);
        assert!(content.contains("anchorOf") && !without.contains("anchorOf"), "{format}");
    }
    assert!(json(&export(&["--format", "jsonld"])).is_array(), "expanded form is a list");
    for format in ["nq", "nt"] {
        let lines = export(&["--format", format]);
        assert!(lines.lines().is_sorted() && lines.ends_with(" .\n"), "{format}");
    }
    assert_eq!(place.stats()["quads"], export(&["--format", "nq"]).lines().count());
    let graph = export(&["--format", "nt", "--graph", "https://hackernoon.com/tagged/distributed-systems"]);
    assert!(graph.contains("entry-5de0bcf0-11> <https://schema.org/position> \"11\""), "{graph:.300}");
    for (arguments, words) in [
        (vec!["--format", "html"], "unknown format \"html\"; --format takes ttl, nt, nq, trig, jsonld or rdf"),
        (vec!["-o", "graph.html"], "unknown format \"html\""),
        (
            vec!["--graph", "https://example.org/none"],
            "there is no graph <https://example.org/none>; `articlegraph query collections`",
        ),
        (
            vec!["--graph", "not an iri"],
            "--graph takes the IRI of a graph; `articlegraph query collections` lists them",
        ),
    ] {
        let told = place.fails(2, &[&["export"], arguments.as_slice()].concat());
        assert!(told.contains(words), "{arguments:?} does not say {words:?}: {told}");
    }
}

#[test]
fn the_file_decides_the_format_unless_one_is_named() {
    let place = Workplace::with_sample();
    for (file, format, start) in [
        ("rows.csv", None, "name,"),
        ("rows.JSON", None, "{\"head\""),
        ("rows.xml", None, "<?xml"),
        ("rows", None, "?name\t"),
        ("rows.csv", Some("tsv"), "?name\t"),
    ] {
        let mut arguments = vec!["query", "collections", "-o", file];
        arguments.extend(format.iter().flat_map(|format| ["--format", format]));
        place.run(&arguments).success().stdout("");
        let content = fs::read_to_string(place.path(file)).expect("a file");
        assert!(content.starts_with(start), "{arguments:?}: {content:.100}");
    }
    assert!(place.output(&["query", "collections", "-o", "-"]).starts_with("?name\t"), "`-o -` is standard output");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let place = Workplace::with_sample();
    place.write("old.csv", "old");
    let before = files(&place);
    let slow = "SELECT * { ?a ?b ?c . ?d ?e ?f }";
    for (arguments, words) in [
        (
            vec!["query", slow, "--timeout", "0.3", "-o", "new.csv"],
            "the time limit is over; ask for less, or give more with --timeout",
        ),
        (vec!["query", slow, "--timeout", "0.3", "-o", "old.csv"], "the time limit is over"),
        (vec!["query", "SELECT * {", "-o", "old.csv"], "not a valid SPARQL query"),
        (vec!["query", "ASK {}", "-o", "new.yaml"], "unknown format \"yaml\""),
        (vec!["query", "ASK {}", "-o", "no-folder/new.csv"], "no-folder/new.csv: cannot be written"),
        (vec!["export", "-o", "no-folder/new.ttl"], "no-folder/new.ttl: cannot be written"),
        (vec!["map", "--min-articles", "1000", "-o", "new.svg"], "no term fits"),
        (vec!["extract", "missing.md", "-o", "new.jsonl"], "missing.md: no such file or folder"),
        (vec!["stats", "-o", "new.yaml"], "unknown format \"yaml\""),
    ] {
        let told = place.fails(2, &arguments);
        assert!(told.contains(words), "{arguments:?} does not say {words:?}: {told}");
        assert!(!told.contains(".articlegraph-"), "{arguments:?} names a file nobody knows: {told}");
        assert_eq!(files(&place), before, "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(place.path("old.csv")).expect("a file"), "old");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let place = Workplace::with_sample();
    let page = sample();
    let all = "SELECT * { ?s ?p ?o }";
    for arguments in [
        &["export", "--format", "nq"][..],
        &["export", "--format", "ttl"],
        &["export", "--format", "rdf"],
        &["export", "--format", "jsonld"],
        &["query", all],
        &["query", all, "--format", "csv"],
        &["query", all, "--format", "xml"],
        &["query", all, "--format", "table"],
        &["query", "CONSTRUCT WHERE { ?s ?p ?o }"],
        &["extract", page.to_str().expect("UTF-8")],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_articlegraph"))
            .args(arguments)
            .current_dir(place.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut first = [0; 1];
        let mut output = child.stdout.take().expect("a pipe");
        output.read_exact(&mut first).expect("a byte");
        drop(output);
        let ended = child.wait_with_output().expect("the program ends");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}: {}", text(&ended.stderr));
        assert!(!text(&ended.stderr).contains("rror"), "{arguments:?}: {}", text(&ended.stderr));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_is_exit_code_130() {
    use std::os::unix::process::ExitStatusExt as _;
    let mut child = Command::new(env!("CARGO_BIN_EXE_articlegraph"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program starts");
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill").success());
    let ended = child.wait().expect("the program ends");
    // Before it has its handler, the signal itself ends it: the same to a shell.
    assert!(ended.code() == Some(130) || ended.signal() == Some(2), "{ended}");
}

#[test]
fn no_color_is_obeyed() {
    let place = Workplace::new();
    for arguments in [&["stats"][..], &["no-such-command"], &["query", "articles-about", "--help"]] {
        let forced = |no_color: bool| {
            let mut program = place.program();
            program.args(arguments).env("CLICOLOR_FORCE", "1");
            if !no_color {
                program.env_remove("NO_COLOR");
            }
            let output = program.output().expect("the program starts");
            [text(&output.stdout), text(&output.stderr)].concat()
        };
        assert!(!forced(true).contains('\u{1b}'), "{arguments:?}: {}", forced(true));
        assert!(forced(false).contains('\u{1b}'), "{arguments:?} has no colour to take away: {}", forced(false));
    }
}

#[test]
fn completions_are_scripts_that_know_the_commands() {
    let place = Workplace::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = place.output(&["completions", shell]);
        for word in
            ["build", "add", "query", "show", "map", "export", "extract", "stats", "completions", "min-articles"]
        {
            assert!(script.contains(word), "{shell}: no {word}");
        }
    }
    let script = place.output(&["completions", "bash"]);
    assert!(script.contains("complete -F _articlegraph "), "the script registers itself");
    if let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        std::io::Write::write_all(&mut bash.stdin.take().expect("a pipe"), script.as_bytes()).expect("written");
        assert!(bash.wait().expect("bash ends").success(), "bash reads the script");
    }
    let told = place.fails(2, &["completions", "csh"]);
    assert!(told.contains("[possible values: bash,"), "{told}");
}
