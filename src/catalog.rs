//! All pages together: distinct articles and collections.
//!
//! The same article is listed on many pages, the same collection can stand in
//! two files, and sources disagree. Here the rules live that make one thing of
//! it, whatever the order in which the pages came: sets are kept sorted, and
//! where one text must win it is the longest, then the smallest in byte order.

use crate::article::{Entry, Heading, Page};
use crate::link;
use crate::origin::SourcePath;
use crate::problem::Problem;
use crate::text::hex;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// A distinct article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its IRI: the cleaned link, or a name of ours where there is none.
    pub iri: String,
    /// The links as given, sorted; several spellings can be one article.
    pub urls: Vec<String>,
    /// The title.
    pub title: String,
    /// The abstract, where a source gives one.
    pub summary: Option<String>,
    /// How many other texts the sources gave for title and abstract.
    pub other_texts: usize,
    /// Links of images, sorted.
    pub images: Vec<String>,
    /// Dates of publication, sorted.
    pub dates: Vec<String>,
    /// Authors, sorted.
    pub authors: Vec<String>,
    /// Keywords, sorted.
    pub keywords: Vec<String>,
    /// The collections that list it, as indices into [`Catalog::collections`], sorted.
    pub collections: Vec<usize>,
}

/// A listing: one page, or several that bear the same heading link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// The cleaned link of its heading, else `urn:articlegraph:collection:<path>`.
    pub iri: String,
    /// Its names, sorted.
    pub names: Vec<String>,
    /// The heading links as given, sorted.
    pub urls: Vec<String>,
    /// What it says of itself, or what others say of it, sorted.
    pub descriptions: Vec<String>,
    /// The files it was read from, sorted.
    pub paths: Vec<SourcePath>,
    /// Links to pages that are not among the inputs.
    pub pages_not_read: usize,
    /// The collections it is part of, as indices, sorted.
    pub parents: Vec<usize>,
    /// The entries, by file and position.
    pub items: Vec<Item>,
}

/// One entry of a collection's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// The file, as an index into [`Collection::paths`].
    pub path: usize,
    /// The ordinal on that file's page, from 1.
    pub position: usize,
    /// The line of its title, from 1.
    pub line: u64,
    /// The article, as an index into [`Catalog::articles`].
    pub article: usize,
}

/// All that was read, merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// Distinct articles, sorted by IRI.
    pub articles: Vec<Article>,
    /// Collections, sorted by IRI.
    pub collections: Vec<Collection>,
    /// Entries whose source has no text below the title but images.
    pub entries_without_summary: usize,
    /// What could not be taken as it stood, sorted by file and line.
    pub problems: Vec<Problem>,
}

impl Catalog {
    /// Merges pages; their order does not matter. `O(n log n)` in the entries.
    #[must_use]
    pub fn new(mut pages: Vec<Page>) -> Self {
        pages.sort_by(|one, other| one.path.cmp(&other.path));
        let mut problems: Vec<Problem> = Vec::new();
        let collections = name_collections(&pages, &mut problems);
        let listed = name_articles(&mut pages, &mut problems);
        let entries_without_summary =
            pages.iter().flat_map(|page| &page.entries).filter(|entry| !entry.has_source_text).count();
        for page in &mut pages {
            problems.append(&mut page.problems);
        }
        problems.sort();
        let mut catalog = Self { collections: merge_collections(&pages, &collections), ..Self::default() };
        catalog.merge_articles(pages, &collections, listed);
        Self { entries_without_summary, problems, ..catalog }
    }

    /// Entries as listed, repeats counted.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.collections.iter().map(|collection| collection.items.len()).sum()
    }

    /// The names of the collections that list an article.
    pub fn collection_names<'a>(&'a self, article: &'a Article) -> impl Iterator<Item = &'a str> {
        article.collections.iter().flat_map(|index| &self.collections[*index].names).map(String::as_str)
    }

    fn merge_articles(&mut self, pages: Vec<Page>, collections: &[String], listed: Vec<Vec<String>>) {
        let mut drafts: BTreeMap<String, Draft> = BTreeMap::new();
        let mut places: Vec<(usize, usize, usize, u64, String)> = Vec::new();
        for ((page, collection), iris) in pages.into_iter().zip(collections).zip(listed) {
            let collection = self.find_collection(collection);
            let path = self.collections[collection].paths.binary_search(&page.path).unwrap_or_default();
            for ((entry, iri), position) in page.entries.into_iter().zip(iris).zip(1..) {
                places.push((collection, path, position, entry.line, iri.clone()));
                drafts.entry(iri).or_default().add(entry, collection);
            }
        }
        self.articles = drafts.into_iter().map(|(iri, draft)| draft.finish(iri)).collect();
        for (collection, path, position, line, iri) in places {
            let article = self.articles.binary_search_by(|article| article.iri.cmp(&iri)).unwrap_or_default();
            self.collections[collection].items.push(Item { path, position, line, article });
        }
        for collection in &mut self.collections {
            collection.items.sort_unstable();
        }
    }

    fn find_collection(&self, iri: &str) -> usize {
        self.collections
            .binary_search_by(|collection| collection.iri.as_str().cmp(iri))
            .expect("every page's collection was made before")
    }
}

impl Collection {
    /// The IRI of the list item for an entry:
    /// `<collection>#entry-<8 hex of the SHA-256 of the file's path>-<position>`.
    #[must_use]
    pub fn item_iri(&self, item: &Item) -> String {
        let digest = Sha256::digest(self.paths[item.path].encoded());
        format!("{}#entry-{}-{}", self.iri, hex(&digest[..4]), item.position)
    }
}

/// Gives each page the IRI of its collection.
fn name_collections(pages: &[Page], problems: &mut Vec<Problem>) -> Vec<String> {
    let name = |page: &Page| {
        let own = || format!("urn:articlegraph:collection:{}", page.path.encoded());
        let Some(Heading { link: Some(link), .. }) = &page.heading else { return (own(), None) };
        match link::clean(link) {
            Ok(link) => (link.iri, None),
            Err(error) => {
                let done = "the collection is named by its path";
                (own(), Some(Problem::new(&page.path, 0, format!("heading: {error}"), done)))
            }
        }
    };
    let named = pages.iter().map(name);
    named
        .map(|(iri, problem)| {
            problems.extend(problem);
            iri
        })
        .collect()
}

/// Gives each entry the IRI of its article; links that name none get one of
/// ours, with a problem.
fn name_articles(pages: &mut [Page], problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let mut name = |page: &Page, entry: &Entry, position: usize| match link::clean(&entry.link) {
        Ok(link) => {
            if link.encoded {
                let what = format!("the link has characters that no IRI may have: {:?}", entry.link);
                problems.push(Problem::new(&page.path, entry.line, what, "they were percent-encoded"));
            }
            link.iri
        }
        Err(error) => {
            let done = "the entry was kept without a link";
            problems.push(Problem::new(&page.path, entry.line, error.to_string(), done));
            entry_iri(&page.path, position)
        }
    };
    pages.iter().map(|page| page.entries.iter().zip(1..).map(|(entry, n)| name(page, entry, n)).collect()).collect()
}

/// Makes collections of the pages, one an IRI, nested by their links.
fn merge_collections(pages: &[Page], iris: &[String]) -> Vec<Collection> {
    let by_path: BTreeMap<&SourcePath, &String> = pages.iter().map(|page| &page.path).zip(iris).collect();
    let index: BTreeMap<&String, usize> = iris.iter().collect::<BTreeSet<_>>().into_iter().zip(0..).collect();
    let mut drafts: Vec<CollectionDraft> = vec![CollectionDraft::default(); index.len()];
    for (page, iri) in pages.iter().zip(iris) {
        let own = index[iri];
        drafts[own].add(page);
        for part in &page.parts {
            match by_path.get(&part.path) {
                Some(target) if index[*target] != own => {
                    drafts[index[*target]].parents.insert(own);
                    drafts[index[*target]].descriptions.extend(part.description.clone());
                }
                Some(_) => {}
                None => {
                    drafts[own].not_read.insert(part.path.clone());
                }
            }
        }
    }
    index.into_iter().zip(drafts).map(|((iri, _), draft)| draft.finish(iri.clone())).collect()
}

#[derive(Debug, Clone, Default)]
struct CollectionDraft {
    names: BTreeSet<String>,
    urls: BTreeSet<String>,
    descriptions: BTreeSet<String>,
    paths: BTreeSet<SourcePath>,
    not_read: BTreeSet<SourcePath>,
    parents: BTreeSet<usize>,
}

impl CollectionDraft {
    fn add(&mut self, page: &Page) {
        let heading = page.heading.as_ref();
        self.names.insert(heading.map_or_else(|| page.path.title().to_owned(), |heading| heading.name.clone()));
        self.urls.extend(heading.and_then(|heading| heading.link.clone()));
        self.descriptions.extend(page.description.clone());
        self.paths.insert(page.path.clone());
    }

    fn finish(self, iri: String) -> Collection {
        Collection {
            iri,
            names: self.names.into_iter().collect(),
            urls: self.urls.into_iter().collect(),
            descriptions: self.descriptions.into_iter().collect(),
            paths: self.paths.into_iter().collect(),
            pages_not_read: self.not_read.len(),
            parents: self.parents.into_iter().collect(),
            items: Vec::new(),
        }
    }
}

/// What the sources say of one article.
#[derive(Debug, Default)]
struct Draft {
    titles: BTreeSet<String>,
    summaries: BTreeSet<String>,
    urls: BTreeSet<String>,
    images: BTreeSet<String>,
    dates: BTreeSet<String>,
    authors: BTreeSet<String>,
    keywords: BTreeSet<String>,
    collections: BTreeSet<usize>,
}

impl Draft {
    fn add(&mut self, entry: Entry, collection: usize) {
        self.titles.insert(entry.title);
        self.summaries.extend(entry.summary);
        self.urls.insert(entry.link);
        self.images.extend(entry.images);
        self.dates.extend(entry.date);
        self.authors.extend(entry.authors);
        self.keywords.extend(entry.keywords);
        self.collections.insert(collection);
    }

    fn finish(self, iri: String) -> Article {
        let other = |texts: &BTreeSet<String>| texts.len().saturating_sub(1);
        Article {
            iri,
            other_texts: other(&self.titles) + other(&self.summaries),
            title: winner(self.titles).unwrap_or_default(),
            summary: winner(self.summaries),
            urls: self.urls.into_iter().collect(),
            images: self.images.into_iter().collect(),
            dates: self.dates.into_iter().collect(),
            authors: self.authors.into_iter().collect(),
            keywords: self.keywords.into_iter().collect(),
            collections: self.collections.into_iter().collect(),
        }
    }
}

/// The longest text (in code points), of equals the smallest in byte order.
fn winner(texts: BTreeSet<String>) -> Option<String> {
    // `max_by_key` keeps the last of equals, hence the reverse order.
    texts.into_iter().rev().max_by_key(|text| text.chars().count())
}

/// The IRI of an article whose link names none: by its place among the entries
/// of its file, from 1.
#[must_use]
pub fn entry_iri(path: &SourcePath, position: usize) -> String {
    format!("urn:articlegraph:entry:{}:{position}", path.encoded())
}
