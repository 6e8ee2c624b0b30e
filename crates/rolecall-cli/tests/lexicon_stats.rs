//! What `rolecall lexicon stats` counts.

mod common;

use common::Folder;

/// Twelve postings for each of two titles: plans stand under both, backlogs under one, and nobody mentions pricing.
fn postings() -> String {
    let line = |title: &str, body: &str| format!("{}\n", serde_json::json!({"title": title, "description": body}));
    let owner = line("Product Owner", "You own the product backlog. Write user stories.");
    let nurse = line("Nurse", "Care for patients on the ward. Keep a project plan of the ward.");
    owner.repeat(12) + &nurse.repeat(12)
}

#[test]
fn lift_tells_where_a_term_is_found() {
    let folder = Folder::new("lexicon-stats");
    folder.write("postings.jsonl", postings());
    let output = folder.rolecall(&["lexicon", "stats", "postings.jsonl"]).output().expect("the program runs");
    assert!(output.status.success());
    let table = String::from_utf8(output.stdout).expect("the table is UTF-8");
    let row = |term: &str| -> Vec<&str> {
        let found = table.lines().find(|line| line.split('\t').next() == Some(term));
        found.unwrap_or_else(|| panic!("no row of {term}")).split('\t').collect()
    };
    // Only in the postings of the role, half of all; not where anybody claims it; and never.
    assert_eq!(row("own-product-backlog")[3..5], ["12", "2.00"]);
    assert_eq!(row("project-plan")[3..5], ["12", "-"]);
    assert_eq!((row("set-pricing")[3], row("set-pricing")[8]), ("0", "dead"));
    let note = String::from_utf8(output.stderr).expect("the note is UTF-8");
    assert!(note.contains("24 postings, 0 rows that are none"), "{note}");
}
