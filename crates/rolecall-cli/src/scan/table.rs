//! What a scan found, as a table for people.

use std::fmt::Write;
use std::time::Duration;

use indicatif::HumanCount;
use rolecall::analysis::{ReadRole, Verdict};
use rolecall_batch::{Claimed, Report, Summary, Tally};

use crate::render::layout::shorten;
use crate::render::safe;

/// Companies and months that are shown.
const SHOWN: usize = 12;
/// Columns of a name.
const NAME: usize = 28;

/// The whole summary.
pub(super) fn summary(report: &Report, time: Duration) -> String {
    let summary = &report.summary;
    let mut text = String::new();
    let here = (summary.rows - summary.empty_rows).saturating_sub(report.resumed_after);
    let seconds = time.as_secs_f64();
    let rate = here as f64 / seconds.max(0.001);
    let _ = write!(text, "{} in {seconds:.1} s", count(summary.postings, "posting"));
    if here > 0 {
        let _ = write!(text, " ({} a second)", HumanCount(rate as u64));
    }
    if report.resumed_after > 0 && here > 0 {
        let _ = write!(
            text,
            ", {} of {} rows by an earlier run",
            HumanCount(report.resumed_after),
            HumanCount(summary.rows)
        );
    }
    text.push('\n');
    if summary.written != summary.postings {
        let _ = writeln!(text, "{} written", HumanCount(summary.written));
    }
    if let Some(groups) = summary.groups {
        let repeats = summary.postings.saturating_sub(groups);
        let _ = writeln!(text, "{}, {} of them", count(groups, "different posting"), count(repeats, "repeat"));
    }
    if summary.empty_rows > 0 {
        let _ = writeln!(text, "{} left out", count(summary.empty_rows, "empty row"));
    }
    match &report.rejects {
        Some(path) => {
            let _ = writeln!(text, "{} rejected, see {}", count(summary.rejects, "row"), path.display());
        }
        None if summary.rejects > 0 => {
            let _ = writeln!(text, "{} rejected", count(summary.rejects, "row"));
        }
        None => {}
    }
    if summary.postings == 0 {
        return text;
    }
    let listed: Vec<_> = Verdict::ALL.iter().map(|verdict| verdict.as_str()).zip(summary.verdicts).collect();
    let _ = writeln!(text, "verdicts: {}", list(&listed));
    claims(summary, &mut text);
    product_managers(summary, &mut text);
    let months = summary.months.by_name().collect::<Vec<_>>();
    let earlier = months.len().saturating_sub(SHOWN);
    tally("month", &months[earlier..], &mut text);
    if earlier > 0 {
        let _ = writeln!(text, "… and {} before", count(earlier as u64, "month"));
    }
    companies(&summary.companies, &mut text);
    text
}

fn count(number: u64, of: &str) -> String {
    format!("{} {of}{}", HumanCount(number), if number == 1 { "" } else { "s" })
}

fn list(parts: &[(&str, u64)]) -> String {
    parts.iter().map(|(name, count)| format!("{name} {}", HumanCount(*count))).collect::<Vec<_>>().join(", ")
}

fn claim_name(claim: Claimed) -> &'static str {
    match claim {
        Claimed::ProductManager => "Product Manager",
        Claimed::ProductOwner => "Product Owner",
        Claimed::ProjectManager => "Project Manager",
        Claimed::Several => "several of them",
        Claimed::Ambiguous => "\"PM\" or the like",
        Claimed::None => "none of them",
    }
}

fn reading_name(role: ReadRole) -> &'static str {
    match role {
        ReadRole::ProductManager => "product manager",
        ReadRole::ProductOwner => "product owner",
        ReadRole::ProjectManager => "project manager",
        ReadRole::Other => "other",
        _ => "unclear",
    }
}

/// Columns of a number of claims and readings: the table fits a terminal of 80.
const NUMBER: usize = 9;
/// Columns of a claim.
const CLAIM: usize = 17;

fn claims(summary: &Summary, text: &mut String) {
    let roles = ReadRole::ALL.iter().map(|role| reading_name(*role));
    let heads: Vec<_> = roles.chain(["all"]).map(|name| name.split_once(' ').unwrap_or((name, ""))).collect();
    let first: String = heads.iter().map(|(first, _)| format!(" {first:>NUMBER$}")).collect();
    let second: String = heads.iter().map(|(_, second)| format!(" {second:>NUMBER$}")).collect();
    let _ = writeln!(text, "\n{:CLAIM$}{}\n{:CLAIM$}{}", "the title claims", first, "", second.trim_end());
    for claim in Claimed::ALL {
        let counts = summary.claimed(claim);
        let all: u64 = counts.iter().sum();
        if all == 0 {
            continue;
        }
        let _ = write!(text, "{:CLAIM$}", claim_name(claim));
        for number in counts.iter().chain([&all]) {
            let _ = write!(text, " {:>NUMBER$}", HumanCount(*number).to_string());
        }
        text.push('\n');
    }
}

/// What "Product Manager" postings really are.
fn product_managers(summary: &Summary, text: &mut String) {
    let counts = summary.claimed(Claimed::ProductManager);
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return;
    }
    let shares: Vec<_> = ReadRole::ALL
        .iter()
        .zip(counts)
        .filter(|(_, number)| **number > 0)
        .map(|(role, number)| format!("{:.0}% {}", *number as f64 * 100.0 / all as f64, reading_name(*role)))
        .collect();
    let _ = writeln!(text, "\n\"Product Manager\" postings are really: {}", shares.join(", "));
}

fn companies(companies: &Tally, text: &mut String) {
    let largest = companies.largest();
    tally("company", &largest[..largest.len().min(SHOWN)], text);
    if largest.len() > SHOWN {
        let _ = writeln!(text, "… and {} more", HumanCount((largest.len() - SHOWN) as u64));
    }
}

fn tally(title: &str, rows: &[(&str, [u64; Verdict::ALL.len()])], text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(text, "\n{title:NAME$}");
    for verdict in Verdict::ALL {
        let _ = write!(text, " {:>9}", verdict.as_str());
    }
    text.push('\n');
    for (name, counts) in rows {
        // Names come from the postings: no control characters on a terminal.
        let name = shorten(&safe::line(name), NAME);
        let pad = NAME.saturating_sub(crate::render::layout::width(&name));
        let _ = write!(text, "{name}{:pad$}", "");
        for number in counts {
            let _ = write!(text, " {:>9}", HumanCount(*number).to_string());
        }
        text.push('\n');
    }
}
