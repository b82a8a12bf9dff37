//! Reads the embedded vocabulary.
//!
//! Turtle is for people; parsing three megabytes of it takes longer than all
//! else that a filter does for one line. So `build.rs` parses it when the
//! program is compiled, and embeds the statements as lines:
//!
//! ```text
//! P<predicate>          one for each predicate, in the order of their letters
//! S<subject>
//! aI<object>            a statement: the predicate's letter, I for an IRI
//! bE<text>              E for a text in English
//! cL<text>              L for a text without language
//! cT<language> <text>   T for a text in another language
//! ```

use super::Text;
use super::load::{Object, Property};
use oxigraph::model::NamedNodeRef;

/// Calls `take` with each subject and its statements.
///
/// # Panics
///
/// Panics if the lines are not what `build.rs` writes.
pub(super) fn statements(lines: &[u8], mut take: impl FnMut(&str, Vec<(Property, Object)>)) {
    let lines = std::str::from_utf8(lines).expect("build.rs writes UTF-8");
    let mut properties: Vec<Option<Property>> = Vec::new();
    let mut subject = "";
    let mut own: Vec<(Property, Object)> = Vec::new();
    for line in lines.split_terminator('\n') {
        let (letter, rest) = line.split_at(1);
        match letter {
            "P" => properties.push(Property::of(NamedNodeRef::new_unchecked(rest))),
            "S" => {
                if !own.is_empty() {
                    take(subject, std::mem::take(&mut own));
                }
                subject = rest;
            }
            letter => {
                let property = properties[usize::from(letter.as_bytes()[0] - b'a')];
                own.extend(property.map(|property| (property, object(rest))));
            }
        }
    }
    if !own.is_empty() {
        take(subject, own);
    }
}

fn object(line: &str) -> Object {
    let (kind, value) = line.split_at(1);
    let text = |value: &str, language: Option<&str>| {
        Object::Text(Text { value: value.to_owned(), language: language.map(str::to_owned) })
    };
    match kind {
        "I" => Object::Iri(value.to_owned()),
        "E" => text(value, Some("en")),
        "L" => text(value, None),
        _ => {
            let (language, value) = value.split_once(' ').expect("build.rs writes a space behind the language");
            text(value, Some(language))
        }
    }
}
