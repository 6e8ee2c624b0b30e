//! The report's page in a real browser: charts, filter, evidence, names, contrast and layout at two widths in both schemes.
//!
//! `scripts/browser-test.sh` runs it, with `CHROMIUM` set to the browser.

mod common;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Folder, GOLDEN};
use serde_json::{Value, json};

const PROBE: &str = include_str!("report/probe.js");
/// The least the probe checks; fewer means that it broke off.
const CHECKS: u64 = 40;

/// A frame of any width: a window has a least one, which is wider than a phone.
const FRAME: &str = "<!doctype html><meta name=\"color-scheme\" content=\"light dark\"><script>\
addEventListener('message', ({ data }) => { document.getElementById('probe').textContent = data; });</script>\
<pre id=\"probe\"></pre><iframe style=\"border: 0; width: WIDTHpx; height: 900px\" src=\"PAGE#q=hospital\"></iframe>";

const BODY: &str = "<p>Your duties:</p><ul><li>Own the project plan, with the schedule and the budget</li>\
<li>Report project status</li></ul><img src=x onerror=alert(2)>The Product Owner owns the product backlog.";

/// The golden analysis as the row of a scan made `--with-body`.
fn row(index: usize) -> Value {
    let mut row: Value = serde_json::from_str(GOLDEN).expect("the golden analysis is JSON");
    let claim = ["product_manager", "product_owner", "project_manager"][index % 3];
    let (verdict, role) = match index {
        0..60 if index % 6 == 5 => ("mismatch", "other"),
        0..60 if claim == "project_manager" => ("mismatch", "product_owner"),
        0..60 => ("mismatch", "project_manager"),
        60..90 => ("match", claim),
        90..100 => ("unclear", "unclear"),
        _ => ("no_claim", "other"),
    };
    row["id"] = json!(format!("row-{index}"));
    row["title"] = match index {
        7 => json!("</script><img src=x onerror=alert(1)>"),
        11 => json!("Product Manager, hospital"),
        _ => json!(format!("Product Manager {index}")),
    };
    row["verdict"] = json!(verdict);
    row["claim"]["roles"] = if verdict == "no_claim" { json!([]) } else { json!([claim]) };
    row["reading"]["role"] = json!(role);
    row["reading"]["confidence"] = json!(99 - index % 60);
    if role == "unclear" {
        row["reading"]["confidence"] = Value::Null;
        row["reading"]["shares"] = Value::Null;
    }
    for (evidence, words) in row["evidence"].as_array_mut().expect("a list").iter_mut().zip([
        "Own the project plan",
        "the schedule and the budget",
        "Report project status",
        "owns the product backlog",
    ]) {
        let start = BODY.find(words).expect("the words are in the body");
        evidence["span"] = json!({ "start": start, "end": start + words.len() });
    }
    let company =
        ["Acme", "Blue & Sons", "A company with a rather long name of Nowhere-in-particular Ltd"][index / 6 % 3];
    row["row"] = json!({
        "file": "in.jsonl", "index": index, "offset": 0, "text_hash": format!("{index:032x}"), "group": null,
        "company": company,
        "location": "Leeds", "url": if index.is_multiple_of(2) { "https://example.org/" } else { "javascript:alert(3)" },
        "posted": format!("2024-{:02}-01", index % 12 + 1), "body": BODY, "columns": [],
    });
    row
}

/// Makes `report.html` and gives it.
fn report(folder: &Folder) -> String {
    let rows: Vec<String> = (0..120).map(|index| row(index).to_string()).collect();
    folder.write("read.jsonl", rows.join("\n"));
    folder.done(&["report", "--force", "-o", "report.html", "read.jsonl"]);
    folder.text("report.html")
}

/// Opens a page and gives its DOM and what went to the console.
fn open(chromium: &str, folder: &Path, page: &Path, width: u32, scheme: &str, shot: Option<&Path>) -> (String, String) {
    let profile = folder.join(format!("profile-{width}-{scheme}"));
    let _ = fs::remove_dir_all(&profile);
    let mut command = Command::new(chromium);
    command
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--enable-logging=stderr"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--window-size={width},900"))
        .arg(format!("--blink-settings=preferredColorScheme={}", u8::from(scheme == "light")));
    match shot {
        Some(path) => command.arg(format!("--screenshot={}", path.display())),
        None => command.arg("--dump-dom"),
    };
    let output = command.arg(format!("file://{}", page.display())).output().expect("CHROMIUM runs");
    let _ = fs::remove_dir_all(&profile);
    let log = String::from_utf8_lossy(&output.stderr);
    let console: Vec<&str> = log.lines().filter(|line| line.contains("CONSOLE")).collect();
    (String::from_utf8_lossy(&output.stdout).into_owned(), console.join("\n"))
}

fn chromium() -> String {
    env::var("CHROMIUM").expect("CHROMIUM names a Chromium; scripts/browser-test.sh finds or installs one")
}

#[test]
#[ignore = "needs Chromium: scripts/browser-test.sh"]
fn the_page_works_at_both_widths_in_both_schemes() {
    let (chromium, folder) = (chromium(), Folder::new("report-browser"));
    let page = report(&folder);
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")] {
        let (_, nonce) = page.split_once("<script nonce=\"").expect("the page's script has a nonce");
        let nonce = &nonce[..32];
        let probe =
            format!("<script nonce=\"{nonce}\" data-wanted=\"width={width}&scheme={scheme}\">{PROBE}</script></body>");
        folder.write(&format!("probed-{width}-{scheme}.html"), page.replace("</body>", &probe));
        let source =
            FRAME.replace("WIDTH", &width.to_string()).replace("PAGE", &format!("probed-{width}-{scheme}.html"));
        let frame = folder.write("frame.html", source);
        let (dom, console) = open(&chromium, folder.root(), &frame, 1400, scheme, None);
        assert_eq!(console, "", "{width} {scheme}: the console is not silent");
        let (_, rest) = dom.split_once("<pre id=\"probe\">").expect("the probe came to its end");
        let (result, _) = rest.split_once("</pre>").expect("the probe is closed");
        let result = result.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let result: Value = serde_json::from_str(&result).expect("the probe wrote JSON");
        assert_eq!(result["wrong"], json!([]), "{width} {scheme}");
        assert!(result["checks"].as_u64() >= Some(CHECKS), "{width} {scheme}: {}", result["checks"]);
        let shot = folder.path(&format!("report-{width}-{scheme}.png"));
        open(&chromium, folder.root(), &folder.path("report.html"), width, scheme, Some(&shot));
        assert!(fs::metadata(&shot).is_ok_and(|file| file.len() > 10_000), "{width} {scheme}: no screenshot");
    }
}

#[test]
#[ignore = "needs Chromium: scripts/browser-test.sh"]
fn an_empty_scan_gives_a_page_that_says_so() {
    let (chromium, folder) = (chromium(), Folder::new("report-browser-empty"));
    folder.write("empty.jsonl", "\n\n");
    folder.done(&["report", "--force", "-o", "empty.html", "empty.jsonl"]);
    let (dom, console) = open(&chromium, folder.root(), &folder.path("empty.html"), 360, "light", None);
    assert_eq!(console, "");
    assert!(dom.contains(">There is nothing to report</h1>"), "{dom}");
    assert!(dom.contains("<code>rolecall scan</code>"), "{dom}");
    assert_eq!(dom.matches("<section").count(), dom.matches("hidden=\"\">\n<h2").count(), "no section is shown");
}
