//! What in a query is opaque: strings, IRIs and comments, in which no
//! parameter and no prefix stands.

/// The byte behind the string, IRI or comment that begins at a byte; `None`
/// where none does.
pub(super) fn opaque_end(sparql: &str, position: usize) -> Option<usize> {
    let bytes = sparql.as_bytes();
    match bytes[position] {
        b'#' => Some(sparql[position..].find('\n').map_or(bytes.len(), |length| position + length)),
        b'"' | b'\'' => Some(string_end(bytes, position)),
        b'<' => iri_end(bytes, position),
        _ => None,
    }
}

/// The byte behind a string literal (SPARQL 1.1, productions 156 to 159).
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let long = bytes[start..].starts_with(&[quote; 3]);
    let mut position = start + if long { 3 } else { 1 };
    while position < bytes.len() {
        match bytes[position] {
            b'\\' => position += 2,
            byte if byte == quote && !long => return position + 1,
            b'\n' if !long => return position,
            byte if byte == quote && bytes[position..].starts_with(&[quote; 3]) => return position + 3,
            _ => position += 1,
        }
    }
    bytes.len()
}

/// The byte behind an IRI (production 139); `None` where `<` is an operator.
fn iri_end(bytes: &[u8], start: usize) -> Option<usize> {
    let length = bytes[start + 1..].iter().position(|byte| *byte <= b' ' || b"<>\"{}|^`\\".contains(byte))?;
    let end = start + 1 + length;
    (bytes[end] == b'>').then_some(end + 1)
}

/// The first prefix that is used without being declared in the query or being
/// one of `known`, and the byte at which it stands.
pub(super) fn undeclared_prefix<'q>(sparql: &'q str, known: &[&str]) -> Option<(&'q str, usize)> {
    let mut declared: Vec<&str> = known.to_vec();
    let mut last_word = "";
    let mut position = 0;
    while position < sparql.len() {
        if let Some(end) = opaque_end(sparql, position) {
            position = end;
            continue;
        }
        let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
        let rest = &sparql[position..];
        let word = &rest[..rest.find(|character| !is_name(character)).unwrap_or(rest.len())];
        if word.is_empty() {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            // A variable's name is no prefix.
            let sigil = rest.starts_with(['?', '$', '@']);
            let skipped =
                if sigil { rest[1..].find(|character| !is_name(character)).unwrap_or(rest.len() - 1) } else { 0 };
            position += first + skipped;
            continue;
        }
        if rest[word.len()..].starts_with(':') && word != "_" {
            if last_word.eq_ignore_ascii_case("prefix") {
                declared.push(word);
            } else if !declared.contains(&word) {
                return Some((word, position));
            }
            let local = &rest[word.len() + 1..];
            position += local.find(|character| !is_name(character)).unwrap_or(local.len()) + 1;
        }
        position += word.len();
        last_word = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_found_where_they_are_used() {
        let find = |sparql| undeclared_prefix(sparql, &["schema"]).map(|(prefix, _)| prefix);
        assert_eq!(find("SELECT * { ?x foo:bar ?y }"), Some("foo"));
        assert_eq!(find("SELECT * { ?x schema:name 'foo:bar' ; a <x:y> } # z:a"), None);
        assert_eq!(find("PREFIX foo: <http://x/> SELECT * { _:b foo:bar ?y }"), None);
        assert_eq!(find("SELECT * {\n baz:x a ?y }"), Some("baz"));
    }
}
