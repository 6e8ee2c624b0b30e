//! The listed postings as CSV, for a spreadsheet.

use rolecall::Role;

use super::listed::Listed;
use super::view::{View, claim_name, reading_name};
use crate::render::words;

const HEAD: &str = "id,title,company,location,posted,url,claim,reading,confidence_percent,margin_percent,\
product_manager_percent,product_owner_percent,project_manager_percent,other_percent,times,evidence";

/// One row a posting, after a row of names; RFC 4180.
pub(super) fn table(view: &View) -> String {
    let mut out = format!("{HEAD}\r\n");
    for posting in &view.listed {
        let cells: Vec<_> = cells(posting).iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn cells(posting: &Listed) -> Vec<String> {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut cells = vec![
        or_empty(&posting.id),
        posting.title.clone(),
        or_empty(&posting.company),
        or_empty(&posting.location),
        or_empty(&posting.posted),
        or_empty(&posting.url),
        claim_name(&posting.claim),
        reading_name(posting.reading).to_owned(),
        posting.confidence.to_string(),
        posting.margin.to_string(),
    ];
    cells.extend(Role::ALL.map(|role| posting.shares.map_or(String::new(), |shares| shares[role.index()].to_string())));
    cells.push(posting.times.to_string());
    let phrases = posting.evidence.iter().filter(|quote| quote.points != 0);
    let phrases = phrases.map(|q| format!("{}: {}", words::role_code(q.role), q.text.as_ref().unwrap_or(&q.term)));
    cells.push(phrases.collect::<Vec<_>>().join("; "));
    cells
}

/// A cell that no spreadsheet takes for a formula and no reader for two.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r', '\'']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::row;
    use crate::report::tally::Tally;

    #[test]
    fn a_posting_is_a_row() {
        let mut row = row::parse(include_bytes!("../../../../docs/analysis.example.json")).unwrap();
        row.title = Some("=cmd|\"x\", Manager".to_owned());
        let mut tally = Tally::new(5);
        tally.add(&row);
        let table = table(&View::new(tally.finish(), Vec::new(), 0));
        let lines: Vec<_> = table.split("\r\n").collect();
        assert_eq!(lines.len(), 3);
        assert_eq!(lines[0].split(',').count(), 16);
        let expected = "example-1,\"'=cmd|\"\"x\"\", Manager\",,,,,Product Manager,Project Manager,97,82,2,2,89,7,1,\
                        PjM: Own the project plan; PjM: the schedule and the budget; PjM: Report project status";
        assert_eq!(lines[1], expected);
    }
}
