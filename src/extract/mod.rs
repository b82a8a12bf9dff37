//! Extraction: which terms an article names, and by which words.
//!
//! Two steps. *Spotting* finds every place where a label of the vocabulary
//! stands as whole words (`spot.rs`). *Deciding* keeps what may be believed: the
//! letter case where it matters, cues for a label that is also another word,
//! phrases in which it is not the term; of overlapping hits the longest stays,
//! so that a term inside a longer term is not named by itself.
//!
//! Extraction reads one article at a time, keeps nothing between two, and
//! cannot fail.

mod spot;

use crate::mention::{Field, Mention, Rule, Spans};
use crate::text::{Folded, fold};
use crate::vocabulary::{TermId, Vocabulary};
use spot::{Case, Hit, Role, Spotter};
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// What is known of an article when terms are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// The title.
    pub title: &'a str,
    /// The abstract, empty where there is none.
    pub summary: &'a str,
    /// The names of the collections that list the article.
    pub collections: &'a [&'a str],
}

/// Finds the terms of a vocabulary in articles.
///
/// Building one takes some milliseconds for ten thousand labels; using it
/// costs time linear in the text.
#[derive(Debug)]
pub struct Extractor<'v> {
    vocabulary: &'v Vocabulary,
    spotter: Spotter,
}

impl<'v> Extractor<'v> {
    /// Prepares all labels of a vocabulary.
    #[must_use]
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, spotter: Spotter::new(vocabulary) }
    }

    /// The vocabulary whose terms are found.
    #[must_use]
    pub fn vocabulary(&self) -> &'v Vocabulary {
        self.vocabulary
    }

    /// All mentions in an article, by field and place.
    #[must_use]
    pub fn extract(&self, document: &Document<'_>) -> Vec<Mention> {
        let texts = [(Field::Title, document.title), (Field::Abstract, document.summary)];
        let scans: Vec<Scan<'_>> = texts.into_iter().map(|(field, text)| self.scan(field, text)).collect();
        let cues = Cues::new(self, &scans, document.collections);
        scans.iter().flat_map(|scan| self.decide(scan, &cues)).collect()
    }

    fn scan<'t>(&self, field: Field, text: &'t str) -> Scan<'t> {
        let folded = Folded::new(text);
        let hits = self.spotter.spot(folded.as_str());
        Scan { field, text, folded, hits }
    }

    /// Keeps the believable hits of one text, the longest of those that overlap.
    fn decide(&self, scan: &Scan<'_>, cues: &Cues) -> Vec<Mention> {
        let mut choices: Vec<Choice> = scan.hits.iter().flat_map(|hit| self.choices(scan, hit, cues)).collect();
        let denied = self.denied(scan);
        choices.retain(|choice| denied.get(&(choice.term, choice.start)).is_none_or(|end| *end < choice.end));
        choices.sort_by_key(Choice::preference);
        let mut mentions = Vec::new();
        let mut spans = Spans::new(scan.text);
        let mut free_from = 0;
        for choice in choices {
            if choice.start >= free_from {
                free_from = choice.end;
                mentions.extend(choice.into_mention(scan, &mut spans));
            }
        }
        mentions
    }

    /// The readings of a hit that its letter case and the cues allow.
    fn choices(&self, scan: &Scan<'_>, hit: &Hit, cues: &Cues) -> Vec<Choice> {
        let label_roles = self.spotter.roles(hit).iter().filter_map(|role| match role {
            Role::Label { term, case, ambiguous } => Some((*term, case, *ambiguous)),
            Role::Cue { .. } | Role::NotIn { .. } => None,
        });
        let readings = label_roles.filter_map(|(term, case, ambiguous)| {
            if !scan.is_written(hit, case) {
                return None;
            }
            let found = if ambiguous { cues.of(term) } else { Vec::new() };
            let rule = match (ambiguous, case) {
                (true, _) if found.is_empty() => return None,
                (true, _) => Rule::Cue,
                (false, Case::Any) => Rule::Label,
                (false, Case::AsWritten(_)) => Rule::ExactCase,
            };
            Some(Choice { start: hit.start, end: hit.end, term, rule, cues: found })
        });
        readings.collect()
    }

    /// The places at which a phrase denies a term: for each term and start of
    /// a word how far the phrase goes.
    fn denied(&self, scan: &Scan<'_>) -> HashMap<(TermId, usize), usize> {
        let mut denied = HashMap::new();
        for hit in &scan.hits {
            for role in self.spotter.roles(hit) {
                let Role::NotIn { term } = role else { continue };
                let phrase = &scan.folded.as_str()[hit.start..hit.end];
                for (space, _) in phrase.match_indices(' ') {
                    let end = denied.entry((*term, hit.start + space)).or_default();
                    *end = hit.end.max(*end);
                }
            }
        }
        denied
    }
}

/// One text with everything spotted in it.
struct Scan<'t> {
    field: Field,
    text: &'t str,
    folded: Folded,
    hits: Vec<Hit>,
}

impl Scan<'_> {
    /// Whether a hit is written as the label asks.
    fn is_written(&self, hit: &Hit, case: &Case) -> bool {
        match case {
            Case::Any => true,
            Case::AsWritten(form) => {
                let label = self.folded.original_range(hit.start, hit.label_end, self.text);
                let whole = self.folded.original_range(hit.start, hit.end, self.text);
                // `APIs` is a plural, `BIS` is another name than `BI`.
                let ending = self.text.get(label.end..whole.end).unwrap_or_default();
                let words = self.text.get(label).unwrap_or_default();
                spot::written(words) == *form && !ending.contains(char::is_uppercase)
            }
        }
    }
}

/// A hit read as one term.
struct Choice {
    start: usize,
    end: usize,
    term: TermId,
    rule: Rule,
    cues: Vec<String>,
}

impl Choice {
    /// First comes the leftmost, of those the longest, of those the one that
    /// needs no cue, of those the one with the most cues.
    fn preference(&self) -> (usize, std::cmp::Reverse<usize>, Rule, std::cmp::Reverse<usize>, TermId) {
        let most = std::cmp::Reverse;
        (self.start, most(self.end), self.rule, most(self.cues.len()), self.term)
    }

    fn into_mention(self, scan: &Scan<'_>, spans: &mut Spans<'_>) -> Option<Mention> {
        let range = scan.folded.original_range(self.start, self.end, scan.text);
        let span = spans.next(complete(scan.text, range))?;
        Some(Mention { field: scan.field, span, term: self.term, rule: self.rule, cues: self.cues })
    }
}

/// A name's last mark belongs to it although it ends a phrase: the point of
/// `A.I.`, the bracket of `Ripple (XRP)`.
fn complete(text: &str, range: Range<usize>) -> Range<usize> {
    let (words, rest) = (&text[range.clone()], &text[range.end..]);
    let is_dotted = words.len() >= 3 && words.as_bytes()[words.len() - 2] == b'.';
    let is_open = words.contains('(') && !words.contains(')');
    let closes = (is_dotted && rest.starts_with('.')) || (is_open && rest.starts_with(')'));
    range.start..range.end + usize::from(closes)
}

/// The cues that stand in an article, by term.
struct Cues {
    /// Term and cue, sorted.
    found: BTreeSet<(TermId, String)>,
}

impl Cues {
    /// Collects cues only for terms that have an ambiguous label in the texts.
    fn new(extractor: &Extractor<'_>, scans: &[Scan<'_>], collections: &[&str]) -> Self {
        let mut found = BTreeSet::new();
        let spotter = &extractor.spotter;
        let doubtful: BTreeSet<TermId> = scans
            .iter()
            .flat_map(|scan| &scan.hits)
            .flat_map(|hit| spotter.roles(hit))
            .filter_map(|role| match role {
                Role::Label { term, ambiguous: true, .. } => Some(*term),
                _ => None,
            })
            .collect();
        if doubtful.is_empty() {
            return Self { found };
        }
        for scan in scans {
            for hit in &scan.hits {
                for role in spotter.roles(hit) {
                    let cue = match role {
                        Role::Cue { term } => Some(*term),
                        Role::Label { term, ambiguous: false, case } if scan.is_written(hit, case) => Some(*term),
                        _ => None,
                    };
                    let words = || spotter.words(hit).to_owned();
                    found.extend(cue.filter(|term| doubtful.contains(term)).map(|term| (term, words())));
                }
            }
        }
        for name in collections {
            let folded = Folded::new(name);
            for hit in spotter.spot(folded.as_str()) {
                let is_whole_name = spotter.words(&hit) == fold(name);
                for role in spotter.roles(&hit) {
                    let cue = match role {
                        Role::Cue { term } | Role::Label { term, ambiguous: false, .. } => Some(*term),
                        Role::Label { term, ambiguous: true, .. } if is_whole_name => Some(*term),
                        _ => None,
                    };
                    let on_page = || format!("page {name}");
                    found.extend(cue.filter(|term| doubtful.contains(term)).map(|term| (term, on_page())));
                }
            }
        }
        Self { found }
    }

    fn of(&self, term: TermId) -> Vec<String> {
        self.found.iter().filter(|(found, _)| *found == term).map(|(_, cue)| cue.clone()).collect()
    }
}

#[cfg(test)]
mod tests;
