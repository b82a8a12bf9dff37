//! Broken input of every kind: each is told with its place and what was done,
//! nothing else is lost, no store is left in halves, nothing panics.

use crate::support::{Workplace, page, sample, text};
use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

const FIRST: &str =
    "# [h](https://example.org/tagged/h)\n### [1. Kafka first](https://example.org/first)\nabout Kafka\n\n";
const LAST: &str = "\n\n### [9. Redis last](https://example.org/last)\nabout Redis\n";

/// A page with something broken between two good entries.
fn around(broken: impl AsRef<[u8]>) -> Vec<u8> {
    [FIRST.as_bytes(), broken.as_ref(), LAST.as_bytes()].concat()
}

/// Runs the program to its end; gives exit code, standard output and error.
fn run(place: &Workplace, arguments: &[&str]) -> (i32, String, String) {
    let output = place.program().args(arguments).output().expect("the program starts");
    let remarks = text(&output.stderr);
    assert!(!remarks.contains("panicked"), "{arguments:?}: {remarks}");
    (output.status.code().expect("an exit code"), text(&output.stdout), remarks)
}

/// The program must refuse, say each of these words, and give no data.
#[track_caller]
fn refused(place: &Workplace, arguments: &[&str], words: &[&str]) {
    let (code, data, remarks) = run(place, arguments);
    for word in words {
        assert!(remarks.contains(word), "{arguments:?} does not say {word:?}: {remarks}");
    }
    assert_eq!((code, data.as_str()), (2, ""), "{arguments:?}: {remarks}");
}

/// Names and bytes of all files below a folder, sorted.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry").path();
        match fs::read(&path) {
            Ok(bytes) => found.push((path.display().to_string(), bytes)),
            Err(_) => found.extend(contents(&path)),
        }
    }
    found.sort();
    found
}

fn report(place: &Workplace, name: &str) -> Value {
    serde_json::from_slice(&fs::read(place.path(name)).expect("a report")).expect("JSON")
}

fn binary() -> Vec<u8> {
    (0..20_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect()
}

#[test]
fn what_is_broken_in_a_page_is_told_and_the_rest_is_kept() {
    let place = Workplace::new();
    let long = "word ".repeat(2_400_000);
    let brackets = "[".repeat(200_000);
    let no_end = "the entry's title has no end `](link)`; its first line was kept as the title";
    let no_link = "the link is empty; the entry was kept without a link";
    for (name, broken, told) in [
        (
            "utf-8",
            b"### [2. Bad \xFF\xFE](https://example.org/b)\n\xC3( text\n".to_vec(),
            vec!["invalid UTF-8 from here on; unreadable bytes were replaced by U+FFFD"],
        ),
        (
            "nul",
            b"### [2. N\0l](https://example.org/b)\ntext\n".to_vec(),
            vec!["control characters from here on; they were replaced by U+FFFD"],
        ),
        ("long-summary", format!("### [2. Long](https://example.org/b)\n{long}").into(), vec![]),
        ("long-title", format!("### [2. {long}](https://example.org/b)\ntext").into(), vec![]),
        ("no-end", b"### [".to_vec(), vec![no_end, no_link]),
        ("brackets-summary", format!("### [2. B](https://example.org/b)\n{brackets}").into(), vec![]),
        ("brackets-title", format!("### [2. {brackets}](https://example.org/b)\ntext").into(), vec![]),
        ("brackets-no-end", format!("### {brackets}").into(), vec![no_end, no_link]),
        ("no-link", b"### [2. No link]()\ntext".to_vec(), vec![no_link]),
        (
            "spaces",
            b"### [2. Spaces](https://example.org/a b c)\ntext".to_vec(),
            vec![
                "the link has characters that no IRI may have: \"https://example.org/a b c\"; they were percent-encoded",
            ],
        ),
        (
            "javascript",
            b"### [2. Script](javascript:alert(1))\ntext".to_vec(),
            vec!["the link is not http or https: \"javascript:alert(1)\"; the entry was kept without a link"],
        ),
    ] {
        let file = format!("{name}.md");
        place.write(&file, around(&broken));
        let (code, _, remarks) = run(&place, &["build", &file, "--report", "report.json"]);
        assert_eq!(code, 0, "{name}: {remarks}");
        for told in &told {
            let line = format!("{file}:5: {told}\n");
            assert!(remarks.contains(&line), "{name} does not say {line:?}: {remarks}");
        }
        let report = report(&place, "report.json");
        assert_eq!((&report["entries"], &report["problems"]), (&3.into(), &told.len().into()), "{name}: {remarks}");
        let titles = place.output(&["query", "SELECT ?title { ?article schema:headline ?title }"]);
        assert!(titles.contains("\"Kafka first\"") && titles.contains("\"Redis last\""), "{name}: {titles:.300}");
    }
}

#[test]
fn a_page_cut_in_the_middle_keeps_what_is_there() {
    let place = Workplace::new();
    for cut in [
        "### [2. Cut in the ti",
        "### [2. Cut in the link](https://example.org/cu",
        "### [2. Cut](https://example.org/c)\nin the su",
    ] {
        place.write("cut.md", format!("{FIRST}{cut}"));
        let (code, _, remarks) = run(&place, &["build", "cut.md"]);
        assert_eq!(code, 0, "{remarks}");
        assert_eq!(place.stats()["entries"], 2, "{cut}");
        let whole = cut.contains("\nin the su");
        assert_eq!(remarks.contains("cut.md:5: the entry's "), !whole, "{cut}: {remarks}");
        let links = place.output(&["query", "SELECT ?u { ?a schema:url ?u }"]);
        assert!(!links.contains("\"https://example.org/cu\""), "half a link names another article: {links}");
    }
}

#[test]
fn characters_that_xml_forbids_are_replaced_and_told_however_they_are_written() {
    let place = Workplace::new();
    for (file, content) in [
        ("entity.md", around("### [2. One&#1;two](https://example.org/b)\ntext")),
        ("escape.jsonl", b"{\"url\":\"https://example.org/b\",\"title\":\"One\\u0001two\"}\n".to_vec()),
    ] {
        place.write(file, content);
        let (code, _, remarks) = run(&place, &["build", file]);
        assert_eq!(code, 0, "{file}: {remarks}");
        let export = place.output(&["export", "--format", "nt"]);
        assert!(export.contains("One\u{FFFD}two"), "{file}: the title is not in the graph as it should be");
        assert!(remarks.contains("replaced by U+FFFD"), "{file}: the replacement was not told: {remarks}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_read_in_a_folder_is_a_problem_and_the_pages_are_kept() {
    use std::os::unix::fs::symlink;
    type Make = fn(&Path);
    let cases: [(&str, Make); 5] = [
        ("binary.md", |path| fs::write(path, binary()).expect("a file")),
        ("empty.md", |path| fs::write(path, "").expect("a file")),
        ("nowhere.md", |path| symlink("no such file", path).expect("a link")),
        ("loop", |path| symlink(".", path).expect("a link")),
        ("pipe.md", |path| assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo").success())),
    ];
    for (name, make) in cases {
        let place = Workplace::new();
        place.write("folder/good.md", page("good", &[("Kafka", "https://example.org/a", "text")]));
        make(&place.path(&format!("folder/{name}")));
        let (code, _, remarks) = run(&place, &["build", "folder", "--report", "report.json"]);
        assert!(remarks.contains(&format!("folder/{name}: ")), "{name} is not told: {remarks}");
        assert_eq!(code, 0, "{name}: {remarks}");
        let report = report(&place, "report.json");
        assert_eq!((&report["entries"], &report["problems"]), (&1.into(), &1.into()), "{name}: {remarks}");
        assert_eq!(run(&place, &["build", "folder", "--memory", "--strict"]).0, 1, "{name}");
    }
}

/// Inputs that give nothing, with the words that tell why.
fn unreadable_inputs(place: &Workplace) -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    place.write("empty.md", "");
    place.write("no-pages/picture.png", binary());
    place.write("binary.md", binary());
    place.write("binary", binary());
    place.write("one/page.md", page("one", &[("Kafka", "https://example.org/a", "")]));
    place.write("two/page.md", page("two", &[("Redis", "https://example.org/b", "")]));
    let mut inputs = vec![
        (vec!["empty.md"], vec!["empty.md: no articles and no links to pages in it"]),
        (vec!["no-pages"], vec!["no-pages: no pages in this folder", ".md"]),
        (vec!["binary.md"], vec!["binary.md: not a text (binary data)"]),
        (vec!["binary"], vec!["binary: not a text (binary data)"]),
        (vec!["missing.md"], vec!["missing.md: no such file or folder"]),
        (vec!["one", "missing.md"], vec!["missing.md: no such file or folder"]),
        (vec!["https://example.org/page.md"], vec!["https://example.org/page.md: ", "save the page first"]),
        (vec!["one/page.md", "two/page.md"], vec!["one/page.md", "two/page.md", "has the same name as"]),
        (vec!["one", "--from", "html"], vec!["unknown format \"html\"", "listing", "jsonl"]),
    ];
    if cfg!(unix) {
        assert!(Command::new("mkfifo").arg(place.path("pipe.md")).status().expect("mkfifo").success());
        inputs.push((vec!["/dev/null"], vec!["/dev/null: neither a file nor a folder", "name it `-`"]));
        inputs.push((vec!["pipe.md"], vec!["pipe.md: neither a file nor a folder", "name it `-`"]));
    }
    inputs
}

#[test]
fn inputs_that_cannot_be_read_leave_the_store_untouched() {
    let place = Workplace::with_sample();
    let before = contents(&place.path("articlegraph.db"));
    for (inputs, words) in unreadable_inputs(&place) {
        for command in ["build", "add"] {
            if command == "add" && words.iter().any(|word| word.starts_with("empty") || word.contains("binary data")) {
                continue; // The recorded sources are read as well, so something is.
            }
            refused(&place, &[&[command], inputs.as_slice()].concat(), &words);
        }
        assert!(contents(&place.path("articlegraph.db")) == before, "{inputs:?} changed the store");
        refused(&place, &[&["build", "--store", "new.db"], inputs.as_slice()].concat(), &words);
        assert!(!place.path("new.db").exists(), "{inputs:?} left a store");
    }
}

#[test]
fn the_filter_refuses_the_same_inputs() {
    let place = Workplace::new();
    let silent: Vec<String> = unreadable_inputs(&place)
        .into_iter()
        .filter_map(|(inputs, words)| {
            let (code, data, remarks) = run(&place, &[&["extract"], inputs.as_slice()].concat());
            let said = words.iter().all(|word| remarks.contains(word));
            (code != 2 || !data.is_empty() || !said).then(|| format!("{inputs:?}: exit {code}: {remarks}"))
        })
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn empty_standard_input_is_nothing_to_build_from() {
    let place = Workplace::new();
    let output = place.program().args(["build", "-"]).write_stdin(" \n").output().expect("the program starts");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("stdin: no articles and no links to pages in it"),
        "{}",
        text(&output.stderr)
    );
    assert!(!place.path("articlegraph.db").exists());
}

#[test]
fn a_folder_that_is_no_store_is_refused_and_left_alone() {
    let page = page("page", &[("Kafka", "https://example.org/a", "")]);
    for (store, file, content, words) in [
        (
            "foreign",
            "foreign/letter.txt",
            "mine",
            vec!["foreign: the folder is not empty and is no articlegraph store", "--store"],
        ),
        ("file.db", "file.db", "mine", vec!["file.db: not a folder", "--store"]),
        ("file.db/below", "file.db", "mine", vec!["file.db/below: not a folder", "--store"]),
        (
            "future",
            "future/articlegraph.json",
            "{\"articlegraph\":99}",
            vec!["future: the store has format 99", "build it anew"],
        ),
        ("marker", "marker/articlegraph.json", "garbage", vec!["marker/articlegraph.json: not readable", "--store"]),
    ] {
        let place = Workplace::new();
        place.write("page.md", &page);
        place.write(file, content);
        let top = place.path(store.split('/').next().expect("a name"));
        let before = contents(&top);
        for command in [&["build", "page.md"][..], &["add", "page.md"], &["stats"], &["query", "collections"]] {
            refused(&place, &[command, &["--store", store]].concat(), &words);
        }
        assert_eq!(contents(&top), before, "{store}");
        assert_eq!(fs::read_to_string(place.path(file)).ok().as_deref(), Some(content));
    }
}

#[test]
fn a_store_whose_current_is_garbage_is_refused_with_a_way_out() {
    for (current, word) in [("garbage", "current: not readable as part of a store: \"garbage\""), ("99", "generation")]
    {
        let place = Workplace::with_sample();
        fs::write(place.path("articlegraph.db/current"), current).expect("a file");
        place.write("page.md", page("page", &[("Kafka", "https://example.org/a", "")]));
        for command in [&["build", "page.md"][..], &["stats"], &["export"]] {
            refused(&place, command, &[word, "articlegraph.db", "--store"]);
        }
        assert!(place.path("articlegraph.db/generation-1/graph").exists(), "what is there stays");
    }
}

#[test]
fn a_store_being_built_refuses_a_second_build_and_no_reader() {
    let place = Workplace::with_sample();
    place.write("page.md", page("page", &[("Kafka", "https://example.org/a", "")]));
    let before = contents(&place.path("articlegraph.db"));
    let lock = File::options().write(true).open(place.path("articlegraph.db/writer.lock")).expect("the lock's file");
    lock.lock().expect("the lock");
    for command in ["build", "add"] {
        refused(&place, &[command, "page.md"], &["articlegraph.db: another build is writing this store", "--store"]);
    }
    assert_eq!(place.stats()["articles"], 77);
    assert!(contents(&place.path("articlegraph.db")) == before, "the store has changed");
    drop(lock);
    place.run(&["add", "page.md"]).success();
    assert_eq!(place.stats()["articles"], 78);
}

#[test]
fn faults_in_sparql_are_told_with_place_line_and_cause() {
    let place = Workplace::with_sample();
    let read_only = "the graph is only read here; what is in it comes from `articlegraph build`";
    let begins = "a query begins with SELECT, CONSTRUCT, ASK or DESCRIBE";
    for (sparql, words) in [
        (
            "SELECT ?x {\n ?x a schema:Article\n ?x schema:url ?u }",
            vec![
                "line 3, column 2",
                "3 |  ?x schema:url ?u }\n  |  ^\n",
                "`?x` was not expected here",
                "perhaps a `.`",
            ],
        ),
        ("SELECT ?x { ?x a ag:Term . ] }", vec!["line 1, column 28", "`]` was not expected here"]),
        (
            "SELECT ?x {\n ?x a schema:Article",
            vec!["line 2", "2 |  ?x a schema:Article", "1 `{` are opened and 0 `}` close"],
        ),
        (
            "SELECT ?x { ?x foo:bar ?y }",
            vec!["line 1, column 16", "the prefix `foo:` is not declared", "PREFIX foo: <", "schema"],
        ),
        ("SELECT ?x { ?x a\n wd:Q1 . ?x ?y ?z }", vec!["line 2, column 2", "the prefix `wd:` is not declared"]),
        ("SELECT ?x { a:b ?y ?x }", vec!["line 1, column 13", "the prefix `a:` is not declared"]),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", vec!["line 1, column 1", read_only]),
        ("PREFIX x: <http://x/>\nDELETE WHERE { ?s ?p ?o }", vec!["line 2, column 1", read_only]),
        ("DROP ALL", vec!["line 1, column 1", "1 | DROP ALL", read_only]),
        ("SELEKT ?x { ?x ?y ?z }", vec!["line 1, column 1", begins]),
        ("", vec![begins]),
    ] {
        refused(&place, &["query", sparql], &[&["error: not a valid SPARQL query"], words.as_slice()].concat());
    }
}

#[test]
fn no_other_endpoint_is_asked() {
    let place = Workplace::with_sample();
    for sparql in [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { ?s a ag:Nothing . SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "ASK { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
    ] {
        refused(&place, &["query", sparql], &["SERVICE is refused", "offline"]);
    }
    let rows = place.output(&["query", "SELECT ?service { BIND(\"SERVICE <x:y>\" AS ?service) } # SERVICE"]);
    assert_eq!(rows, "?service\n\"SERVICE <x:y>\"\n");
}

#[test]
fn saved_queries_say_what_is_wrong_with_their_parameters() {
    let place = Workplace::with_sample();
    place.write(
        "queries/share.rq",
        "# title: T\n# param: share (decimal, example 0.5) s\nSELECT ?x { BIND($share AS ?x) }\n",
    );
    for (arguments, words) in [
        (
            vec!["articles-abot"],
            vec!["no saved query is called \"articles-abot\"", "did you mean articles-about", "query --list"],
        ),
        (vec!["xyzzy"], vec!["no saved query is called \"xyzzy\"", "query --list"]),
        (vec!["articles-about", "--terms", "Kafka"], vec!["'--terms'", "'--term'"]),
        (vec!["articles-about"], vec!["this query needs --term", "articlegraph query articles-about --term \"Kafka\""]),
        (
            vec!["articles-about", "--term", "Kafka", "--max-rows", "many"],
            vec!["--max-rows: \"many\" is no whole number"],
        ),
        (vec!["articles-about", "--term", "Kafka", "--max-rows", "-1"], vec!["--max-rows: \"-1\" is no whole number"]),
        (
            vec!["articles-about", "--term", "Kafka", "--max-rows", "1 } #"],
            vec!["--max-rows: \"1 } #\" is no whole number"],
        ),
        (vec!["share", "--share", "half"], vec!["--share: \"half\" is no number"]),
        (vec!["share", "--share", "NaN"], vec!["--share: \"NaN\" is no number"]),
        (
            vec!["articles-about", "--term", "Kafkaa"],
            vec!["--term: no term is called \"Kafkaa\"", "did you mean \"Kafka\"?"],
        ),
        (vec!["articles-about", "--term", "xyzzy"], vec!["--term: no term is called \"xyzzy\"", "articlegraph query"]),
        (
            vec!["evidence", "--article", "Microservices, Why Not"],
            vec!["--article: no article is called", "did you mean \"Microservices? Why Not!\""],
        ),
        (
            vec!["terms-of-collection", "--collection", "distributed-system"],
            vec!["no collection is called", "\"distributed-systems\""],
        ),
        (vec!["--file", "missing.rq"], vec!["error: missing.rq: No such file"]),
    ] {
        refused(&place, &[&["query"], arguments.as_slice()].concat(), &words);
    }
}

#[test]
fn a_hostile_value_is_only_a_value() {
    let place = Workplace::with_sample();
    place.write(
        "queries/echo.rq",
        "# title: T\n# param: words (string, example \"a\") w\nSELECT ?x { BIND($words AS ?x) }\n",
    );
    for hostile in
        ["\" } \\ \n DROP ALL # {", "'''\"\"\"", "\\\" AS ?x) } #", "$words", "<x>", "--help", "é\u{1F600}\t\r"]
    {
        let json = place.output(&["query", "echo", "--words", hostile, "--format", "json"]);
        let results: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(results["results"]["bindings"][0]["x"]["value"], hostile);
        for (query, flag) in
            [("articles-about", "--term"), ("evidence", "--article"), ("terms-of-collection", "--collection")]
        {
            refused(&place, &["query", query, flag, hostile], &[flag, "is called"]);
        }
    }
}

#[test]
fn show_and_map_propose_the_nearest_term() {
    let place = Workplace::with_sample();
    for command in [["show", "Kafkaa"], ["map", "--focus=Kafkaa"]] {
        refused(&place, &command, &["no term", "is called \"Kafkaa\"", "did you mean \"Kafka\""]);
    }
    let article = "Microservices, Why Not";
    refused(&place, &["show", article], &["no term or article is called", "\"Microservices? Why Not!\""]);
}

const LINES: &[u8] = b"{\"id\":7,\"url\":\"https://example.org/a\",\"title\":\"Kafka\"}\nno JSON\n\
    {\"url\":\"https://example.org/b\"}\n\n{\"url\":\"https://example.org/c\",\"title\":[\"x\"]}\n\
    {\"url\":\"https://example.org/d\",\"title\":\"Redis\",\"summary\":\"a \xFF b\"}\n{\"title\":\"cut";

#[test]
fn bad_json_lines_are_told_and_the_others_kept() {
    let place = Workplace::new();
    place.write("lines.jsonl", LINES);
    for command in [&["build", "lines.jsonl"][..], &["extract", "lines.jsonl"], &["extract", "lines.jsonl", "--strict"]]
    {
        let (code, _, remarks) = run(&place, command);
        for line in [
            "lines.jsonl:2: not a JSON object with \"url\" and \"title\"",
            "lines.jsonl:3: neither \"title\" nor \"summary\" has a text; the line was skipped",
            "lines.jsonl:5: not a JSON object with \"url\" and \"title\"",
            "lines.jsonl:6: invalid UTF-8 from here on; unreadable bytes were replaced by U+FFFD",
            "lines.jsonl:7: not a JSON object with \"url\" and \"title\"",
        ] {
            assert!(remarks.contains(line), "{command:?} does not say {line:?}: {remarks}");
        }
        assert_eq!(code, i32::from(command.contains(&"--strict")), "{command:?}");
    }
    assert_eq!(place.stats()["entries"], 2);
    let lines = place.output(&["extract", "lines.jsonl"]);
    let titles: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["title"].clone()).collect();
    assert_eq!(titles, ["Kafka", "Redis"]);
}

#[test]
fn an_unreadable_own_vocabulary_leaves_the_store_untouched() {
    let place = Workplace::with_sample();
    place.write("broken.ttl", "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<x:a> skos:prefLabel \"a\n");
    let page = sample();
    let before = contents(&place.path("articlegraph.db"));
    for (file, words) in [("broken.ttl", ["broken.ttl", "2"]), ("missing.ttl", ["missing.ttl: ", "No such file"])] {
        refused(&place, &["build", page.to_str().expect("UTF-8"), "--vocabulary", file], &words);
        assert!(contents(&place.path("articlegraph.db")) == before, "{file}");
    }
}
