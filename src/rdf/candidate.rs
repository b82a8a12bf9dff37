//! Names that no vocabulary knows, over all articles.

use super::{Quads, integer};
use crate::mention::{Extraction, candidate_iri, name_slug};
use crate::namespace::{ag, skos};
use crate::text::most_frequent;
use crate::vocabulary::TermKind;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{Literal, NamedNode};
use std::collections::{BTreeMap, BTreeSet};

/// The candidates of all articles, by slug.
#[derive(Debug, Default)]
pub(super) struct Candidates<'a> {
    by_slug: BTreeMap<String, Usage<'a>>,
}

/// How a name is used.
#[derive(Debug, Default)]
struct Usage<'a> {
    /// Its spellings, with the places where each stands.
    forms: BTreeMap<&'a str, usize>,
    other_names: BTreeSet<&'a str>,
    articles: usize,
    technologies: usize,
    /// All places.
    places: usize,
}

impl<'a> Candidates<'a> {
    /// Collects the candidates of all articles; linear in them.
    pub fn new(extractions: &'a [Extraction]) -> Self {
        let mut by_slug: BTreeMap<String, Usage<'a>> = BTreeMap::new();
        for candidate in extractions.iter().flat_map(|extraction| &extraction.candidates) {
            let usage = by_slug.entry(name_slug(&candidate.name)).or_default();
            *usage.forms.entry(&candidate.name).or_default() += candidate.places.len();
            usage.other_names.extend(candidate.other_name.as_deref());
            usage.articles += 1;
            usage.technologies += usize::from(candidate.kind == TermKind::Technology);
            usage.places += candidate.places.len();
        }
        Self { by_slug }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_slug.len()
    }

    /// At how many places they stand.
    pub fn places(&self) -> usize {
        self.by_slug.values().map(|usage| usage.places).sum()
    }

    pub fn write(&self, quads: &mut Quads) {
        for usage in self.by_slug.values() {
            let Some(name) = most_frequent(&usage.forms) else { continue };
            let node = NamedNode::new_unchecked(candidate_iri(name));
            quads.add(&node, rdf::TYPE, ag::CANDIDATE.into_owned());
            quads.add(&node, skos::PREF_LABEL, Literal::new_simple_literal(name));
            for other in &usage.other_names {
                quads.add(&node, skos::ALT_LABEL, Literal::new_simple_literal(*other));
            }
            quads.add(&node, ag::KIND_GUESS, usage.kind());
            quads.add(&node, ag::ARTICLE_COUNT, integer(usage.articles));
        }
    }
}

impl Usage<'_> {
    /// What most articles take it for, a technology where they are even.
    fn kind(&self) -> NamedNode {
        let class = if self.technologies * 2 >= self.articles { ag::TECHNOLOGY } else { ag::CONCEPT };
        class.into_owned()
    }
}
