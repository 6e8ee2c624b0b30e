//! `rolecall explain`: of every phrase, why it counted or what it lost to.

use std::fmt::Write as _;
use std::ops::Range;

use rolecall::analysis::{Analysis, Points, Polarity};
use rolecall::position::LineIndex;
use rolecall::tag::{self, Loss, TermHit};
use rolecall::{Analyzer, Posting, Role};
use rolecall_lexicon::weights::BARE_TASKS_CAP;

use crate::args::ExplainArgs;
use crate::engine::{self, Trace};
use crate::error::{CliError, Outcome};
use crate::input::Source;
use crate::out::Out;
use crate::render::{safe, words};

/// Explains one posting.
///
/// # Errors
///
/// [`CliError`] if it cannot be read, and errors of stdout.
pub fn run(args: &ExplainArgs, analyzer: &Analyzer, out: &mut Out) -> Result<Outcome, CliError> {
    let body = Source::from_argument(&args.file).read()?;
    let posting = engine::pasted(analyzer, &body, args.title.as_deref());
    out.data(&report(analyzer, &posting))?;
    Ok(Outcome::Done)
}

/// The whole report.
fn report(analyzer: &Analyzer, posting: &Posting<'_>) -> String {
    let analysis = analyzer.analyze(posting);
    let trace = Trace::of(analyzer, &posting.body);
    let body = Body { text: &posting.body, lines: LineIndex::new(&posting.body) };
    let mut text = format!("{}: {}\n", words::verdict_word(analysis.verdict()), words::verdict_sentence(&analysis));
    claim(&mut text, &analysis);
    sections(&mut text, analyzer, &body);
    evidence(&mut text, &analysis, &body);
    losers(&mut text, analyzer, &trace, &body);
    names(&mut text, analyzer, &trace, &analysis, &body);
    totals(&mut text, analyzer, &trace, &analysis);
    text
}

struct Body<'a> {
    text: &'a str,
    lines: LineIndex<'a>,
}

impl Body<'_> {
    fn place(&self, offset: usize) -> String {
        let position = self.lines.position(offset);
        format!("{}:{}", position.line.get(), position.column.get())
    }

    fn quote(&self, span: Range<usize>) -> String {
        format!("“{}”", safe::quote(&self.text[span]))
    }
}

fn claim(text: &mut String, analysis: &Analysis) {
    let claim = analysis.claim();
    let roles: Vec<&str> = claim.roles.iter().map(|&role| words::role_name(role)).collect();
    let claimed = match roles.as_slice() {
        [] => "none of the three roles".to_owned(),
        roles if claim.ambiguous => format!("one of {}, it does not say which", roles.join(", ")),
        roles => roles.join(" and "),
    };
    let level = claim.seniority.as_deref().map_or(String::new(), |level| format!(" ({level})"));
    let _ = match analysis.title() {
        Some(title) => writeln!(text, "The title “{}” claims {claimed}{level}.", safe::quote(title)),
        None => writeln!(text, "There is no title, so nothing is claimed."),
    };
}

fn sections(text: &mut String, analyzer: &Analyzer, body: &Body<'_>) {
    text.push_str("\nSections\n");
    for (section, span) in analyzer.sections(body.text) {
        let first = body.text[span.clone()].trim_start();
        let start = span.end - first.len();
        let opening: String = first.lines().next().unwrap_or("").chars().take(60).collect();
        if !opening.trim().is_empty() {
            let _ = writeln!(text, "  {:>7}  {:12}  {}", body.place(start), section, safe::quote(&opening));
        }
    }
}

fn evidence(text: &mut String, analysis: &Analysis, body: &Body<'_>) {
    let _ = writeln!(text, "\nEvidence: {}", analysis.evidence().len());
    for e in analysis.evidence() {
        let _ = writeln!(text, "  {:>7}  {}", body.place(e.span().start), body.quote(e.span()));
        let said = match e.polarity() {
            Polarity::Stated => e.ownership().as_str().to_owned(),
            Polarity::Negated => "denied".to_owned(),
            _ => "said of somebody else".to_owned(),
        };
        let _ = writeln!(
            text,
            "           {} ({}, {}), in {}, {said}: {}",
            e.term(),
            words::role_name(e.role()),
            e.dimension(),
            e.section(),
            points(e.points()),
        );
    }
}

fn losers(text: &mut String, analyzer: &Analyzer, trace: &Trace, body: &Body<'_>) {
    // That one phrase of a term went before another of the same term is nobody's loss.
    let to_another = |(loser, loss): &&(TermHit, Loss)| !matches!(loss, Loss::Overlap(w) if w.term == loser.term);
    let mut lost: Vec<_> = trace.hits.lost.iter().filter(to_another).collect();
    lost.sort_by_key(|(loser, _)| (loser.hit.first, loser.hit.end, loser.term));
    let terms = &analyzer.lexicon().terms;
    let mut lines: Vec<String> = lost
        .iter()
        .map(|(loser, loss)| {
            let span = trace.span(&loser.hit);
            let why = reason_of_loss(loser, loss, analyzer, trace, body);
            let id = &terms[loser.term as usize].id;
            format!("  {:>7}  {} ({id}) {why}\n", body.place(span.start), body.quote(span))
        })
        .collect();
    // Several phrases of a term may have found the same words.
    lines.dedup();
    if !lines.is_empty() {
        let _ = write!(text, "\nFound and dropped: {}\n{}", lines.len(), lines.concat());
    }
}

fn reason_of_loss(loser: &TermHit, loss: &Loss, analyzer: &Analyzer, trace: &Trace, body: &Body<'_>) -> String {
    let lexicon = analyzer.lexicon();
    match loss {
        Loss::FalseFriend(friend) => {
            let phrase = lexicon.phrases.of(friend.pattern as usize);
            format!("is part of the false friend {} (`{phrase}`)", body.quote(trace.span(friend)))
        }
        Loss::Name(name) => format!("is part of a role's name, {}", body.quote(trace.span(name))),
        Loss::Overlap(winner) => {
            let (l, w) = (&loser.hit, &winner.hit);
            let said = |hit| tag::said(&trace.document, lexicon, hit);
            let why = if said(w) != said(l) {
                "which names more words"
            } else if w.first != l.first {
                "which starts earlier"
            } else if w.gap_words != l.gap_words {
                "which has fewer words in its gap"
            } else {
                "whose id comes first"
            };
            let id = &lexicon.terms[winner.term as usize].id;
            format!("lost to {} ({id}), {why}", body.quote(trace.span(w)))
        }
        _ => "was dropped".to_owned(),
    }
}

/// Names of roles that are in the text and say nothing, because they are not denied.
fn names(text: &mut String, analyzer: &Analyzer, trace: &Trace, analysis: &Analysis, body: &Body<'_>) {
    let spans: Vec<_> = analysis.evidence().map(|e| e.span()).collect();
    let idle: Vec<_> =
        trace.hits.names.iter().map(|name| (name, trace.span(&name.hit))).filter(|(_, s)| !spans.contains(s)).collect();
    if idle.is_empty() {
        return;
    }
    text.push_str("\nNames of roles, which are never evidence for them\n");
    for (name, span) in idle {
        let id = &analyzer.lexicon().terms[name.term as usize].id;
        let _ = writeln!(text, "  {:>7}  {} ({id})", body.place(span.start), body.quote(span));
    }
}

fn totals(text: &mut String, analyzer: &Analyzer, trace: &Trace, analysis: &Analysis) {
    let weights = analyzer.weights();
    let findings = &trace.findings;
    let counted = findings.bare_tasks.min(BARE_TASKS_CAP);
    let bare = i64::from(weights.bare_task) * i64::from(counted);
    let mut sum = Points::default();
    analysis.evidence().for_each(|e| sum += e.points());
    text.push_str("\nPoints, in thousandths\n");
    let mut row = |name: &str, points_of: Points| {
        let _ = writeln!(text, "  {name:34}{}", points(points_of));
    };
    row("before a word is read", Points(weights.prior.map(i64::from)));
    let tasks = format!("{counted} bare of {} task sentences", findings.task_sentences);
    row(&tasks, Points([0, 0, 0, bare]));
    row("all evidence", sum);
    row("total", analysis.reading().points());
    let _ = writeln!(text, "{} words were read.", findings.words);
    if let (Some(shares), Some(confidence)) = (analysis.reading().shares(), analysis.reading().confidence()) {
        let shares = Role::ALL.map(|role| format!("{} {}%", words::role_code(role), shares.of(role)));
        let _ = writeln!(text, "Shares: {}; confidence {confidence}%.", shares.join(", "));
    }
    for &reason in analysis.reading().reasons() {
        let _ = writeln!(text, "{}", words::advice(reason));
    }
    for note in words::notes(analysis) {
        let _ = writeln!(text, "Note: {note}");
    }
}

fn points(points: Points) -> String {
    if points.is_zero() {
        return "no points".to_owned();
    }
    Role::ALL.map(|role| format!("{} {:+}", words::role_code(role), points.of(role))).join("  ")
}
