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

/// A word of a query: a keyword, or the prefix of a name.
struct Word<'q> {
    text: &'q str,
    position: usize,
    is_prefix: bool,
}

/// The words outside of strings, IRIs and comments; variables, language tags
/// and the local parts of names are none.
fn words(sparql: &str) -> Vec<Word<'_>> {
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let name_length = |text: &str| text.find(|character| !is_name(character)).unwrap_or(text.len());
    let mut words = Vec::new();
    let mut position = 0;
    while position < sparql.len() {
        if let Some(end) = opaque_end(sparql, position) {
            position = end;
            continue;
        }
        let rest = &sparql[position..];
        let text = &rest[..name_length(rest)];
        let is_prefix = rest[text.len()..].starts_with(':');
        if !text.is_empty() {
            words.push(Word { text, position, is_prefix });
        }
        position += text.len();
        let rest = &rest[text.len()..];
        position += match rest.chars().next() {
            Some('?' | '$' | '@' | ':') => 1 + name_length(&rest[1..]),
            Some(other) if text.is_empty() => other.len_utf8(),
            _ => 0,
        };
    }
    words
}

/// Whether a query, known to be valid, has this keyword.
pub(super) fn has_keyword(sparql: &str, keyword: &str) -> bool {
    words(sparql).iter().any(|word| !word.is_prefix && word.text.eq_ignore_ascii_case(keyword))
}

/// The first prefix that is used without being declared in the query or being
/// one of `known`, and the byte at which it stands.
pub(super) fn undeclared_prefix<'q>(sparql: &'q str, known: &[&str]) -> Option<(&'q str, usize)> {
    let words = words(sparql);
    let declares = |pair: &[Word<'q>]| pair[0].text.eq_ignore_ascii_case("PREFIX") && !pair[0].is_prefix;
    let declared: Vec<&str> = words.windows(2).filter(|pair| declares(pair)).map(|pair| pair[1].text).collect();
    let is_unknown = |word: &&Word<'_>| {
        word.is_prefix && word.text != "_" && !declared.contains(&word.text) && !known.contains(&word.text)
    };
    words.iter().find(is_unknown).map(|word| (word.text, word.position))
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

    #[test]
    fn keywords_are_no_variables_strings_or_names() {
        assert!(has_keyword("SELECT * { service SILENT <x:y> { ?a ?b ?c } }", "SERVICE"));
        assert!(!has_keyword("SELECT ?service { ?x x:service 'SERVICE' } # SERVICE", "SERVICE"));
    }
}
