//! Names that no vocabulary knows, found by the words around them.
//!
//! A name is a word that looks like one: capital letters inside it, or a
//! capital at its front although it is no ordinary English word. That is not
//! enough to believe in a product, so each rule also wants words around it:
//!
//! | rule | asks for | example |
//! |--|--|--|
//! | `introduced` | the text says what it is | `AvionDB: A MongoDB-like Distributed Database`; `Nameko is a framework` |
//! | `classed` | a class noun behind it | `the CENNZnet blockchain`, `Naoris Protocol` |
//! | `used` | a title that tells how something is made, and a technology beside it | `Building Microservices With Nameko` |
//! | `listed` | a list with two known technologies, or of products of a class | `wallets like Guarda and BitFi` |
//! | `numbered` | the family and the number of a published standard | `ERC-3475`, `RFC 7519` |
//! | `acronym` | the long form in front of the bracket | `proof-of-time (PoT)` |
//! | `shaped` | capital letters inside a word of a title, and a technology beside it | `What is CardView in Android?` |
//!
//! Acronyms are matched with their long forms as in Schwartz and Hearst, "A
//! simple algorithm for identifying abbreviation definitions in biomedical
//! text" (PSB 2003).
//!
//! What is named in a person's company ("Interview with …") is left alone.

use crate::english::{is_abbreviation, is_ordinary};
use crate::mention::{Candidate, Field, Rule, Spans, name_slug};
use crate::vocabulary::TermKind;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Nouns for things that are software or run on it; what is called so is a
/// product.
const CLASS_NOUNS: &[&str] = &[
    "api", "blockchain", "browser", "bundler", "chatbot", "cli", "cms", "coin", "compiler", "crm", "cryptocurrency",
    "dapp", "database", "db", "debugger", "dex", "distro", "emulator", "engine", "extension", "firewall", "framework",
    "gem", "hypervisor", "ide", "interpreter", "language", "launchpad", "library", "linter", "mainnet", "middleware",
    "orchestrator", "orm", "package", "parachain", "parser", "plugin", "profiler", "protocol", "proxy", "rollup",
    "runtime", "scanner", "sdk", "sidechain", "simulator", "stablecoin", "testnet", "token", "tool", "toolchain",
    "toolkit", "transpiler", "wallet",
];

/// Nouns that a product, but also something else, may be called by; they
/// count only where the text says outright what the name is.
const WIDE_CLASS_NOUNS: &[&str] = &[
    "wrapper", "utility", "module", "hook", "component", "add-on", "app", "application", "assistant", "bot", "client",
    "console", "dashboard", "dao", "editor", "exchange", "format", "game", "index", "kit", "marketplace", "metaverse",
    "model", "network", "os", "platform", "server", "service", "software", "solution", "standard", "suite", "system",
    "theme",
];

/// Class nouns that are written as part of a name: `Naoris Protocol`.
const NAME_PARTS: &[&str] =
    &["Chain", "Coin", "DAO", "DEX", "Exchange", "Finance", "Network", "Protocol", "Swap", "Token", "VPN", "Wallet"];

/// Words between a name and the colon of a title: `AvionDB Introduction: …`.
const TITLE_TAILS: &[&str] = &["Explained", "Guide", "Introduction", "Overview", "Review", "Tutorial"];

/// Words after which a noun phrase is over.
const PHRASE_ENDS: &[&str] = &[
    "and", "as", "at", "based", "because", "built", "but", "by", "designed", "for", "from", "has", "in", "is", "made",
    "of", "on", "or", "over", "powered", "so", "that", "to", "used", "using", "via", "where", "which", "who", "with",
    "written",
];

/// Words that say that a person or a company is meant.
const PEOPLE: &[&str] = &[
    "agency", "ama", "artist", "author", "ceo", "cfo", "chat", "cmo", "co-founder", "cofounder", "community",
    "company", "contributor", "conversation", "coo", "cto", "designer", "developer", "director", "engineer",
    "entrepreneur", "event", "expert", "firm", "founder", "founders", "hackathon", "hacker", "head", "interview",
    "interviews", "investor", "lawyer", "manager", "podcast", "president", "publisher", "q&a", "researcher", "startup",
    "studio", "talk", "talks", "team", "vp", "winner", "writer",
];

/// Words that say so in a phrase about a name: `Demian is a bot creator`.
const MAKERS: &[&str] =
    &["architect", "builder", "consultant", "creator", "evangelist", "fictional", "maker", "trader", "veteran"];

/// What names of events end in.
const EVENT_ENDS: &[&str] = &["Camp", "Con", "Conf", "Days", "Fest", "Hacks", "Nation", "World", "Zone"];

/// What follows the name of a company or of something that is no product.
const COMPANY_TAILS: &[&str] = &[
    "Attack", "Capital", "Conference", "Foundation", "Helped", "Initiative", "Labs", "Live", "Marketing", "Module",
    "Partners", "Program", "Radio", "Raises", "Reviews", "Turns", "Ventures", "View", "Will", "X",
];

/// Words that announce a name.
const ANNOUNCING: &[&str] = &["announcing", "introducing", "open-sourced", "open-sourcing", "presenting"];

/// Beginnings of titles that tell how something is made, in base form.
const HOW_TO: &[&str] = &[
    "add", "automate", "build", "code", "configure", "connect", "create", "debug", "deploy", "design", "develop",
    "displaying", "dockerize", "generate", "get", "getting", "guide", "handle", "host", "implement", "improve",
    "install", "integrate", "introduction", "learn", "make", "manage", "migrate", "mock", "monitor", "optimize",
    "parse", "process", "render", "run", "scale", "scan", "scrape", "secure", "send", "set", "setup", "simplify",
    "stream", "test", "track", "train", "tutorial", "use", "visualize", "write",
];

/// Words in front of what is used.
const USED: &[&str] = &["configure", "deploy", "install", "use", "using", "via", "with"];

/// Families of numbered standards, as written.
const FAMILIES: &[&str] = &[
    "BEP", "BIP", "CAIP", "CIP", "CVE", "CWE", "ECMA", "EIP", "ERC", "FIPS", "IEEE", "ISO", "JEP", "JSR", "KEP", "KIP",
    "NEP", "PEP", "PSR", "RFC", "RS", "SIP", "SLIP", "TRC", "XEP",
];

/// The last words of long forms that are names of the field.
const LONG_FORM_HEADS: &[&str] = &[
    "algorithm", "architecture", "attack", "authentication", "chain", "coin", "computing", "contract", "database",
    "encryption", "engine", "environment", "framework", "function", "gateway", "injection", "interface", "kit",
    "language", "learning", "library", "machine", "memory", "network", "programming", "proof", "protocol", "prototype",
    "rollup", "runtime", "scripting", "server", "stack", "testing", "token", "tree", "unit", "virtualization",
];

/// One text of an article, and what is already known to be named in it.
#[derive(Debug)]
pub(super) struct Text<'t> {
    pub field: Field,
    pub words: &'t str,
    /// The mentions of terms, and what else is not to be looked at, in their
    /// order; none overlaps another.
    pub known: Vec<Known>,
}

/// A mention of a term, as far as unknown names beside it need it.
#[derive(Debug)]
pub(super) struct Known {
    /// Its words, in bytes.
    pub range: Range<usize>,
    /// Whether the term is a technology.
    pub is_technology: bool,
}

/// A name at one place.
struct Finding {
    name: String,
    other_name: Option<String>,
    kind: TermKind,
    rule: Rule,
}

/// The names in an article that no vocabulary knows. `beside_technology`:
/// the article names a technology that the vocabulary knows; `is_label`: the
/// vocabulary has this label, so that a name is no unknown one.
pub(super) fn candidates(
    texts: &[Text<'_>],
    beside_technology: bool,
    is_label: impl Fn(&str) -> bool,
) -> Vec<Candidate> {
    let lines: Vec<Line<'_>> = texts.iter().map(Line::new).collect();
    let mut best: BTreeMap<String, Finding> = BTreeMap::new();
    for line in &lines {
        let mut take = |finding: Finding| {
            if is_label(&finding.name) || finding.other_name.as_deref().is_some_and(&is_label) {
                return;
            }
            let slug = name_slug(&finding.name);
            let is_better = best.get(&slug).is_none_or(|known| known.rule < finding.rule);
            if is_better {
                best.insert(slug, finding);
            }
        };
        line.names(beside_technology, &mut take);
        line.numbered(&mut take);
        line.acronyms(&mut take);
    }
    let shorter: BTreeSet<String> = best.values().filter_map(|one| one.other_name.as_deref().map(name_slug)).collect();
    best.retain(|slug, _| !shorter.contains(slug));
    best.into_values().filter_map(|finding| finding.everywhere(&lines)).collect()
}

impl Finding {
    fn technology(name: &str, rule: Rule) -> Self {
        Self { name: name.to_owned(), other_name: None, kind: TermKind::Technology, rule }
    }

    /// All places of the name and its other name.
    fn everywhere(self, lines: &[Line<'_>]) -> Option<Candidate> {
        let mut places = Vec::new();
        for line in lines {
            let mut spans = Spans::new(line.text);
            let mut free_from = 0;
            let names = [Some(self.name.as_str()), self.other_name.as_deref()];
            let mut starts: Vec<usize> = names.into_iter().flatten().flat_map(|name| line.starts(name)).collect();
            starts.sort_unstable();
            starts.dedup();
            for start in starts {
                let from = line.words[start].start;
                let ends = names.into_iter().flatten().filter_map(|name| line.ends(from, name));
                let end = ends.filter(|end| from >= free_from && !line.is_known(&(from..*end))).max();
                let Some(end) = end else { continue };
                free_from = end;
                places.extend(spans.next(from..end).map(|span| (line.field, span)));
            }
        }
        let Self { name, other_name, kind, rule } = self;
        (!places.is_empty()).then_some(Candidate { name, other_name, kind, rule, places })
    }
}

/// A text as words.
pub(super) struct Line<'t> {
    field: Field,
    text: &'t str,
    known: &'t [Known],
    words: Vec<Range<usize>>,
    /// Where each ends without a genitive's ending.
    bare_ends: Vec<usize>,
    /// Found out where somebody asks.
    is_about_people: OnceCell<bool>,
    tells_how: OnceCell<bool>,
    loud_words: OnceCell<usize>,
    by_word: OnceCell<HashMap<&'t str, Vec<usize>>>,
}

impl<'t> Line<'t> {
    pub fn new(text: &'t Text<'_>) -> Self {
        let words = words(text.words);
        let bare_end = |range: &Range<usize>| {
            let word = &text.words[range.clone()];
            range.start + word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word).len()
        };
        Self {
            field: text.field,
            text: text.words,
            known: &text.known,
            bare_ends: words.iter().map(bare_end).collect(),
            words,
            is_about_people: OnceCell::new(),
            tells_how: OnceCell::new(),
            loud_words: OnceCell::new(),
            by_word: OnceCell::new(),
        }
    }

    /// A word, without a genitive's ending; empty beyond the last.
    fn word(&self, index: usize) -> &'t str {
        let bare = self.words.get(index).zip(self.bare_ends.get(index));
        bare.map_or("", |(range, end)| &self.text[range.start..*end])
    }

    /// Whether a word is one of these, in any letter case.
    fn is(&self, index: usize, words: &[&str]) -> bool {
        is_among(self.word(index), words)
    }

    /// Whether the word in front of a word is one of these.
    fn follows(&self, index: usize, words: &[&str]) -> bool {
        index > 0 && self.is(index - 1, words)
    }

    /// What stands between a word and the next.
    fn behind(&self, index: usize) -> &'t str {
        let Some(word) = self.words.get(index) else { return "" };
        let start = word.start + self.word(index).len();
        let end = self.words.get(index + 1).map_or(self.text.len(), |next| next.start);
        &self.text[start..end]
    }

    /// What stands in front of a word.
    fn before(&self, index: usize) -> &'t str {
        let start = if index == 0 { 0 } else { self.words[index - 1].end };
        &self.text[start..self.words[index].start]
    }

    /// The mention that a range overlaps.
    fn known_at(&self, range: &Range<usize>) -> Option<&Known> {
        let next = self.known.partition_point(|known| known.range.end <= range.start);
        self.known.get(next).filter(|known| known.range.start < range.end)
    }

    fn is_known(&self, range: &Range<usize>) -> bool {
        self.known_at(range).is_some()
    }

    /// The words at which a name may begin.
    fn starts(&self, name: &str) -> Vec<usize> {
        let index = || {
            let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
            for index in 0..self.words.len() {
                by_word.entry(self.word(index)).or_default().push(index);
            }
            by_word
        };
        let first = words(name).into_iter().next().map_or("", |range| &name[range]);
        self.by_word.get_or_init(index).get(first).cloned().unwrap_or_default()
    }

    /// Where a name that begins at a byte ends, if it stands there as whole
    /// words.
    fn ends(&self, from: usize, name: &str) -> Option<usize> {
        let end = from + self.text[from..].strip_prefix(name).map(|_| name.len())?;
        let after = self.text[end..].chars().next();
        let goes_on = after.is_some_and(char::is_alphanumeric)
            || (after == Some('-') && self.text[end + 1..].starts_with(char::is_alphanumeric));
        (!goes_on).then_some(end)
    }

    /// Whether a word looks like a name that nobody knows.
    fn is_name(&self, index: usize) -> bool {
        let word = self.word(index);
        let range = self.words[index].start..self.words[index].start + word.len();
        if shape(word).is_none() || self.is_known(&range) || is_ordinary(word) {
            return false;
        }
        let is_tag = self.before(index).ends_with(['#', '@', '$', '/', '\\', '<', '.']);
        let is_code = self.behind(index).starts_with(['(', '=', '[', '/', '<', '\\']);
        !is_tag && !is_code && !self.is_class_noun(index, true)
    }

    /// Whether a word is all capitals, and an ordinary word but for that: a name
    /// only where the text says so (`Introducing JABS`).
    fn is_shouted(&self, index: usize) -> bool {
        let count = || (0..self.words.len()).filter(|other| self.is_loud(*other)).take(2).count();
        let is_alone = self.is_loud(index) && *self.loud_words.get_or_init(count) == 1;
        is_alone && !self.is_class_noun(index, true)
    }

    /// Whether a word is an ordinary one, all in capitals.
    fn is_loud(&self, index: usize) -> bool {
        const LEAST: usize = 3;
        let word = self.word(index);
        word.len() >= LEAST
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
            && !self.is_known(&self.words[index])
            && !is_abbreviation(word)
            && is_ordinary(word)
    }

    /// Whether a word looks like the name of a package and begins a sentence:
    /// `react-cool-dimensions is …`.
    fn is_package(&self, index: usize) -> bool {
        let word = self.word(index);
        let is_kebab = word.contains('-') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        let range = self.words[index].clone();
        is_kebab && self.is(index + 1, &["is"]) && !self.is_known(&range)
    }

    /// Applies the rules for names to each word that looks like one.
    fn names(&self, beside_technology: bool, take: &mut impl FnMut(Finding)) {
        let is_title = self.field == Field::Title;
        for index in 0..self.words.len() {
            let has_capital = self.text.as_bytes()[self.words[index].clone()].iter().any(u8::is_ascii_uppercase);
            let is_name = has_capital && self.is_name(index);
            if !is_name {
                let is_odd = if has_capital { self.is_shouted(index) } else { self.is_package(index) };
                let finding = if is_odd { self.introduced(index, false) } else { None };
                finding.into_iter().for_each(&mut *take);
                continue;
            }
            let is_used_in_passing = || {
                !is_title && beside_technology && self.before(index) == " " && self.follows(index, &["using", "via"])
            };
            let finding = if let Some(finding) = self.introduced(index, beside_technology) {
                Some(finding)
            } else if let Some(finding) = self.classed(index) {
                Some(finding)
            } else if is_used_in_passing() || (is_title && beside_technology && self.is_used_in_title(index)) {
                Some(Finding::technology(self.word(index), Rule::Used))
            } else if self.is_listed(index) || (is_title && self.is_compared(index)) {
                Some(Finding::technology(self.word(index), Rule::Listed))
            } else if self.is_of_apache(index) {
                Some(Finding::technology(&format!("Apache {}", self.word(index)), Rule::Classed))
            } else if is_title && beside_technology && self.is_shaped(index) && !self.is_about_people() {
                Some(Finding::technology(self.word(index), Rule::Shaped))
            } else {
                None
            };
            finding.into_iter().for_each(&mut *take);
        }
    }

    /// `Name: A new database for …`, `Introducing Name`, `Name is a
    /// framework that …`, `a library called Name`.
    fn introduced(&self, index: usize, beside_technology: bool) -> Option<Finding> {
        let is_announced = self.follows(index, ANNOUNCING);
        let is_first = index == 0 && self.field == Field::Title;
        let part = usize::from(self.behind(index) == " " && NAME_PARTS.contains(&self.word(index + 1)));
        let has_tail = self.behind(index + part) == " " && TITLE_TAILS.contains(&self.word(index + part + 1));
        let last = index + part + usize::from(has_tail);
        let next = self.behind(last);
        let is_headed = (is_first || (index == 1 && (is_announced || self.follows(index, &["meet"])))) && {
            let next = next.trim_end();
            next == ":" || matches!(next.trim_start(), "-" | "–" | "—")
        };
        let begins = index == 0 || self.before(index).contains(['.', '!', '?', ':', '\n', '(', '“', '"']);
        let is_defined = begins && next == " " && self.is(last + 1, &["is", "are"]);
        // `a contact tracing app, Immuni.`
        let is_named_behind = self.before(index) == ", "
            && index > 0
            && self.is_class_noun(index - 1, true)
            && (index.saturating_sub(6)..index).any(|near| self.is(near, &["a", "an", "the", "our", "their", "its"]))
            && next.starts_with(['.', ',', ';', ':', '!', '?', ')']);
        let is_called = self.follows(index, &["called", "named"])
            && (index.saturating_sub(4)..index).any(|near| self.is_class_noun(near, true));
        let is_product = || beside_technology && self.is_shaped(index) && !self.is_about_people();
        let is_alone = index == 0 || self.before(index) != " " || !self.word(index - 1).starts_with(char::is_uppercase);
        let is_explained =
            is_alone && matches!(next, ", " | " – " | " — " | " - ") && self.is(last + 1, &["a", "an", "the"]);
        let goes_on = next == " " && self.word(last + 1).starts_with(char::is_uppercase);
        let says_what = (is_headed && (self.phrase_says_what(last + 1) || is_product()))
            || (is_defined && self.is_article(last + 2) && self.phrase_says_what(last + 2))
            || (is_explained && self.phrase_says_what(last + 1))
            || (is_announced && !goes_on)
            || is_named_behind
            || is_called;
        if !says_what {
            return None;
        }
        let mut finding = Finding::technology(self.word(index), Rule::Introduced);
        if part > 0 {
            finding.other_name = Some(finding.name.clone());
            finding.name = format!("{} {}", self.word(index), self.word(index + part));
        }
        Some(finding)
    }

    /// `the CENNZnet blockchain`, `Naoris Protocol`.
    fn classed(&self, index: usize) -> Option<Finding> {
        let class = self.word(index + 1);
        let is_part = NAME_PARTS.contains(&class);
        if self.behind(index) != " " || !(is_part || self.is_class_noun(index + 1, false)) {
            return None;
        }
        // In `the Neo4j OGM library` the name is longer than its last word.
        let begins_before = index > 0 && self.before(index) == " " && self.is_known(&self.words[index - 1]);
        // `Berlin Blockchain Week` names a week.
        let goes_on = self.behind(index + 1) == " "
            && self.word(index + 2).starts_with(char::is_uppercase)
            && (self.field == Field::Abstract && class.starts_with(char::is_uppercase));
        if goes_on || begins_before || is_modifier(self.word(index)) {
            return None;
        }
        let mut finding = Finding::technology(self.word(index), Rule::Classed);
        if is_part {
            finding.other_name = Some(finding.name.clone());
            finding.name = format!("{} {class}", self.word(index));
        }
        Some(finding)
    }

    fn is_about_people(&self) -> bool {
        *self.is_about_people.get_or_init(|| (0..self.words.len()).any(|word| self.is(word, PEOPLE)))
    }

    /// Whether a title tells how something is made, and is not about people.
    pub fn tells_how_something_is_made(&self) -> bool {
        let says_how = |index| {
            let word = self.word(index);
            let stem =
                word.get(..word.len().saturating_sub(3)).filter(|stem| word[stem.len()..].eq_ignore_ascii_case("ing"));
            let is_gerund = |stem: &str| {
                let undoubled = stem.get(..stem.len().saturating_sub(1)).unwrap_or_default();
                let with_e = |verb: &&str| verb.strip_suffix('e').is_some_and(|verb| verb.eq_ignore_ascii_case(stem));
                is_among(stem, HOW_TO) || is_among(undoubled, HOW_TO) || HOW_TO.iter().any(with_e)
            };
            is_among(word, HOW_TO) || is_among(word, USED) || stem.is_some_and(is_gerund)
        };
        let tells = || (0..self.words.len()).any(says_how);
        *self.tells_how.get_or_init(tells) && !self.is_about_people()
    }

    /// The words that say that what stands in a range of bytes is used: `with
    /// Neo4j`.
    pub fn uses(&self, range: &Range<usize>) -> Option<String> {
        let index = self.words.binary_search_by_key(&range.start, |word| word.start).ok()?;
        let is_one_word = self.words[index].end >= range.end;
        (is_one_word && self.is_used(index)).then(|| self.text[self.words[index - 1].start..range.end].to_owned())
    }

    fn is_used_in_title(&self, index: usize) -> bool {
        self.is_used(index) && self.tells_how_something_is_made()
    }

    /// Whether no other name follows a word.
    fn is_alone(&self, index: usize) -> bool {
        let goes_on = self.behind(index) == " "
            && self.word(index + 1).starts_with(char::is_uppercase)
            && !self.is(index + 1, PHRASE_ENDS)
            && !self.is_class_noun(index + 1, true)
            && !self.is_known(&self.words[index + 1]);
        !goes_on
    }

    /// Whether a word stands where a title names what is used, alone: what
    /// follows is no other name.
    fn is_used(&self, index: usize) -> bool {
        let Some(previous) = index.checked_sub(1) else { return false };
        if !self.is_alone(index) || self.before(index) != " " {
            return false;
        }
        let is_in_a_list = || {
            let is_joined = self.is(previous, &["and", "or", "in", "on"]);
            let is_beside = self.is(previous, &["and"]) && previous > 0 && self.is_known(&self.words[previous - 1]);
            (is_joined && shape(self.word(index)) == Some(Shape::Inner)) || is_beside
        };
        self.is(previous, USED) || is_in_a_list()
    }

    /// Whether a word stands in a list with at least two known technologies, or
    /// in a list of products of a class: `wallets like Guarda, DCent and BitFi`.
    fn is_listed(&self, index: usize) -> bool {
        const ENOUGH: usize = 2;
        // So many items on either side tell enough.
        const FARTHEST: usize = 20;
        let mut technologies = 0;
        let mut first = index;
        for _ in 0..FARTHEST {
            let Some(item) = self.item_before(first) else { break };
            first = item;
            technologies += usize::from(self.is_technology(first));
        }
        let mut last = index;
        for _ in 0..FARTHEST {
            let Some(item) = self.item_behind(last) else { break };
            technologies += usize::from(self.is_technology(item));
            last = item;
        }
        let names_a_class = first < last && {
            let opens = if self.follows(first, &["like", "including"]) {
                2
            } else if self.follows(first, &["as"]) && self.follows(first - 1, &["such"]) {
                3
            } else {
                0
            };
            let noun = first.checked_sub(opens).map(|index| self.word(index)).unwrap_or_default();
            opens > 0 && is_among(noun.strip_suffix('s').unwrap_or(noun), CLASS_NOUNS)
        };
        let is_used = first < last && technologies > 0 && {
            self.before(first) == " " && self.follows(first, &["between", "using", "via", "with"])
        };
        first < last && (technologies >= ENOUGH || names_a_class || is_used)
    }

    /// Whether a title sets a word against a known technology: `X vs Kafka`.
    fn is_compared(&self, index: usize) -> bool {
        let is_versus = |index: usize| self.is(index, &["vs", "versus"]);
        let is_gap = |gap: &str| matches!(gap, " " | ". ");
        let before = index >= 2
            && is_versus(index - 1)
            && self.before(index - 1) == " "
            && is_gap(self.before(index))
            && self.is_known(&self.words[index - 2])
            && !(self.behind(index) == " " && self.word(index + 1).starts_with(char::is_uppercase));
        let is_first = index == 0 || self.before(index) != " " || !self.word(index - 1).starts_with(char::is_uppercase);
        let behind = is_first
            && is_versus(index + 1)
            && self.behind(index) == " "
            && is_gap(self.behind(index + 1))
            && self.is_technology_at(index + 2);
        before || behind
    }

    fn is_technology_at(&self, index: usize) -> bool {
        index < self.words.len() && self.is_technology(index)
    }

    /// `Apache Foo`, by the foundation's rule for the names of its projects.
    fn is_of_apache(&self, index: usize) -> bool {
        index > 0
            && self.word(index - 1) == "Apache"
            && self.before(index) == " "
            && !self.is_known(&self.words[index - 1])
    }

    /// The first word of the item that stands before a word in a list.
    fn item_before(&self, index: usize) -> Option<usize> {
        let mut last = index.checked_sub(1)?;
        let is_joined = matches!(self.word(last), "and" | "or") && self.behind(last) == " ";
        if is_joined {
            last = last.checked_sub(1)?;
        }
        let gap = self.behind(last);
        let is_separated = gap == ", " || (is_joined && gap == " ") || gap == "/" || gap == " & ";
        if !is_separated {
            return None;
        }
        let range = &self.words[last];
        match self.known_at(range) {
            Some(known) => self.words[..index].iter().rposition(|word| word.start <= known.range.start),
            None => self.is_name(last).then_some(last),
        }
    }

    /// The first word of the item that stands behind the item of a word.
    fn item_behind(&self, index: usize) -> Option<usize> {
        let own = self.words[index].clone();
        let known = self.known_at(&own);
        let end = known.map_or(own.end, |known| known.range.end);
        let mut next = self.words.partition_point(|word| word.start < end.max(own.end));
        self.words.get(next)?;
        let gap = &self.text[end.max(own.end)..self.words[next].start];
        if matches!(self.word(next), "and" | "or") && matches!(gap, " " | ", ") && self.behind(next) == " " {
            next += 1;
        } else if !matches!(gap, ", " | "/" | " & ") {
            return None;
        }
        let range = self.words.get(next)?;
        (self.is_known(range) || self.is_name(next)).then_some(next)
    }

    /// Whether a known technology begins with a word.
    fn is_technology(&self, index: usize) -> bool {
        let word = &self.words[index];
        self.known_at(word).is_some_and(|known| known.is_technology && known.range.start == word.start)
    }

    fn is_shaped(&self, index: usize) -> bool {
        shape(self.word(index)) == Some(Shape::Inner) && !self.is_no_product(index)
    }

    /// Whether a word with capitals inside it is an event, a company or a word
    /// of the article's own.
    fn is_no_product(&self, index: usize) -> bool {
        let word = self.word(index);
        let is_event = EVENT_ENDS.iter().any(|end| word.ends_with(end));
        let is_code = word.ends_with("Error") || word.ends_with("Exception") || word.starts_with("NS");
        let is_company = (self.behind(index) == " " && COMPANY_TAILS.contains(&self.word(index + 1)))
            || self.follows(index, &["at", "by"]);
        let is_own =
            self.follows(index, &["a", "an", "your", "my"]) && parts(word).iter().all(|part| is_ordinary(part));
        let is_electronic =
            word.strip_prefix('e').is_some_and(|rest| rest.starts_with(char::is_uppercase) && is_ordinary(rest));
        is_event || is_code || is_company || is_own || is_electronic
    }

    fn is_article(&self, index: usize) -> bool {
        self.is(index, &["a", "an", "the", "one", "another", "our"])
    }

    fn is_class_noun(&self, index: usize, wide: bool) -> bool {
        self.is(index, CLASS_NOUNS) || (wide && self.is(index, WIDE_CLASS_NOUNS))
    }

    /// Whether the noun phrase from a word on says that something is a
    /// product: it has a class noun, and nobody in it.
    fn phrase_says_what(&self, start: usize) -> bool {
        const LONGEST: usize = 12;
        let has_article = self.is_article(start);
        let mut says = false;
        for index in start..self.words.len().min(start + LONGEST) {
            if self.is(index, PEOPLE) || self.is(index, MAKERS) {
                return false;
            }
            // `one of the best tools`, `the first and only exchange`.
            let goes_on = !says && (self.is(index, &["and"]) || (self.is(index, &["of"]) && self.is(start, &["one"])));
            if self.is(index, PHRASE_ENDS) && !goes_on {
                break;
            }
            says |= self.is_class_noun(index, has_article);
            if self.behind(index).contains(['.', ',', ';', ':', '!', '?', '(']) {
                break;
            }
        }
        says
    }

    /// `ERC-3475`, `RFC 7519`.
    fn numbered(&self, take: &mut impl FnMut(Finding)) {
        for index in 0..self.words.len() {
            let bytes = &self.text.as_bytes()[self.words[index].clone()];
            if !(bytes.len() >= 2 && bytes[..2].iter().all(u8::is_ascii_uppercase)) {
                continue;
            }
            let word = self.word(index);
            let family: &str = FAMILIES.iter().find(|family| word.starts_with(**family)).copied().unwrap_or_default();
            if family.is_empty() {
                continue;
            }
            let rest = &word[family.len()..];
            let number = rest.strip_prefix('-').unwrap_or(rest);
            let is_number = |number: &str| {
                number.starts_with(|first: char| first.is_ascii_digit())
                    && number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b':'))
            };
            let name = if is_number(number) {
                word.to_owned()
            } else if rest.is_empty() && self.behind(index) == " " && is_number(self.word(index + 1)) {
                format!("{word} {}", self.word(index + 1))
            } else {
                continue;
            };
            let range = self.words[index].start..self.words[index].start + name.len();
            if !self.is_known(&range) {
                take(Finding::technology(&name, Rule::Numbered));
            }
        }
    }

    /// `proof-of-time (PoT)`.
    fn acronyms(&self, take: &mut impl FnMut(Finding)) {
        for index in 1..self.words.len() {
            if !self.text[..self.words[index].start].ends_with('(') {
                continue;
            }
            let short = self.word(index);
            let is_short = (2..=10).contains(&short.len())
                && short.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
                && short.bytes().filter(u8::is_ascii_uppercase).count() >= 2;
            if !is_short || !self.behind(index).starts_with([')', 's']) {
                continue;
            }
            let end = self.words[index - 1].end;
            let first = index.saturating_sub((short.len() + 5).min(short.len() * 2));
            let Some(start) = long_form(&self.text[self.words[first].start..end], short) else { continue };
            let range = self.words[first].start + start..end;
            let long = &self.text[range.clone()];
            let head = self.word(index - 1);
            let is_one_phrase = long.contains([' ', '-']) && !long.contains([',', '.', ';', ':', '(', '"', '“']);
            let is_of_the_field =
                is_among(head.strip_suffix('s').unwrap_or(head), LONG_FORM_HEADS) || long.contains("-of-");
            if is_one_phrase && is_of_the_field && !self.is_known(&range) && !self.is_known(&self.words[index]) {
                let kind = if self.is_class_noun(index - 1, true) { TermKind::Technology } else { TermKind::Concept };
                let (name, other_name) = (long.to_owned(), Some(short.to_owned()));
                take(Finding { name, other_name, kind, rule: Rule::Acronym });
            }
        }
    }
}

/// Whether a word is one of these, which are in lower case, in any letter case.
fn is_among(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| one.eq_ignore_ascii_case(word))
}

/// The start of the long form in the text before an acronym: walking
/// backwards, each letter of the acronym in its turn, the first one at the
/// front of a word.
fn long_form(before: &str, short: &str) -> Option<usize> {
    let mut letters = before.char_indices().rev().peekable();
    let wanted: Vec<char> = short.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut start = None;
    for (position, want) in wanted.iter().enumerate().rev() {
        start = loop {
            let (at, letter) = letters.next()?;
            let is_front = letters.peek().is_none_or(|(_, previous)| !previous.is_alphanumeric());
            if letter.to_lowercase().eq(std::iter::once(*want)) && (position > 0 || is_front) {
                break Some(at);
            }
        };
    }
    start
}

/// Whether a word says how something is and does not name it: `Human-Centric`,
/// `Demystifying`.
fn is_modifier(word: &str) -> bool {
    const ENDS: [&str; 6] = ["-based", "-centric", "-driven", "-first", "-powered", "ing"];
    let lower = word.to_lowercase();
    ENDS.iter().any(|end| lower.ends_with(end))
}

/// The parts of a word that begin with capitals: `Speed`, `Hack`.
fn parts(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = word.char_indices().filter(|(_, one)| one.is_uppercase()).map(|(at, _)| at).collect();
    starts.insert(0, 0);
    starts.push(word.len());
    starts.dedup();
    starts.windows(2).map(|pair| &word[pair[0]..pair[1]]).collect()
}

/// How a name looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `KubiScan`, `oneAPI`, `Polly.js`.
    Inner,
    /// `Nameko`, `ORY`.
    Capital,
}

/// The shape of a word that may be a name; `None` for one that may not.
fn shape(word: &str) -> Option<Shape> {
    const LEAST: usize = 3;
    const DOMAINS: [&str; 8] = ["js", "io", "ai", "py", "rs", "net", "dev", "sh"];
    /// What names of functions begin with.
    const VERBS: [&str; 12] = ["all", "any", "for", "get", "has", "is", "map", "new", "on", "set", "to", "use"];
    // `F11` is a key.
    let has_one_letter = word.bytes().filter(|byte| !byte.is_ascii_digit()).count() < 2;
    if has_one_letter
        || !word.contains(|one: char| one.is_ascii_uppercase())
        || word.len() < LEAST
        || word.contains(['\'', '’', '&'])
    {
        return None;
    }
    if let Some((stem, domain)) = word.rsplit_once('.') {
        let is_name = DOMAINS.contains(&domain.to_ascii_lowercase().as_str()) && !stem.contains('.');
        return is_name.then_some(Shape::Inner);
    }
    let bytes = word.as_bytes();
    let has_step = bytes.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    let is_mixed = word.bytes().take_while(u8::is_ascii_uppercase).count() >= 2
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
        && !word.ends_with('s');
    if bytes[0].is_ascii_uppercase() {
        let is_inner = (has_step || is_mixed) && !word.contains('-');
        return Some(if is_inner { Shape::Inner } else { Shape::Capital });
    }
    let front = word.split(|one: char| one.is_ascii_uppercase()).next().unwrap_or_default();
    let is_name = has_step && front.len() <= LEAST && !VERBS.contains(&front) && !word.contains(['-', '_']);
    is_name.then_some(Shape::Inner)
}

/// The words of a text, in bytes: letters and digits, and marks between them
/// that stand in names; `+` and `#` also at the end.
fn words(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut words: Vec<Range<usize>> = Vec::with_capacity(text.len() / 5);
    let mut start = None;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let (belongs, width) = if byte.is_ascii_alphanumeric() {
            (true, 1)
        } else if byte.is_ascii() {
            let is_inside = start.is_some()
                && match byte {
                    b'_' | b'+' | b'#' => true,
                    b'.' | b'-' | b'\'' | b'&' => text[at + 1..].starts_with(char::is_alphanumeric),
                    _ => false,
                };
            (is_inside, 1)
        } else {
            let character = text[at..].chars().next().unwrap_or(' ');
            let rest = &text[at + character.len_utf8()..];
            let is_inside = start.is_some() && character == '’' && rest.starts_with(char::is_alphanumeric);
            (character.is_alphanumeric() || is_inside, character.len_utf8())
        };
        match (belongs, start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                words.push(first..at);
                start = None;
            }
            _ => {}
        }
        at += width;
    }
    words.extend(start.map(|first| first..text.len()));
    words
}
