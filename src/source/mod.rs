//! Readers: from the bytes of a file to a [`Page`].
//!
//! A [`Source`] is a format. Which one a text is in is told by its content
//! first and by the file's name second. Readers never fail: what they cannot
//! take becomes a problem on the page, and the rest is kept.

mod inline;
mod json_lines;
mod listing;

pub use json_lines::{JsonLines, Record, RecordError};
pub use listing::Listing;

use crate::article::Page;
use crate::origin::SourcePath;
use crate::text::clean;

/// A format that lists articles.
pub trait Source: Sync {
    /// The format's name, as `--from` takes it.
    fn name(&self) -> &'static str;

    /// Extensions of files in this format, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// Whether the beginning of a text looks like this format.
    fn recognises(&self, text: &str) -> bool;

    /// Reads a text, already cleaned, onto the page.
    fn read(&self, text: &str, page: &mut Page);
}

/// All formats, in the order in which they are asked.
pub static SOURCES: [&dyn Source; 2] = [&JsonLines, &Listing];

/// The format of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static dyn Source> {
    SOURCES.into_iter().find(|source| source.name() == name)
}

/// Whether a file of this name is read when its folder is.
#[must_use]
pub fn is_source_name(file: &str) -> bool {
    by_extension(file).is_some()
}

/// Reads the bytes of a file: decodes them, cleans the text, finds the format
/// unless it is given. Linear in the size.
#[must_use]
pub fn read(bytes: &[u8], path: SourcePath, format: Option<&'static dyn Source>) -> Page {
    let mut page = Page::new(path);
    if looks_binary(bytes) {
        page.problem(0, "not a text (binary data)", "the file was skipped");
        return page;
    }
    let text = decode(bytes, &mut page);
    let source = format.or_else(|| detect(&text, page.path.as_str()));
    match source {
        Some(source) => source.read(&text, &mut page),
        None if text.trim().is_empty() => {}
        None => page.problem(0, "not in a format that can be read", "the file was skipped"),
    }
    clean_entries(&mut page);
    if page.entries.is_empty() && page.parts.is_empty() && page.problems.is_empty() {
        page.problem(0, "no articles and no links to pages in it", "nothing was read");
    }
    page
}

fn detect(text: &str, file: &str) -> Option<&'static dyn Source> {
    SOURCES.into_iter().find(|source| source.recognises(text)).or_else(|| by_extension(file))
}

fn by_extension(file: &str) -> Option<&'static dyn Source> {
    let extension = file.rsplit_once('.')?.1.to_lowercase();
    SOURCES.into_iter().find(|source| source.extensions().contains(&extension.as_str()))
}

/// UTF-8, a byte order mark cut; what is invalid becomes U+FFFD with a problem
/// that names the first line of it.
fn decode(bytes: &[u8], page: &mut Page) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let lossy = String::from_utf8_lossy(bytes);
    if let Err(error) = std::str::from_utf8(bytes) {
        let line = line_at(bytes, error.valid_up_to());
        page.problem(line, "invalid UTF-8 from here on", "unreadable bytes were replaced by U+FFFD");
    }
    let (text, replaced) = clean(&lossy);
    if replaced {
        let first = lossy.find(|character: char| character != '\r' && clean(character.encode_utf8(&mut [0; 4])).1);
        let line = line_at(lossy.as_bytes(), first.unwrap_or_default());
        page.problem(line, CONTROL_CHARACTERS, "they were replaced by U+FFFD");
    }
    text
}

/// Cleans what stood in the text as an escape or entity, such as `&#1;`.
fn clean_entries(page: &mut Page) {
    let mut first = None;
    for entry in &mut page.entries {
        let lists = entry.images.iter_mut().chain(&mut entry.authors).chain(&mut entry.keywords);
        for text in lists.chain([&mut entry.title, &mut entry.link]).chain(&mut entry.summary) {
            let (cleaned, replaced) = clean(text);
            *text = cleaned;
            first = first.or(replaced.then_some(entry.line));
        }
    }
    if let Some(line) = first {
        page.problem(line, CONTROL_CHARACTERS, "they were replaced by U+FFFD");
    }
}

/// What is said of code points that XML forbids.
pub const CONTROL_CHARACTERS: &str = "control characters from here on";

#[expect(clippy::naive_bytecount, reason = "once a broken file")]
fn line_at(bytes: &[u8], position: usize) -> u64 {
    1 + bytes[..position].iter().filter(|byte| **byte == b'\n').count() as u64
}

/// More than one byte in ten of the first 8 KiB is a control character or no
/// UTF-8: what pictures, archives and programs look like, and no text does.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = String::from_utf8_lossy(head)
        .chars()
        .filter(|character| {
            *character == char::REPLACEMENT_CHARACTER
                || (character.is_control() && !matches!(character, '\n' | '\r' | '\t'))
        })
        .count();
    odd * 10 > head.len()
}
