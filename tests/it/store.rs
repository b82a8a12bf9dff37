//! The store on disk: readers and builds at the same time, builds that die,
//! folders that are no store, and what a store remembers of its inputs.

use crate::support::{Workplace, page, text};
use articlegraph::namespace::{ag, schema};
use articlegraph::pipeline::{BuildError, Built, Mode, Plan, Silent, build};
use articlegraph::store::{Directory, Input, Snapshot, StoreErrorKind};
use oxigraph::model::GraphNameRef;
use oxigraph::model::vocab::rdf;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// A page of so many articles about Kafka.
fn page_of(name: &str, articles: usize) -> String {
    let links: Vec<String> = (0..articles).map(|number| format!("https://example.org/{name}/{number}")).collect();
    let entries: Vec<(&str, &str, &str)> =
        links.iter().map(|link| ("Kafka and Redis", link.as_str(), "Kubernetes, Docker and PostgreSQL.")).collect();
    page(name, &entries)
}

fn plan(inputs: &[&Path]) -> Plan {
    let inputs = inputs.iter().map(|path| Input { path: path.to_path_buf(), format: None }).collect();
    Plan { inputs, threads: 1, ..Plan::default() }
}

fn build_of(directory: &Directory, inputs: &[&Path]) -> Built {
    build(directory, Mode::Declare, plan(inputs), &Silent).unwrap_or_else(|error| panic!("{error}"))
}

fn open(directory: &Directory) -> Snapshot {
    directory.open().unwrap_or_else(|error| panic!("{error}"))
}

/// How many articles a graph has, counted two ways that a half graph fails.
fn articles(snapshot: &Snapshot) -> usize {
    let default = GraphNameRef::DefaultGraph;
    let typed = snapshot.quads(None, Some(rdf::TYPE), Some(schema::ARTICLE.into()), default);
    let typed = typed.filter(|quad| quad.as_ref().expect("a readable graph").graph_name.is_default_graph()).count();
    let headlines = snapshot.quads(None, Some(schema::HEADLINE), None, default);
    let headlines =
        headlines.filter(|quad| quad.as_ref().expect("a readable graph").graph_name.is_default_graph()).count();
    assert_eq!(typed, headlines, "a whole graph");
    let listed = snapshot.quads(None, Some(rdf::TYPE), Some(ag::COLLECTION.into()), default).count();
    assert!(listed > 0, "a whole graph");
    typed
}

fn current(store: &Path) -> u64 {
    fs::read_to_string(store.join("current")).expect("a number").parse().expect("a number")
}

fn generations(store: &Path) -> BTreeSet<u64> {
    let names = fs::read_dir(store).expect("a store").map(|entry| entry.expect("an entry").file_name());
    names.filter_map(|name| name.to_str()?.strip_prefix("generation-")?.parse().ok()).collect()
}

/// Every file below a folder with its content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.insert(path.clone(), Vec::new());
            files.extend(contents(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a readable file"));
        }
    }
    files
}

#[test]
fn readers_are_never_refused_and_see_whole_graphs() {
    let place = Workplace::new();
    let pages = [place.write("one.md", page_of("one", 50)), place.write("two.md", page_of("two", 80))];
    let directory = Directory::new(place.path("store"));
    build_of(&directory, &[&pages[0]]);
    let (done, rounds) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                // At least once after the last build.
                let mut last = false;
                while !last {
                    last = done.load(Ordering::SeqCst);
                    let count = articles(&open(&directory));
                    assert!([50, 80].contains(&count), "{count} articles");
                    rounds.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        scope.spawn(|| {
            let mut last = false;
            while !last {
                last = done.load(Ordering::SeqCst);
                let count = place.output(&["query", "SELECT ?a { ?a a schema:Article }", "--store", "store"]);
                assert!([51, 81].contains(&count.lines().count()), "{count}");
            }
        });
        // Seen to the end even where a build fails, so that the readers stop.
        let builds: Vec<Result<Built, BuildError>> =
            (1..=5).map(|round| build(&directory, Mode::Declare, plan(&[&pages[round % 2]]), &Silent)).collect();
        done.store(true, Ordering::SeqCst);
        for (built, round) in builds.into_iter().zip(1..) {
            assert!(!built.unwrap_or_else(|error| panic!("{error}")).unchanged, "build {round} was one");
        }
    });
    assert_eq!(current(directory.path()), 6);
    assert!(rounds.into_inner() > 8, "the readers came to read");
}

#[test]
fn a_reader_keeps_its_graph_until_it_closes() {
    let place = Workplace::new();
    let pages = [1, 2, 3, 4].map(|count| place.write(&format!("{count}.md"), page_of("p", count)));
    let store = place.path("store");
    let directory = Directory::new(&store);
    build_of(&directory, &[&pages[0]]);
    let reader = open(&directory);
    assert_eq!(articles(&reader), 1);
    build_of(&directory, &[&pages[1]]);
    build_of(&directory, &[&pages[2]]);
    assert_eq!(articles(&reader), 1, "a reader sees the graph it opened");
    assert_eq!(articles(&open(&directory)), 3, "who comes later sees the new one");
    assert_eq!(generations(&store), BTreeSet::from([1, 3]), "what is read stays, what nobody reads goes");
    drop(reader);
    assert_eq!(generations(&store), BTreeSet::from([1, 3]), "closing deletes nothing");
    build_of(&directory, &[&pages[3]]);
    assert_eq!(generations(&store), BTreeSet::from([4]));
}

#[test]
fn a_second_writer_is_told_so() {
    let place = Workplace::new();
    let page = place.write("page.md", page_of("page", 2));
    let directory = Directory::new(place.path("store"));
    let writer = directory.write().unwrap_or_else(|error| panic!("{error}"));
    for command in ["build", "add"] {
        let told = place.fails(2, &[command, "page.md", "--store", "store"]);
        assert!(told.contains("another build is writing this store; wait for it"), "{told}");
    }
    drop(writer);
    build_of(&directory, &[&page]);
    let writer = directory.write().unwrap_or_else(|error| panic!("{error}"));
    let told = place.fails(2, &["build", "page.md", "--store", "store"]);
    assert!(told.contains("another build is writing this store; wait for it"), "{told}");
    assert_eq!(articles(&open(&directory)), 2, "readers are not kept out by a writer");
    drop(writer);
}

#[test]
fn builds_at_the_same_time_are_done_or_refused() {
    let place = Workplace::new();
    let pages = [1, 2].map(|count| place.write(&format!("{count}.md"), page_of("p", count)));
    for round in 0..5 {
        let directory = Directory::new(place.path(&format!("store-{round}")));
        let done = AtomicUsize::new(0);
        thread::scope(|scope| {
            for own in 0..3 {
                let (pages, directory, done) = (&pages, &directory, &done);
                scope.spawn(move || {
                    for turn in 0..3 {
                        match build(directory, Mode::Declare, plan(&[&pages[(own + turn) % 2]]), &Silent) {
                            Ok(_) => {
                                done.fetch_add(1, Ordering::SeqCst);
                            }
                            Err(BuildError::Store(error)) if matches!(error.kind, StoreErrorKind::Busy) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        assert!(done.into_inner() > 0, "one of them builds");
        assert!([1, 2].contains(&articles(&open(&directory))));
    }
}

#[test]
fn the_next_build_clears_what_a_dead_one_left() {
    let place = Workplace::new();
    let (one, two) = (place.write("1.md", page_of("p", 1)), place.write("2.md", page_of("p", 2)));
    let store = place.path("store");
    let directory = Directory::new(&store);
    build_of(&directory, &[&one]);
    place.write("store/generation-5/lock", "");
    place.write("store/generation-5/graph/000005.sst", "half");
    place.write("store/generation-7/graph/CURRENT", "no lock yet");
    assert_eq!(articles(&open(&directory)), 1, "readers do not mind");
    build_of(&directory, &[&two]);
    assert_eq!(articles(&open(&directory)), 2);
    assert_eq!(generations(&store), BTreeSet::from([current(&store)]));
    assert!(current(&store) > 7, "no number is used twice");
}

#[test]
fn a_store_whose_first_build_died_says_so_and_can_be_built() {
    let place = Workplace::new();
    let page = place.write("page.md", page_of("page", 1));
    let store = place.path("store");
    drop(Directory::new(&store).write().unwrap_or_else(|error| panic!("{error}")));
    place.write("store/generation-1/lock", "");
    let told = place.fails(2, &["stats", "--store", "store"]);
    assert!(told.contains("its first build did not finish; run `articlegraph build` again"), "{told}");
    build_of(&Directory::new(&store), &[&page]);
    assert_eq!(articles(&open(&Directory::new(&store))), 1);
    assert_eq!(generations(&store).len(), 1);
}

/// Starts the program in the background.
fn start(place: &Workplace, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_articlegraph"))
        .args(arguments)
        .current_dir(place.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

#[test]
fn a_build_that_is_killed_leaves_the_old_graph() {
    let place = Workplace::new();
    for number in 0..40 {
        let name = format!("page-{number}");
        place.write(&format!("big/{name}.md"), page_of(&name, 250));
    }
    let small = place.write("small.md", page_of("small", 3));
    let store = place.path("store");
    let directory = Directory::new(&store);
    build_of(&directory, &[&small]);
    let mut killed = 0;
    for wait in [0, 20, 60, 150] {
        let (before, known) = (current(&store), generations(&store));
        let mut child = start(&place, &["build", "big", "--store", "store", "--threads", "1"]);
        let patience = Instant::now() + Duration::from_secs(60);
        while generations(&store).is_subset(&known) && Instant::now() < patience {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_millis(wait));
        child.kill().expect("it can be killed");
        let ended = child.wait().expect("it ends");
        if ended.success() {
            // Too quick for us: back to the small graph.
            build_of(&directory, &[&small]);
            continue;
        }
        killed += 1;
        assert_eq!(current(&store), before, "killed {wait} ms into writing");
        assert_eq!(articles(&open(&directory)), 3);
        assert!(build_of(&directory, &[&small]).unchanged, "what is there counts as built");
    }
    assert!(killed > 0, "no build could be killed in time");
    place.run(&["build", "big", "--store", "store"]).success();
    assert_eq!(articles(&open(&directory)), 10_000);
    assert_eq!(generations(&store), BTreeSet::from([current(&store)]), "the dead ones are gone");
}

#[test]
fn a_folder_that_is_no_store_is_left_alone() {
    let place = Workplace::new();
    place.write("page.md", page_of("page", 1));
    place.write("mine/diary.txt", "Dear diary");
    place.write("mine/generation-1/graph/x", "not yours");
    let before = contents(&place.path("mine"));
    for arguments in [["build", "page.md"], ["add", "page.md"], ["stats", "--format=json"], ["export", "--format=nq"]] {
        let told = place.fails(2, &[&arguments[..], &["--store", "mine"]].concat());
        assert!(told.contains("the folder is not empty and is no articlegraph store"), "{told}");
        assert_eq!(contents(&place.path("mine")), before, "{arguments:?}");
    }
    let told = place.fails(2, &["build", "page.md", "--store", "page.md"]);
    assert!(told.contains("not a folder"), "{told}");
    // An empty folder is as good as none.
    fs::create_dir(place.path("empty")).expect("a folder");
    place.run(&["build", "page.md", "--store", "empty"]).success();
}

#[test]
fn a_store_of_another_format_is_left_alone() {
    let place = Workplace::new();
    place.write("page.md", page_of("page", 1));
    place.run(&["build", "page.md", "--store", "store"]).success();
    place.write("store/articlegraph.json", r#"{"articlegraph": 2, "later": true}"#);
    let before = contents(&place.path("store"));
    for arguments in [["build", "page.md"], ["add", "page.md"], ["stats", "--format=json"]] {
        let told = place.fails(2, &[&arguments[..], &["--store", "store"]].concat());
        assert!(told.contains("the store has format 2, this program knows format 1"), "{told}");
        assert_eq!(contents(&place.path("store")), before, "{arguments:?}");
    }
    place.write("store/articlegraph.json", "{");
    let told = place.fails(2, &["stats", "--store", "store"]);
    assert!(told.contains("articlegraph.json: not readable as part of a store"), "{told}");
}

#[test]
fn only_what_changed_makes_a_new_generation() {
    let place = Workplace::new();
    place.write("pages/one.md", page_of("one", 2));
    let store = place.path("articlegraph.db");
    let built = |arguments: &[&str]| {
        place.run(arguments).success();
        current(&store)
    };
    assert_eq!(built(&["build", "pages"]), 1);
    let before = contents(&store);
    assert_eq!(built(&["build", "pages"]), 1);
    assert_eq!(built(&["build", "pages/../pages", "--threads", "1"]), 1, "another way to the same folder");
    assert_eq!(built(&["add", "pages"]), 1, "what is there already");
    place.write("pages/one.md", page_of("one", 2));
    place.write("pages/picture.png", "no page");
    assert_eq!(built(&["build", "pages"]), 1, "written again, but the same");
    assert_eq!(contents(&store), before, "nothing at all is touched");

    place.write("pages/one.md", page_of("one", 3));
    assert_eq!(built(&["build", "pages"]), 2, "a changed page");
    place.write("pages/two.md", page_of("two", 1));
    assert_eq!(built(&["add", "pages"]), 3, "a new page in a recorded folder");
    fs::remove_file(place.path("pages/two.md")).expect("it is there");
    assert_eq!(built(&["build", "pages"]), 4, "a page that is gone");
    let vocabulary = "<urn:t> a <http://www.w3.org/2004/02/skos/core#Concept> ;
        <http://www.w3.org/2004/02/skos/core#prefLabel> \"PostgreSQL\" .";
    place.write("own.ttl", vocabulary);
    assert_eq!(built(&["build", "pages", "--vocabulary", "own.ttl"]), 5, "another vocabulary");
    assert_eq!(built(&["add", "pages"]), 5, "add keeps the vocabulary");
    assert_eq!(built(&["build", "pages"]), 6, "build declares the vocabulary too");
    assert_eq!(place.stats()["articles"], 3);
}

#[test]
fn what_cannot_be_built_leaves_the_store_untouched() {
    let place = Workplace::new();
    place.write("page.md", page_of("page", 2));
    place.write("nothing/empty.md", "");
    place.write("broken.ttl", "<urn:t> a");
    fs::create_dir(place.path("bare")).expect("a folder");
    let failing: [&[&str]; 5] = [
        &["build", "no-such.md"],
        &["build", "page.md", "https://example.org/"],
        &["build", "nothing"],
        &["build", "bare"],
        &["build", "page.md", "--vocabulary", "broken.ttl"],
    ];
    for arguments in failing {
        place.fails(2, arguments);
        assert!(!place.path("articlegraph.db").exists(), "{arguments:?} made a store");
    }
    place.run(&["build", "page.md"]).success();
    let before = contents(&place.path("articlegraph.db"));
    for arguments in failing.into_iter().chain([&["add", "no-such.md"][..], &["add", "nothing/no.md"]]) {
        place.fails(2, arguments);
        let mut after = contents(&place.path("articlegraph.db"));
        after.retain(|path, _| !path.ends_with("writer.lock"));
        assert!(after.iter().all(|(path, bytes)| before.get(path) == Some(bytes)), "{arguments:?}");
        assert_eq!(current(&place.path("articlegraph.db")), 1);
    }
    assert_eq!(place.stats()["articles"], 2);
}

#[test]
fn a_recorded_source_that_is_gone_is_named_with_the_way_out() {
    let place = Workplace::new();
    for name in ["one.md", "with space.md", "three.md", "four.md", "new.md"] {
        place.write(name, page_of("p", 1 + name.len()));
    }
    place.run(&["build", "one.md", "with space.md", "three.md", "four.md"]).success();
    let store = place.path("articlegraph.db");
    let before = contents(&store);
    for name in ["one.md", "four.md"] {
        fs::remove_file(place.path(name)).expect("it is there");
    }
    let told = place.fails(2, &["add", "new.md"]);
    assert!(told.contains("recorded in the store but no longer there"), "{told}");
    let line = told.split("articlegraph build ").nth(1).unwrap_or_else(|| panic!("no build line: {told}"));
    let line = line.lines().next().expect("a line");
    for name in ["with space.md", "three.md", "new.md"] {
        assert!(line.contains(name), "the line has all that is there: {line}");
    }
    for name in ["one.md", "four.md"] {
        assert!(!line.contains(name), "the line names nothing that is gone: {line}");
    }
    assert_eq!(contents(&store), before);

    // The line is fit for a shell as it stands.
    let shell = format!("'{}' build {line}", env!("CARGO_BIN_EXE_articlegraph"));
    let done = Command::new("sh").args(["-c", &shell]).current_dir(place.path("")).output().expect("a shell");
    assert!(done.status.success(), "{shell}\n{}", text(&done.stderr));
    assert_eq!(current(&store), 2);
}

#[test]
fn standard_input_is_built_but_not_added_to() {
    let place = Workplace::new();
    place.write("page.md", page_of("page", 2));
    place.program().args(["build", "-"]).write_stdin(page_of("piped", 3)).assert().success();
    assert_eq!(place.stats()["articles"], 3);
    let before = contents(&place.path("articlegraph.db"));
    let told = place.fails(2, &["add", "page.md"]);
    assert!(told.contains("built from standard input, which cannot be read again"), "{told}");
    assert_eq!(contents(&place.path("articlegraph.db")), before);
    // The same bytes again are a build like any other.
    place.program().args(["build", "-", "page.md"]).write_stdin(page_of("piped", 3)).assert().success();
    assert_eq!(place.stats()["articles"], 5);
}

#[test]
fn an_add_that_waits_for_a_first_build_keeps_what_that_one_built() {
    let place = Workplace::new();
    let pages = [1, 2].map(|count| place.write(&format!("{count}.md"), page_of(&format!("p{count}"), count)));
    for round in 0..5 {
        let directory = Directory::new(place.path(&format!("store-{round}")));
        let added = AtomicUsize::new(0);
        thread::scope(|scope| {
            for page in &pages {
                let (directory, added) = (&directory, &added);
                scope.spawn(move || {
                    if build(directory, Mode::Add, plan(&[page]), &Silent).is_ok() {
                        added.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        let added = added.into_inner();
        let count = articles(&open(&directory));
        assert!(if added == 2 { count == 3 } else { [1, 2].contains(&count) }, "{added} adds gave {count} articles");
    }
}
