//! Texts: strings of what postings are marked up with, and postings made of the lexicon's own phrases.

use proptest::prelude::*;
use rolecall::Analyzer;

/// What markup, entities, links, bullets and joined words are made of.
const PIECES: &[&str] = &[
    "<",
    ">",
    "</",
    "/>",
    "<p>",
    "</p>",
    "<li>",
    "</li>",
    "<br",
    "<b>",
    "</b>",
    "<h2>",
    "</h2>",
    "<a href=\"",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<style>",
    "&lt;",
    "&gt;",
    "&lt;/p&gt;",
    "&amp;",
    "&amp;amp;",
    "&amp;lt;",
    "&#",
    "&#x",
    "&#8226;",
    "&nbsp;",
    "&",
    ";",
    "\"",
    "'",
    "’",
    "“",
    "`",
    "*",
    "**",
    "***",
    "_",
    "__",
    "#",
    "\n# ",
    "[",
    "](",
    ")",
    "(",
    "\\",
    "/",
    " / ",
    "|",
    "-",
    " - ",
    " – ",
    "—",
    "\n- ",
    "\n* ",
    "•",
    "🚀",
    "👩\u{200d}💻",
    "\u{f0b7}",
    "1.",
    "\n2) ",
    "3,5",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\u{a0}",
    "\u{ad}",
    "\u{200b}",
    "\u{feff}",
    "\u{301}",
    ".",
    "...",
    "…",
    ",",
    ":",
    "!",
    "?",
    "@",
    "a@b.c",
    "https://",
    "www.",
    "http://x.y/?a=b&amp;c",
    "own",
    "Own",
    "OWN",
    "the",
    "product",
    "backlog.In",
    "roadmapYou",
    "DevOps",
    "U.S.",
    "e.g.",
    "don't",
    "don’t",
    "P&amp;L",
    "not",
    "but",
    "rather than",
    "é",
    "ß",
    "İ",
    "ſ",
    "продукт",
    "产品",
    "\u{1f1e9}",
    "aaBb",
    "ABc",
    "a_b",
    "a'",
    "1'a",
];

/// A string full of markup.
pub(crate) fn noise() -> impl Strategy<Value = String> {
    let piece = prop_oneof![8 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A title: a role's name, another job's, or anything.
pub(crate) fn title() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &["Product Manager", "Senior Project Manager", "PO / PM", "Chef", "Product/Project Manager", ""][..]
        )
        .prop_map(str::to_owned),
        noise(),
    ]
}

const HEADINGS: &[&str] = &[
    "Your duties",
    "Responsibilities:",
    "Requirements",
    "About us",
    "What we offer",
    "**What you will do**",
    "## Who you are",
    "<h3>The role</h3>",
    "<p><strong>Nice to have</strong></p>",
    "NICE TO HAVE:",
    "Equal opportunity employer",
];

const OPENERS: &[&str] = &[
    "You will ",
    "Responsible for ",
    "",
    "You own and ",
    "Support the team to ",
    "Work with the Product Owner, who will ",
    "You will not ",
    "This is not a role where you ",
    "Experience to ",
    "We are proud to ",
    "The project manager will ",
];

const ENDS: &[&str] = &["\n", "\n", ".\n", ". ", "!\n\n", "; ", "<br>", "</p><p>", "\r\n", " - ", "\n• ", "\n- ", "."];

const FOREIGN: &str = "Wir suchen für unser Team in Berlin eine Person, die sich mit der Planung und der Steuerung \
                       von Projekten auskennt und die mit uns die Produkte der Zukunft baut.\n\n";

/// A posting of headings, duties made of the lexicon's own phrases, other languages, and some noise.
pub(crate) fn posting(analyzer: &Analyzer) -> impl Strategy<Value = String> + use<> {
    let phrases: Vec<String> = analyzer
        .lexicon()
        .phrases
        .iter()
        .map(|phrase| phrase.replace(['[', ']', '{', '}', '(', ')', '…'], " ").replace('|', " "))
        .collect();
    let duty = (
        prop::sample::select(OPENERS),
        prop::collection::vec(prop::sample::select(phrases), 1..4),
        prop::sample::select(&[" and ", ", ", " for our customers, ", " but not ", " with the scrum master "][..]),
        prop::sample::select(ENDS),
    );
    let line = prop_oneof![
        6 => duty.prop_map(|(opener, phrases, joiner, end)| format!("{opener}{}{end}", phrases.join(joiner))),
        2 => prop::sample::select(HEADINGS).prop_map(|heading| format!("\n{heading}\n")),
        1 => noise(),
        1 => Just(FOREIGN.to_owned()),
    ];
    prop::collection::vec(line, 0..24).prop_map(|lines| lines.concat())
}
