//! The analysis as JSON, written the quick way.
//!
//! What serde writes of an [`AnalysisDoc`] is the definition, and the tests hold every byte against it. But each of
//! some twenty pieces of evidence repeats some twenty names and words, and serde's writer looks at each of their bytes
//! for something to escape. Here they are constants, and only what a posting or a lexicon may hold is left to serde.

use serde::Serialize;

use super::json::{AnalysisDoc, CellDoc, EvidenceDoc, PerRole, SpanDoc};

impl AnalysisDoc<'_> {
    /// Appends the analysis as one line of JSON, the same bytes that serde gives.
    ///
    /// # Errors
    ///
    /// None: strings, whole numbers and lists always serialize.
    pub fn write(&self, to: &mut Vec<u8>) -> serde_json::Result<()> {
        // Named one by one, so that no field is forgotten.
        let AnalysisDoc {
            schema,
            id,
            title,
            verdict,
            claim,
            reading,
            decisions,
            table,
            evidence,
            counterfactual,
            notes,
            versions,
        } = self;
        field(to, "{\"schema\":", schema)?;
        field(to, ",\"id\":", id)?;
        field(to, ",\"title\":", title)?;
        field(to, ",\"verdict\":", verdict)?;
        field(to, ",\"claim\":", claim)?;
        field(to, ",\"reading\":", reading)?;
        field(to, ",\"decisions\":", decisions)?;
        list(to, ",\"table\":", table, cell)?;
        list(to, ",\"evidence\":", evidence, piece)?;
        field(to, ",\"counterfactual\":", counterfactual)?;
        field(to, ",\"notes\":", notes)?;
        field(to, ",\"versions\":", versions)?;
        to.push(b'}');
        Ok(())
    }
}

/// `name` is the field's name with what stands around it.
fn field(to: &mut Vec<u8>, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
    to.extend_from_slice(name.as_bytes());
    serde_json::to_writer(to, value)
}

/// A field whose value is one of our own words.
fn word(to: &mut Vec<u8>, name: &str, word: &str) {
    to.extend_from_slice(name.as_bytes());
    to.extend_from_slice(word.as_bytes());
}

fn list<T>(
    to: &mut Vec<u8>,
    name: &str,
    items: &[T],
    item: impl Fn(&mut Vec<u8>, &T) -> serde_json::Result<()>,
) -> serde_json::Result<()> {
    to.extend_from_slice(name.as_bytes());
    for (number, one) in items.iter().enumerate() {
        to.push(if number == 0 { b'[' } else { b',' });
        item(to, one)?;
    }
    to.extend_from_slice(if items.is_empty() { b"[]" } else { b"]" });
    Ok(())
}

fn cell(to: &mut Vec<u8>, cell: &CellDoc<'_>) -> serde_json::Result<()> {
    let CellDoc { dimension, role, evidence } = cell;
    word(to, "{\"dimension\":\"", dimension.as_str());
    word(to, "\",\"role\":\"", role.as_str());
    field(to, "\",\"evidence\":", evidence)?;
    to.push(b'}');
    Ok(())
}

fn piece(to: &mut Vec<u8>, piece: &EvidenceDoc<'_>) -> serde_json::Result<()> {
    let EvidenceDoc { term, role, dimension, span, text, section, polarity, ownership, points } = piece;
    let SpanDoc { start, end } = span;
    let PerRole { product_manager, product_owner, project_manager, other } = points;
    field(to, "{\"term\":", term)?;
    word(to, ",\"role\":\"", role.as_str());
    word(to, "\",\"dimension\":\"", dimension.as_str());
    field(to, "\",\"span\":{\"start\":", start)?;
    field(to, ",\"end\":", end)?;
    field(to, "},\"text\":", text)?;
    word(to, ",\"section\":\"", section.as_str());
    word(to, "\",\"polarity\":\"", polarity.as_str());
    word(to, "\",\"ownership\":\"", ownership.as_str());
    field(to, "\",\"points\":{\"product_manager\":", product_manager)?;
    field(to, ",\"product_owner\":", product_owner)?;
    field(to, ",\"project_manager\":", project_manager)?;
    field(to, ",\"other\":", other)?;
    to.extend_from_slice(b"}}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use rolecall_lexicon::{Dimension, Ownership, Role, SectionKind};

    use crate::analysis::Polarity;

    #[test]
    fn words_are_those_of_serde() {
        fn same<T: serde::Serialize + Copy>(all: &[T], word: impl Fn(T) -> &'static str) {
            for &one in all {
                assert_eq!(serde_json::to_string(&one).unwrap(), format!("\"{}\"", word(one)));
            }
        }
        same(&Role::ALL, Role::as_str);
        same(&Dimension::ALL, Dimension::as_str);
        same(&SectionKind::ALL, SectionKind::as_str);
        same(&Ownership::ALL, Ownership::as_str);
        same(&[Polarity::Stated, Polarity::Negated, Polarity::SomeoneElse], Polarity::as_str);
    }

    #[cfg(feature = "english")]
    #[test]
    fn bytes_are_those_of_serde() {
        let texts = [
            "",
            "You will \"own\" the product\tbacklog.\nYou won't own the “roadmap”.",
            "You own the <b>product\u{1}</b> roadmap &amp; backlog. Work with the Product Owner, who owns the backlog.",
        ];
        for (text, with_text) in texts.into_iter().flat_map(|text| [(text, true), (text, false)]) {
            let analyzer = crate::Analyzer::builder().evidence_text(with_text).build().unwrap();
            let mut posting = crate::Posting::new("A \"Product\\Owner\"\u{7f}\n", text);
            posting.id = Some("1/\u{2028}é".into());
            let analysis = analyzer.analyze(&posting);
            let mut bytes = b"before".to_vec();
            analysis.to_doc().write(&mut bytes).unwrap();
            assert_eq!(String::from_utf8(bytes).unwrap(), format!("before{}", analysis.to_json()));
        }
    }
}
