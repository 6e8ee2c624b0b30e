//! Rows for the tests of the parts.

use rolecall::analysis::{ReadMode, ReadRole};

use super::row::{Answer, Row};

fn answer(role: ReadRole) -> Answer {
    Answer { role, shares: None, mode: ReadMode::Neither, scrum: false, pm_as_po: false }
}

/// A row with these roles and nothing else.
pub(super) fn row(gold: ReadRole, read: ReadRole) -> Row {
    Row {
        gold: answer(gold),
        read: answer(read),
        confidence: None,
        family_pm: false,
        title: ReadRole::Other,
        quotes: 0,
        quotes_found: 0,
        stated: 0,
        stated_present: 0,
        sections: None,
    }
}
