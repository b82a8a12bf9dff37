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
        text.lines().any(|line| entry_start(line).is_some() || page_link(line).is_some())
    }

    fn read(&self, text: &str, page: &mut Page) {
        let lines: Vec<&str> = text.lines().collect();
        let first_entry = lines.iter().position(|line| entry_start(line).is_some()).unwrap_or(lines.len());
        read_head(&lines[..first_entry], page);
        let mut next = first_entry;
        while next < lines.len() {
            next = read_entry(&lines, next, page);
        }
    }
}

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
        } else if line.trim_start_matches('#').starts_with(' ') && line.starts_with('#') {
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
        Some(split) => Heading { name: inline::title(split.name), link: Some(split.link.to_owned()) },
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

/// What stands behind the mark of an entry's title; a heading may be indented
/// by up to three spaces.
fn entry_start(line: &str) -> Option<&str> {
    let heading = line.trim_start_matches(' ');
    if line.len() - heading.len() > 3 { None } else { heading.strip_prefix("### [") }
}

/// Reads the entry whose title begins at a line; returns the line behind it.
fn read_entry(lines: &[&str], start: usize, page: &mut Page) -> usize {
    let is_entry = |line: &&str| entry_start(line).is_some();
    let end = lines[start + 1..].iter().position(is_entry).map_or(lines.len(), |length| start + 1 + length);
    let mut heading = read_title(&lines[start..end]);
    let line = line_number(start);
    let is_cut = start + heading.lines == lines.len();
    match heading.fault {
        // On the last line of a page that was cut, half a link is another link.
        Some(Fault::OpenLink) if is_cut => {
            heading.link.clear();
            page.problem(line, "the entry's link is cut off", "its title was kept");
        }
        Some(Fault::NoLink) => {
            page.problem(line, "the entry's title has no end `](link)`", "its first line was kept as the title");
        }
        Some(Fault::OpenLink) => {
            page.problem(line, "the entry's link has no end `)`", "it was read to the end of its line");
        }
        Some(Fault::TextBehind) => {
            page.problem(line, "there is text behind the entry's link", "it was kept in the summary");
        }
        None => {}
    }
    let body = [&[heading.behind.as_str()], &lines[start + heading.lines..end]].concat().join("\n");
    let body = inline::blocks(&body);
    page.entries.push(Entry {
        title: inline::title(without_number(heading.title.trim_start())),
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
struct EntryHead {
    title: String,
    link: String,
    /// Text behind the link; belongs to the summary.
    behind: String,
    /// How many lines it takes.
    lines: usize,
    fault: Option<Fault>,
}

enum Fault {
    NoLink,
    OpenLink,
    TextBehind,
}

/// Reads on until a line closes the link; gives up at an empty line or an
/// image, which no title runs over.
fn read_title(lines: &[&str]) -> EntryHead {
    let first = entry_start(lines[0]).unwrap_or(lines[0]);
    let mut heading = format!("[{first}");
    for (count, line) in lines.iter().enumerate() {
        if count > 0 {
            if line.trim().is_empty() || line.starts_with("![") {
                break;
            }
            heading.push('\n');
            heading.push_str(line);
        }
        // In later lines only the bracket that closes the title's own will do:
        // any other belongs to a link in a summary below an unfinished title.
        if let Some(split) = split_link(&heading).filter(|split| count == 0 || split.is_balanced) {
            let behind = split.behind.trim().trim_matches('#').trim().to_owned();
            let fault = match () {
                () if !split.is_closed => Some(Fault::OpenLink),
                () if !behind.is_empty() => Some(Fault::TextBehind),
                () => None,
            };
            let (title, link) = (split.name.to_owned(), split.link.to_owned());
            return EntryHead { title, link, behind, lines: count + 1, fault };
        }
    }
    let (title, link, behind) = (first.to_owned(), String::new(), String::new());
    EntryHead { title, link, behind, lines: 1, fault: Some(Fault::NoLink) }
}

/// `[name](link) behind`, taken apart.
struct Split<'a> {
    name: &'a str,
    link: &'a str,
    behind: &'a str,
    /// Whether the bracket before the link is the one that closes the name's own.
    is_balanced: bool,
    /// Whether the link has an end.
    is_closed: bool,
}

/// Splits a link from its name, which may hold brackets: at the `](` that
/// closes the first bracket, else at the last one.
fn split_link(text: &str) -> Option<Split<'_>> {
    let text = text.trim();
    let inside = text.strip_prefix('[')?;
    let balanced = balanced_end(text, ('[', ']')).filter(|end| text[*end..].starts_with('('));
    let (name, rest) = match balanced {
        Some(end) => (&text[1..end - 1], &text[end + 1..]),
        None => inside.rsplit_once("](")?,
    };
    // Links hold parentheses in pairs; a stray one that the line ends with
    // belongs to the link too, unless there is a space before it.
    let end = balanced_end(&text[text.len() - rest.len() - 1..], ('(', ')')).map(|end| end - 2);
    let (link, behind, is_closed) = match end.map(|end| (&rest[..end], &rest[end + 1..])) {
        Some((link, behind)) if behind.contains(char::is_whitespace) || !behind.ends_with(')') => (link, behind, true),
        _ => match rest.strip_suffix(')') {
            Some(link) => (link, "", true),
            None => (rest.lines().next().unwrap_or(rest), "", false),
        },
    };
    let link = link.trim();
    // `](link "title")` and `](<link>)`, CommonMark 0.31, section 6.3.
    let attribute = link.find(" \"").or_else(|| link.find(" '"));
    let link = attribute.map_or(link, |start| link[..start].trim_end());
    let link = link.strip_prefix('<').and_then(|link| link.strip_suffix('>')).unwrap_or(link);
    Some(Split { name, link, behind, is_balanced: balanced.is_some(), is_closed })
}

/// The byte behind the bracket that closes the one a text begins with.
fn balanced_end(text: &str, (open, close): (char, char)) -> Option<usize> {
    let mut depth = 0_usize;
    for (position, character) in text.char_indices() {
        if character == open {
            depth += 1;
        } else if character == close {
            depth -= 1;
        }
        if depth == 0 {
            return Some(position + close.len_utf8());
        }
    }
    None
}

/// Cuts `12. ` from the front of a title.
fn without_number(title: &str) -> &str {
    let rest = title.trim_start_matches(|character: char| character.is_ascii_digit());
    match rest.strip_prefix(". ") {
        Some(rest) if rest.len() + 2 < title.len() => rest.trim_start(),
        _ => title,
    }
}

fn line_number(index: usize) -> u64 {
    index as u64 + 1
}
