//! From what people call a thing to its node in the graph.

use crate::link;
use crate::namespace::{ag, schema, skos};
use crate::store::Snapshot;
use crate::text::fold;
use crate::vocabulary::term_slug;
use oxigraph::model::vocab::rdf;
use oxigraph::model::{GraphNameRef, NamedNode, NamedNodeRef, NamedOrBlankNode, Term};
use oxigraph::store::StorageError;

/// A name that leads to no node, or to several.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing in the graph is called so.
    #[error("no {what} is called {name:?} in this graph{}", near(what, .nearest))]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// The name.
        name: String,
        /// Names that look like it.
        nearest: Vec<String>,
    },
    /// Several are.
    #[error("{name:?} is a name of several: {}; name one by its IRI", .iris.join(", "))]
    Several {
        /// The name.
        name: String,
        /// Their IRIs.
        iris: Vec<String>,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

fn near(what: &str, nearest: &[String]) -> String {
    if !nearest.is_empty() {
        return format!("; did you mean {}?", nearest.join(", "));
    }
    let list = match what {
        "collection" => "collections",
        "article" => "collection-in-order --collection NAME",
        "candidate" => "candidates",
        _ => "most-written-about",
    };
    format!("; `articlegraph query {list}` shows what there is")
}

/// The term of a name: its IRI, its local name, or a label in any letter case;
/// preferred labels come before other names. Reads all labels of the graph.
///
/// # Errors
///
/// No term or several are called so.
pub fn term(snapshot: &Snapshot, name: &str) -> Result<NamedNode, NameError> {
    let expanded = name.strip_prefix("term:").map(|local| format!("{}{local}", crate::namespace::TERM_SCHEME));
    let mut terms = labelled(snapshot, &[skos::PREF_LABEL])?;
    terms.retain(|(node, _)| !node.as_str().starts_with("urn:articlegraph:candidate:"));
    let by_iri = terms.iter().find(|(node, _)| node.as_str() == name || Some(node.as_str()) == expanded.as_deref());
    if let Some((node, _)) = by_iri {
        return Ok(node.clone());
    }
    let mut other = labelled(snapshot, &[skos::ALT_LABEL])?;
    let wanted = fold(name);
    let singular = wanted.strip_suffix('s').unwrap_or(&wanted);
    for names in [&terms, &other] {
        let mut found: Vec<&NamedNode> = names
            .iter()
            .filter(|(_, label)| fold(label) == wanted || fold(label) == singular)
            .map(|(node, _)| node)
            .collect();
        found.sort();
        found.dedup();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            several => {
                let iris = several.iter().map(|node| node.as_str().to_owned()).collect();
                return Err(NameError::Several { name: name.to_owned(), iris });
            }
        }
    }
    if let Some((node, _)) = terms.iter().find(|(node, _)| term_slug(node.as_str()) == name) {
        return Ok(node.clone());
    }
    terms.append(&mut other);
    Err(unknown("term", name, &terms))
}

/// The candidate of an IRI or a name.
///
/// # Errors
///
/// No candidate or several are called so.
pub fn candidate(snapshot: &Snapshot, name: &str) -> Result<NamedNode, NameError> {
    let mut names = labelled(snapshot, &[skos::PREF_LABEL, skos::ALT_LABEL])?;
    names.retain(|(node, _)| node.as_str().starts_with("urn:articlegraph:candidate:"));
    match names.iter().find(|(node, _)| node.as_str() == name) {
        Some((node, _)) => Ok(node.clone()),
        None => by_name("candidate", name, &names),
    }
}

/// A term's preferred label, in English where there is one; the IRI where
/// there is none.
///
/// # Errors
///
/// The store cannot be read.
pub fn preferred(snapshot: &Snapshot, node: NamedNodeRef<'_>) -> Result<String, StorageError> {
    let mut labels: Vec<(bool, String)> = Vec::new();
    for object in snapshot.objects(node, skos::PREF_LABEL)? {
        if let Term::Literal(literal) = object {
            labels.push((literal.language() != Some("en"), literal.value().to_owned()));
        }
    }
    labels.sort();
    Ok(labels.into_iter().next().map_or_else(|| node.as_str().to_owned(), |(_, label)| label))
}

/// The article of an IRI, a link in any spelling, or a whole title.
///
/// # Errors
///
/// No article or several are called so.
pub fn article(snapshot: &Snapshot, name: &str) -> Result<NamedNode, NameError> {
    let cleaned = link::clean(name).map(|link| link.iri);
    for iri in [Some(name.to_owned()), cleaned.ok()].into_iter().flatten() {
        if let Ok(node) = NamedNode::new(iri)
            && is_a(snapshot, node.as_ref(), schema::ARTICLE)?
        {
            return Ok(node);
        }
    }
    by_name("article", name, &labelled(snapshot, &[schema::HEADLINE])?)
}

/// The collection of an IRI or a name.
///
/// # Errors
///
/// No collection or several are called so.
pub fn collection(snapshot: &Snapshot, name: &str) -> Result<NamedNode, NameError> {
    if let Ok(node) = NamedNode::new(name)
        && is_a(snapshot, node.as_ref(), ag::COLLECTION)?
    {
        return Ok(node);
    }
    by_name("collection", name, &labelled(snapshot, &[schema::NAME])?)
}

fn by_name(what: &'static str, name: &str, names: &[(NamedNode, String)]) -> Result<NamedNode, NameError> {
    let wanted = fold(name);
    let mut found: Vec<NamedNode> =
        names.iter().filter(|(_, own)| fold(own) == wanted).map(|(node, _)| node.clone()).collect();
    found.sort();
    found.dedup();
    if found.len() > 1 {
        let iris = found.into_iter().map(NamedNode::into_string).collect();
        return Err(NameError::Several { name: name.to_owned(), iris });
    }
    found.pop().ok_or_else(|| unknown(what, name, names))
}

fn is_a(snapshot: &Snapshot, node: NamedNodeRef<'_>, class: NamedNodeRef<'_>) -> Result<bool, StorageError> {
    snapshot
        .quads(Some(node), Some(rdf::TYPE), Some(class.into()), GraphNameRef::DefaultGraph)
        .next()
        .transpose()
        .map(|quad| quad.is_some())
}

/// All nodes with their texts of some properties.
fn labelled(snapshot: &Snapshot, properties: &[NamedNodeRef<'_>]) -> Result<Vec<(NamedNode, String)>, StorageError> {
    let mut labels = Vec::new();
    for property in properties {
        for quad in snapshot.quads(None, Some(*property), None, GraphNameRef::DefaultGraph) {
            let quad = quad?;
            if let (NamedOrBlankNode::NamedNode(node), Term::Literal(label)) = (quad.subject, quad.object) {
                labels.push((node, label.destruct().0));
            }
        }
    }
    Ok(labels)
}

/// Proposes the names nearest by Jaro–Winkler similarity of folded names.
fn unknown(what: &'static str, name: &str, names: &[(NamedNode, String)]) -> NameError {
    let wanted = fold(name);
    let mut scored: Vec<(f64, &str)> =
        names.iter().map(|(_, own)| (strsim::jaro_winkler(&wanted, &fold(own)), own.as_str())).collect();
    scored.retain(|(score, _)| *score >= 0.75);
    scored.sort_by(|(one, a), (other, b)| other.total_cmp(one).then(a.cmp(b)));
    scored.dedup_by_key(|(_, own)| *own);
    let nearest = scored.iter().take(3).map(|(_, own)| format!("{own:?}")).collect();
    NameError::Unknown { what, name: name.to_owned(), nearest }
}
