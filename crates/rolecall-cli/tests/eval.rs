//! `rolecall eval` from its files to its figures, on labelled postings made up here.

use std::fs;
use std::path::PathBuf;

use rolecall::analysis::ReadRole;
use rolecall::{Analyzer, Posting};
use rolecall_cli::eval::{self, EvalArgs, Format};
use rolecall_lexicon::weights::posting_hash;
use serde_json::{Value, json};

const PROJECT: &str = "Responsibilities\n- Own the project schedule and the project budget\n- Report project status\n- Maintain the risk register\n";
const BACKLOG: &str = "Responsibilities\n- Own and order the product backlog\n- Write user stories and acceptance criteria\n- Prepare sprint planning\n";

fn file(name: &str, lines: &[Value]) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    fs::write(&path, text + "\n").expect("the file can be written");
    path
}

fn labelled(id: &str, title: &str, body: &str, role: &str) -> Value {
    let share = |of: &str| if of == role { 100 } else { 0 };
    json!({
        "id": id, "title": title, "family": "product_manager", "description": body,
        "gold": {
            "primary": role, "secondary": null, "mode": "neither", "scrum": false, "pm_as_po": false, "confidence": "high",
            "shares": {
                "product_manager": share("product_manager"), "product_owner": share("product_owner"),
                "project_manager": share("project_manager"), "other": share("other"),
            },
            "quotes": [{ "text": &body[..16], "role": "other", "dimension": "focus", "start": 0, "end": 16 }],
            "why": "",
        },
    })
}

fn args(files: Vec<PathBuf>) -> EvalArgs {
    EvalArgs { files, sections: None, out_of_fold: None, format: Format::Json, errors: false, compare_title: false }
}

fn report(args: &EvalArgs, analyzer: &Analyzer) -> Value {
    serde_json::from_str(&eval::run(args, analyzer).expect("the files are right")).expect("the report is JSON")
}

fn figure<'r>(report: &'r Value, name: &str) -> &'r Value {
    let figures = report["figures"].as_array().expect("figures are a list");
    figures.iter().find(|figure| figure["name"] == name).unwrap_or_else(|| panic!("no figure {name}"))
}

#[test]
fn figures_of_three_postings() {
    let postings = [
        labelled("a", "Product Manager", PROJECT, "project_manager"),
        labelled("b", "Product Owner", BACKLOG, "product_owner"),
        labelled("c", "Project Manager", "Responsibilities: none.", "unclear"),
    ];
    let files = vec![file("three.jsonl", &postings)];
    let analyzer = Analyzer::english();
    let mut args = args(files);
    args.compare_title = true;
    args.errors = true;
    let sections = json!({ "id": "a", "sections": [{ "section": "duties", "start": 0, "end": PROJECT.len() }] });
    args.sections = Some(file("three-sections.jsonl", &[sections]));
    let report = report(&args, &analyzer);
    assert_eq!((&report["postings"], &report["unclear"], &report["in_sample"]), (&json!(3), &json!(1), &json!(0)));
    assert_eq!(figure(&report, "accuracy")["value"], 1.0, "{report:#}");
    assert_eq!(figure(&report, "unclear_caught")["value"], 1.0);
    assert_eq!(figure(&report, "section_accuracy")["value"], 1.0);
    assert_eq!(figure(&report, "accuracy")["in_sample"], false);
    assert_eq!(report["errors"], json!([]));
    // By the title one of the two is right.
    assert_eq!(report["title"][0]["value"], 0.5);

    args.format = Format::Human;
    let screen = eval::run(&args, &analyzer).expect("the files are right");
    assert!(screen.contains("3 postings, 1 of them unclear") && !screen.contains("IN SAMPLE"), "{screen}");
    assert_eq!(
        screen,
        eval::run(&args, &analyzer).expect("the files are right"),
        "an evaluation is the same every time"
    );
}

#[test]
fn in_sample_is_said_of_every_figure() {
    let mut weights = Analyzer::english().weights().clone();
    weights.provenance.postings = vec![posting_hash(PROJECT)];
    let analyzer = Analyzer::builder().weights(weights).build().expect("the shipped lexicon can be read");
    let files = vec![file("seen.jsonl", &[labelled("a", "", PROJECT, "other"), labelled("b", "", BACKLOG, "other")])];
    let mut args = args(files);
    let seen = report(&args, &analyzer);
    assert_eq!(seen["in_sample"], 1);
    assert!(seen["figures"].as_array().expect("a list").iter().all(|figure| figure["in_sample"] == true));

    // A reading by weights that did not see it takes the place of ours, and the figure is an honest one again.
    let mut analysis = serde_json::to_value(analyzer.analyze(&Posting::untitled(PROJECT)).to_doc()).expect("JSON");
    analysis["reading"]["role"] = json!("other");
    args.out_of_fold = Some(file("oof.jsonl", &[json!({ "id": "a", "reading": analysis["reading"] })]));
    args.errors = true;
    let out_of_fold = report(&args, &analyzer);
    assert_eq!((&out_of_fold["in_sample"], &out_of_fold["out_of_fold"]), (&json!(0), &json!(1)));
    let errors = out_of_fold["errors"].as_array().expect("a list");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    assert_eq!((&errors[0]["id"], &errors[0]["read"]), (&json!("b"), &json!(ReadRole::ProductOwner)));
}

#[test]
fn files_that_are_wrong() {
    let analyzer = Analyzer::english();
    let good = labelled("a", "", PROJECT, "other");
    let mut outside = good.clone();
    outside["gold"]["quotes"][0]["end"] = json!(9_999);
    let mut no_body = good.clone();
    no_body.as_object_mut().expect("an object").remove("description");
    let mut no_role = good.clone();
    no_role["gold"]["primary"] = json!("manager");
    let cases = [
        ("twice.jsonl", vec![good.clone(), good.clone()], "twice.jsonl:2: \"a\" is there already"),
        (
            "span.jsonl",
            vec![good.clone(), {
                outside["id"] = json!("b");
                outside
            }],
            "span.jsonl:2: \"b\": the span 0..9999",
        ),
        ("body.jsonl", vec![no_body], "body.jsonl:1: not a labelled posting: missing field `description`"),
        ("role.jsonl", vec![no_role], "role.jsonl:1: not a labelled posting: unknown variant `manager`"),
        ("none.jsonl", vec![], "no labelled posting in"),
    ];
    for (name, lines, message) in cases {
        let error = eval::run(&args(vec![file(name, &lines)]), &analyzer).expect_err(name).to_string();
        assert!(error.contains(message), "{name}: {error}");
    }
    let missing =
        eval::run(&args(vec![PathBuf::from("no-such-file.jsonl")]), &analyzer).expect_err("no file").to_string();
    assert!(missing.contains("no-such-file.jsonl: ") && missing.contains("check the path"), "{missing}");
}
