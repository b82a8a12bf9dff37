//! Articles and their mentions.

use super::{Graph, Quads, decimal, integer};
use crate::catalog::Article;
use crate::mention::{self, Extraction, Field, Rule, Span, candidate_iri};
use crate::namespace::{ag, itsrdf, nif, schema};
use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{Literal, NamedNode};

impl Graph<'_> {
    pub(super) fn write_article(&self, index: usize, quads: &mut Quads) {
        let article = &self.catalog.articles[index];
        let node = NamedNode::new_unchecked(&article.iri);
        write_facts(article, &node, quads);
        for collection in &article.collections {
            let collection = NamedNode::new_unchecked(&self.catalog.collections[*collection].iri);
            quads.add(&node, schema::IS_PART_OF, collection);
        }
        quads.add(&node, ag::TERM_COUNT, integer(self.article_terms[index].len()));
        for term in &self.article_terms[index] {
            quads.add(&node, schema::MENTIONS, self.term_node(*term));
        }
        let Extraction { mentions, candidates, .. } = &self.findings.extractions[index];
        for term in mention::about(mentions) {
            quads.add(&node, schema::ABOUT, self.term_node(term));
        }
        for mention in mentions {
            let place = Place { article, field: mention.field, span: mention.span, rule: mention.rule.as_str() };
            write_mention(place, &self.term_node(mention.term), mention.rule, quads);
        }
        for candidate in candidates {
            let named = NamedNode::new_unchecked(candidate_iri(&candidate.name));
            quads.add(&node, ag::MENTIONS_CANDIDATE, named.clone());
            for (field, span) in &candidate.places {
                let place = Place { article, field: *field, span: *span, rule: candidate.rule.as_str() };
                write_mention(place, &named, candidate.rule, quads);
            }
        }
        for relation in &self.findings.relations[index] {
            self.write_relation(article, relation, quads);
        }
    }
}

/// Words of an article, and the rule that found something in them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    pub article: &'a Article,
    pub field: Field,
    pub span: Span,
    pub rule: &'a str,
}

impl Place<'_> {
    /// The beginning of the IRI of what was found there.
    pub fn iri(&self) -> String {
        let (field, span) = (self.field.as_str(), self.span);
        format!("{}#{field}.char={},{}", self.article.iri, span.start(), span.end())
    }

    /// Says of what was found where it stands.
    pub fn write(&self, node: &NamedNode, quads: &mut Quads) {
        let text = match self.field {
            Field::Title => self.article.title.as_str(),
            Field::Abstract => self.article.summary.as_deref().unwrap_or_default(),
        };
        quads.add(node, ag::ARTICLE, NamedNode::new_unchecked(&self.article.iri));
        quads.add(node, ag::FIELD, Literal::new_simple_literal(self.field.as_str()));
        quads.add(node, nif::ANCHOR_OF, Literal::new_simple_literal(self.span.of(text)));
        quads.add(node, nif::BEGIN_INDEX, integer(self.span.start()));
        quads.add(node, nif::END_INDEX, integer(self.span.end()));
        quads.add(node, ag::RULE, Literal::new_simple_literal(self.rule));
    }
}

fn write_mention(place: Place<'_>, named: &NamedNode, rule: Rule, quads: &mut Quads) {
    let mention = NamedNode::new_unchecked(place.iri());
    quads.add(&mention, rdf::TYPE, ag::MENTION.into_owned());
    quads.add(&mention, itsrdf::IDENTIFIES, named.clone());
    place.write(&mention, quads);
    quads.add(&mention, itsrdf::CONFIDENCE, decimal(rule.confidence()));
}

fn write_facts(article: &Article, node: &NamedNode, quads: &mut Quads) {
    quads.add(node, rdf::TYPE, schema::ARTICLE.into_owned());
    quads.add(node, schema::HEADLINE, Literal::new_simple_literal(&article.title));
    quads.add_texts(node, schema::URL, article.urls.iter().filter(|url| !url.is_empty()));
    quads.add_texts(node, schema::ABSTRACT, &article.summary);
    quads.add_texts(node, schema::IMAGE, &article.images);
    quads.add_texts(node, schema::AUTHOR, &article.authors);
    quads.add_texts(node, schema::KEYWORDS, &article.keywords);
    for date in &article.dates {
        let datatype = if date.contains('T') { xsd::DATE_TIME } else { xsd::DATE };
        quads.add(node, schema::DATE_PUBLISHED, Literal::new_typed_literal(date, datatype));
    }
    if article.other_texts > 0 {
        quads.add(node, ag::OTHER_TEXTS, integer(article.other_texts));
    }
}
