//! What the readers give: pages with their entries.
//!
//! A [`Page`] is one source as its reader saw it, nothing merged and nothing
//! judged. The catalogue makes articles and collections of many pages.

use crate::origin::SourcePath;
use crate::problem::Problem;

/// One source: a listing, a category page, a file of records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it was read.
    pub path: SourcePath,
    /// The page's own heading.
    pub heading: Option<Heading>,
    /// What the page says of itself before its first entry; plain text.
    pub description: Option<String>,
    /// The articles it lists, in order.
    pub entries: Vec<Entry>,
    /// The pages it links to as its parts, in order.
    pub parts: Vec<Part>,
    /// What could not be taken as it stood.
    pub problems: Vec<Problem>,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new(path: SourcePath) -> Self {
        Self { path, heading: None, description: None, entries: Vec::new(), parts: Vec::new(), problems: Vec::new() }
    }

    /// Adds a remark about a line (from 1; 0 is the whole page).
    pub fn problem(&mut self, line: u64, what: impl Into<String>, done: impl Into<String>) {
        self.problems.push(Problem::new(&self.path, line, what, done));
    }
}

/// The heading that names a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The name; plain text.
    pub name: String,
    /// The link of the heading, as given.
    pub link: Option<String>,
}

/// A link from a category page to a page that is part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The page linked to.
    pub path: SourcePath,
    /// The line of the link, from 1.
    pub line: u64,
    /// What stands behind the link about that page; plain text.
    pub description: Option<String>,
}

/// One listed article.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// The title; plain text on one line.
    pub title: String,
    /// The link, as given; empty where there is none.
    pub link: String,
    /// The summary as plain text; `None` where the source has none or only markup.
    pub summary: Option<String>,
    /// Whether anything but images stands below the title in the source.
    pub has_source_text: bool,
    /// Links of images, as given.
    pub images: Vec<String>,
    /// When it was published: an `xsd:date` or an `xsd:dateTime` in UTC.
    pub date: Option<String>,
    /// Who wrote it, as the source says.
    pub authors: Vec<String>,
    /// The source's own keywords.
    pub keywords: Vec<String>,
    /// The line of the title, from 1.
    pub line: u64,
}
