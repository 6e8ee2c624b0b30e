//! What good files become: fields, layers, languages, the hash.

use proptest::prelude::*;
use rolecall_lexicon::compile::compile;
use rolecall_lexicon::hash::content_hash;
use rolecall_lexicon::source::{Code, Layer, Loader};
use rolecall_lexicon::{
    ContextKind, Decision, Dimension, Lexicon, Mode, Origin, Ownership, Role, SectionKind, Strength, WordKind,
};

const EVERYTHING: &str = r##"
[[term]]
id        = "own-product-backlog"
role      = "product_owner"
dimension = "responsibility"
phrases   = ["[own] (the|our) {product|team} backlog", "on time, on budget"]
decision  = "priority"
mode      = "product"
scrum     = true
examples  = ["You own the product backlog."]
counter   = ["Clear the backlog of support tickets."]
source    = "Scrum Guide 2020"

[[term]]
id        = "project-plan"
role      = "project_manager"
dimension = "focus"
phrases   = ["project plan"]
examples  = ["You write the project plan."]
counter   = ["No plan."]
source    = "PMI"

[[class]]
name      = "own"
ownership = "owns"
verbs     = ["own", "prioritise"]

[[context]]
kind    = "negator"
phrases = ["not", "never"]

[[name]]
id      = "name-product-owner"
role    = "product_owner"
phrases = ["product owner"]

[[false_friend]]
phrase  = "{work|flexible} schedule"
example = "We offer a flexible schedule."

[[heading]]
section = "duties"
phrases = ["what you’ll do"]

[[cue]]
section = "legal"
votes   = 5
phrases = ["equal opportunity employer"]

[[title]]
roles   = []
phrases = ["data engineer"]

[[title]]
roles     = ["product_manager", "project_manager"]
ambiguous = true
phrases   = ["pm"]

[[seniority]]
level   = "senior"
phrases = ["senior", "sr"]

[language]
function_words = ["the"]
task_verbs     = ["own", "prioritise"]
adverbs        = ["actively"]
abbreviations  = ["e.g"]
camel          = ["javascript"]
spellings      = [["prioritis", "prioritiz"]]
plurals        = [["criterion", "criteria"]]
common         = ["and", "the"]

[language.foreign]
german = ["und", "der"]
french = ["le"]

[language.scrum]
sprint = ["sprint", "sprints"]
agile  = ["agile"]

[language.words]
job_holders = ["candidate"]
posts       = ["role", "post"]
"##;

fn load(files: &[(&str, &str, Layer)]) -> Lexicon {
    let mut loader = Loader::new();
    for (name, text, layer) in files {
        loader.add_text(*name, *text, *layer);
    }
    let outcome = loader.check();
    assert!(outcome.diagnostics.is_empty(), "{}", outcome.diagnostics);
    outcome.lexicon.expect("a lexicon without faults")
}

fn built_in() -> Lexicon {
    load(&[("all.toml", EVERYTHING, Layer::BuiltIn)])
}

fn ids(lexicon: &Lexicon) -> Vec<&str> {
    lexicon.terms.iter().map(|term| term.id.as_str()).collect()
}

#[test]
fn every_field_is_read() {
    let lexicon = built_in();
    let term = &lexicon.terms[0];
    assert_eq!(term.id, "own-product-backlog");
    assert_eq!((term.role, term.dimension), (Role::ProductOwner, Dimension::Responsibility));
    assert_eq!((term.decision, term.mode, term.scrum), (Some(Decision::Priority), Some(Mode::Product), true));
    assert_eq!(term.phrases[0].text, "[own] (the|our) {product|team} backlog");
    assert_eq!(term.phrases[1].to_string(), "on time, on budget");
    assert_eq!(term.examples, ["You own the product backlog."]);
    assert_eq!(term.counter, ["Clear the backlog of support tickets."]);
    assert_eq!((term.source.as_str(), term.strength), ("Scrum Guide 2020", Strength::Normal));
    assert_eq!(term.origin, Origin { file: "all.toml".to_owned(), line: 2 });
    assert_eq!(lexicon.terms[1].origin.line, 14);
    assert_eq!((lexicon.terms[1].decision, lexicon.terms[1].mode, lexicon.terms[1].scrum), (None, None, false));

    assert_eq!((lexicon.classes[0].name.as_str(), lexicon.classes[0].ownership), ("own", Some(Ownership::Owns)));
    assert_eq!((lexicon.context[0].kind, lexicon.context[0].phrases.len()), (ContextKind::Negator, 2));
    assert_eq!((lexicon.names[0].id.as_str(), lexicon.names[0].role), ("name-product-owner", Role::ProductOwner));
    assert_eq!(lexicon.false_friends[0].phrase.to_string(), "{work|flexible} schedule");
    assert_eq!(lexicon.false_friends[0].example, "We offer a flexible schedule.");
    assert_eq!(lexicon.headings[0].section, SectionKind::Duties);
    assert_eq!(lexicon.headings[0].phrases[0].to_string(), "what you'll do");
    assert_eq!((lexicon.cues[0].section, lexicon.cues[0].votes), (SectionKind::Legal, 5));
    assert_eq!((lexicon.titles[0].roles.as_slice(), lexicon.titles[0].ambiguous), ([].as_slice(), false));
    assert_eq!(lexicon.titles[1].roles, [Role::ProductManager, Role::ProjectManager]);
    assert!(lexicon.titles[1].ambiguous);
    assert_eq!((lexicon.seniority[0].level.as_str(), lexicon.seniority[0].phrases.len()), ("senior", 2));

    let language = &lexicon.language;
    assert_eq!(language.function_words, ["the"]);
    assert_eq!(language.adverbs, ["actively"]);
    assert_eq!(language.abbreviations, ["e.g"]);
    assert_eq!(language.camel, ["javascript"]);
    assert_eq!(language.common, ["and", "the"]);
    assert_eq!(language.plurals, [("criterion".to_owned(), "criteria".to_owned())]);
    let foreign: Vec<_> = language.foreign.iter().map(|(name, words)| (name.as_str(), words.len())).collect();
    assert_eq!(foreign, [("german", 2), ("french", 1)]);
    let scrum: Vec<_> = language.scrum.iter().map(|(name, words)| (name.as_str(), words.len())).collect();
    assert_eq!(scrum, [("sprint", 2), ("agile", 1)]);
    let words: Vec<_> = language.words.iter().map(|(kind, words)| (*kind, words.len())).collect();
    assert_eq!(words, [(WordKind::JobHolder, 1), (WordKind::Post, 2)]);
}

#[test]
fn verbs_have_the_spellings_of_the_language_wherever_it_stands() {
    let lexicon = built_in();
    for verb in [&lexicon.classes[0].verbs[1], &lexicon.language.task_verbs[1]] {
        assert_eq!(verb.base, "prioritise");
        assert!(verb.forms.contains(&vec!["prioritizing".to_owned()]), "{:?}", verb.forms);
    }
}

#[test]
fn the_language_may_stand_in_several_files() {
    let more = "[language]\nadverbs = [\"jointly\"]\nforeign.german = [\"das\"]\nwords.posts = []\nwords.job_holders = [\"role\"]\n";
    let lexicon = load(&[("all.toml", EVERYTHING, Layer::BuiltIn), ("more.toml", more, Layer::User)]);
    assert_eq!(lexicon.language.adverbs, ["actively", "jointly"]);
    assert_eq!(lexicon.language.foreign[0], ("german".to_owned(), ["und", "der", "das"].map(str::to_owned).to_vec()));

    let compiled = compile(&lexicon).expect("a lexicon without faults");
    let is = |word: &str, kind: WordKind| compiled.is(compiled.vocabulary.form(word.as_bytes()), kind);
    assert!(is("candidate", WordKind::JobHolder) && is("post", WordKind::Post));
    assert!(is("role", WordKind::JobHolder) && is("role", WordKind::Post), "a word may be of several kinds");
    assert!(!is("candidate", WordKind::Post) && !is("jointly", WordKind::Post) && !is("unheard", WordKind::Post));
}

#[test]
fn a_user_changes_the_built_in_terms() {
    let term = |id: &str, more: &str| {
        format!(
            "[[term]]\nid = \"{id}\"\nrole = \"product_owner\"\ndimension = \"metric\"\nphrases = [\"x y\"]\n{more}\n"
        )
    };
    let cases: &[(&str, String, &[&str])] = &[
        ("adds", term("new-one", ""), &["own-product-backlog", "project-plan", "new-one"]),
        (
            "overrides in place",
            term("own-product-backlog", "override = true"),
            &["own-product-backlog", "project-plan"],
        ),
        ("removes", "[[term]]\nid = \"project-plan\"\nremove = true".to_owned(), &["own-product-backlog"]),
        ("removes what is written out", term("own-product-backlog", "remove = true"), &["project-plan"]),
        (
            "override and remove may be false",
            term("new-one", "override = false\nremove = false"),
            &["own-product-backlog", "project-plan", "new-one"],
        ),
        ("replaces a role", "replace = [\"product_owner\"]".to_owned(), &["project-plan"]),
        (
            "replaces a role and uses an id anew",
            format!("replace = [\"product_owner\"]\n{}", term("own-product-backlog", "")),
            &["project-plan", "own-product-backlog"],
        ),
        (
            "replaces a role and overrides",
            format!("replace = [\"product_owner\"]\n{}", term("own-product-backlog", "override = true")),
            &["project-plan", "own-product-backlog"],
        ),
    ];
    for (what, text, expected) in cases {
        // The order in which the layers are added makes no difference.
        let lexicon = load(&[("mine.toml", text, Layer::User), ("all.toml", EVERYTHING, Layer::BuiltIn)]);
        assert_eq!(ids(&lexicon), *expected, "{what}");
    }
}

#[test]
fn an_overriding_term_is_the_users() {
    let mine = r#"
        [[term]]
        id = "own-product-backlog"
        role = "project_manager"
        dimension = "metric"
        phrases = ["x y"]
        override = true
        strength = "strong"
    "#;
    let lexicon = load(&[("all.toml", EVERYTHING, Layer::BuiltIn), ("mine.toml", mine, Layer::User)]);
    let term = &lexicon.terms[0];
    assert_eq!((term.role, term.dimension, term.strength), (Role::ProjectManager, Dimension::Metric, Strength::Strong));
    assert_eq!((term.decision, term.scrum, term.source.as_str()), (None, false, ""));
    assert_eq!(term.origin, Origin { file: "mine.toml".to_owned(), line: 2 });
}

#[test]
fn warnings_do_not_keep_a_lexicon_from_being_used() {
    let mut loader = Loader::new();
    loader.add_text("mine.toml", "[language]\ncommon = [\"a\", \"a\"]\n", Layer::User);
    let outcome = loader.check();
    assert_eq!(outcome.lexicon.expect("a usable lexicon").language.common, ["a", "a"]);
    assert_eq!(outcome.diagnostics.warnings().map(|w| w.code).collect::<Vec<_>>(), [Code::RepeatedWord]);
    assert!(!outcome.diagnostics.has_errors());
}

#[test]
fn a_byte_order_mark_and_windows_lines_are_read() {
    let windows = format!("\u{FEFF}{}", EVERYTHING.replace('\n', "\r\n"));
    let lexicon = load(&[("all.toml", &windows, Layer::BuiltIn)]);
    assert_eq!(content_hash(&lexicon), content_hash(&built_in()));
}

#[test]
fn the_hash_is_of_what_the_lexicon_says() {
    let lexicon = built_in();
    let hash = content_hash(&lexicon);
    assert_eq!(hash.len(), 32);
    assert_eq!(content_hash(&load(&[("moved.toml", &format!("# A comment.\n{EVERYTHING}"), Layer::BuiltIn)])), hash);
    let edits: &[fn(&mut Lexicon)] = &[
        |l| l.terms.swap(0, 1),
        |l| l.terms[0].scrum = false,
        |l| l.terms[0].phrases.truncate(1),
        |l| l.cues[0].votes = 4,
        |l| l.language.common.reverse(),
    ];
    for (i, edit) in edits.iter().enumerate() {
        let mut other = lexicon.clone();
        edit(&mut other);
        assert_ne!(content_hash(&other), hash, "edit {i}");
    }
}

#[test]
fn the_empty_lexicon_keeps_its_hash() {
    // Changes only with the shape of the model, and then on purpose.
    assert_eq!(content_hash(&Lexicon::default()), "9098098c9951f3d716773ceb7fe497b1");
}

proptest! {
    /// Files that are damaged at one place, or cut off: always a lexicon or an error with a place, never a panic.
    #[test]
    fn damaged_files_are_reported(from in 0..EVERYTHING.len(), len in 0..40_usize, patch in "[\\[\\]{}()|\",=’é\n a-z…#.]{0,4}") {
        let cut = |at: usize| (0..=at.min(EVERYTHING.len())).rev().find(|&at| EVERYTHING.is_char_boundary(at)).unwrap_or(0);
        let damaged = format!("{}{patch}{}", &EVERYTHING[..cut(from)], &EVERYTHING[cut(from + len)..]);
        for layer in [Layer::BuiltIn, Layer::User] {
            let mut loader = Loader::new();
            loader.add_text("damaged.toml", damaged.clone(), layer);
            let outcome = loader.check();
            prop_assert_eq!(outcome.lexicon.is_none(), outcome.diagnostics.has_errors());
            for diagnostic in &outcome.diagnostics {
                prop_assert!(diagnostic.location.line <= damaged.lines().count() + 1);
                prop_assert!(diagnostic.to_string().contains("damaged.toml:"));
            }
        }
    }
}
