//! Which sentences name a task, and which only look like it.
#![cfg(feature = "english")]

use rolecall::Analyzer;

/// Under a heading of duties, so that the section says nothing of its own.
fn tasks_of(sentence: &str) -> u32 {
    Analyzer::english().findings(&format!("Responsibilities\n\n{sentence}\n")).task_sentences
}

#[test]
fn tasks_are_told_of_a_third() {
    let faults: Vec<_> = [
        "The Product Manager welcomes guests, folds shirts and closes the till.",
        "The Product Manager (production) sets the ovens and weighs the flour.",
        "The Project Manager (m/f/d) checks invoices against orders.",
        "The successful candidate calls leads and sends quotes.",
        "The incumbent will prepare the books of three shops.",
        "The post holder also trains new colleagues.",
        "He or she feeds the line and cleans the machines.",
        "The Office Clerk sorts letters and greets visitors.",
        "The Night Nurse (m/f/d) checks drips and hands out medicine.",
        "The Night Nurse cares for twenty patients.",
        "The receptionist welcomes visitors and sorts the post.",
        "Our new teacher prepares two classes for their exams.",
        "The person appointed will teach two classes.",
        "Whoever takes this job sets type, runs the press and binds books.",
        "Successful applicants will pick fruit from June on.",
        "In this post the holder mends nets and paints hulls.",
        "A Product Manager in our shop sells shoes, measures feet and counts the till.",
    ]
    .into_iter()
    .filter(|sentence| tasks_of(sentence) != 1)
    .collect();
    assert!(faults.is_empty(), "no task: {faults:#?}");
}

#[test]
fn nobody_works_here() {
    let faults: Vec<_> = [
        "Use the button below to apply for this post.",
        "Click the link to see all posts.",
        "Send us your CV and a photograph by post.",
        "Send a CV and a letter by Friday.",
        "Visit our careers page to learn about the town.",
        "Contact us with any questions about the post.",
        "Closing date for letters is Friday noon.",
        "Pay grade E13, full or part time.",
        "Work from home two days a week.",
        "Work from our office in Leeds.",
        "Submit a short letter by Friday.",
        "Reports to the head of the foundry.",
        "Training is provided in the first two weeks.",
        "Travel is required about once a month.",
        "Welcome to the oldest foundry of the county.",
        "The successful candidate brings a good ear.",
        "The Oak Company makes bells for ships.",
        "The foundry makes bells for ships.",
        "The successful candidate understands bells.",
    ]
    .into_iter()
    .filter(|sentence| tasks_of(sentence) != 0)
    .collect();
    assert!(faults.is_empty(), "tasks: {faults:#?}");
}

#[test]
fn work_that_looks_like_an_application_is_work() {
    let faults: Vec<_> = [
        "Send quotes to customers within a day.",
        "Review the applications of all candidates.",
        "Visit our stores in the south once a month.",
        "Use spreadsheets to plan the shifts.",
        "Follow the recipe of the day and weigh flour.",
        "Report to the board on sales each quarter.",
        "Work closely with bakers and drivers.",
        "Help us build a new line of bread.",
        "Work from drawings and set the press.",
        "Submit the grant applications of three schools.",
    ]
    .into_iter()
    .filter(|sentence| tasks_of(sentence) != 1)
    .collect();
    assert!(faults.is_empty(), "no task: {faults:#?}");
}

#[cfg(feature = "toml")]
#[test]
fn a_user_adds_words_and_phrases() {
    let mine =
        "[language.words]\njob_holders = [\"sorter\"]\n[[context]]\nkind = \"not_task\"\nphrases = [\"sort code\"]\n";
    let analyzer = Analyzer::builder().lexicon_text("mine.toml", mine).build().expect("a lexicon without faults");
    let tasks = |sentence: &str| analyzer.findings(&format!("Responsibilities\n\n{sentence}\n")).task_sentences;
    for (sentence, with) in
        [("The sorter will check letters and greet visitors.", 1), ("Sort code of the branch in Leeds.", 0)]
    {
        assert_eq!((tasks_of(sentence), tasks(sentence)), (1 - with, with), "{sentence}");
    }
}
