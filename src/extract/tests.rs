//! One small vocabulary, many texts: each case is a rule of extraction.

use super::*;
use crate::vocabulary::Builder;

const TERMS: &str = r#"
@prefix ag: <https://w3id.org/articlegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix term: <https://w3id.org/articlegraph/term/> .
term:apache-kafka a ag:Technology ; skos:prefLabel "Apache Kafka" ; skos:altLabel "Kafka" .
term:kafka-streams a ag:Technology ; skos:prefLabel "Kafka Streams" .
term:go a ag:Technology ; skos:prefLabel "Go" ; skos:altLabel "Golang" ;
    ag:ambiguousLabel "Go" ; ag:cue "goroutine", "concurrency" ; ag:notIn "Go to market", "Go +" .
term:c-plus-plus a ag:Technology ; skos:prefLabel "C++" .
term:node-js a ag:Technology ; skos:prefLabel "Node.js" .
term:dot-net a ag:Technology ; skos:prefLabel ".NET" .
term:react a ag:Technology ; skos:prefLabel "React" ; ag:matchCase true .
term:ai a ag:Concept ; skos:prefLabel "Artificial intelligence" ; skos:altLabel "AI", "A.I." .
term:crdt a ag:Concept ; skos:prefLabel "Conflict-free replicated data type" ; skos:altLabel "CRDT" .
term:eda a ag:Concept ; skos:prefLabel "Event-driven architecture" .
term:xrp a ag:Technology ; skos:prefLabel "Ripple (XRP)" ; skos:altLabel "Yahoo!" ; ag:matchCase true .
term:index a ag:Concept ; skos:prefLabel "Database index" ; skos:altLabel "Data repository" .
"#;

fn found(title: &str, summary: &str, collections: &[&str]) -> Vec<String> {
    let mut builder = Builder::default();
    builder.add("terms.ttl", TERMS.as_bytes()).expect("valid Turtle");
    let vocabulary = builder.build().expect("a valid vocabulary");
    let extractor = Extractor::new(&vocabulary);
    let text = |field| if field == Field::Title { title } else { summary };
    let mentions = extractor.extract(&Document { title, summary, collections }).mentions;
    let words = |mention: &Mention| mention.span.of(text(mention.field)).to_owned();
    let show = |mention: &Mention| format!("{}={}", words(mention), vocabulary.term(mention.term).slug());
    mentions.iter().map(show).collect()
}

fn check(title: &str, expected: &[&str]) {
    assert_eq!(found(title, "", &[]), expected, "{title}");
}

#[test]
fn whole_words_in_any_case() {
    check("KAFKA, kafka and Kafka's log", &["KAFKA=apache-kafka", "kafka=apache-kafka", "Kafka=apache-kafka"]);
    check("Kafkaesque; MyKafka; kafka_topic; @kafka; kafka.apache.org", &[]);
    check("see https://example.org/kafka for more", &[]);
    check("Kafka-based and non-Kafka", &["Kafka=apache-kafka", "Kafka=apache-kafka"]);
}

#[test]
fn the_longest_name_wins() {
    check("Apache Kafka", &["Apache Kafka=apache-kafka"]);
    check("Kafka Streams vs Kafka", &["Kafka Streams=kafka-streams", "Kafka=apache-kafka"]);
}

#[test]
fn names_with_marks_in_them() {
    check("C++ and Node.js, on .NET", &["C++=c-plus-plus", "Node.js=node-js", ".NET=dot-net"]);
    check("NodeJS or Node JS", &["NodeJS=node-js", "Node JS=node-js"]);
    check("C, C# and ASP.NET", &[]);
}

#[test]
fn the_last_mark_of_a_name_belongs_to_it() {
    check("A.I. art (A.I.)", &["A.I.=ai", "A.I.=ai"]);
    check("Ripple (XRP): up", &["Ripple (XRP)=xrp"]);
    check("Yahoo! and yahoo", &["Yahoo=xrp"]);
}

#[test]
fn plurals_and_spellings_fold() {
    check("Conflict-free Replicated Data Types (CRDTs)", &["Conflict-free Replicated Data Types=crdt", "CRDTs=crdt"]);
    check("event driven architectures", &["event driven architectures=eda"]);
    check("Database indexes, data repositories", &["Database indexes=index", "data repositories=index"]);
}

#[test]
fn case_decides_where_it_must() {
    check("React reacts; we react", &["React=react"]);
    check("AI, not Ai or ai", &["AI=ai"]);
    check("AIs are plural, AIS is not", &["AIs=ai"]);
}

#[test]
fn an_ambiguous_label_needs_a_cue() {
    check("Go is here", &[]);
    check("Go has goroutines", &["Go=go"]);
    check("Go and Golang", &["Go=go", "Golang=go"]);
    check("go with concurrency", &[]);
    assert_eq!(found("Go is here", "It has goroutines.", &[]), ["Go=go"]);
    assert_eq!(found("Go is here", "", &["golang"]), ["Go=go"]);
    assert_eq!(found("Go is here", "", &["go"]), ["Go=go"]);
    assert_eq!(found("Go is here", "", &["go-out"]), Vec::<String>::new());
}

#[test]
fn counter_phrases_deny() {
    check("Go to Market with goroutines", &[]);
}

#[test]
fn phrases_do_not_reach_over_sentences() {
    check("We like Kafka. Streams flow", &["Kafka=apache-kafka"]);
    check("Apache; Kafka", &["Kafka=apache-kafka"]);
    check("Data/Repository", &[]);
}

#[test]
fn what_a_title_names_it_is_about() {
    let mut builder = Builder::default();
    builder.add("terms.ttl", TERMS.as_bytes()).expect("valid Turtle");
    let vocabulary = builder.build().expect("a valid vocabulary");
    let extractor = Extractor::new(&vocabulary);
    let about = |title, summary| {
        let mentions = extractor.extract(&Document { title, summary, collections: &[] }).mentions;
        let slugs = crate::mention::about(&mentions).into_iter().map(|term| vocabulary.term(term).slug());
        slugs.collect::<Vec<_>>()
    };
    assert_eq!(about("Kafka and C++", "AI AI AI"), ["apache-kafka", "c-plus-plus"]);
    assert_eq!(about("Nothing", "C++, then AI and AI"), ["ai"]);
    assert_eq!(about("Nothing", "C++, then AI"), ["c-plus-plus"]);
    assert!(about("Nothing", "nothing").is_empty());
}

/// The unknown names in an article, each with its rule.
fn unknown(title: &str, summary: &str) -> Vec<String> {
    let mut builder = Builder::default();
    builder.add("terms.ttl", TERMS.as_bytes()).expect("valid Turtle");
    let vocabulary = builder.build().expect("a valid vocabulary");
    let document = Document { title, summary, collections: &[] };
    let candidates = Extractor::new(&vocabulary).extract(&document).candidates;
    let show = |candidate: &crate::mention::Candidate| {
        let other = candidate.other_name.as_ref().map(|name| format!(" or {name}")).unwrap_or_default();
        format!("{}{other}: {} {}", candidate.name, candidate.rule.as_str(), candidate.places.len())
    };
    candidates.iter().map(show).collect()
}

#[test]
fn unknown_names_are_found_by_the_words_around_them() {
    for (title, summary, expected) in [
        ("AvionDB: A MongoDB-like Distributed Database", "AvionDB is fast.", "AvionDB: introduced 2"),
        ("AvionDB Introduction: A Distributed Database", "", "AvionDB: introduced 1"),
        ("A Talk", "Nameko is a framework for microservices.", "Nameko: introduced 1"),
        ("A Day", "I wrote a library called asyncFn.", ""),
        ("A Day", "I wrote a library called Kwuzzle.", "Kwuzzle: introduced 1"),
        ("Introducing Kwuzzle: an API framework", "", "Kwuzzle: introduced 1"),
        ("HDTree: Customizable Trees in Node.js", "", "HDTree: introduced 1"),
        ("Building Microservices With Nameko and Kafka", "", "Nameko: used 1"),
        ("Building Microservices With Confidence and Kafka", "", ""),
        ("Building Microservices With Nameko", "", ""),
        ("How We Built the CENNZnet Blockchain", "", "CENNZnet: classed 1"),
        ("What Naoris Protocol Is", "Naoris is new.", "Naoris Protocol or Naoris: classed 2"),
        ("What is ERC-3475?", "See RFC 7519 and ERC-3475.", "ERC-3475: numbered 2|RFC 7519: numbered 1"),
        ("A Chain", "A proof-of-time (PoT) network; PoT is new.", "proof-of-time or PoT: acronym 3"),
        ("What is CardView on Node.js?", "", "CardView: shaped 1"),
        ("A Day", "We chose Kafka, Node.js, Kwuzzle and C++.", "Kwuzzle: listed 1"),
        ("A Day", "There are wallets like Kwuzzle, BitFi and more.", "BitFi: listed 1|Kwuzzle: listed 1"),
        ("A Day", "pre-Kafka, Kwuzzle, Kafka-like", ""),
        ("A Day", "We sold Kwuzzle, a decentralized exchange for art.", "Kwuzzle: introduced 1"),
        ("A Day", "Kwuzzle is the first and only database.", "Kwuzzle: introduced 1"),
        ("A Day", "Kwuzzle is a bot creator.", ""),
        ("Kwuzzle vs Kafka", "", "Kwuzzle: listed 1"),
        ("A Day", "We run Apache Kwuzzle here.", "Apache Kwuzzle: classed 1"),
        ("Join Kwuzzle Network", "", "Kwuzzle Network or Kwuzzle: classed 1"),
        ("The KwuzzleCon on Node.js", "", ""),
        ("A SpeedHack for Node.js", "", ""),
        ("Introducing JABS: a game", "", "JABS: introduced 1"),
        ("Introducing FAQ: a game", "", ""),
        ("A Hook", "react-cool-dimensions is a React hook that measures.", "react-cool-dimensions: introduced 1"),
        ("A Day", "The state-of-the-art is a model. It is a well-known library.", ""),
        ("A Day", "They use our tracing app, Kwuzzle.", "Kwuzzle: introduced 1"),
        ("On Node.js", "It is tested using Kwuzzle.", "Kwuzzle: used 1"),
        ("Using setInterval in Node.js", "", ""),
        ("Interview with Bharath Kwuzzle, who uses Kafka", "", ""),
        ("Building a Team with Kwuzzle CEO Ann and Kafka", "", ""),
        ("#KwuzzleTag and @KwuzzleDev on Kafka", "", ""),
        ("Ann Kwuzzle", "Kwuzzle is a designer of a framework.", ""),
        ("Kafka is a database", "", ""),
    ] {
        assert_eq!(unknown(title, summary).join("|"), expected, "{title}");
    }
}

#[test]
fn what_a_title_builds_with_is_no_ordinary_word() {
    check("Build an API with Node.js and Go", &["Node.js=node-js", "Go=go"]);
    check("Build a Team and Go with Node.js", &["Node.js=node-js"]);
    check("Why Node.js and Go", &["Node.js=node-js"]);
}

#[test]
fn a_technology_may_have_a_number_behind_it() {
    check("Node.js18, Kafka3.2, C++20", &["Node.js18=node-js", "Kafka3.2=apache-kafka", "C++20=c-plus-plus"]);
    check("Go2", &[]);
}

#[test]
fn labels_that_were_not_believed_are_told_with_why() {
    let mut builder = Builder::default();
    builder.add("terms.ttl", TERMS.as_bytes()).expect("valid Turtle");
    let vocabulary = builder.build().expect("a valid vocabulary");
    let extractor = Extractor::new(&vocabulary).explaining();
    let misses = |title| {
        let document = Document { title, summary: "", collections: &[] };
        let show = |miss: &NearMiss| format!("{} {:?}", vocabulary.term(miss.term).slug(), miss.reason);
        extractor.extract(&document).near_misses.iter().map(show).collect::<Vec<_>>().join("|")
    };
    assert_eq!(misses("react to this"), "react Case(\"React\")");
    assert_eq!(misses("Go home"), "go NoCue");
    assert_eq!(misses("Go to market, concurrency"), "go NotIn(\"Go to market\")");
    assert!(misses("Kafka Streams").starts_with("apache-kafka Inside("), "{}", misses("Kafka Streams"));
    assert_eq!(misses("Kafka Streams and Kafka"), "", "the term is named elsewhere");
}

#[test]
fn where_a_picture_comes_from_is_no_evidence() {
    let summary = "Kafka. (Photo by Ann on C++) Node.js. Image source: Kafka.com, AI. Telephoto by React";
    assert_eq!(
        found("Photo by Kafka", summary, &[]).join(" "),
        "Kafka=apache-kafka Kafka=apache-kafka Node.js=node-js React=react"
    );
}
