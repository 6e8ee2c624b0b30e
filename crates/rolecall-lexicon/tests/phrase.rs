//! The phrase syntax: what each text parses to, and what is refused where.

use proptest::prelude::*;
use rolecall_lexicon::PhraseErrorKind::{
    self, Apostrophe, BadCharacter, BadClass, Empty, EmptyOption, GapFirst, GapInChoice, GapLast, GapTwice, Glued,
    NestedChoice, NoAnchor, RepeatedOption, StrayJoin, ThreeDots, TooLong, Unclosed, Unopened, UpperCase,
};
use rolecall_lexicon::phrase::MAX_SLOTS;
use rolecall_lexicon::{Phrase, Slot};

fn word(text: &str) -> Slot {
    Slot::Word(text.to_owned())
}

fn class(name: &str) -> Slot {
    Slot::Class(name.to_owned())
}

fn choice(options: &[&[Slot]], optional: bool) -> Slot {
    Slot::Choice { options: options.iter().map(|option| option.to_vec()).collect(), optional }
}

#[test]
fn phrases_parse_to_slots() {
    let cases: &[(&str, &[Slot])] = &[
        ("backlog", &[word("backlog")]),
        ("  product   backlog ", &[word("product"), word("backlog")]),
        ("[own] backlog", &[class("own"), word("backlog")]),
        ("[take_over] backlog", &[class("take_over"), word("backlog")]),
        ("# sprints", &[Slot::Number, word("sprints")]),
        ("order … items", &[word("order"), Slot::Gap, word("items")]),
        ("{a|b c} d", &[choice(&[&[word("a")], &[word("b"), word("c")]], false), word("d")]),
        ("(the|our) d", &[choice(&[&[word("the")], &[word("our")]], true), word("d")]),
        (
            "{[own] the|our #} d",
            &[choice(&[&[class("own"), word("the")], &[word("our"), Slot::Number]], false), word("d")],
        ),
        ("( the | our ) d", &[choice(&[&[word("the")], &[word("our")]], true), word("d")]),
        // A hyphen of any kind is a space.
        ("go-to\u{2011}market", &[word("go"), word("to"), word("market")]),
        ("{cross|multi}-functional", &[choice(&[&[word("cross")], &[word("multi")]], false), word("functional")]),
        ("- a -", &[word("a")]),
        // Apostrophes of any kind stay in their word, as `'`.
        ("what you’ll do", &[word("what"), word("you'll"), word("do")]),
        ("customer's", &[word("customer's")]),
        // `&` is a word.
        ("p&l", &[word("p"), word("and"), word("l")]),
        ("r & d", &[word("r"), word("and"), word("d")]),
        // Commas and slashes mark where they may stand.
        ("on time, on budget", &[word("on"), word("time"), Slot::Join, word("on"), word("budget")]),
        ("product/project", &[word("product"), Slot::Join, word("project")]),
        ("a ,b", &[word("a"), Slot::Join, word("b")]),
        ("[own]/[order] b", &[class("own"), Slot::Join, class("order"), word("b")]),
        ("{a/b|c} d", &[choice(&[&[word("a"), Slot::Join, word("b")], &[word("c")]], false), word("d")]),
        // Letters of all languages, and digits.
        ("café b2b 360", &[word("café"), word("b2b"), word("360")]),
        // A gap may have optional slots beside it.
        ("a … (the) b", &[word("a"), Slot::Gap, choice(&[&[word("the")]], true), word("b")]),
        // A choice is an anchor when all its alternatives have a word.
        ("{a|[own] b}", &[choice(&[&[word("a")], &[class("own"), word("b")]], false)]),
    ];
    for (text, slots) in cases {
        let phrase = Phrase::parse(text).unwrap_or_else(|error| panic!("{text:?}: {error:?}"));
        assert_eq!(phrase.slots, *slots, "{text:?}");
        assert_eq!(phrase.text, *text);
    }
}

#[test]
fn faults_are_found_at_their_place() {
    // The bytes marked by «» are at fault.
    let cases: &[(&str, PhraseErrorKind)] = &[
        ("«»", Empty),
        ("«  »", Empty),
        ("product «Backlog»", UpperCase),
        ("p«.»l", BadCharacter('.')),
        ("a «%» b", BadCharacter('%')),
        ("backlog«:» own", BadCharacter(':')),
        ("a «—» b", BadCharacter('—')),
        ("own «...» backlog", ThreeDots),
        ("product«(»s)", Glued),
        ("[own]«i»ng", Glued),
        ("{a|b}«{»c|d}", Glued),
        ("own«…»backlog", Glued),
        ("c«#»", Glued),
        ("a «{»b|c", Unclosed('{')),
        ("a «(»b", Unclosed('(')),
        ("«[»own backlog", Unclosed('[')),
        ("a «)» b", Unopened(')')),
        ("a «|» b", Unopened('|')),
        ("a «]»", Unopened(']')),
        ("a {b|c«)»", Unopened(')')),
        ("a {b|«(»c|d)}", NestedChoice),
        ("a («{»b})", NestedChoice),
        ("a {b|«»}", EmptyOption),
        ("a («»)", EmptyOption),
        ("a {«»|b}", EmptyOption),
        ("a {b|«b»}", RepeatedOption),
        ("a {b c|«b-c»}", RepeatedOption),
        ("a {b|c «…» d}", GapInChoice),
        ("«…» a", GapFirst),
        ("(a) «…» b", GapFirst),
        ("a «…»", GapLast),
        ("a «…» (b)", GapLast),
        ("a … «…» b", GapTwice),
        ("a … (c) «…» b", GapTwice),
        ("«,» a", StrayJoin),
        ("a «/»", StrayJoin),
        ("a /«/» b", StrayJoin),
        ("a … «,» b", StrayJoin),
        ("a «,» … b", StrayJoin),
        ("a {b «/»|c}", StrayJoin),
        ("«[Own]» a", BadClass),
        ("«[]» a", BadClass),
        ("«[own the]» a", BadClass),
        ("«’»tis a", Apostrophe),
        ("customers«'» needs", Apostrophe),
        ("«[own]»", NoAnchor),
        ("«#»", NoAnchor),
        ("«(a|b)»", NoAnchor),
        ("«[own] … {[order]|a}»", NoAnchor),
    ];
    for (marked, kind) in cases {
        let offset = marked.find('«').expect("a mark");
        let end = marked.find('»').expect("a mark") - '«'.len_utf8();
        let text = marked.replace(['«', '»'], "");
        let error = Phrase::parse(&text).expect_err(&text);
        assert_eq!((error.kind, error.offset, error.len), (*kind, offset, end - offset), "{text:?}");
        assert!(!error.kind.help().is_empty());
    }
}

#[test]
fn long_phrases_are_refused() {
    let words = |n: usize| vec!["a"; n].join(" ");
    assert!(Phrase::parse(&words(MAX_SLOTS)).is_ok());
    assert_eq!(Phrase::parse(&words(MAX_SLOTS + 1)).expect_err("too long").kind, TooLong);
    let options = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>().join("|");
    assert!(Phrase::parse(&format!("{{{}}}", options(MAX_SLOTS))).is_ok());
    assert_eq!(Phrase::parse(&format!("{{{}}}", options(MAX_SLOTS + 1))).expect_err("too long").kind, TooLong);
}

#[test]
fn display_is_canonical() {
    let cases = [
        ("[own]  (the| our)  product-backlog", "[own] (the|our) product backlog"),
        ("on time ,on budget/scope", "on time, on budget, scope"),
        ("{a / b|c}", "{a, b|c}"),
        ("p&l … you’ll #", "p and l … you'll #"),
    ];
    for (text, canonical) in cases {
        assert_eq!(Phrase::parse(text).expect(text).to_string(), canonical, "{text:?}");
    }
}

#[test]
fn a_break_between_clauses_is_told() {
    let cases = [
        ("not only this but that", Some("but")),
        ("outcomes rather than output", Some("rather than")),
        ("[own] … while x", Some("while")),
        ("(the) goal whereas x", Some("whereas")),
        // A match may start there.
        ("but not", None),
        ("rather than", None),
        ("(and) but not", None),
        // Not required, or not the words.
        ("a (but) b", None),
        ("a {but|and} b", None),
        ("a rather b than c", None),
    ];
    for (text, words) in cases {
        assert_eq!(Phrase::parse(text).expect(text).clause_break(), words, "{text:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in ".*") {
        let _ = Phrase::parse(&text);
    }

    /// Texts made of the syntax's own pieces get further into the parser than random ones.
    #[test]
    fn what_parses_reads_back(pieces in prop::collection::vec(
        prop::sample::select(vec![
            "a", "backlog", "you’ll", " ", " ", " ", "-", "[own]", "[", "]", "{", "}", "(", ")", "|", "|", "…", "#", ",",
            "/", "&", "'", "é", "B",
        ]),
        0..14,
    )) {
        let text = pieces.concat();
        match Phrase::parse(&text) {
            Ok(phrase) => {
                let canonical = phrase.to_string();
                let again = Phrase::parse(&canonical).expect("the canonical spelling parses");
                prop_assert_eq!(&again.slots, &phrase.slots);
                prop_assert_eq!(again.to_string(), canonical);
            }
            Err(error) => {
                // The place can be cut out of the text.
                prop_assert!(text.get(error.offset..error.offset + error.len).is_some(), "{error:?} in {text:?}");
            }
        }
    }
}
