//! Tables of texts and how they must be read.
//!
//! [`shape`] writes a document on one line: the words in the source's own spelling, and between them `,` `;` `.` for
//! the ends of phrases, clauses and sentences, `/` for the end of a line, `|` for the end of a block, followed by `•` for
//! a list item and `#` for a heading. A word masked as foreign is written `~`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use rolecall_lexicon::compiled::Compiled;

use super::{Document, Gap, mark, style};

static LEXICON: LazyLock<Compiled> =
    LazyLock::new(|| Compiled::from_bytes(rolecall_lexicon_en::LEXICON).expect("the shipped lexicon decodes"));

fn read(body: &str) -> Document {
    let mut document = Document::default();
    document.read(body, &LEXICON);
    document
}

fn shape(body: &str) -> String {
    let document = read(body);
    let mut out = String::new();
    for (number, token) in document.tokens.iter().enumerate() {
        if number > 0 {
            out.push_str(match token.gap {
                Gap::Space => " ",
                Gap::Comma => " , ",
                Gap::Clause => " ; ",
                Gap::Sentence => " . ",
                Gap::Line => " / ",
                Gap::Block => " | ",
            });
        }
        if token.has(mark::BULLET) {
            out.push_str("• ");
        }
        if token.has(mark::HEADING) {
            out.push_str("# ");
        }
        if token.is(style::FOREIGN) {
            out.push('~');
        }
        let _ = write!(out, "{}", &body[token.start as usize..token.end as usize]);
    }
    out
}

/// The words as the lexicon numbers them, with what stands between them.
fn forms(body: &str) -> Vec<(u32, Gap)> {
    read(body).tokens.iter().map(|token| (token.form, token.gap)).collect()
}

fn shapes(cases: &[(&str, &str)]) {
    let faults: Vec<String> = cases
        .iter()
        .filter(|(body, expected)| shape(body) != *expected)
        .map(|(body, expected)| format!("{body:?}\n  is read   {}\n  expected  {expected}", shape(body)))
        .collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Each text of a line is read as the first: the same words, known to the lexicon, with the same between them.
fn same(cases: &[&[&str]]) {
    let mut faults = Vec::new();
    for case in cases {
        let (plain, others) = case.split_first().expect("a case has texts");
        let expected = forms(plain);
        assert!(expected.iter().all(|(form, _)| *form != 0), "{plain:?} has words that the lexicon does not know");
        faults.extend(
            others
                .iter()
                .filter(|other| forms(other) != expected)
                .map(|other| format!("{other:?}\n  is read   {}\n  expected  {}", shape(other), shape(plain))),
        );
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn entities_are_the_characters_they_stand_for() {
    same(&[
        &[
            "own the P&L",
            "own the P&amp;L",
            "own the P&#38;L",
            "own the P&#x26;L",
            "own the P&amp;amp;L",
            "own the P&amp;#38;L",
        ],
        &["R&D budget", "R&amp;D budget", "R & D budget", "R &amp; D budget"],
        &[
            "the product's roadmap",
            "the product&#39;s roadmap",
            "the product&rsquo;s roadmap",
            "the product&#8217;s roadmap",
            "the product&#146;s roadmap",
            "the product&amp;rsquo;s roadmap",
            "the product’s roadmap",
            "the product&apos;s roadmap",
        ],
        &[
            "own the backlog",
            "own&nbsp;the&nbsp;backlog",
            "own&#160;the&#xA0;backlog",
            "own&amp;nbsp;the backlog",
            "own&ensp;the&thinsp;backlog",
        ],
        &["own the backlog", "o&#119;n the b&#x61;cklog"],
        &["scope, budget", "scope&comma; budget"],
    ]);
    shapes(&[
        ("plan &bull; budget", "plan | • budget"),
        ("plan&#8226;budget", "plan | • budget"),
        ("plan&NewLine;budget", "plan / budget"),
        // What is no entity stays what it is: "and", and words.
        ("plan &nope; budget", "plan & nope ; budget"),
        ("AT&T plan", "AT & T plan"),
        ("fish&chips", "fish & chips"),
        ("a &#0; b", "a & 0 ; b"),
    ]);
}

#[test]
fn inline_marks_are_transparent_and_block_marks_end_a_block() {
    same(&[
        &[
            "own the product roadmap",
            "own the <b>product</b> roadmap",
            "own the <strong>product roadmap</strong>",
            "<em>own</em> the <span class=\"x\">product</span> <a href=\"https://x.y\">roadmap</a>",
            "own the **product** roadmap",
            "own the __product__ roadmap",
            "own the *product* roadmap",
            "own the _product_ roadmap",
            "own the `product` roadmap",
            "own the ***product*** roadmap",
            "own the ~~product~~ roadmap",
            "own the [product roadmap](https://x.y/z)",
            "own the \"product roadmap\"",
            "own the “product” roadmap",
            "own the ‘product’ roadmap",
            "own the «product» roadmap",
            "own the <!-- a comment, with. stops -->product roadmap",
            "own the &lt;b&gt;product&lt;/b&gt; roadmap",
            "own the &amp;lt;b&amp;gt;product&amp;lt;/b&amp;gt; roadmap",
            "own the\\ product roadmap",
            "own the product-roadmap",
            "own the product‑roadmap",
            "OWN THE PRODUCT ROADMAP",
            "Own The Product Roadmap",
        ],
        // Inside a word, too.
        &[
            "ownership of the roadmap",
            "own<b>er</b>ship of the roadmap",
            "<b>O</b>wnership of the roadmap",
            "own&lt;i&gt;ership&lt;/i&gt; of the roadmap",
            "own<!-- x -->ership of the roadmap",
        ],
    ]);
    shapes(&[
        ("<p>own</p><p>plan</p>", "own | plan"),
        ("own<br>plan<br/>budget<BR />scope", "own | plan | budget | scope"),
        ("own&lt;br&gt;plan", "own | plan"),
        ("&lt;ul&gt;&lt;li&gt;own&lt;/li&gt;&lt;li&gt;plan&lt;/li&gt;&lt;/ul&gt;", "• own | • plan"),
        ("&amp;lt;p&amp;gt;own&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;plan&amp;lt;/p&amp;gt;", "own | plan"),
        ("<ul><li>own</li><li>plan</li></ul>", "• own | • plan"),
        ("<ul>\n  <li>own\n  the plan</li>\n  <li>plan</li>\n</ul>", "• own the plan | • plan"),
        ("<h2>Duties</h2>own", "# Duties | own"),
        ("<table><tr><td>own</td><td>plan</td></tr></table>", "own | plan"),
        ("own<script>if (a<b) plan()</script>budget", "own | budget"),
        ("<style>p { color: red }</style>own", "own"),
        // A bracket that opens no tag.
        ("under < 5 days", "under , 5 days"),
        ("under <5 days and > 3", "under , 5 days and , 3"),
        ("own <the plan", "own , the plan"),
    ]);
}

#[test]
fn markdown() {
    shapes(&[
        ("# Duties\n\nown", "# Duties | own"),
        ("### Duties ###\nown", "# Duties / own"),
        ("* own\n* plan", "• own | • plan"),
        ("- own\n- plan", "• own | • plan"),
        ("+ own", "• own"),
        ("1. own\n2. plan\n10. budget", "• own | • plan | • budget"),
        ("1) own\n2) plan", "• own | • plan"),
        ("a) own\nb) plan", "• own | • plan"),
        ("* **Own** the plan", "• Own the plan"),
        ("**Duties**\n\nown", "Duties | own"),
        ("own \\*the\\* plan", "own the plan"),
        ("own\n\n---\n\nplan", "own | plan"),
        ("own\n\n***\n\nplan", "own | plan"),
        ("own\n----------\nplan", "own | plan"),
        ("--\nplan", "• plan"),
        ("see [our site](https://x.y) and own", "see our site and own"),
        ("| own | plan |", "own ; plan"),
    ]);
    assert!(read("**Duties**\nown").blocks[0].marked_heading);
    assert!(read("<p><strong>Duties</strong></p><p>own</p>").blocks[0].marked_heading);
    assert!(!read("**Own** the plan\nown").blocks[0].marked_heading);
    assert!(read("Duties:\nown").blocks[0].colon);
}

#[test]
fn bullets() {
    shapes(&[
        ("• own\n• plan", "• own | • plan"),
        ("•own•plan", "• own | • plan"),
        ("own the plan•order the backlog", "own the plan | • order the backlog"),
        ("Duties: • own • plan", "Duties | • own | • plan"),
        ("·\town\n·\tplan", "• own | • plan"),
        ("▪ own\n▪ plan", "• own | • plan"),
        ("\u{f0b7} own\n\u{f0b7} plan", "• own | • plan"),
        ("✓ own\n✅ plan", "• own | • plan"),
        ("🚀 own\n🔥 plan", "• own | • plan"),
        (
            "1. you own the product backlog of the team and order all of its items\n2. you plan",
            "• you own the product backlog of the team and order all of its items | • you plan",
        ),
        ("o Own the plan\no\tOrder the backlog", "• Own the plan | • Order the backlog"),
        ("Ø own\nØ plan", "• own | • plan"),
        ("<p>§&nbsp;own</p><p>ü plan</p>", "• own | • plan"),
        ("a plan o own\nOrder", "a plan o own / Order"),
        ("– own\n— plan", "• own | • plan"),
        ("> own\n> plan", "• own | • plan"),
        ("+ own\n+ plan", "• own | • plan"),
        ("» own\n» plan", "• own | • plan"),
        ("own > plan", "own , plan"),
        ("-own\n-plan", "• own | • plan"),
        ("*&nbsp;own\n*\u{a0}plan\n-&nbsp;budget", "• own | • plan | • budget"),
        ("own&nbsp;-&nbsp;and plan", "own , and plan"),
        ("Own the plan&nbsp;–&nbsp;Order the backlog", "Own the plan . Order the backlog"),
        ("*own\n*plan", "own / plan"),
        ("Duties: - Own the plan - Order the backlog", "Duties . Own the plan . Order the backlog"),
        ("Duties * Own the plan * Order the backlog", "Duties | • Own the plan | • Order the backlog"),
        ("Duties -Own the plan -Order the backlog", "Duties . Own the plan . Order the backlog"),
        // A dash inside running text is none.
        ("own the plan - and the backlog", "own the plan , and the backlog"),
        ("own the plan – and the backlog", "own the plan , and the backlog"),
        ("end-to-end plan", "end to end plan"),
        ("own 🚀 the plan", "own , the plan"),
    ]);
}

#[test]
fn sentences() {
    shapes(&[
        ("You own. You plan.", "You own . You plan"),
        ("You own! You plan? Yes", "You own . You plan . Yes"),
        ("You own: the plan; the budget", "You own ; the plan ; the budget"),
        // The space was lost.
        ("perfect fit!In this role", "perfect fit . In this role"),
        ("a perfect fit.In this role", "a perfect fit . In this role"),
        ("a perfect fit?In this role", "a perfect fit . In this role"),
        ("with our customersYou will own", "with our customers / You will own"),
        ("ResponsibilitiesOwn the plan", "Responsibilities / Own the plan"),
        // It never was there.
        ("use node.js and ASP.NET", "use node , js and ASP , NET"),
        ("in the U.S. and the U.K. we plan", "in the U , S , and the U , K , we plan"),
        ("e.g. plans, i.e. budgets", "e , g , plans , i , e , budgets"),
        ("Acme Inc. is a company", "Acme Inc , is a company"),
        ("plans, budgets, etc. and scope", "plans , budgets , etc , and scope"),
        ("Dr. Smith owns", "Dr , Smith owns"),
        ("ask J. Smith to plan", "ask J , Smith to plan"),
        ("own the plan... and more", "own the plan ; and more"),
        ("own the plan… and more", "own the plan ; and more"),
        ("version 3.5 of 1,000", "version 3.5 of 1,000"),
        // Clauses end at these words.
        ("own outcomes but not the backlog", "own outcomes ; but not the backlog"),
        ("outcomes rather than the backlog", "outcomes ; rather than the backlog"),
        ("own the plan while you learn", "own the plan ; while you learn"),
        ("own the plan (and the budget) today", "own the plan , and the budget , today"),
        ("Project / Product Manager", "Project , Product Manager"),
        ("Project/Product Manager", "Project , Product Manager"),
    ]);
}

#[test]
fn glued_words_are_parted_and_written_names_are_not() {
    shapes(&[
        ("teamYou", "team / You"),
        ("dutiesOwn the planOrder the backlog", "duties / Own the plan / Order the backlog"),
        ("JavaScript and DevOps", "JavaScript and DevOps"),
        ("GitHub, LinkedIn, PowerPoint", "GitHub , LinkedIn , PowerPoint"),
        ("iOS and PhD", "iOS and PhD"),
        ("PoCs and MVPs and KPIs", "PoCs and MVPs and KPIs"),
        ("SaaS, PaaS, eCommerce", "SaaS , PaaS , eCommerce"),
        // A name: both parts are no words, or it stands there again.
        ("join QuillZorp today", "join Quill Zorp today"),
        ("PlanZorp today", "Plan / Zorp today"),
        ("PlanOrder sells; we are PlanOrder", "Plan Order sells ; we are Plan Order"),
        ("the PlanOrder the backlog", "the Plan / Order the backlog"),
        ("own planOrder, own planOrder", "own plan / Order , own plan / Order"),
    ]);
}

#[test]
fn addresses_are_masked() {
    shapes(&[
        ("see https://example.com/own-the-backlog?plan=1 today", "see , today"),
        ("see (https://example.com/plan). Own", "see . Own"),
        ("see http://example.com/plan, or own", "see , or own"),
        ("see www.example.com/plan. Own the plan", "see . Own the plan"),
        ("HTTPS://EXAMPLE.COM/PLAN own", "own"),
        ("write to product.owner@example.com today", "write to , today"),
        ("write to jobs+plan@example.co.uk. Own", "write to . Own"),
        ("own @ home", "own , home"),
        ("<a href=\"https://example.com/plan\">own</a>", "own"),
        ("own&lt;br&gt;https://example.com/plan&lt;br&gt;plan", "own | plan"),
    ]);
}

#[test]
fn white_space_and_what_cannot_be_seen() {
    same(&[
        &[
            "own the backlog",
            "own  the   backlog",
            "own\tthe\tbacklog",
            "own\u{a0}the\u{2009}backlog",
            "\u{feff}own the backlog",
            "  own the backlog  ",
            "own the back\u{ad}log",
            "own the back&shy;log",
            "own\u{200b} the backlog",
            "o\u{200d}wn the backlog",
            "\u{200e}own the backlog\u{200f}",
            "own the backlog\r\n",
            "own the\u{2028}backlog",
        ],
        &["own\n\nthe backlog", "own\r\n\r\nthe backlog", "own\n \n\nthe backlog", "own\n\t\r\nthe backlog"],
        &["own\nthe backlog", "own\r\nthe backlog", "own \n the backlog"],
    ]);
    shapes(&[
        ("", ""),
        ("\u{feff}", ""),
        (" \r\n\t", ""),
        ("Own the plan  Order the backlog", "Own the plan / Order the backlog"),
    ]);
}

/// A width of 70 columns, as a mail program wraps.
const WRAPPED: &str = "\
You will own the product backlog of our booking service and put its
items in the order that brings our customers the most value, and you
will write the acceptance criteria with the team so that everybody
knows when an item is done. Together with the team you will plan each
sprint and show the results to our stakeholders at its end and you
collect what they say.

You report to the head of product.
";

#[test]
fn wrapped_lines_are_one_block() {
    let document = read(WRAPPED);
    assert_eq!(document.blocks.len(), 2, "{}", shape(WRAPPED));
    assert_eq!(document.sentences.len(), 3, "{}", shape(WRAPPED));
    let dos = WRAPPED.replace('\n', "\r\n");
    assert_eq!(forms(&dos), forms(WRAPPED));
    // Short lines are lines.
    assert_eq!(read("Own the plan\nOrder the backlog\nReport to us").blocks.len(), 3);
}

#[test]
fn a_text_on_one_line_says_so() {
    for (body, one_line) in [
        ("", true),
        ("own the plan", true),
        ("Own the plan.Order the backlog", true),
        ("We are a teamResponsibilities Own the plan", true),
        ("own\nplan", false),
        ("<p>own</p><p>plan</p>", false),
    ] {
        assert_eq!(read(body).one_line, one_line, "{body:?}");
    }
}

#[test]
fn other_languages_are_masked_by_block() {
    const GERMAN: &str =
        "Wir sind ein Team von dreißig Menschen und suchen für die Stelle eine Person, die mit uns plant";
    const FRENCH: &str =
        "Vous êtes au cœur de notre équipe et vous travaillez avec les clients pour que le produit soit bon";
    const ENGLISH: &str = "You own the backlog of the team and you plan the work with our customers and the developers";
    // Text, then how many words are left and whether all of them.
    let left = |body: &str| {
        let document = read(body);
        let foreign = document.tokens.iter().filter(|t| t.is(style::FOREIGN)).count();
        assert_eq!(document.words as usize, document.tokens.len() - foreign, "{body:?}");
        assert!(document.tokens.iter().all(|t| !t.is(style::FOREIGN) || t.form == 0), "{body:?}");
        document.words
    };
    let english = left(ENGLISH);
    assert_eq!(english, 18);
    for (name, body, words) in [
        ("german alone", GERMAN.to_owned(), 0),
        ("french alone", FRENCH.to_owned(), 0),
        ("german first", format!("{GERMAN}\n\n{ENGLISH}"), english),
        ("german last", format!("{ENGLISH}\n\n{GERMAN}"), english),
        ("two languages", format!("{GERMAN}\n\n{ENGLISH}\n\n{FRENCH}"), english),
        ("html", format!("<p>{GERMAN}</p><p>{ENGLISH}</p>"), english),
        // A short block follows its neighbours, and goes with what it introduces.
        ("a short block among german", format!("{GERMAN}\n\nProduct Owner\n\n{GERMAN}"), 0),
        ("a heading before english", format!("{GERMAN}\n\nYour duties\n\n{ENGLISH}"), english + 2),
        (
            "english bullets before german",
            format!(
                "Your tasks\n- Set the prices of the range\n- Launch lights with the team\n- Good English\n\nWir\n\n{GERMAN}"
            ),
            15,
        ),
        ("short alone", "Wir suchen dich".to_owned(), 3),
        // Another script, however short.
        ("russian", format!("{ENGLISH}\n\nмы ищем менеджера"), english),
        ("chinese", format!("{ENGLISH}\n\n我们 正在 寻找"), english),
        // Names and loan words do not make a block foreign.
        (
            "names",
            "You own the backlog with Herr Müller and Frau Weiß in the Abteilung of our team at home".to_owned(),
            18,
        ),
    ] {
        assert_eq!(left(&body), words, "{name}: {}", shape(&body));
    }
}

/// The spans of words are those of the source, entities and marks included.
#[test]
fn spans_are_of_the_source() {
    for (body, word, source) in [
        ("own the back&shy;log now", 2, "back&shy;log"),
        ("own<b>er</b>ship", 0, "own<b>er</b>ship"),
        ("the caf&eacute; team", 1, "caf&eacute;"),
        ("P&amp;L", 1, "&amp;"),
        ("don&rsquo;t own", 0, "don&rsquo;t"),
        ("\u{feff}own", 0, "own"),
        ("the team’s plan", 1, "team’s"),
        ("teamYou plan", 1, "You"),
        ("i̇stanbul plan", 0, "i̇stanbul"),
    ] {
        let token = read(body).tokens[word];
        assert_eq!(&body[token.start as usize..token.end as usize], source, "{body:?}");
    }
}

#[test]
fn lists_that_lost_their_lines() {
    shapes(&[
        (
            "Responsibilities include Own the product backlog of the booking team Write the stories for each sprint Refine \
             them with the developers each week",
            "Responsibilities include . Own the product backlog of the booking team . Write the stories for each sprint . \
             Refine them with the developers each week",
        ),
        // One capital may be a name, a short run is a sentence, and a title goes on in capitals.
        (
            "You will work with our friendly team Lead and with all of the designers who keep the booking service of the \
             company going every day",
            "You will work with our friendly team Lead and with all of the designers who keep the booking service of the \
             company going every day",
        ),
        ("You own plans Write them down Share them", "You own plans Write them down Share them"),
        (
            "You will report to the head of sales Lead Generation and to the head of all research Design Systems in the \
             office of the company in the north",
            "You will report to the head of sales Lead Generation and to the head of all research Design Systems in the \
             office of the company in the north",
        ),
    ]);
}
