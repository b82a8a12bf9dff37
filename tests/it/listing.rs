//! The listing reader, case by case: `tests/cases/listing/NAME.md` is a page,
//! `NAME.txt` what is read from it. `UPDATE_EXPECT=1 cargo test` writes the
//! latter anew; read what it wrote.

use crate::support::{files, root};
use articlegraph::article::Page;
use articlegraph::origin::SourcePath;
use articlegraph::source;
use expect_test::expect_file;
use std::fmt::Write as _;
use std::fs;

#[test]
fn pages_are_read_as_their_cases_say() {
    let cases = files(&root().join("tests/cases/listing"), "md");
    assert!(cases.len() >= 15, "{} cases", cases.len());
    for case in cases {
        let bytes = fs::read(&case).expect("a readable case");
        let name = case.file_name().expect("a name").to_string_lossy().into_owned();
        let page = source::read(&bytes, SourcePath::new(&format!("cases/{name}")), None);
        expect_file![case.with_extension("txt")].assert_eq(&show(&page));
    }
}

fn show(page: &Page) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(text, "{name}: {}", value.replace('\n', "\n    | "));
    };
    if let Some(heading) = &page.heading {
        line("heading", &heading.name);
        line("  link", heading.link.as_deref().unwrap_or("none"));
    }
    if let Some(description) = &page.description {
        line("description", description);
    }
    for part in &page.parts {
        line(&format!("part at line {}", part.line), part.path.as_str());
        line("  about", part.description.as_deref().unwrap_or("none"));
    }
    for (entry, position) in page.entries.iter().zip(1..) {
        line(&format!("entry {position} at line {}", entry.line), &entry.title);
        line("  link", &entry.link);
        line(
            "  summary",
            entry.summary.as_deref().unwrap_or(if entry.has_source_text { "only markup" } else { "none" }),
        );
        for image in &entry.images {
            line("  image", image);
        }
    }
    for problem in &page.problems {
        line("problem", &problem.to_string());
    }
    text
}
