//! JSON Lines: one article a line, as other programs give and take them.
//!
//! ```text
//! {"url":"https://example.org/a","title":"What Are CRDTs?","summary":"Plain text."}
//! ```
//!
//! Texts are plain, not Markdown. Further keys that are read: `id`, `image`,
//! `date`, `author`, `keywords` (one string or a list each).

use super::Source;
use crate::article::{Entry, Page};
use serde::Deserialize;

/// The reader of JSON Lines.
#[derive(Debug)]
pub struct JsonLines;

/// One line, as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Record {
    /// The caller's own name for the article; any JSON value, kept as it is.
    pub id: Option<serde_json::Value>,
    /// The link.
    #[serde(alias = "link")]
    pub url: String,
    /// The title; plain text.
    pub title: String,
    /// The summary; plain text.
    #[serde(alias = "abstract", alias = "description")]
    pub summary: Option<String>,
    /// Links of images.
    pub image: Words,
    /// Date of publication: `2024-05-06` or RFC 3339.
    #[serde(alias = "datePublished")]
    pub date: Option<String>,
    /// Authors.
    pub author: Words,
    /// Keywords.
    #[serde(alias = "tags")]
    pub keywords: Words,
}

/// One string or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// A string.
    One(String),
    /// A list.
    Many(Vec<String>),
}

impl Default for Words {
    fn default() -> Self {
        Self::Many(Vec::new())
    }
}

impl Words {
    fn into_list(self) -> Vec<String> {
        match self {
            Self::One(word) => vec![word],
            Self::Many(words) => words,
        }
    }
}

/// A line that holds no article.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecordError {
    /// The line is no JSON object of this form.
    #[error("not a JSON object with \"url\" and \"title\": {0}")]
    Json(#[from] serde_json::Error),
    /// Neither title nor summary says anything.
    #[error("neither \"title\" nor \"summary\" has a text")]
    NoText,
}

impl Record {
    /// Reads one line.
    ///
    /// # Errors
    ///
    /// The line is no JSON object, a key has another type, or there is no text.
    pub fn parse(line: &str) -> Result<Self, RecordError> {
        let record: Self = serde_json::from_str(line)?;
        let empty =
            record.title.trim().is_empty() && record.summary.as_deref().is_none_or(|text| text.trim().is_empty());
        if empty { Err(RecordError::NoText) } else { Ok(record) }
    }
}

impl Source for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn recognises(&self, text: &str) -> bool {
        text.trim_start().starts_with('{')
    }

    fn read(&self, text: &str, page: &mut Page) {
        for (line, number) in text.lines().zip(1..) {
            if line.trim().is_empty() {
                continue;
            }
            match Record::parse(line) {
                Ok(record) => {
                    if let Some(date) = record.date.as_deref().filter(|date| !is_date(date)) {
                        let what = format!("the date {date:?} is neither 2024-05-06 nor 2024-05-06T07:08:09Z");
                        page.problem(number, what, "the date was left out");
                    }
                    page.entries.push(entry(record, number));
                }
                Err(error) => page.problem(number, error.to_string(), "the line was skipped"),
            }
        }
    }
}

/// An `xsd:date` or an `xsd:dateTime` in UTC, to the second.
fn is_date(text: &str) -> bool {
    let digits = |text: &str, form: &str| {
        text.len() == form.len()
            && text
                .bytes()
                .zip(form.bytes())
                .all(|(byte, form)| if form == b'0' { byte.is_ascii_digit() } else { byte == form })
    };
    let in_range = |range: std::ops::Range<usize>, from: u8, to: u8| {
        text.get(range).and_then(|part| part.parse().ok()).is_some_and(|number: u8| (from..=to).contains(&number))
    };
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let (year, month) = (number(0..4), number(5..7));
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let last_day = match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_day = in_range(5..7, 1, 12) && in_range(8..10, 1, last_day);
    let is_time = || in_range(11..13, 0, 23) && in_range(14..16, 0, 59) && in_range(17..19, 0, 59);
    (digits(text, "0000-00-00") && is_day) || (digits(text, "0000-00-00T00:00:00Z") && is_day && is_time())
}

fn entry(record: Record, line: u64) -> Entry {
    let has_text = record.summary.as_deref().is_some_and(|summary| !summary.trim().is_empty());
    Entry {
        title: record.title,
        link: record.url,
        summary: record.summary.filter(|_| has_text),
        has_source_text: has_text,
        images: record.image.into_list(),
        date: record.date.filter(|date| is_date(date)),
        authors: record.author.into_list(),
        keywords: record.keywords.into_list(),
        line,
    }
}
