//! The rules by which a body is cut into sections, one by one; `fixtures/spec/sections.toml` has the plain cases.
#![cfg(feature = "english")]

use rolecall::Analyzer;
use rolecall::analysis::SectionKind::{
    self, Benefits, Company, Duties, Legal, NiceToHave, Other, Requirements, Summary,
};

#[test]
fn every_rule() {
    /// What the case shows, the text, and where each of some phrases stands.
    type Case = (&'static str, &'static str, &'static [(&'static str, SectionKind)]);
    let cases: &[Case] = &[
        (
            "a heading is overruled by what follows",
            "Requirements\n\n- Three years of experience with bells\n\nHollow Oak was founded in 1952. We are a leading maker of \
             bells, and our customers are churches in 40 countries. Our mission is to make them ring.",
            &[("Three years", Requirements), ("founded in", Company)],
        ),
        (
            "the employer's name after \"about\" opens the company",
            "Your tasks\n\n- Cast the bells\n- Tune the bells\n\nAbout Hollow Oak\n\nWe are the oldest foundry of the county.",
            &[("Cast the bells", Duties), ("oldest foundry", Company)],
        ),
        (
            "headings in a text without lines",
            "Join us as a founder. Key Responsibilities Cast the bells and tune them. Keep the furnace in order. \
             Requirements Three years of experience in a foundry. A degree in metallurgy. Benefits Dental insurance and a pension plan.",
            &[("Cast the bells", Duties), ("degree in", Requirements), ("Dental", Benefits)],
        ),
        (
            "a label of a list item opens nothing that lasts",
            "What you'll do\n\n- Location: cast bells in the north hall\n- Tune the bells\n- Report cracks to the master founder",
            &[("Tune the bells", Duties), ("Report cracks", Duties)],
        ),
        (
            "what one may bring is written in the words of what one must bring",
            "Requirements\n\n- Experience with bells\n\nNice to have\n\n- Experience with organs\n- Knowledge of alloys\n- Ability to ring",
            &[
                ("Experience with bells", Requirements),
                ("Knowledge of alloys", NiceToHave),
                ("Ability to ring", NiceToHave),
            ],
        ),
        (
            "running text about the role is its summary",
            "We are looking for a product owner to join our team. In this role you will work closely with the founders, and you \
             will report to the head of the foundry.\n\nResponsibilities\n\n- Order the backlog",
            &[("looking for", Summary), ("report to the head", Summary), ("Order the backlog", Duties)],
        ),
        (
            "how to apply",
            "Responsibilities\n\n- Cast the bells\n\nHow to apply\n\nPlease send your CV and a cover letter by post.",
            &[("Cast", Duties), ("cover letter", Other)],
        ),
        (
            "legal text needs no heading",
            "Benefits\n\n- Dental insurance\n\nWe do not discriminate on the basis of race, religion, sexual orientation or \
             veteran status, and provide reasonable accommodation to applicants with disabilities.",
            &[("Dental", Benefits), ("discriminate", Legal)],
        ),
    ];
    let analyzer = Analyzer::english();
    let mut faults = Vec::new();
    for (rule, text, wanted) in cases {
        let sections = analyzer.sections(text);
        for (words, section) in *wanted {
            let at = text.find(words).unwrap_or_else(|| panic!("{rule}: the text has no {words:?}"));
            let found = sections.iter().find(|(_, span)| span.contains(&at)).map(|(section, _)| *section);
            if found != Some(*section) {
                faults.push(format!("{rule}: {words:?} is in {found:?}, not {section:?}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn sections_cover_the_body_from_end_to_end() {
    let analyzer = Analyzer::english();
    for text in [
        "",
        " ",
        "Responsibilities",
        "\u{feff}Own it.\r\n\r\nRequirements\r\n- Degree",
        "- \n- \n- ",
        "ዋና ኃላፊነቶች",
        "<p></p>",
    ] {
        let sections = analyzer.sections(text);
        let mut end = 0;
        for (_, span) in &sections {
            assert_eq!(span.start, end, "{text:?}: {sections:?}");
            end = span.end;
        }
        assert_eq!(end, text.len(), "{text:?}: {sections:?}");
    }
}
