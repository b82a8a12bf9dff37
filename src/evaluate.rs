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
//! all articles together, *macro* is the mean over the articles that have
//! anything to count.

use crate::pipeline::{Extracted, ExtractedEntity};
use crate::text::around;
use crate::vocabulary::{TermId, Vocabulary};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// Mean precision over the articles in which anything was found.
    #[serde(default)]
    pub macro_precision: f64,
    /// Mean recall over the articles in which anything is marked.
    #[serde(default)]
    pub macro_recall: f64,
    /// Mean F1 over the articles that have anything to count.
    pub macro_f1: f64,
    /// By kind: what is right and missed by the mark's kind, wrong by the found one's.
    pub by_kind: BTreeMap<String, Score>,
    /// By subject: the top terms of the vocabulary above what was found or is
    /// marked.
    #[serde(default)]
    pub by_subject: BTreeMap<String, Score>,
    /// The share of right entities whose kind is right too.
    pub kind_accuracy: f64,
    /// For each marked kind how often which kind was found.
    #[serde(default)]
    pub kinds: BTreeMap<String, BTreeMap<String, usize>>,
    /// What was found where something else is marked: the mark's label and the
    /// found one.
    #[serde(default)]
    pub confused: Vec<(String, String)>,
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
    pub fn new(marked: &[Marked], found: &[Extracted], vocabulary: &Vocabulary) -> Self {
        let mut by_url: BTreeMap<&str, Vec<&Extracted>> = BTreeMap::new();
        for article in found {
            by_url.entry(&article.url).or_default().push(article);
        }
        let mut evaluation = Self { articles: marked.len(), ..Self::default() };
        let (mut precisions, mut recalls, mut f1s) = (Vec::new(), Vec::new(), Vec::new());
        let subjects = Subjects::new(vocabulary);
        for marks in marked {
            let articles = by_url.get(marks.url.as_str()).map_or(&[][..], Vec::as_slice);
            let mut own = Score::default();
            evaluation.count(marks, articles, &subjects, &mut own);
            let own = own.finished();
            precisions.extend((own.right + own.wrong > 0).then_some(own.precision));
            recalls.extend((own.right + own.missed > 0).then_some(own.recall));
            f1s.extend((own.right + own.wrong + own.missed > 0).then_some(own.f1));
        }
        let kinds_right = evaluation.kinds.iter().filter_map(|(kind, found)| found.get(kind)).sum();
        evaluation.kind_accuracy = ratio(kinds_right, evaluation.micro.right);
        evaluation.macro_precision = mean(&precisions);
        evaluation.macro_recall = mean(&recalls);
        evaluation.macro_f1 = mean(&f1s);
        evaluation.micro = evaluation.micro.finished();
        for scores in [&mut evaluation.by_kind, &mut evaluation.by_subject, &mut evaluation.calibration] {
            for score in scores.values_mut() {
                *score = score.finished();
            }
        }
        evaluation.confused.sort();
        evaluation.wrong.sort();
        evaluation.missed.sort();
        evaluation
    }

    /// Counts one article.
    fn count(&mut self, marks: &Marked, articles: &[&Extracted], subjects: &Subjects<'_>, own: &mut Score) {
        let marked: Vec<BTreeSet<String>> = marks.entities.iter().map(MarkedEntity::keys).collect();
        let mut hit = vec![false; marked.len()];
        let mut wrong: Vec<&ExtractedEntity> = Vec::new();
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
                    let subject = subjects.of_entity(entity);
                    self.add(own, entity.kind, &subject, Some(entity), |score| score.wrong += 1);
                    wrong.push(entity);
                    self.wrong.push(Fault::wrong(article, entity));
                }
                continue;
            };
            hit[index] = true;
            let mark = &marks.entities[index];
            if !mark.optional {
                let subject = subjects.of_entity(entity);
                self.add(own, &mark.kind, &subject, Some(entity), |score| score.right += 1);
                *self.kinds.entry(mark.kind.clone()).or_default().entry(entity.kind.to_owned()).or_default() += 1;
            }
        }
        for (mark, _) in marks.entities.iter().zip(hit).filter(|(mark, hit)| !hit && !mark.optional) {
            let subject = subjects.of_mark(mark);
            self.add(own, &mark.kind, &subject, None, |score| score.missed += 1);
            self.missed.push(Fault::missed(&marks.url, mark, articles));
            let surface = mark.surface.to_lowercase();
            let shares_words = |entity: &&&ExtractedEntity| {
                let mut quotes = entity.quotes.iter().map(|quote| quote.to_lowercase());
                quotes.any(|quote| surface.contains(&quote) || quote.contains(&surface))
            };
            let instead = wrong.iter().find(shares_words);
            self.confused.extend(instead.map(|entity| (mark.label.clone(), entity.label.clone())));
        }
    }

    fn add(
        &mut self,
        own: &mut Score,
        kind: &str,
        subject: &str,
        found: Option<&ExtractedEntity>,
        change: impl Fn(&mut Score),
    ) {
        change(own);
        change(&mut self.micro);
        change(self.by_subject.entry(subject.to_owned()).or_default());
        change(self.by_kind.entry(kind.to_owned()).or_default());
        if let Some(entity) = found {
            change(self.calibration.entry(format!("{:.2}", entity.confidence)).or_default());
        }
    }
}

/// The subjects of terms: the top terms above them.
struct Subjects<'v> {
    vocabulary: &'v Vocabulary,
    by_iri: HashMap<&'v str, TermId>,
}

impl<'v> Subjects<'v> {
    fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, by_iri: vocabulary.iter().map(|(id, term)| (term.iri.as_ref(), id)).collect() }
    }

    fn of_entity(&self, entity: &ExtractedEntity) -> String {
        self.by_iri.get(entity.id.as_str()).map_or_else(|| NO_TERM.to_owned(), |id| self.of(*id))
    }

    fn of_mark(&self, mark: &MarkedEntity) -> String {
        let mut names = [&mark.label, &mark.surface].into_iter().chain(&mark.aliases);
        let id = names.find_map(|name| self.vocabulary.find_label(name).first().copied());
        id.map_or_else(|| NO_TERM.to_owned(), |id| self.of(id))
    }

    /// The first of the highest terms above a term.
    fn of(&self, id: TermId) -> String {
        let mut seen = BTreeSet::from([id]);
        let mut waiting = vec![id];
        let mut tops = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            let broader = &self.vocabulary.term(id).broader;
            if broader.is_empty() {
                tops.insert(self.vocabulary.term(id).label.value.as_ref());
            }
            waiting.extend(broader.iter().filter(|above| seen.insert(**above)));
        }
        tops.first().map_or_else(|| NO_TERM.to_owned(), |label| (*label).to_owned())
    }
}

/// The subject of what the vocabulary does not know.
const NO_TERM: &str = "(not in the vocabulary)";

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

fn mean(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / count(numbers.len().max(1))
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
