//! The listing page: a Markdown page that lists articles.
//!
//! ```text
//! # [distributed-systems](https://example.org/tagged/distributed-systems)
//! ### [1. What Are CRDTs?](https://example.org/what-are-crdts)
//! ![](https://example.org/crdts.png)
//! A summary of any number of paragraphs, or none.
//!
//! ### [2. The next one](https://example.org/next)
//! ```
//!
//! Such pages are made by programs that quote nothing, so they are no clean
//! Markdown: titles hold brackets and pipes, a heading runs over two lines, a
//! summary begins with a heading's mark. Therefore lines decide here where an
//! entry begins and ends, and only the texts between go to a Markdown parser.
//!
//! A category page has links to pages instead of entries, each with or without
//! words about that page; a page may have both, links first.
//!
//! ```text
//! * [crdt](./crdt.md) - Data types that merge without conflict.
//! ```

use super::{Source, inline};
use crate::article::{Entry, Heading, Page, Part};
use crate::text::percent_decode;

/// The reader of listing and category pages.
#[derive(Debug)]
pub struct Listing;

impl Source for Listing {
    fn name(&self) -> &'static str {
        "listing"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn recognises(&self, text: &str) -> bool {
        text.lines().any(|line| line.starts_with(ENTRY_START) || page_link(line).is_some())
    }

    fn read(&self, text: &str, page: &mut Page) {
        let lines: Vec<&str> = text.lines().collect();
        let first_entry = lines.iter().position(|line| line.starts_with(ENTRY_START)).unwrap_or(lines.len());
        read_head(&lines[..first_entry], page);
        let mut next = first_entry;
        while next < lines.len() {
            next = read_entry(&lines, next, page);
        }
    }
}

const ENTRY_START: &str = "### [";

/// Reads what stands before the first entry: the heading, what the page says
/// of itself, and the pages it links to.
fn read_head(lines: &[&str], page: &mut Page) {
    let mut description: Vec<&str> = Vec::new();
    let mut describes = true;
    let mut index = 0;
    while index < lines.len() {
        let line = lines[index];
        if let Some(heading) = line.strip_prefix("# ").filter(|_| page.heading.is_none()) {
            page.heading = Some(read_heading(heading));
        } else if let Some((link, about)) = page_link(line) {
            describes = false;
            let continued = lines[index + 1..].iter().take_while(|line| continues(line)).count();
            let about = [&[about], &lines[index + 1..=index + continued]].concat().join("\n");
            add_part(link, &about, line_number(index), page);
            index += continued;
        } else if line.starts_with('#') {
            describes = false;
        } else if describes {
            description.push(line);
        }
        index += 1;
    }
    page.description = Some(inline::blocks(&description.join("\n")).text).filter(|text| !text.is_empty());
}

fn read_heading(heading: &str) -> Heading {
    match split_link(heading) {
        Some((name, link, _)) => Heading { name: inline::title(name), link: Some(link.to_owned()) },
        None => Heading { name: inline::title(heading), link: None },
    }
}

/// Whether a line goes on with the paragraph above it.
fn continues(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with(['*', '-', '+', '#'])
}

/// A list item that begins with a link to a page of the same collection of
/// files: the link, and the text behind it.
fn page_link(line: &str) -> Option<(&str, &str)> {
    let item = line.trim_start().strip_prefix(['*', '-', '+'])?.trim_start().strip_prefix('[')?;
    let (_, rest) = item.split_once("](")?;
    let (link, rest) = rest.split_once(')')?;
    let path = link.split(['#', '?']).next().unwrap_or(link);
    let extension = path.rsplit_once('.')?.1;
    let is_page = extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown");
    (is_page && !path.contains("://") && !path.starts_with('/')).then_some((path, rest))
}

fn add_part(link: &str, about: &str, line: u64, page: &mut Page) {
    let about = about.trim_start().trim_start_matches(['-', '–', '—', ':']);
    let description = Some(inline::blocks(about.trim_start()).text).filter(|text| !text.is_empty());
    match page.path.join(&percent_decode(link)) {
        Some(path) => page.parts.push(Part { path, line, description }),
        None => page.problem(line, format!("the link {link:?} leads out of the input"), "it was not followed"),
    }
}

/// Reads the entry whose title begins at a line; returns the line behind it.
fn read_entry(lines: &[&str], start: usize, page: &mut Page) -> usize {
    let is_entry = |line: &&str| line.starts_with(ENTRY_START);
    let end = lines[start + 1..].iter().position(is_entry).map_or(lines.len(), |length| start + 1 + length);
    let heading = read_title(&lines[start..end]);
    let line = line_number(start);
    match heading.fault {
        Some(Fault::NoLink) => {
            page.problem(line, "the entry's title has no end `](link)`", "its first line was kept as the title");
        }
        Some(Fault::TextBehind) => {
            page.problem(line, "there is text behind the entry's link", "it was kept in the summary");
        }
        None => {}
    }
    let body = [&[heading.behind], &lines[start + heading.lines..end]].concat().join("\n");
    let body = inline::blocks(&body);
    page.entries.push(Entry {
        title: inline::title(without_number(&heading.title)),
        link: heading.link,
        summary: Some(body.text).filter(|text| !text.is_empty()),
        has_source_text: body.has_source_text,
        images: body.images,
        line,
        ..Entry::default()
    });
    end
}

/// The title line or lines of an entry.
struct EntryHead<'a> {
    title: String,
    link: String,
    /// Text behind the link; belongs to the summary.
    behind: &'a str,
    /// How many lines it takes.
    lines: usize,
    fault: Option<Fault>,
}

enum Fault {
    NoLink,
    TextBehind,
}

/// Reads on until a line closes the link; gives up at an empty line or an
/// image, which no title runs over.
fn read_title<'a>(lines: &[&'a str]) -> EntryHead<'a> {
    let first = lines[0].strip_prefix(ENTRY_START).unwrap_or(lines[0]);
    let mut title = first.to_owned();
    for (count, line) in lines.iter().enumerate() {
        if count > 0 {
            if line.trim().is_empty() || line.starts_with("![") {
                break;
            }
            title.push('\n');
            title.push_str(line);
        }
        if !line.contains("](") {
            continue;
        }
        if let Some((name, link, behind)) = split_link(&format!("[{title}")) {
            let behind_length = behind.trim().len();
            let behind = &line[line.trim_end().len() - behind_length..line.trim_end().len()];
            let fault = (!behind.is_empty()).then_some(Fault::TextBehind);
            return EntryHead { title: name.to_owned(), link: link.to_owned(), behind, lines: count + 1, fault };
        }
    }
    EntryHead { title: first.to_owned(), link: String::new(), behind: "", lines: 1, fault: Some(Fault::NoLink) }
}

/// Splits `[name](link) behind` at its last `](`, since names hold brackets.
/// Where the text ends with `)`, the link goes on to there, since links do.
fn split_link(text: &str) -> Option<(&str, &str, &str)> {
    let text = text.trim();
    let (name, rest) = text.strip_prefix('[')?.rsplit_once("](")?;
    let (link, behind) = match rest.strip_suffix(')') {
        Some(link) => (link, ""),
        None => rest.split_once(')')?,
    };
    let link = link.trim();
    // `](link "title")` and `](<link>)`, CommonMark 0.31, section 6.3.
    let link = link.split_once(" \"").map_or(link, |(link, _)| link.trim_end());
    let link = link.strip_prefix('<').and_then(|link| link.strip_suffix('>')).unwrap_or(link);
    Some((name, link, behind))
}

/// Cuts `12. ` from the front of a title.
fn without_number(title: &str) -> &str {
    let rest = title.trim_start_matches(|character: char| character.is_ascii_digit());
    match rest.strip_prefix(". ") {
        Some(rest) if rest.len() + 2 < title.len() => rest,
        _ => title,
    }
}

fn line_number(index: usize) -> u64 {
    index as u64 + 1
}
