//! Links, brought into the one form that names an article in the graph.
//!
//! The same article is linked in many spellings: with a campaign parameter,
//! with a capital in the host, with a space that somebody pasted. [`clean`]
//! makes one IRI of them (RFC 3987), and takes care to change nothing that
//! could tell two pages apart: http and https stay apart, so do a last slash
//! and its lack, and the case of the path.

use crate::text::percent_encode;
use oxigraph::model::NamedNode;

/// A link that names an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CleanLink {
    /// The IRI.
    pub iri: String,
    /// Whether code points that no IRI may hold had to be percent-encoded.
    pub encoded: bool,
}

/// Why a link cannot name an article.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// There is nothing between the brackets.
    #[error("the link is empty")]
    Empty,
    /// The scheme is neither `http` nor `https`.
    #[error("the link is not http or https: {0:?}")]
    Scheme(String),
    /// There is no host.
    #[error("the link has no host: {0:?}")]
    Host(String),
    /// What is left is no IRI.
    #[error("the link is not valid: {0:?}")]
    Invalid(String),
}

/// Cleans a link.
///
/// Outer white space is cut; scheme and host become lower case; an empty path
/// becomes `/`; `utm_*`, `fbclid`, `gclid` and `ref_src` are dropped, and so is
/// the fragment unless it starts with `/` or `!` (pages of one-page programs),
/// which is kept with `%23` for `#`; illegal code points are percent-encoded
/// as UTF-8, a lone `%` becomes `%25`.
///
/// # Errors
///
/// The link is empty, of another scheme, without a host, or no IRI even so.
///
/// ```
/// let link = articlegraph::link::clean(" HTTPS://Example.org?utm_source=x&id=1#top ")?;
/// assert_eq!(link.iri, "https://example.org/?id=1");
/// # Ok::<(), articlegraph::link::LinkError>(())
/// ```
pub fn clean(link: &str) -> Result<CleanLink, LinkError> {
    let link = link.trim();
    if link.is_empty() {
        return Err(LinkError::Empty);
    }
    let (scheme, rest) = split_scheme(link).ok_or_else(|| LinkError::Scheme(link.to_owned()))?;
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
    let (host, path) = rest.find(['/', '\\']).map_or((rest, "/"), |slash| rest.split_at(slash));
    if host.is_empty() || host.starts_with(':') || host.ends_with('@') {
        return Err(LinkError::Host(link.to_owned()));
    }

    let mut encoded = false;
    let mut iri = format!("{scheme}://");
    // Who logs in is told by letter case, which host is not.
    let (user, host) = host.split_at(host.rfind('@').map_or(0, |at| at + 1));
    encode(user, "", &mut iri, &mut encoded);
    encode(&host.to_lowercase(), "[]", &mut iri, &mut encoded);
    encode(path, "", &mut iri, &mut encoded);
    if let Some(query) = query {
        let kept = without_tracking(query);
        if !kept.is_empty() || query.is_empty() {
            iri.push('?');
            encode(&kept, "", &mut iri, &mut encoded);
        }
    }
    if fragment.starts_with(['/', '!']) {
        iri.push_str("%23");
        encode(fragment, "", &mut iri, &mut encoded);
    }
    match NamedNode::new(&iri) {
        Ok(_) => Ok(CleanLink { iri, encoded }),
        Err(_) => Err(LinkError::Invalid(link.to_owned())),
    }
}

fn split_scheme(link: &str) -> Option<(&'static str, &str)> {
    ["https", "http"].into_iter().find_map(|scheme| {
        let head = link.get(..scheme.len())?;
        let rest = link[scheme.len()..].strip_prefix("://")?;
        head.eq_ignore_ascii_case(scheme).then_some((scheme, rest))
    })
}

/// The query without the parameters that only tell where a reader came from.
fn without_tracking(query: &str) -> String {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|parameter| {
            let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
            !name.starts_with("utm_") && !["fbclid", "gclid", "ref_src"].contains(&name.as_str())
        })
        .collect();
    kept.join("&")
}

/// Appends a part of an IRI; what RFC 3987 allows nowhere outside of
/// `also_allowed` is percent-encoded.
fn encode(part: &str, also_allowed: &str, iri: &mut String, encoded: &mut bool) {
    for (position, character) in part.char_indices() {
        let allowed = match character {
            '%' => is_escape(&part[position + 1..]),
            _ => is_iri_character(character) || also_allowed.contains(character),
        };
        if allowed {
            iri.push(character);
        } else {
            *encoded = true;
            percent_encode(character, iri);
        }
    }
}

fn is_escape(rest: &str) -> bool {
    rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// `iunreserved`, `sub-delims`, `:`, `@`, `/` and `?` of RFC 3987, section 2.2.
fn is_iri_character(character: char) -> bool {
    match character {
        _ if character.is_ascii() => character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?".contains(character),
        '\u{A0}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFEF}' => true,
        _ => {
            let plane = u32::from(character) >> 16;
            let last_two = u32::from(character) & 0xFFFE == 0xFFFE;
            let tags = matches!(character, '\u{E0000}'..='\u{E0FFF}');
            (1..=14).contains(&plane) && !last_two && !tags
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(link: &str, expected: &str) {
        let cleaned = clean(link).map_or_else(|error| error.to_string(), |link| link.iri);
        assert_eq!(cleaned, expected, "{link:?}");
        if !cleaned.contains(' ') {
            assert_eq!(clean(&cleaned).map(|link| link.iri).as_deref(), Ok(expected), "twice");
        }
    }

    #[test]
    fn one_article_has_one_iri() {
        check("https://example.org", "https://example.org/");
        check("HTTP://User@Example.ORG:80/A", "http://User@example.org:80/A");
        check("https://example.org/a?", "https://example.org/a?");
        check("https://example.org/a/", "https://example.org/a/");
        check("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a");
        check("https://example.org/a?b=1&fbclid=2&c=3&gclid=4&ref_src=5", "https://example.org/a?b=1&c=3");
        check("https://example.org/a#part", "https://example.org/a");
        check("https://example.org/#/page", "https://example.org/%23/page");
        check("https://example.org/#!page", "https://example.org/%23!page");
    }

    #[test]
    fn illegal_code_points_are_encoded() {
        check("https://example.org/a b", "https://example.org/a%20b");
        check("https://example.org/100%", "https://example.org/100%25");
        check("https://example.org/%E4%BD", "https://example.org/%E4%BD");
        check("https://example.org/[x]|\"<>", "https://example.org/%5Bx%5D%7C%22%3C%3E");
        check("https://example.org/é\u{E000}", "https://example.org/é%EE%80%80");
        check("https://[::1]:8080/x", "https://[::1]:8080/x");
    }

    #[test]
    fn other_links_name_no_article() {
        check("", "the link is empty");
        check("javascript:alert(1)", "the link is not http or https: \"javascript:alert(1)\"");
        check("./page.md", "the link is not http or https: \"./page.md\"");
        check("https://", "the link has no host: \"https://\"");
        check("https://[::x/", "the link is not valid: \"https://[::x/\"");
    }
}
