//! What must not matter: the same posting in other clothes is read the same.
//!
//! Each test states the drift that it allows: by how many points of a hundred any of the four shares may differ from
//! the original's. The role never may. Postings come from `fixtures/metamorphic` (in parts, so that they can be written
//! in any form) and from `fixtures/postings` (whole).
#![cfg(feature = "english")]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use rolecall::analysis::{ReadRole, Reading, Role, SectionKind};
use rolecall::{Analyzer, Posting};
use serde::Deserialize;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::english);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    posting: Vec<Structured>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Structured {
    name: String,
    role: Role,
    section: Vec<Section>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    kind: SectionKind,
    heading: String,
    #[serde(default)]
    text: Vec<String>,
    #[serde(default)]
    bullets: Vec<String>,
}

impl Section {
    fn of(kind: SectionKind, heading: &str, text: &str) -> Self {
        Section { kind, heading: heading.to_owned(), text: vec![text.to_owned()], bullets: Vec::new() }
    }
}

#[derive(Deserialize)]
struct Index {
    posting: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The postings in parts, with `{role}` where they name the role; none outside the workspace.
fn parts() -> Vec<Structured> {
    let Ok(text) = fs::read_to_string(folder().join("metamorphic/postings.toml")) else { return Vec::new() };
    let parts: Parts = toml::from_str(&text).expect("postings.toml holds postings in parts");
    assert!(!parts.posting.is_empty());
    parts.posting
}

/// The postings in parts, each with its role's own name.
fn structured() -> Vec<Structured> {
    parts().iter().map(|posting| posting.named(posting.own_name())).collect()
}

/// The whole postings that our own index lists, by file.
fn whole() -> Vec<(String, String)> {
    let Ok(index) = fs::read_to_string(folder().join("postings/index.toml")) else { return Vec::new() };
    let index: Index = toml::from_str(&index).expect("index.toml is an index");
    let read = |entry: Entry| {
        let text = fs::read_to_string(folder().join("postings").join(&entry.file)).expect("the file can be read");
        (entry.file, text)
    };
    index.posting.into_iter().map(read).collect()
}

/// Whether a file is plain text or Markdown: its letters can be changed without breaking markup.
fn is_plain((file, _): &(String, String)) -> bool {
    !file.ends_with(".html")
}

impl Structured {
    /// The posting with this name for its role.
    fn named(&self, name: &str) -> Structured {
        let mut posting = self.clone();
        for text in posting.section.iter_mut().flat_map(|s| s.text.iter_mut().chain(&mut s.bullets)) {
            *text = text.replace("{role}", name);
        }
        posting
    }

    fn own_name(&self) -> &'static str {
        match self.role {
            Role::ProductManager => "Product Manager",
            Role::ProductOwner => "Product Owner",
            Role::ProjectManager => "Project Manager",
            Role::Other => "colleague",
        }
    }

    fn without(&self, kinds: &[SectionKind]) -> Structured {
        let mut posting = self.clone();
        posting.section.retain(|section| !kinds.contains(&section.kind));
        posting
    }

    /// Plain text with these marks before a list item, and with these line ends.
    fn plain_with(&self, bullet: &str, end: &str) -> String {
        let mut out = String::new();
        for section in &self.section {
            let _ = write!(out, "{}{end}{end}", section.heading);
            section.text.iter().for_each(|text| out.push_str(&format!("{text}{end}{end}")));
            section.bullets.iter().for_each(|item| out.push_str(&format!("{bullet}{item}{end}")));
            out.push_str(end);
        }
        out
    }

    fn plain(&self) -> String {
        self.plain_with("- ", "\n")
    }

    fn markdown(&self) -> String {
        let mut out = String::new();
        for section in &self.section {
            let _ = write!(out, "## {}\n\n", section.heading);
            section.text.iter().for_each(|text| out.push_str(&format!("{text}\n\n")));
            section.bullets.iter().for_each(|item| out.push_str(&format!("* {item}\n")));
            out.push('\n');
        }
        out
    }

    /// Markdown as people write it who know only bold.
    fn bold_markdown(&self) -> String {
        let mut out = String::new();
        for section in &self.section {
            let _ = write!(out, "**{}:**\n\n", section.heading);
            section.text.iter().for_each(|text| out.push_str(&format!("{text}\n\n")));
            section.bullets.iter().for_each(|item| out.push_str(&format!("\\- {item}  \n")));
            out.push('\n');
        }
        out
    }

    fn html_with(&self, open: &str, close: &str) -> String {
        let mut out = String::new();
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('\'', "&rsquo;");
        for section in &self.section {
            let _ = write!(out, "{open}{}{close}", escape(&section.heading));
            section.text.iter().for_each(|text| out.push_str(&format!("<p>{}</p>", escape(text))));
            if !section.bullets.is_empty() {
                out.push_str("<ul>");
                section.bullets.iter().for_each(|item| out.push_str(&format!("<li>{}</li>", escape(item))));
                out.push_str("</ul>");
            }
        }
        out
    }

    fn html(&self) -> String {
        self.html_with("<h2>", "</h2>")
    }

    fn bold_html(&self) -> String {
        self.html_with("<p><strong>", "</strong></p>")
    }

    /// Lines instead of lists.
    fn break_html(&self) -> String {
        self.plain_with("&bull; ", "<br>\n")
    }

    /// One line, as scrapers leave it: a colon behind the heading, a mark before each item.
    fn one_line(&self) -> String {
        let mut out = String::new();
        for section in &self.section {
            let _ = write!(out, "{}: ", section.heading);
            section.text.iter().for_each(|text| out.push_str(&format!("{text} ")));
            section.bullets.iter().for_each(|item| out.push_str(&format!("• {item} ")));
        }
        out
    }

    /// Words without any space between lines.
    fn run_together(&self) -> String {
        self.plain_with("•", "")
    }

    /// Plain text wrapped at 72 columns, as mail programs do.
    fn wrapped(&self) -> String {
        let mut out = String::new();
        for line in self.plain().lines() {
            let mut column = 0;
            for (number, word) in line.split(' ').enumerate() {
                if number > 0 {
                    let breaks = column + 1 + word.len() > 72;
                    out.push_str(if breaks { "\n" } else { " " });
                    column = if breaks { 0 } else { column + 1 };
                }
                out.push_str(word);
                column += word.len();
            }
            out.push('\n');
        }
        out
    }
}

fn escaped(html: &str) -> String {
    html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Collects all that differs, so that a test shows all of it.
#[derive(Default)]
struct Faults {
    list: Vec<String>,
    largest: u8,
}

impl Faults {
    fn check(&mut self, what: &str, drift: u8, original: &Reading, changed: &Reading) {
        let apart = match (original.shares(), changed.shares()) {
            (Some(a), Some(b)) => a.0.iter().zip(b.0).map(|(&a, b)| a.abs_diff(b)).max().unwrap_or(0),
            _ => 0,
        };
        self.largest = self.largest.max(apart);
        if original.role() != changed.role() || apart > drift {
            let (a, b) = (original.shares().map(|s| s.0), changed.shares().map(|s| s.0));
            self.list.push(format!("{what}: {} {a:?} became {} {b:?}", original.role(), changed.role()));
        }
    }

    fn report(self) {
        assert!(
            self.list.is_empty(),
            "{} faults, drift up to {}\n{}",
            self.list.len(),
            self.largest,
            self.list.join("\n")
        );
    }
}

fn read(body: &str) -> Reading {
    ANALYZER.analyze(&Posting::untitled(body)).reading().clone()
}

#[test]
fn the_postings_in_parts_are_what_they_were_written_to_be() {
    for posting in structured() {
        let reading = read(&posting.plain());
        assert_eq!(reading.role(), ReadRole::from(posting.role), "{}: {reading:?}", posting.name);
    }
}

/// Drift: none, not in a single field.
#[test]
fn the_title_does_not_matter() {
    for (file, body) in whole() {
        let untitled = ANALYZER.analyze(&Posting::untitled(&*body));
        for title in
            ["Product Manager", "Product Owner", "Senior Project Manager", "Product/Project Manager", "PM", "Nurse", ""]
        {
            let titled = ANALYZER.analyze(&Posting::new(title, &*body));
            assert_eq!(titled.reading(), untitled.reading(), "{file} as {title:?}");
            assert!(
                titled.evidence().map(|e| e.span()).eq(untitled.evidence().map(|e| e.span())),
                "{file} as {title:?}"
            );
            assert_eq!(titled.counterfactual(), untitled.counterfactual(), "{file} as {title:?}");
        }
    }
}

const BESIDE: [SectionKind; 3] = [SectionKind::Company, SectionKind::Benefits, SectionKind::Legal];

/// Drift: none.
#[test]
fn company_benefits_and_legal_text_can_be_left_out() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        for kinds in [&BESIDE[..1], &BESIDE[1..2], &BESIDE[2..], &BESIDE[..]] {
            let what = format!("{} without {kinds:?}", posting.name);
            faults.check(&what, 0, &original, &read(&posting.without(kinds).plain()));
        }
    }
    faults.report();
}

/// Text about other things than the work, with every role's words in it.
fn beside() -> [Section; 4] {
    [
        Section::of(
            SectionKind::Company,
            "About us",
            "We are a company of three hundred people. Our product managers own the product roadmap, our project managers \
             deliver projects on time and within budget, and our product owners order the backlog.",
        ),
        Section::of(
            SectionKind::Benefits,
            "What we offer",
            "A learning budget, flexible work schedules, thirty days of holiday and a pension plan.",
        ),
        Section::of(
            SectionKind::Benefits,
            "Benefits",
            "Health insurance, a discount on our products, stock options, and a budget for your desk at home.",
        ),
        Section::of(
            SectionKind::Legal,
            "Equal opportunity",
            "We are an equal opportunity employer. All qualified applicants will receive consideration without regard to \
             race, color, religion, sex, age, disability or any other status protected by law.",
        ),
    ]
}

/// Drift: none, between any two sections, with its heading or without it.
#[test]
fn company_benefits_and_legal_text_can_be_added() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        for section in beside() {
            let (heading, text) = (&section.heading, &section.text[0]);
            for place in 0..=posting.section.len() {
                let mut more = posting.clone();
                more.section.insert(place, section.clone());
                let what = format!("{} with {heading:?} as section {place}", posting.name);
                faults.check(&what, 0, &original, &read(&more.plain()));
            }
            for body in [format!("{text}\n\n{}", posting.plain()), format!("{}\n{text}\n", posting.plain())] {
                faults.check(
                    &format!("{} with {heading:?} without its heading", posting.name),
                    0,
                    &original,
                    &read(&body),
                );
            }
        }
    }
    faults.report();
}

/// Drift: 15 before the posting's first words, which may have no heading of their own; 10 behind its last. A posting
/// of one paragraph is left out: nothing in it tells where the other text ends.
#[test]
fn company_benefits_and_legal_text_can_be_added_to_whole_postings() {
    let mut faults = Faults::default();
    for (file, body) in whole().iter().filter(|file| is_plain(file)) {
        let original = read(body);
        if original.role() == ReadRole::Unclear || body.lines().filter(|line| !line.is_empty()).count() < 3 {
            continue;
        }
        for section in beside() {
            let (heading, text) = (&section.heading, &section.text[0]);
            for (place, drift, more) in [
                ("first", 15, format!("{heading}\n\n{text}\n\n{body}")),
                ("first without its heading", 15, format!("{text}\n\n{body}")),
                ("last", 10, format!("{body}\n\n{heading}\n\n{text}\n")),
                ("last without its heading", 10, format!("{body}\n\n{text}\n")),
            ] {
                faults.check(&format!("{file} with {heading:?} {place}"), drift, &original, &read(&more));
            }
        }
    }
    faults.report();
}

/// Drift: none.
#[test]
fn the_order_of_sections_does_not_matter() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        let mut turned = posting.clone();
        turned.section.reverse();
        for n in 0..posting.section.len() {
            faults.check(&format!("{} turned by {n}", posting.name), 0, &original, &read(&turned.plain()));
            turned.section.rotate_left(1);
        }
    }
    faults.report();
}

/// Drift: none.
#[test]
fn html_markdown_and_plain_text_are_read_the_same() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        for (form, body) in [
            ("Markdown", posting.markdown()),
            ("Markdown in bold", posting.bold_markdown()),
            ("HTML", posting.html()),
            ("HTML in bold", posting.bold_html()),
            ("HTML with breaks", posting.break_html()),
            ("escaped HTML", escaped(&posting.html())),
            ("twice escaped HTML", escaped(&escaped(&posting.html()))),
            ("wrapped text", posting.wrapped()),
            ("CRLF", posting.plain_with("- ", "\r\n")),
        ] {
            faults.check(&format!("{} as {form}", posting.name), 0, &original, &read(&body));
        }
    }
    faults.report();
}

/// Plain text of HTML, with these marks before a list item.
fn plain_of_html(html: &str, bullet: &str) -> String {
    let mut out = String::new();
    for part in html.split_inclusive('>') {
        let (text, tag) = part.split_once('<').unwrap_or((part, ""));
        out.push_str(&text.replace('\n', " "));
        match tag.trim_start_matches('/').split([' ', '>', '/']).next() {
            Some("li") if !tag.starts_with('/') => out.push_str(&format!("\n{bullet}")),
            Some("p" | "div" | "ul" | "h1" | "h2" | "h3") => out.push_str("\n\n"),
            Some("br") => out.push('\n'),
            _ => {}
        }
    }
    out
}

/// Drift: none.
#[test]
fn whole_html_postings_are_read_as_their_plain_text() {
    let mut faults = Faults::default();
    for (file, body) in whole().iter().filter(|file| !is_plain(file)) {
        let original = read(body);
        let html = body.replace("&lt;", "<").replace("&gt;", ">");
        for (form, body) in [
            ("HTML", html.clone()),
            ("escaped HTML", escaped(&html)),
            ("indented HTML", html.replace("><", ">\n  <")),
            ("plain text", plain_of_html(&html, "- ")),
            ("Markdown", plain_of_html(&html, "* ")),
        ] {
            faults.check(&format!("{file} as {form}"), 0, &original, &read(&body));
        }
    }
    faults.report();
}

/// Drift: 4. Where lines ended is a guess there: the degree behind "What you need:" is taken for a duty.
#[test]
fn a_posting_on_one_line_is_read_nearly_the_same() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        for (form, body) in [("one line", posting.one_line()), ("run together", posting.run_together())] {
            faults.check(&format!("{} as {form}", posting.name), 4, &original, &read(&body));
        }
    }
    faults.report();
}

/// What stands before a list item in postings; the letters are what is left of a symbol font's bullets.
const BULLETS: [&str; 13] = ["- ", "* ", "• ", "•", "·\t", "– ", "▪ ", "✓ ", "🚀 ", "1. ", "  - ", "o ", "Ø "];

/// Drift: none.
#[test]
fn bullets_do_not_matter() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        for bullet in BULLETS.into_iter().chain([""]) {
            let what = format!("{} with {bullet:?}", posting.name);
            faults.check(&what, 0, &original, &read(&posting.plain_with(bullet, "\n")));
        }
    }
    for (file, body) in whole().iter().filter(|file| is_plain(file)) {
        let original = read(body);
        for bullet in BULLETS {
            let changed: String = body
                .split_inclusive('\n')
                .map(|line| match ["- ", "* ", "• "].iter().find_map(|old| line.strip_prefix(old)) {
                    Some(item) => format!("{bullet}{item}"),
                    None => line.to_owned(),
                })
                .collect();
            faults.check(&format!("{file} with {bullet:?}"), 0, &original, &read(&changed));
        }
    }
    faults.report();
}

/// Drift: none.
#[test]
fn quotes_and_white_space_do_not_matter() {
    let mut faults = Faults::default();
    for (file, body) in whole().iter().filter(|file| is_plain(file)) {
        let original = read(body);
        for (what, changed) in [
            ("smart apostrophes", body.replace('\'', "’")),
            ("plain apostrophes", body.replace('’', "'")),
            ("no-break spaces", body.replace(' ', "\u{a0}")),
            ("entities for spaces", body.replace(' ', "&nbsp;")),
            ("thin spaces", body.replace(' ', "\u{2009}")),
            ("spaces at line ends", body.replace('\n', "  \n")),
            ("CRLF", body.replace("\r\n", "\n").replace('\n', "\r\n")),
            ("three line ends", body.replace("\r\n", "\n").replace("\n\n", "\n\n\n\n")),
            ("a byte order mark", format!("\u{feff}{body}")),
            ("no-break hyphens", body.replace('-', "‑").replace("\n‑", "\n-")),
        ] {
            faults.check(&format!("{file} with {what}"), 0, &original, &read(&changed));
        }
    }
    faults.report();
}

/// Drift: none where headings and bullets tell the sections; 10 where only their look did.
#[test]
fn case_does_not_matter() {
    let mut faults = Faults::default();
    for posting in structured() {
        let original = read(&posting.plain());
        let mut headings = posting.clone();
        headings.section.iter_mut().for_each(|s| s.heading = s.heading.to_uppercase());
        for (what, body) in [
            ("small letters", posting.plain().to_lowercase()),
            ("capitals", posting.plain().to_uppercase()),
            ("headings in capitals", headings.plain()),
            ("headings in capitals, Markdown", headings.markdown()),
        ] {
            faults.check(&format!("{} in {what}", posting.name), 0, &original, &read(&body));
        }
    }
    for (file, body) in whole().iter().filter(|file| is_plain(file)) {
        let original = read(body);
        for changed in [body.to_lowercase(), body.to_uppercase()] {
            faults.check(&format!("{file} as {changed:.20?}"), 10, &original, &read(&changed));
        }
    }
    faults.report();
}

/// Drift: none.
#[test]
fn what_the_posting_calls_the_role_does_not_matter() {
    const NAMES: [&str; 3] = ["Product Manager", "Product Owner", "Project Manager"];
    let mut faults = Faults::default();
    for posting in parts() {
        let original = read(&posting.named(posting.own_name()).plain());
        for name in NAMES.into_iter().chain(["PM", "colleague"]) {
            faults.check(&format!("{} as {name}", posting.name), 0, &original, &read(&posting.named(name).plain()));
        }
    }
    for (file, body) in whole().iter().filter(|file| is_plain(file)) {
        let original = read(body);
        let own = match original.role() {
            ReadRole::ProductManager => NAMES[0],
            ReadRole::ProductOwner => NAMES[1],
            ReadRole::ProjectManager => NAMES[2],
            _ => continue,
        };
        for name in NAMES {
            let changed = body
                .replace(own, name)
                .replace(&own.to_lowercase(), &name.to_lowercase())
                .replace(&own.to_uppercase(), &name.to_uppercase());
            faults.check(&format!("{file} as {name}"), 0, &original, &read(&changed));
        }
    }
    faults.report();
}
