//! The house rules that can be read off the files.

use crate::support::root;
use std::fs;
use std::path::{Path, PathBuf};

/// The floors from the ground up; a module uses only modules of floors below
/// its own.
const FLOORS: [&[&str]; 13] = [
    &["text"],
    &["english", "font", "link", "namespace", "origin"],
    &["problem"],
    &["article", "vocabulary"],
    &["catalog", "mention"],
    &["duplicate", "relation", "series"],
    &["extract", "rdf", "source"],
    &["store"],
    &["query"],
    &["map"],
    &["export", "render"],
    &["pipeline"],
    &["evaluate"],
];

fn floor(module: &str) -> usize {
    FLOORS.iter().position(|floor| floor.contains(&module)).unwrap_or_else(|| panic!("`{module}` stands on no floor"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The room a file of the library belongs to.
fn room(file: &Path) -> String {
    let below = file.strip_prefix(root().join("src")).expect("a file of the library");
    let first = below.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

fn library_files() -> Vec<PathBuf> {
    let mut files = rust_files(&root().join("src"));
    files.retain(|file| !["bin", "lib"].contains(&room(file).as_str()));
    files
}

#[test]
fn floors_use_only_floors_below() {
    let mut doors = Vec::new();
    for file in library_files() {
        let own = room(&file);
        let code = fs::read_to_string(&file).expect("a readable file");
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for used in line.split("crate::").skip(1) {
                let used: String =
                    used.chars().take_while(|character| character.is_alphanumeric() || *character == '_').collect();
                if used != own && floor(&used) >= floor(&own) {
                    doors.push(format!("{}: `{own}` uses `{used}`, which does not stand below it", file.display()));
                }
            }
        }
    }
    assert!(doors.is_empty(), "{}", doors.join("\n"));
}

#[test]
fn every_module_stands_on_a_floor() {
    let library = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let modules: Vec<&str> =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(modules.len(), FLOORS.iter().map(|floor| floor.len()).sum::<usize>());
    let floors: Vec<usize> = modules.iter().map(|module| floor(module)).collect();
    assert!(floors.is_sorted(), "lib.rs lists the modules from the ground up: {modules:?}");
}

#[test]
fn every_file_says_why_it_exists() {
    let mut files = rust_files(&root().join("src"));
    files.extend(rust_files(&root().join("tests")));
    files.extend(rust_files(&root().join("benches")));
    for file in files {
        let code = fs::read_to_string(&file).expect("a readable file");
        assert!(code.starts_with("//! "), "{} does not begin with its module documentation", file.display());
    }
}

#[test]
fn the_library_has_no_terminal() {
    for file in library_files() {
        let code = fs::read_to_string(&file).expect("a readable file");
        for word in ["println!", "eprintln!", "process::exit", "env::var(", "env::args", "clap::", "indicatif::"] {
            let stray = code.lines().find(|line| line.contains(word) && !line.trim_start().starts_with("//"));
            assert!(stray.is_none(), "{}: `{word}` in {stray:?}", file.display());
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).expect("main.rs");
    for file in rust_files(&root().join("tests/it")) {
        let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(stem == "main" || main.contains(&format!("mod {stem};")), "tests/it/{stem}.rs is not in main.rs");
    }
}

#[test]
fn the_project_names_no_machine() {
    let mut files = rust_files(&root().join("src"));
    files.extend(rust_files(&root().join("tests")));
    files.extend(["README.md", "ARCHITECTURE.md", "Makefile", "CHANGELOG.md"].map(|name| root().join(name)));
    for file in files {
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for (line, number) in text.lines().zip(1..) {
            let home = ["/ho", "me/"].concat();
            let work = ["/wo", "rk/"].concat();
            assert!(!line.contains(&home) && !line.contains(&work), "{}:{number}: {line}", file.display());
        }
    }
}
