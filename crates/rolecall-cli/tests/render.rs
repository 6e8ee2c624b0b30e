//! The screens of four analyses, against golden files: `tests/render/NAME.json` and `.body` in, `.*.txt` and `.md` out.
//!
//! Set `UPDATE_GOLDEN=1` to write them anew; then read the difference.

use std::fs;
use std::path::PathBuf;

use rolecall::Analysis;
use rolecall_cli::render::{Look, human, markdown};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/render")
}

fn sample(name: &str) -> (Analysis, String) {
    let json = fs::read_to_string(folder().join(format!("{name}.json"))).expect("the sample is there");
    let body = fs::read_to_string(folder().join(format!("{name}.body"))).expect("its body is there");
    (Analysis::from_json(&json).expect("the sample is an analysis"), body)
}

fn golden(file: &str, actual: &str) {
    let path = folder().join(file);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, actual).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == actual, "{file} differs; it is now:\n{actual}");
}

const SAMPLES: [&str; 4] = ["mismatch", "hybrid", "unclear", "other"];

#[test]
fn screens_are_the_golden_ones() {
    for name in SAMPLES {
        let (analysis, body) = sample(name);
        let plain = |width| Look { color: false, width };
        golden(&format!("{name}.80.txt"), &human::screen(&analysis, &body, plain(80), false));
        golden(&format!("{name}.40.highlight.txt"), &human::screen(&analysis, &body, plain(40), true));
        golden(&format!("{name}.md"), &markdown::document(&analysis));
    }
    let (analysis, body) = sample("hybrid");
    golden("hybrid.color.txt", &human::screen(&analysis, &body, Look { color: true, width: 100 }, true));
}

#[test]
fn no_line_is_wider_than_the_screen() {
    use unicode_width::UnicodeWidthStr;
    for name in SAMPLES {
        let (analysis, body) = sample(name);
        for width in 32..=130 {
            for line in human::screen(&analysis, &body, Look { color: false, width }, true).lines() {
                assert!(line.width() <= width, "{name} at {width}: {line:?} takes {}", line.width());
            }
        }
    }
}

#[test]
fn colour_adds_nothing_but_colour_and_leaves_nothing_out() {
    for name in SAMPLES {
        let (analysis, body) = sample(name);
        let screen = |color| human::screen(&analysis, &body, Look { color, width: 80 }, false);
        assert_eq!(anstream::adapter::strip_str(&screen(true)).to_string(), screen(false), "{name}");
        assert_ne!(screen(true), screen(false), "{name}");
    }
}

#[test]
fn nothing_of_the_posting_steers_the_terminal() {
    let (analysis, body) = sample("hybrid");
    assert!(body.contains('\u{1b}') && body.contains('\u{202e}'), "the sample is hostile");
    let screen = human::screen(&analysis, &body, Look { color: false, width: 80 }, true);
    assert!(!screen.chars().any(|c| c.is_control() && c != '\n'), "{screen:?}");
    assert!(!screen.contains('\u{202e}'));
    assert!(screen.contains("␛[31mApply␛[0m"));
}
