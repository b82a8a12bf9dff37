//! `exports/` is what the program makes of the sample today; `make exports`
//! writes it anew.

use crate::support::{Workplace, root};
use std::fs;

#[test]
fn exports_are_what_the_program_makes_today() {
    let place = Workplace::with_sample();
    for (name, arguments) in [
        ("distributed-systems.ttl", &["export", "-o"][..]),
        ("distributed-systems.dot", &["map", "--title", "Distributed systems", "-o"][..]),
        ("distributed-systems.svg", &["map", "--title", "Distributed systems", "-o"][..]),
    ] {
        place.run(&[arguments, &[name]].concat()).success();
        let made = fs::read(place.path(name)).expect("it was made");
        let kept = fs::read(root().join("exports").join(name)).expect("it is kept");
        assert!(made == kept, "exports/{name} is not what the program makes today; run `make exports` and look at it");
    }
}

#[test]
fn every_export_is_explained() {
    let readme = fs::read_to_string(root().join("exports/README.md")).expect("a README");
    for entry in fs::read_dir(root().join("exports")).expect("the folder") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name == "README.md" || readme.contains(&name), "exports/README.md does not explain {name}");
    }
}
