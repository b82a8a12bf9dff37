//! What a map writes for a term: its label, made fit to be drawn.
//!
//! Labels come from vocabularies that anybody may have written, and candidates
//! from article titles. A drawing needs one short line without characters that
//! draw nothing or turn the line around; the whole label stands in the tooltip
//! and in the JSON.

/// Longest label drawn, in characters, the ellipsis counted.
const MOST_CHARACTERS: usize = 32;

/// What stands for a label that has nothing to draw.
const NOTHING: &str = "(no label)";

/// Returns the label as it is drawn: one line, at most 32 characters, the rest
/// cut with `…`, never empty.
#[must_use]
pub fn drawn_label(label: &str) -> String {
    let visible: String = label.chars().map(visible).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() {
        return NOTHING.to_owned();
    }
    match line.char_indices().nth(MOST_CHARACTERS) {
        None => line,
        Some(_) => cut(&line),
    }
}

fn cut(line: &str) -> String {
    let kept: String = line.chars().take(MOST_CHARACTERS - 1).collect();
    format!("{}…", kept.trim_end())
}

/// Returns a space for control characters and for those that change the
/// direction of the text around them (Unicode TR 9, explicit formatting).
fn visible(character: char) -> char {
    match character {
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => ' ',
        other if other.is_control() => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_labels() {
        let cases = [
            ("Apache Kafka", "Apache Kafka"),
            ("two\nlines\tand  spaces ", "two lines and spaces"),
            ("", "(no label)"),
            ("\u{0}\u{202e}", "(no label)"),
            ("\u{202e}evil", "evil"),
            ("exactly thirty-two characters ok", "exactly thirty-two characters ok"),
            ("thirty-three characters are a lot", "thirty-three characters are a l…"),
            ("C++ <script>", "C++ <script>"),
        ];
        for (label, drawn) in cases {
            assert_eq!(drawn_label(label), drawn);
        }
    }

    #[test]
    fn long_labels_are_cut_between_characters() {
        assert_eq!(drawn_label(&"é🦀".repeat(250)).chars().count(), 32);
    }
}
