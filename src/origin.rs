//! Where a thing was read: which file, which line.

use crate::text::percent_encode;
use std::fmt;
use std::sync::Arc;

/// The path of a source as it stands in the graph: relative to the input named
/// by the user, with that input's last component in front, `/` between the
/// parts (`learn/blockchain/README.md`). Never absolute, so that the graph
/// does not depend on where a folder lies.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path already in the form described above.
    #[must_use]
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as it stands in IRIs and in the graph: RFC 3986's unreserved
    /// characters and `/` stay, all others are percent-encoded as UTF-8.
    #[must_use]
    pub fn encoded(&self) -> String {
        let mut encoded = String::with_capacity(self.0.len());
        for character in self.0.chars() {
            if character.is_ascii_alphanumeric() || "/-._~".contains(character) {
                encoded.push(character);
            } else {
                percent_encode(character, &mut encoded);
            }
        }
        encoded
    }

    /// The last part of the path without its extension; for a `README` or
    /// `index` page the folder's name, which is what such a page is about.
    #[must_use]
    pub fn title(&self) -> &str {
        let (folder, file) = self.0.rsplit_once('/').unwrap_or(("", &self.0));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let names_its_folder = ["readme", "index"].contains(&stem.to_lowercase().as_str());
        if names_its_folder && !folder.is_empty() { folder.rsplit('/').next().unwrap_or(folder) } else { stem }
    }

    /// The path that a relative link on this page leads to, `..` and `.`
    /// resolved; `None` where it climbs out of the input.
    #[must_use]
    pub fn join(&self, link: &str) -> Option<Self> {
        let mut parts: Vec<&str> = self.0.split('/').collect();
        parts.pop();
        for part in link.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                _ => parts.push(part),
            }
        }
        Some(Self::new(&parts.join("/")))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_readme_is_named_by_its_folder() {
        assert_eq!(SourcePath::new("learn/blockchain/README.md").title(), "blockchain");
        assert_eq!(SourcePath::new("learn/blockchain/erc20.md").title(), "erc20");
        assert_eq!(SourcePath::new("README.md").title(), "README");
    }

    #[test]
    fn the_encoded_path_is_fit_for_iris() {
        assert_eq!(SourcePath::new("a b/ü#1.md").encoded(), "a%20b/%C3%BC%231.md");
    }

    #[test]
    fn links_resolve_inside_the_input_only() {
        let page = SourcePath::new("learn/blockchain/README.md");
        assert_eq!(page.join("./erc20.md"), Some(SourcePath::new("learn/blockchain/erc20.md")));
        assert_eq!(page.join("../media/x.md"), Some(SourcePath::new("learn/media/x.md")));
        assert_eq!(page.join("../../../x.md"), None);
    }
}
