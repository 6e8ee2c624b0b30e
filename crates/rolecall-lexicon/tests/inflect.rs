//! The forms of words and verbs.

use proptest::prelude::*;
use rolecall_lexicon::inflect::{VerbErrorKind, add_verb_spellings, spelling_variants, verb_forms, word_forms};
use rolecall_lexicon::{Language, Phrase, Slot};

fn english() -> Language {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
    Language {
        function_words: vec!["the".to_owned(), "and".to_owned()],
        spellings: pairs(&[
            ("prioritis", "prioritiz"),
            ("program", "programme"),
            ("center", "centre"),
            ("judgment", "judgement"),
        ]),
        plurals: pairs(&[("criterion", "criteria"), ("person", "people"), ("meeting", "meetings"), ("pm", "pms")]),
        ..Language::default()
    }
}

#[test]
fn words_have_their_forms() {
    let cases: &[(&str, &[&str])] = &[
        ("backlog", &["backlog", "backlogs", "backlog's"]),
        ("story", &["story", "stories", "story's"]),
        ("survey", &["survey", "surveys", "survey's"]),
        ("box", &["box", "boxes", "box's"]),
        ("launch", &["launch", "launches", "launch's"]),
        ("process", &["process", "processes", "process's"]),
        ("need", &["need", "needs", "need's"]),
        ("readiness", &["readiness", "readiness's"]),
        ("kpi", &["kpi", "kpis", "kpi's"]),
        // No plural by rule.
        ("stories", &["stories"]),
        ("analysis", &["analysis"]),
        ("planning", &["planning", "planning's"]),
        ("cross", &["cross", "crosses", "cross's"]),
        ("daily", &["daily", "daily's"]),
        ("focused", &["focused", "focused's"]),
        ("po", &["po", "po's"]),
        ("p", &["p"]),
        // A plural by the list.
        ("criterion", &["criterion", "criteria", "criterion's", "criteria's"]),
        ("person", &["person", "people", "person's", "people's"]),
        ("meeting", &["meeting", "meetings", "meeting's"]),
        ("pm", &["pm", "pms", "pm's"]),
        // Neither.
        ("the", &["the"]),
        ("you'll", &["you'll"]),
        ("b2b", &["b2b"]),
        ("360", &["360"]),
        // Spellings.
        ("programme", &["programme", "programmes", "programme's", "program", "programs", "program's"]),
        ("program", &["program", "programs", "program's", "programme", "programmes", "programme's"]),
        (
            "prioritisation",
            &[
                "prioritisation",
                "prioritisations",
                "prioritisation's",
                "prioritization",
                "prioritizations",
                "prioritization's",
            ],
        ),
    ];
    let language = english();
    for (word, forms) in cases {
        assert_eq!(word_forms(word, &language), *forms, "{word}");
    }
}

#[test]
fn spellings_swap_the_longer_stem_first() {
    let cases: &[(&str, &[&str])] =
        &[("programmes", &["programs"]), ("centered", &["centreed"]), ("judgements", &["judgments"]), ("backlog", &[])];
    for (word, variants) in cases {
        assert_eq!(spelling_variants(word, &english()), *variants, "{word}");
    }
}

#[test]
fn verbs_have_their_forms() {
    let cases = [
        ("own", "own owns owned owning"),
        ("define", "define defines defined defining"),
        ("prioritise", "prioritise prioritises prioritised prioritising"),
        ("agree", "agree agrees agreed agreeing"),
        ("tie", "tie ties tied tying"),
        ("specify", "specify specifies specified specifying"),
        ("deploy", "deploy deploys deployed deploying"),
        ("launch", "launch launches launched launching"),
        ("assess", "assess assesses assessed assessing"),
        ("veto", "veto vetoes vetoed vetoing"),
        // Doubling.
        ("plan", "plan plans planned planning"),
        ("ship", "ship ships shipped shipping"),
        ("quit", "quit quits quitted quitting"),
        ("commit", "commit commits committed committing"),
        ("control", "control controls controlled controlling"),
        ("equip", "equip equips equipped equipping"),
        ("deliver", "deliver delivers delivered delivering"),
        ("develop", "develop develops developed developing"),
        ("gain", "gain gains gained gaining"),
        ("review", "review reviews reviewed reviewing"),
        ("fix", "fix fixes fixed fixing"),
        ("model", "model models modeled modeling modelled modelling"),
        // Irregular.
        ("lead/led/led/leading", "lead leads led leading"),
        ("set/set/set/setting", "set sets setting"),
        ("have/had/had/having", "have has had having"),
        ("do/did/done/doing", "do does did done doing"),
        ("be", "be am is are was were been being"),
        ("ownership/ownership/ownership/ownership", "ownership"),
    ];
    for (entry, forms) in cases {
        let verb = verb_forms(entry).unwrap_or_else(|error| panic!("{entry}: {error}"));
        let joined = verb.forms.iter().map(|form| form.join(" ")).collect::<Vec<_>>().join(" ");
        assert_eq!(joined, forms, "{entry}");
    }
}

#[test]
fn one_word_of_a_verb_is_inflected() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("work with", "work with", &["work with", "works with", "worked with", "working with"]),
        ("follow-up on", "follow up on", &["follow up on", "follows up on", "followed up on", "following up on"]),
        ("co-own", "co own", &["co own", "co owns", "co owned", "co owning"]),
        (
            "take/took/taken/taking ownership of",
            "take ownership of",
            &[
                "take ownership of",
                "takes ownership of",
                "took ownership of",
                "taken ownership of",
                "taking ownership of",
            ],
        ),
        (
            "jointly lead/led/led/leading",
            "jointly lead",
            &["jointly lead", "jointly leads", "jointly led", "jointly leading"],
        ),
        ("co lead/co led/co led/co leading", "co lead", &["co lead", "co leads", "co led", "co leading"]),
        (
            "be accountable for",
            "be accountable for",
            &[
                "be accountable for",
                "am accountable for",
                "is accountable for",
                "are accountable for",
                "was accountable for",
                "were accountable for",
                "been accountable for",
                "being accountable for",
                "accountable for",
            ],
        ),
    ];
    for (entry, base, forms) in cases {
        let verb = verb_forms(entry).unwrap_or_else(|error| panic!("{entry}: {error}"));
        assert_eq!(verb.base, *base);
        let made: Vec<String> = verb.forms.iter().map(|form| form.join(" ")).collect();
        assert_eq!(made, *forms, "{entry}");
    }
}

#[test]
fn bad_verbs_are_refused() {
    let cases = [
        ("", VerbErrorKind::Empty, 0..0),
        (" - ", VerbErrorKind::Empty, 0..3),
        ("Own", VerbErrorKind::BadCharacter('O'), 0..1),
        ("work (with)", VerbErrorKind::BadCharacter('('), 5..6),
        ("plan, do", VerbErrorKind::BadCharacter(','), 4..5),
        ("'own", VerbErrorKind::BadCharacter('\''), 0..1),
        ("lead/led", VerbErrorKind::FormCount(2), 0..8),
        ("lead/led/led", VerbErrorKind::FormCount(3), 0..12),
        ("lead/led/led/leading/leads", VerbErrorKind::FormCount(5), 0..26),
        ("lead//led/leading", VerbErrorKind::FormCount(3), 0..17),
        ("/", VerbErrorKind::FormCount(0), 0..1),
        ("take on/took on", VerbErrorKind::FormCount(2), 0..15),
        ("take on/took on/taken/taking on", VerbErrorKind::UnlikeForms, 0..31),
        ("a b/a b/a b/a b", VerbErrorKind::UnlikeForms, 0..15),
    ];
    for (entry, kind, place) in cases {
        let error = verb_forms(entry).expect_err(entry);
        assert_eq!((error.kind, error.offset..error.offset + error.len), (kind, place), "{entry:?}");
        assert!(!error.kind.help().is_empty());
    }
}

#[test]
fn verbs_have_other_spellings() {
    let mut verb = verb_forms("prioritise the program").expect("a verb");
    add_verb_spellings(&mut verb, &english());
    let forms: Vec<String> = verb.forms.iter().map(|form| form.join(" ")).collect();
    assert_eq!(forms.len(), 12, "{forms:?}");
    assert_eq!(forms[0], "prioritise the program");
    for form in ["prioritizing the program", "prioritising the programme"] {
        assert!(forms.iter().any(|f| f == form), "{form} in {forms:?}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_them_panic(text in ".*") {
        let _ = word_forms(&text, &english());
        let _ = verb_forms(&text);
    }

    /// Every form of a word can itself be a word of a phrase, and no form comes twice.
    #[test]
    fn forms_are_words(word in "[a-zé]{1,12}") {
        let forms = word_forms(&word, &english());
        prop_assert_eq!(&forms[0], &word);
        for (i, form) in forms.iter().enumerate() {
            let phrase = Phrase::parse(form).expect("a word");
            prop_assert_eq!(phrase.slots, vec![Slot::Word(form.clone())]);
            prop_assert!(!forms[..i].contains(form), "{} twice", form);
        }
    }

    #[test]
    fn verbs_start_with_their_base(entry in "[a-z]{1,8}( [a-z]{1,8}){0,2}") {
        let verb = verb_forms(&entry).expect("a verb");
        prop_assert_eq!(&verb.base, &entry);
        prop_assert_eq!(verb.forms[0].join(" "), entry);
    }
}
