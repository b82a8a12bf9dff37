//! Markdown to plain text.
//!
//! Titles and summaries are written by people who think of Markdown only
//! sometimes. What is certainly markup is resolved (links, emphasis, code,
//! entities, images, formatting tags); all else stays as it was typed, above
//! all `<canvas>` in an article about the canvas element.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A Markdown text without its markup.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plain {
    /// The words; blocks on lines of their own, no outer white space.
    pub text: String,
    /// Links of the images in it, in order.
    pub images: Vec<String>,
    /// Whether anything but white space and images was in the source.
    pub has_source_text: bool,
    /// The number of the next item of a list that does not begin with 1: a
    /// line that begins with a year looks like one.
    number: Option<u64>,
}

/// Resolves a text of any number of blocks.
pub(super) fn blocks(markdown: &str) -> Plain {
    let mut plain = Plain::default();
    let mut in_image = 0_usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                plain.images.push(dest_url.into_string());
                in_image += 1;
                continue;
            }
            Event::End(TagEnd::Image) => {
                in_image = in_image.saturating_sub(1);
                continue;
            }
            _ if in_image > 0 => continue,
            _ => {}
        }
        plain.take(&event);
    }
    plain.text.truncate(plain.text.trim_end().len());
    plain
}

impl Plain {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::InlineHtml(html) | Event::Html(html) => {
                self.has_source_text |= !html.trim().is_empty() && !is_image_tag(html);
                self.push_html(html);
            }
            Event::Start(Tag::List(first)) => {
                self.number = first.filter(|first| *first != 1);
                self.new_line();
            }
            Event::End(TagEnd::List(_)) => self.number = None,
            Event::Start(Tag::Item) => {
                self.new_line();
                if let Some(number) = self.number {
                    self.push(&format!("{number}. "));
                    self.number = Some(number + 1);
                }
            }
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.new_line(),
            Event::Rule => self.has_source_text = true,
            Event::Start(tag) if is_block(tag) => self.new_line(),
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        self.has_source_text |= !text.trim().is_empty();
        let text = if self.text.is_empty() || self.text.ends_with(['\n', ' ']) { text.trim_start() } else { text };
        self.text.push_str(text);
    }

    /// Keeps what is no certain markup. Everything between two tags arrives
    /// as text of its own in a paragraph, but a whole HTML block comes in one.
    fn push_html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            self.push_entities(&rest[..start]);
            let tag = &rest[start..];
            let length = tag_length(tag);
            if is_markup(&tag[..length]) {
                if is_break(&tag[..length]) {
                    self.push(" ");
                }
            } else {
                self.push(&tag[..length]);
            }
            rest = &tag[length..];
        }
        self.push_entities(rest);
    }

    /// Resolves the entities that an HTML block comes with.
    fn push_entities(&mut self, text: &str) {
        if !text.contains('&') {
            return self.push(text);
        }
        let words = text.trim();
        let start = text.find(words).unwrap_or_default();
        self.push(&text[..start]);
        self.push(&title(words));
        self.push(&text[start + words.len()..]);
    }

    fn new_line(&mut self) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::Heading { .. } | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::HtmlBlock)
}

/// The length of the tag or comment that a text starts with.
fn tag_length(html: &str) -> usize {
    if html.starts_with("<!--") {
        return html.find("-->").map_or(html.len(), |end| end + 3);
    }
    html.find('>').map_or(html.len(), |end| end + 1)
}

/// Tags that only format. A tag of any other name is markup too if it carries
/// an attribute with a value, for nobody types that in a sentence.
fn is_markup(tag: &str) -> bool {
    const FORMATTING: [&str; 34] = [
        "a", "abbr", "b", "big", "blockquote", "br", "center", "cite", "code", "del", "em", "font", "h1", "h2", "h3",
        "h4", "h5", "h6", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "s", "small", "strike", "strong", "sub",
        "sup", "u", "ul",
    ];
    let attributes = || tag.contains("=\"") || tag.contains("='");
    tag.starts_with("<!--") || FORMATTING.contains(&tag_name(tag).as_str()) || attributes()
}

fn is_break(tag: &str) -> bool {
    ["br", "p", "li", "h1", "h2", "h3"].contains(&tag_name(tag).as_str())
}

fn is_image_tag(html: &str) -> bool {
    tag_name(html.trim()) == "img" && html.trim().len() == tag_length(html.trim())
}

fn tag_name(tag: &str) -> String {
    tag.trim_start_matches(['<', '/'])
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_lowercase()
}

/// Resolves one line, in which no block can begin: a title that starts with
/// `1.` or `#` keeps it. Tags are kept too, for in a title they are its words.
pub(super) fn title(markdown: &str) -> String {
    // A heading's content is inline only (CommonMark 0.31, section 4.2); a run
    // of `#` at its end would be cut as a closing sequence, hence the escape.
    let mut line = markdown.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    if line.ends_with('#') {
        line.insert(line.len() - 1, '\\');
    }
    let mut text = String::new();
    for event in Parser::new_ext(&format!("# {line}"), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(part) | Event::Code(part) | Event::InlineHtml(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_keep_what_is_theirs() {
        for (markdown, expected) in [
            ("How to * Get More Views * With Digg", "How to * Get More Views * With Digg"),
            ("SBF *knowingly* did", "SBF knowingly did"),
            ("How to Align the <hr> Tag", "How to Align the <hr> Tag"),
            ("Is it Enough to Define IMyInterface<T>?", "Is it Enough to Define IMyInterface<T>?"),
            ("The Realtime API Family [A Deep Dive]", "The Realtime API Family [A Deep Dive]"),
            ("Introduction to C #", "Introduction to C #"),
            ("Introduction to C#", "Introduction to C#"),
            ("1. First", "1. First"),
            ("# Hash", "# Hash"),
            ("Tom &amp; Jerry \\[x\\]", "Tom & Jerry [x]"),
            ("`useEffect` in React", "useEffect in React"),
            ("Debugging Has_Many, Through", "Debugging Has_Many, Through"),
            ("A | B \"C\"", "A | B \"C\""),
        ] {
            assert_eq!(title(markdown), expected);
        }
    }

    #[test]
    fn summaries_lose_their_markup_only() {
        for (markdown, expected) in [
            ("one\ntwo\n\nthree", "one two\nthree"),
            ("# Node.js Security Guide\n\nText", "Node.js Security Guide\nText"),
            ("#OneMillionWallets is a competition", "#OneMillionWallets is a competition"),
            ("Use the <track> element", "Use the <track> element"),
            ("<em>All of it</em> and <a href=\"https://x.org\">a link</a>", "All of it and a link"),
            ("people like <enter name here> exist", "people like <enter name here> exist"),
            ("<meta name=\"monetization\" content=\"$x\">", ""),
            ("one<br>two", "one two"),
            ("![](https://x.org/i.png)\nText", "Text"),
            ("<div>\nin a block\n</div>", "<div>\nin a block\n</div>"),
        ] {
            assert_eq!(blocks(markdown).text, expected, "{markdown}");
        }
    }

    #[test]
    fn images_are_no_text_and_markup_is() {
        let image = blocks("![alt](https://x.org/i.png)\n\n<img src=\"https://x.org/j.png\">");
        assert_eq!((image.images.as_slice(), image.has_source_text), (&["https://x.org/i.png".to_owned()][..], false));
        assert!(blocks("<meta name=\"a\" content=\"b\">").has_source_text);
        assert!(!blocks(" \n\n").has_source_text);
    }
}
