//! Articles and their mentions.

use super::{Graph, Quads, decimal, integer};
use crate::catalog::Article;
use crate::mention::{self, Field, Mention};
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
        for term in mention::about(&self.mentions[index]) {
            quads.add(&node, schema::ABOUT, self.term_node(term));
        }
        for mention in &self.mentions[index] {
            self.write_mention(article, &node, mention, quads);
        }
    }

    fn write_mention(&self, article: &Article, node: &NamedNode, mention: &Mention, quads: &mut Quads) {
        let text = match mention.field {
            Field::Title => article.title.as_str(),
            Field::Abstract => article.summary.as_deref().unwrap_or_default(),
        };
        let (field, span) = (mention.field.as_str(), mention.span);
        let place = format!("{}#{field}.char={},{}", article.iri, span.start(), span.end());
        let place = NamedNode::new_unchecked(place);
        quads.add(&place, rdf::TYPE, ag::MENTION.into_owned());
        quads.add(&place, ag::ARTICLE, node.clone());
        quads.add(&place, itsrdf::IDENTIFIES, self.term_node(mention.term));
        quads.add(&place, ag::FIELD, Literal::new_simple_literal(field));
        quads.add(&place, nif::ANCHOR_OF, Literal::new_simple_literal(span.of(text)));
        quads.add(&place, nif::BEGIN_INDEX, integer(span.start()));
        quads.add(&place, nif::END_INDEX, integer(span.end()));
        quads.add(&place, ag::RULE, Literal::new_simple_literal(mention.rule.as_str()));
        quads.add(&place, itsrdf::CONFIDENCE, decimal(mention.rule.confidence()));
    }
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
