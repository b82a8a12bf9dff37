//! How good extraction is, measured on articles marked by hand.
//!
//! A marked article names its entities, each with a label, other names, the
//! words of its first mention, a kind, and whether it is optional: counted
//! neither for nor against. A found entity hits a marked one of the same
//! article where any of their names is equal after folding (`key`); label and
//! quoted words are tried before other names. Each marked entity is hit once;
//! finding it again is not punished.
//!
//! Precision is the share of found entities that are right, recall the share
//! of marked ones that are found, F1 their harmonic mean; *micro* counts over
//! all articles together, *macro* is the mean over articles that have anything
//! to count.

use crate::pipeline::{Extracted, ExtractedEntity};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

/// A marked article.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Marked {
    /// The link, by which articles are matched.
    pub url: String,
    /// The title, where the marks come with the texts.
    pub title: Option<String>,
    /// What the article names.
    pub entities: Vec<MarkedEntity>,
}

/// A marked entity.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MarkedEntity {
    /// The words of its first mention.
    #[serde(default)]
    pub surface: String,
    /// Its usual name.
    pub label: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// `technology` or `concept`.
    pub kind: String,
    /// Counted neither for nor against.
    #[serde(default)]
    pub optional: bool,
}

/// What was right and what was not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// Marked articles.
    pub articles: usize,
    /// Over all articles together.
    pub micro: Score,
    /// Mean F1 over the articles that have anything to count.
    pub macro_f1: f64,
    /// By kind: what is right and missed by the mark's kind, wrong by the found one's.
    pub by_kind: BTreeMap<String, Score>,
    /// The share of right entities whose kind is right too.
    pub kind_accuracy: f64,
    /// For each confidence, given to two places, what came of it.
    pub calibration: BTreeMap<String, Score>,
    /// Found, but not marked.
    pub wrong: Vec<Fault>,
    /// Marked, but not found.
    pub missed: Vec<Fault>,
}

/// Counts, and the shares that follow from them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// Found and marked.
    pub right: usize,
    /// Found, not marked.
    pub wrong: usize,
    /// Marked, not found.
    pub missed: usize,
    /// `right / (right + wrong)`; 0 where nothing was found.
    pub precision: f64,
    /// `right / (right + missed)`; 0 where nothing is marked.
    pub recall: f64,
    /// `2 right / (2 right + wrong + missed)`.
    pub f1: f64,
}

/// One entity that was wrong or missed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Fault {
    /// The article.
    pub url: String,
    /// The entity's label.
    pub label: String,
    /// The words, with some text around them where they stand in the article.
    pub context: String,
}

impl Evaluation {
    /// Compares what was found with what is marked. Articles that are not
    /// marked are left out; marked ones that were not read count as missed.
    #[must_use]
    pub fn new(marked: &[Marked], found: &[Extracted]) -> Self {
        let mut by_url: BTreeMap<&str, Vec<&Extracted>> = BTreeMap::new();
        for article in found {
            by_url.entry(&article.url).or_default().push(article);
        }
        let mut evaluation = Self { articles: marked.len(), ..Self::default() };
        let (mut kinds_right, mut f1s) = (0, Vec::new());
        for marks in marked {
            let articles = by_url.get(marks.url.as_str()).map_or(&[][..], Vec::as_slice);
            let mut own = Score::default();
            kinds_right += evaluation.count(marks, articles, &mut own);
            if own.right + own.wrong + own.missed > 0 {
                f1s.push(own.finished().f1);
            }
        }
        evaluation.kind_accuracy = ratio(kinds_right, evaluation.micro.right);
        evaluation.macro_f1 = f1s.iter().sum::<f64>() / count(f1s.len().max(1));
        evaluation.micro = evaluation.micro.finished();
        for score in evaluation.by_kind.values_mut().chain(evaluation.calibration.values_mut()) {
            *score = score.finished();
        }
        evaluation.wrong.sort();
        evaluation.missed.sort();
        evaluation
    }

    /// Counts one article; gives how many right entities have the right kind.
    fn count(&mut self, marks: &Marked, articles: &[&Extracted], own: &mut Score) -> usize {
        let marked: Vec<BTreeSet<String>> = marks.entities.iter().map(MarkedEntity::keys).collect();
        let mut hit = vec![false; marked.len()];
        let mut kinds_right = 0;
        for (article, entity) in
            articles.iter().flat_map(|article| article.entities.iter().map(move |one| (article, one)))
        {
            let first = keys(std::iter::once(&entity.label).chain(&entity.quotes));
            let all: BTreeSet<String> = keys(&entity.aliases).union(&first).cloned().collect();
            let free = |names: &BTreeSet<String>| {
                (0..marked.len()).find(|index| !hit[*index] && !marked[*index].is_disjoint(names))
            };
            let Some(index) = free(&first).or_else(|| free(&all)) else {
                let again = marked.iter().zip(&hit).any(|(names, hit)| *hit && !names.is_disjoint(&all));
                if !again {
                    self.add(own, entity.kind, Some(entity), |score| score.wrong += 1);
                    self.wrong.push(Fault::wrong(article, entity));
                }
                continue;
            };
            hit[index] = true;
            let mark = &marks.entities[index];
            if !mark.optional {
                self.add(own, &mark.kind, Some(entity), |score| score.right += 1);
                kinds_right += usize::from(mark.kind == entity.kind);
            }
        }
        for (mark, _) in marks.entities.iter().zip(hit).filter(|(mark, hit)| !hit && !mark.optional) {
            self.add(own, &mark.kind, None, |score| score.missed += 1);
            self.missed.push(Fault::missed(&marks.url, mark, articles));
        }
        kinds_right
    }

    fn add(&mut self, own: &mut Score, kind: &str, found: Option<&ExtractedEntity>, change: impl Fn(&mut Score)) {
        change(own);
        change(&mut self.micro);
        change(self.by_kind.entry(kind.to_owned()).or_default());
        if let Some(entity) = found {
            change(self.calibration.entry(format!("{:.2}", entity.confidence)).or_default());
        }
    }
}

impl MarkedEntity {
    fn keys(&self) -> BTreeSet<String> {
        keys([&self.label, &self.surface].into_iter().chain(&self.aliases))
    }
}

impl Score {
    fn finished(self) -> Self {
        let Self { right, wrong, missed, .. } = self;
        Self {
            precision: ratio(right, right + wrong),
            recall: ratio(right, right + missed),
            f1: ratio(2 * right, 2 * right + wrong + missed),
            ..self
        }
    }
}

impl Fault {
    fn wrong(article: &Extracted, entity: &ExtractedEntity) -> Self {
        let place = entity.mentions.first();
        let context = place.map_or_else(String::new, |place| {
            let text = if place.field == "title" { &article.title } else { &article.summary };
            around(text, place.start, place.end)
        });
        Self { url: article.url.clone(), label: entity.label.clone(), context }
    }

    fn missed(url: &str, mark: &MarkedEntity, articles: &[&Extracted]) -> Self {
        let texts = articles.iter().flat_map(|article| [&article.title, &article.summary]);
        let place = texts.into_iter().find_map(|text| {
            let start = text.find(&mark.surface)?;
            let before = text[..start].chars().count();
            Some(around(text, before, before + mark.surface.chars().count()))
        });
        let context = place.unwrap_or_else(|| mark.surface.clone());
        Self { url: url.to_owned(), label: mark.label.clone(), context }
    }
}

/// The words of a place in brackets, with forty code points on either side.
fn around(text: &str, start: usize, end: usize) -> String {
    const SIDE: usize = 40;
    let from = start.saturating_sub(SIDE);
    let part = |skip: usize, take: usize| text.chars().skip(skip).take(take).collect::<String>();
    let words = format!("{}[{}]{}", part(from, start - from), part(start, end - start), part(end, SIDE));
    crate::text::one_line(&words)
}

fn keys<'a>(names: impl IntoIterator<Item = &'a String>) -> BTreeSet<String> {
    names.into_iter().map(|name| key(name)).filter(|key| !key.is_empty()).collect()
}

/// A name as it is compared: NFKC, lower case, without what stands in brackets
/// (in names of more than 12 code points), a final `'s`, everything but
/// `a`–`z`, digits, `+` and `#`, and a plural `-s`.
fn key(name: &str) -> String {
    let folded: String =
        name.nfkc().flat_map(char::to_lowercase).map(|one| if one == '’' { '\'' } else { one }).collect();
    let folded = if folded.chars().count() > 12 { without_brackets(&folded) } else { folded };
    let folded = folded.trim();
    let folded = folded.strip_suffix("'s").unwrap_or(folded);
    let is_kept = |one: &char| one.is_ascii_lowercase() || one.is_ascii_digit() || "+#".contains(*one);
    let key: String = folded.chars().filter(is_kept).collect();
    if let Some(stem) = key.strip_suffix("ies").filter(|_| key.len() > 4) {
        return format!("{stem}y");
    }
    match key.strip_suffix('s') {
        Some(stem) if key.len() > 3 && !stem.ends_with('s') => stem.to_owned(),
        _ => key,
    }
}

fn without_brackets(name: &str) -> String {
    let mut kept = String::new();
    let mut rest = name;
    while let Some(open) = rest.find('(') {
        let Some(length) = rest[open..].find(')') else { break };
        kept.push_str(&rest[..open]);
        rest = &rest[open + length + 1..];
    }
    kept + rest
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { count(part) / count(whole) }
}

#[expect(clippy::cast_precision_loss, reason = "counts of entities are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_the_marks_are_counted() {
        for (name, expected) in [
            ("CRDTs", "crdt"),
            ("Conflict-free replicated data types (CRDT)", "conflictfreereplicateddatatype"),
            ("Moore's", "moore"),
            ("Repositories", "repository"),
            ("C++", "c++"),
            ("Redis", "redi"),
            ("Kubernetes’s", "kubernete"),
            ("AWS", "aws"),
            ("business", "business"),
        ] {
            assert_eq!(key(name), expected, "{name}");
        }
    }
}
