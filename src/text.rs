//! Text, cleaned once and folded for matching.
//!
//! Two operations stand below everything else. [`clean`] makes a source's text
//! fit for RDF and XML before anybody counts offsets in it. [`Folded`] is the
//! form in which labels and texts are compared, with the way back to the
//! original bytes, because what is shown to people are always the words as
//! they stand in the article.
//!
//! # Folding
//!
//! A text becomes a run of words, each with one space *before* it:
//!
//! ```text
//! "Is Kafka the Key? (Event-driven)"  ->  " is kafka the key\u{1} event driven\u{1}"
//! ```
//!
//! * letters: compatibility decomposition (NFKD, UAX #15), marks dropped,
//!   lower case, so `Ｋafka`, `KAFKA` and `naïve` meet their labels;
//! * spaces and hyphens are all one space: `event-driven` and `event driven`
//!   are the same words;
//! * `.`, `+`, `#`, `&`, `'` and `_` stay where they belong to a word:
//!   `Node.js`, `.NET`, `C++`, `C#`, `R&D`, `node_modules`; `@` keeps a handle
//!   (`@kafka`) from being a word of its own;
//! * other punctuation becomes [`STOP`], so no label reaches over a sentence;
//! * a URL is one opaque word that no label can match.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Stands in a [`Folded`] text for punctuation that ends a phrase.
pub const STOP: u8 = 1;

/// Makes a text safe for XML 1.0 and RDF: line ends become `\n`, code points
/// outside XML's `Char` production become U+FFFD.
///
/// Returns the text and whether any code point had to be replaced.
#[must_use]
pub fn clean(text: &str) -> (String, bool) {
    let mut cleaned = String::with_capacity(text.len());
    let mut replaced = false;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() == Some(&'\n') {
                    characters.next();
                }
                cleaned.push('\n');
            }
            _ if is_xml_char(character) => cleaned.push(character),
            _ => {
                cleaned.push(char::REPLACEMENT_CHARACTER);
                replaced = true;
            }
        }
    }
    (cleaned, replaced)
}

/// Tells whether XML 1.0 (fifth edition, production 2) allows the code point.
fn is_xml_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Joins all runs of white space to one space and cuts the outer ones, for
/// texts that must stand on one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folds a name to its comparison key, without the leading space of [`Folded`].
///
/// ```
/// assert_eq!(articlegraph::text::fold("Event-Driven  Architecture"), "event driven architecture");
/// assert_eq!(articlegraph::text::fold("Node.js"), "node.js");
/// ```
#[must_use]
pub fn fold(name: &str) -> String {
    Folded::new(name).text.trim_start().to_owned()
}

/// Appends a code point as the percent-encoded bytes of its UTF-8 form
/// (RFC 3986, section 2.1).
pub fn percent_encode(character: char, to: &mut String) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        // Writing to a `String` cannot fail.
        let _ = write!(to, "%{byte:02X}");
    }
}

/// Resolves percent-encoding; what is none, or no UTF-8 then, stays.
#[must_use]
pub fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut position = 0;
    while position < bytes.len() {
        let escape = text.get(position + 1..position + 3).filter(|_| bytes[position] == b'%');
        if let Some(byte) = escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(byte);
            position += 3;
        } else {
            decoded.push(bytes[position]);
            position += 1;
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a `String` cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The most frequent of some forms, of equals the smallest in byte order.
#[must_use]
pub fn most_frequent<'a>(times: &BTreeMap<&'a str, usize>) -> Option<&'a str> {
    let most = times.values().max()?;
    times.iter().find(|(_, times)| *times == most).map(|(form, _)| *form)
}

/// A text in comparison form; see the module's documentation.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the byte offset in the original of the code
    /// point it came from.
    origins: Vec<u32>,
}

impl Folded {
    /// Folds a text. Linear in its length; texts of 4 GiB and more are cut
    /// there, since offsets have 32 bits.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let limit = floor_char_boundary(original, u32::MAX as usize);
        let mut folded =
            Self { text: String::with_capacity(original.len() + 8), origins: Vec::with_capacity(original.len() + 8) };
        folded.scan(&original[..limit]);
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the original for a range of the folded text that starts
    /// at a word's space: start of the first word, end of the last character.
    ///
    /// # Panics
    ///
    /// Panics if the range is empty or out of bounds.
    #[must_use]
    pub fn original_range(&self, start: usize, end: usize, original: &str) -> std::ops::Range<usize> {
        let first = self.origins[start + 1] as usize;
        let last = self.origins[end - 1] as usize;
        let width = original[last..].chars().next().map_or(0, char::len_utf8);
        first..last + width
    }

    fn scan(&mut self, original: &str) {
        let bytes = original.as_bytes();
        let mut in_word = false;
        let mut position = 0;
        while position < bytes.len() {
            let byte = bytes[position];
            if byte.is_ascii_alphanumeric() {
                self.open_word(&mut in_word, position);
                self.push_byte(byte.to_ascii_lowercase(), position);
                position += 1;
            } else if byte.is_ascii() {
                position = self.scan_mark(original, position, &mut in_word);
            } else {
                let character = original[position..].chars().next().unwrap_or(' ');
                let after = &original[position + character.len_utf8()..];
                self.scan_character(character, position, after, &mut in_word);
                position += character.len_utf8();
            }
        }
    }

    /// Handles an ASCII byte that is no letter or digit; returns where to go on.
    fn scan_mark(&mut self, original: &str, position: usize, in_word: &mut bool) -> usize {
        let bytes = original.as_bytes();
        let byte = bytes[position];
        if byte == b':' && *in_word && original[position..].starts_with("://") {
            return self.scan_url(original, position, in_word);
        }
        let next = original[position + 1..].chars().next();
        let next_in_word = next.is_some_and(char::is_alphanumeric);
        let belongs = match byte {
            b'_' => true,
            b'@' => !*in_word && next_in_word,
            b'#' => *in_word,
            b'+' => *in_word && (!next_in_word || self.text.ends_with('+')),
            b'.' => next_in_word && (*in_word || !self.ends_with_stop() || opens(original, position)),
            b'&' | b'\'' => *in_word && next_in_word,
            _ => false,
        };
        if belongs {
            self.open_word(in_word, position);
            self.push_byte(byte, position);
        } else {
            *in_word = false;
            if !matches!(byte, b' ' | b'-' | b'+' | b'\n' | b'\t' | b'#') {
                self.stop(position);
            }
        }
        position + 1
    }

    /// Replaces the scheme just read and the rest of the URL by a [`STOP`].
    fn scan_url(&mut self, original: &str, position: usize, in_word: &mut bool) -> usize {
        let word = self.text.rfind(' ').unwrap_or(0);
        self.text.truncate(word);
        self.origins.truncate(word);
        *in_word = false;
        self.stop(position);
        original[position..].find(char::is_whitespace).map_or(original.len(), |length| position + length)
    }

    fn scan_character(&mut self, character: char, position: usize, after: &str, in_word: &mut bool) {
        let goes_on = || after.chars().next().is_some_and(char::is_alphanumeric);
        match character {
            '’' | 'ʼ' if *in_word && goes_on() => self.push_byte(b'\'', position),
            '‐' | '‑' | '\u{a0}' | '\u{ad}' | '\u{200b}' => *in_word = false,
            _ if character.is_alphanumeric() || is_combining_mark(character) => {
                for part in std::iter::once(character).nfkd().filter(|part| !is_combining_mark(*part)) {
                    for lower in part.to_lowercase().filter(|lower| lower.is_alphanumeric()) {
                        self.open_word(in_word, position);
                        self.push(lower, position);
                    }
                }
            }
            _ if character.is_whitespace() => *in_word = false,
            _ => {
                *in_word = false;
                self.stop(position);
            }
        }
    }

    fn open_word(&mut self, in_word: &mut bool, position: usize) {
        if !*in_word {
            self.push_byte(b' ', position);
            *in_word = true;
        }
    }

    fn stop(&mut self, position: usize) {
        if !self.ends_with_stop() {
            self.push_byte(STOP, position);
        }
    }

    fn ends_with_stop(&self) -> bool {
        self.text.as_bytes().last() == Some(&STOP)
    }

    #[expect(clippy::cast_possible_truncation, reason = "`new` cuts the text at u32::MAX bytes")]
    fn push(&mut self, character: char, position: usize) {
        self.text.push(character);
        self.origins.resize(self.text.len(), position as u32);
    }

    fn push_byte(&mut self, byte: u8, position: usize) {
        self.push(char::from(byte), position);
    }
}

/// The words of a place, given in code points, in brackets, with forty code
/// points on either side, on one line.
#[must_use]
pub fn around(text: &str, start: usize, end: usize) -> String {
    const SIDE: usize = 40;
    let from = start.saturating_sub(SIDE);
    let part = |skip: usize, take: usize| text.chars().skip(skip).take(take).collect::<String>();
    one_line(&format!("{}[{}]{}", part(from, start - from), part(start, end - start), part(end, SIDE)))
}

/// Whether a name may begin with the point here: `C#/.NET`, `(.NET)`.
fn opens(original: &str, position: usize) -> bool {
    original[..position].ends_with(['/', '(', '[', '"', '“', '‘'])
}

/// The greatest character border of `text` that is at most `limit`.
fn floor_char_boundary(text: &str, limit: usize) -> usize {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_replaces_what_xml_forbids_and_unifies_line_ends() {
        assert_eq!(clean("a\r\nb\rc\0d\u{FFFE}"), ("a\nb\nc\u{FFFD}d\u{FFFD}".to_owned(), true));
        assert_eq!(clean("tab\tand é"), ("tab\tand é".to_owned(), false));
    }

    #[test]
    fn names_fold_as_people_write_them() {
        for (name, folded) in [
            ("Kafka", "kafka"),
            ("C++", "c++"),
            ("C#", "c#"),
            (".NET", ".net"),
            ("ASP.NET Core", "asp.net core"),
            ("Node.js", "node.js"),
            ("event-driven", "event driven"),
            ("CI/CD", "ci\u{1} cd"),
            ("naïve Bayes", "naive bayes"),
            ("Ｋafka", "kafka"),
            ("R&D", "r&d"),
            ("HTML+CSS", "html css"),
            ("C#/.NET", "c#\u{1} .net"),
            ("C++20", "c++20"),
            ("#Bitcoin", "bitcoin"),
            ("node_modules", "node_modules"),
            ("Straße", "straße"),
        ] {
            assert_eq!(fold(name), folded, "{name}");
        }
    }

    #[test]
    fn stops_keep_phrases_apart_and_urls_are_opaque() {
        let folded = Folded::new("Uses Java. Script it: see https://kafka.apache.org/docs now");
        assert_eq!(folded.as_str(), " uses java\u{1} script it\u{1} see\u{1} now");
    }

    #[test]
    fn percent_encoding_goes_both_ways() {
        let mut encoded = String::new();
        percent_encode('é', &mut encoded);
        assert_eq!((encoded.as_str(), percent_decode("%C3%A9 100% %zz").as_str()), ("%C3%A9", "é 100% %zz"));
    }

    #[test]
    fn apostrophes_end_a_word_unless_it_goes_on() {
        assert_eq!(
            Folded::new("hash tables’ cousin, tables' too").as_str(),
            " hash tables\u{1} cousin\u{1} tables\u{1} too"
        );
        assert_eq!(Folded::new("Alluxio’s and Kafka's").as_str(), " alluxio's and kafka's");
    }

    #[test]
    fn a_handle_is_no_word() {
        assert_eq!(Folded::new("by @kafka").as_str(), " by @kafka");
    }

    #[test]
    fn ranges_lead_back_to_the_words() {
        let text = "Die „Straße“ – İstanbul’s C++!";
        let folded = Folded::new(text);
        let at = folded.as_str().find(" c++").expect("the word is there");
        assert_eq!(&text[folded.original_range(at, at + 4, text)], "C++");
        let at = folded.as_str().find(" straße").expect("the word is there");
        assert_eq!(&text[folded.original_range(at, at + " straße".len(), text)], "Straße");
    }
}
