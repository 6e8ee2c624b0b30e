//! An evaluation as a screen.

use std::fmt::{self, Display, Formatter};

use rolecall::analysis::ReadRole;

use super::errors::Mistake;
use super::report::{Figure, Report};

/// Short names of the roles and `unclear`, for the head of a table.
const SHORT: [&str; 5] = ["PM", "PO", "project", "other", "unclear"];

/// Shows a report to people.
pub struct Screen<'r>(pub &'r Report);

impl Display for Screen<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let report = self.0;
        writeln!(f, "{} postings, {} of them unclear to the reader", report.postings, report.unclear)?;
        if report.out_of_fold > 0 {
            writeln!(f, "{} of them read by weights that did not see them (out of fold)", report.out_of_fold)?;
        }
        writeln!(f, "lexicon {}, weights {}", report.lexicon, report.weights)?;
        if report.in_sample > 0 {
            writeln!(f, "IN SAMPLE: the weights were fitted on {} of these postings", report.in_sample)?;
        }
        table(f, "measure", &report.figures)?;
        if let Some(title) = &report.title {
            table(f, "believing the title", title)?;
        }
        roles(f, report)?;
        confusion(f, report)?;
        calibration(f, report)?;
        sections(f, report)?;
        report.errors.iter().flatten().try_for_each(|error| mistake(f, error))
    }
}

fn table(f: &mut Formatter<'_>, head: &str, figures: &[Figure]) -> fmt::Result {
    writeln!(f, "\n{head:<32}{:>8}  {:<15}  target", "value", "95% interval")?;
    for figure in figures {
        let number = |n: Option<f64>| n.map_or("-".to_owned(), |n| format!("{n:.3}"));
        let interval = match (figure.low, figure.high) {
            (Some(low), Some(high)) => format!("{low:.3} to {high:.3}"),
            _ => String::new(),
        };
        let target = match (figure.target, figure.reached) {
            (Some(target), Some(true)) => format!("{target} reached"),
            (Some(target), _) => format!("{target}"),
            _ => String::new(),
        };
        let mark = if figure.in_sample { "  IN SAMPLE" } else { "" };
        let line = format!("{:<32}{:>8}  {interval:<15}  {target:<13}{mark}", figure.label, number(figure.value));
        writeln!(f, "{}", line.trim_end())?;
    }
    Ok(())
}

fn roles(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\n{:<20}{:>10}{:>10}{:>10}", "role", "precision", "recall", "F1")?;
    let number = |n: Option<f64>| n.map_or("-".to_owned(), |n| format!("{n:.3}"));
    for figures in &report.roles {
        let (precision, recall, f1) = (number(figures.precision), number(figures.recall), number(figures.f1));
        writeln!(f, "{:<20}{precision:>10}{recall:>10}{f1:>10}", figures.role)?;
    }
    Ok(())
}

fn confusion(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\n{:<20}{}", "reader \\ read", SHORT.map(|name| format!("{name:>8}")).concat())?;
    for (role, row) in ReadRole::ALL.iter().zip(report.confusion) {
        writeln!(f, "{role:<20}{}", row.map(|count| format!("{count:>8}")).concat())?;
    }
    Ok(())
}

fn calibration(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    writeln!(f, "\n{:<20}{:>10}{:>10}", "confidence, mean", "right", "postings")?;
    for bin in &report.calibration {
        writeln!(f, "{:<20.3}{:>10.3}{:>10}", bin.confidence, bin.accuracy, bin.count)?;
    }
    Ok(())
}

fn sections(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let Some(rows) = &report.sections else { return Ok(()) };
    let heads = rows.iter().map(|row| format!("{:>13}", row.section)).collect::<String>();
    writeln!(f, "\n{:<14}{heads}", "bytes")?;
    for row in rows {
        writeln!(f, "{:<14}{}", row.section, row.bytes.map(|bytes| format!("{bytes:>13}")).concat())?;
    }
    Ok(())
}

fn mistake(f: &mut Formatter<'_>, error: &Mistake) -> fmt::Result {
    let title = error.title.as_deref().unwrap_or("no title");
    let confidence = error.confidence.map_or("-".to_owned(), |percent| format!("{percent}%"));
    writeln!(f, "\n{}: {} read as {} ({confidence}), {title:?}", error.id, error.gold, error.read)?;
    let shares = |shares: [u8; 4]| shares.map(|share| format!("{share:>4}")).concat();
    let ours = error.read_shares.map_or("   -".to_owned(), shares);
    writeln!(f, "  shares{}, read{ours}", shares(error.gold_shares))?;
    for piece in &error.misled_by {
        writeln!(f, "  {:>+6} {} [{}] {:?}", piece.points, piece.term, piece.context, piece.text)?;
    }
    error.missed.iter().try_for_each(|quote| writeln!(f, "  missed {quote:?}"))
}
