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
            let place = Place { field: mention.field, span: mention.span, rule: mention.rule };
            write_mention(article, &node, &self.term_node(mention.term), place, quads);
        }
        for candidate in candidates {
            let named = NamedNode::new_unchecked(candidate_iri(&candidate.name));
            quads.add(&node, ag::MENTIONS_CANDIDATE, named.clone());
            for (field, span) in &candidate.places {
                let place = Place { field: *field, span: *span, rule: candidate.rule };
                write_mention(article, &node, &named, place, quads);
            }
        }
    }
}

/// Where and why something is named.
#[derive(Debug, Clone, Copy)]
struct Place {
    field: Field,
    span: Span,
    rule: Rule,
}

fn write_mention(article: &Article, node: &NamedNode, named: &NamedNode, place: Place, quads: &mut Quads) {
    let text = match place.field {
        Field::Title => article.title.as_str(),
        Field::Abstract => article.summary.as_deref().unwrap_or_default(),
    };
    let (field, span) = (place.field.as_str(), place.span);
    let mention = format!("{}#{field}.char={},{}", article.iri, span.start(), span.end());
    let mention = NamedNode::new_unchecked(mention);
    quads.add(&mention, rdf::TYPE, ag::MENTION.into_owned());
    quads.add(&mention, ag::ARTICLE, node.clone());
    quads.add(&mention, itsrdf::IDENTIFIES, named.clone());
    quads.add(&mention, ag::FIELD, Literal::new_simple_literal(field));
    quads.add(&mention, nif::ANCHOR_OF, Literal::new_simple_literal(span.of(text)));
    quads.add(&mention, nif::BEGIN_INDEX, integer(span.start()));
    quads.add(&mention, nif::END_INDEX, integer(span.end()));
    quads.add(&mention, ag::RULE, Literal::new_simple_literal(place.rule.as_str()));
    quads.add(&mention, itsrdf::CONFIDENCE, decimal(place.rule.confidence()));
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
