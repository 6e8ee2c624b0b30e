//! The analyzer: the steps in their order, and what they need.

use std::borrow::Borrow;
use std::sync::Arc;

use rolecall_lexicon::compiled::{Compiled, DecodeError};
use rolecall_lexicon::weights::{Weights, WeightsDecodeError};

use crate::Posting;
use crate::analysis::{Analysis, Claim, Names, Note, RawEvidence, Versions};
use crate::context::{self, Findings, Sections};
use crate::score::{self, Scorer};
use crate::tag::{self, Hits};
use crate::text::Document;
use crate::title;
use crate::verdict::verdict;

/// The most postings that [`Analyzer::analyze_all`] takes through text and tag together. Fewer gain less, 32 no more time
/// (benches/record/2026-11-27-speed.md).
pub const GROUP: usize = 16;

/// The most bytes of body in such a group; a longer posting goes alone. So the buffers of all but the first stay small.
const GROUP_BYTES: usize = 1 << 17;

/// Reads postings. Built once, immutable, `Send + Sync`, and cheap to clone and to share.
///
/// ```
/// use rolecall::{Analyzer, Posting};
///
/// let analyzer = Analyzer::english();
/// let text = "You will own the product vision and the product roadmap.\nYou will run discovery with our customers.\n";
/// let analysis = analyzer.analyze(&Posting::new("Product Manager", text));
/// println!("{}: {}", analysis.verdict(), analysis.reading().role());
/// for e in analysis.evidence() {
///     println!("{:?} {} {}", e.span(), e.role(), e.term());
/// }
/// ```
#[derive(Clone)]
pub struct Analyzer {
    inner: Arc<Inner>,
}

struct Inner {
    lexicon: Compiled,
    scorer: Scorer,
    names: Arc<Names>,
    calibrated: bool,
    evidence_text: bool,
}

/// Buffers for a hot loop: with a warm one, a call allocates only what it returns.
///
/// It holds no state: an analysis is the same with a new one and a used one.
#[derive(Debug, Default)]
pub struct Scratch {
    /// Text and hits of the postings that are read together.
    found: Vec<(Document, Hits)>,
    title: Document,
    title_hits: Hits,
    sections: Sections,
    findings: Findings,
    score: score::Scratch,
}

/// Why an analyzer can't be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Faults in lexicon files, all of them.
    #[cfg(feature = "toml")]
    #[error(transparent)]
    Lexicon(#[from] rolecall_lexicon::source::Diagnostics),
    /// A lexicon that can't be compiled.
    #[error(transparent)]
    Compile(#[from] rolecall_lexicon::compile::CompileError),
    /// Bytes that are no compiled lexicon.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Bytes that are no weights.
    #[error(transparent)]
    DecodeWeights(#[from] WeightsDecodeError),
    /// Neither the English lexicon nor any other.
    #[error("no lexicon: enable the feature `english`, or give the builder one")]
    NoLexicon,
}

/// Options of an [`Analyzer`], and its lexicons.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use rolecall::Analyzer;
///
/// let analyzer = Analyzer::builder()
///     .lexicon_text("ours.toml", r#"
/// [[term]]
/// id = "run-the-tide-board"
/// role = "project_manager"
/// dimension = "focus"
/// phrases = ["[manage] the tide board"]
/// "#)
///     .build()?;
/// # }
/// # Ok::<(), rolecall::BuildError>(())
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    #[cfg(feature = "toml")]
    texts: Vec<(String, String)>,
    compiled: Option<Compiled>,
    weights: Option<Weights>,
    no_evidence_text: bool,
}

impl Builder {
    /// Adds a user's lexicon in TOML: its terms are added to the built-in ones, override or replace them.
    /// `name` stands in error messages.
    #[cfg(feature = "toml")]
    pub fn lexicon_text(&mut self, name: impl Into<String>, toml: impl Into<String>) -> &mut Self {
        self.texts.push((name.into(), toml.into()));
        self
    }

    /// Uses this compiled lexicon instead of the English one.
    pub fn compiled(&mut self, lexicon: Compiled) -> &mut Self {
        self.compiled = Some(lexicon);
        self
    }

    /// Uses these weights instead of the shipped ones.
    pub fn weights(&mut self, weights: Weights) -> &mut Self {
        self.weights = Some(weights);
        self
    }

    /// Whether evidence carries its own words (it does by default). Spans are always there.
    pub fn evidence_text(&mut self, yes: bool) -> &mut Self {
        self.no_evidence_text = !yes;
        self
    }

    /// Builds the analyzer.
    ///
    /// # Errors
    ///
    /// [`BuildError`] with every fault of the lexicon files.
    pub fn build(&self) -> Result<Analyzer, BuildError> {
        let lexicon = self.lexicon()?;
        let weights = match &self.weights {
            Some(weights) => weights.clone(),
            None => shipped_weights()?,
        };
        Ok(Analyzer::new(lexicon, weights, !self.no_evidence_text))
    }

    fn lexicon(&self) -> Result<Compiled, BuildError> {
        if let Some(compiled) = &self.compiled {
            return Ok(compiled.clone());
        }
        #[cfg(feature = "toml")]
        if !self.texts.is_empty() {
            return Ok(rolecall_lexicon::compile::compile(&crate::lexicons::load(&self.texts)?)?);
        }
        shipped_lexicon()
    }
}

#[cfg(feature = "english")]
fn shipped_lexicon() -> Result<Compiled, BuildError> {
    Ok(Compiled::from_bytes(rolecall_lexicon_en::LEXICON)?)
}

#[cfg(not(feature = "english"))]
fn shipped_lexicon() -> Result<Compiled, BuildError> {
    Err(BuildError::NoLexicon)
}

#[cfg(feature = "english")]
fn shipped_weights() -> Result<Weights, BuildError> {
    Ok(Weights::from_bytes(rolecall_lexicon_en::WEIGHTS)?)
}

#[cfg(not(feature = "english"))]
fn shipped_weights() -> Result<Weights, BuildError> {
    Ok(Weights::neutral())
}

impl Analyzer {
    /// The analyzer with the shipped English lexicon and its fitted weights.
    ///
    /// # Panics
    ///
    /// Never in a build whose tests passed: the bytes were written by the build of this same crate.
    #[cfg(feature = "english")]
    #[must_use]
    pub fn english() -> Self {
        Builder::default().build().expect("the shipped lexicon was compiled by this build")
    }

    /// Options: other lexicons, other weights, switches.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    fn new(lexicon: Compiled, weights: Weights, evidence_text: bool) -> Self {
        let names = Names {
            terms: lexicon.terms.iter().map(|t| t.id.clone()).collect(),
            versions: Versions {
                engine: env!("CARGO_PKG_VERSION").to_owned(),
                lexicon: lexicon.hash.clone(),
                weights: weights.hash(),
            },
        };
        let calibrated = weights.lexicon == lexicon.hash;
        let scorer = Scorer::new(weights, lexicon.terms.iter().map(score::TermInfo::from));
        Analyzer { inner: Arc::new(Inner { lexicon, scorer, names: Arc::new(names), calibrated, evidence_text }) }
    }

    /// Buffers for [`Analyzer::analyze_with`]; one a thread.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        Scratch::default()
    }

    /// Reads a posting.
    #[must_use]
    pub fn analyze(&self, posting: &Posting<'_>) -> Analysis {
        self.analyze_with(posting, &mut Scratch::default())
    }

    /// Reads a posting with buffers at hand.
    #[must_use]
    pub fn analyze_with(&self, posting: &Posting<'_>, scratch: &mut Scratch) -> Analysis {
        if scratch.found.is_empty() {
            scratch.found.push(Default::default());
        }
        let (document, hits) = &mut scratch.found[0];
        self.find(&posting.body, document, hits);
        self.analyze_found(posting, 0, scratch)
    }

    /// Reads several postings, in their order, with buffers at hand: the same analyses as one by one, sooner.
    ///
    /// They go through text and tag in groups. The tables of all stages together are larger than a core's own cache; so
    /// each stage finds there what it needs, for all but the first of a group.
    ///
    /// ```
    /// use rolecall::{Analyzer, Posting};
    ///
    /// let analyzer = Analyzer::english();
    /// let postings = ["You own the product vision.", "You keep the project schedule."].map(Posting::untitled);
    /// let analyses = analyzer.analyze_all(&postings, &mut analyzer.scratch());
    /// assert_eq!(analyses[1], analyzer.analyze(&postings[1]));
    /// ```
    #[must_use]
    pub fn analyze_all<'p, P: Borrow<Posting<'p>>>(&self, postings: &[P], scratch: &mut Scratch) -> Vec<Analysis> {
        let mut analyses = Vec::with_capacity(postings.len());
        let mut rest = postings;
        while !rest.is_empty() {
            let (group, after) = rest.split_at(group_size(rest.iter().map(|p| p.borrow().body.len())));
            rest = after;
            if scratch.found.len() < group.len() {
                scratch.found.resize_with(group.len(), Default::default);
            }
            let found = &mut scratch.found[..group.len()];
            for (posting, (document, _)) in group.iter().zip(&mut *found) {
                document.read(&posting.borrow().body, &self.inner.lexicon);
            }
            for (document, hits) in found {
                tag::body(document, &self.inner.lexicon, hits);
            }
            analyses.extend((0..).zip(group).map(|(at, posting)| self.analyze_found(posting.borrow(), at, scratch)));
        }
        analyses
    }

    /// The steps behind text and tag, of the posting whose text and hits are the `at`th.
    fn analyze_found(&self, posting: &Posting<'_>, at: usize, scratch: &mut Scratch) -> Analysis {
        let Inner { scorer, names, calibrated, evidence_text, lexicon } = &*self.inner;
        let Scratch { found, title, title_hits, sections, findings, score } = scratch;
        let (document, hits) = &found[at];
        context::read(document, hits, lexicon, sections, findings);
        let scored = scorer.score(findings, score);
        let claim = self.claim_with(posting.title.as_deref(), title, title_hits);

        let body = posting.body.as_ref();
        let mut quoted = evidence_text.then(String::new);
        let evidence: Vec<RawEvidence> = findings
            .list
            .iter()
            .zip(&scored.points)
            .map(|(finding, &points)| {
                let info = &lexicon.terms[finding.term as usize];
                let from = quoted.as_ref().map_or(0, String::len) as u32;
                if let Some(quoted) = &mut quoted {
                    quoted.push_str(&body[finding.start as usize..finding.end as usize]);
                }
                RawEvidence {
                    term: finding.term,
                    role: info.role,
                    dimension: info.dimension,
                    start: finding.start,
                    end: finding.end,
                    quoted: (from, quoted.as_ref().map_or(0, String::len) as u32),
                    section: finding.section,
                    polarity: finding.polarity,
                    ownership: finding.ownership,
                    points,
                }
            })
            .collect();

        let mut notes = Vec::new();
        if scored.cut {
            notes.push(Note::EvidenceCut);
        }
        if document.cut {
            notes.push(Note::BodyCut);
        }
        if !calibrated {
            notes.push(Note::Uncalibrated);
        }
        Analysis {
            id: posting.id.as_deref().map(str::to_owned),
            title: posting.title.as_deref().map(str::to_owned),
            verdict: verdict(&claim, &scored.reading),
            claim,
            reading: scored.reading,
            decisions: scored.decisions,
            table: scored.table,
            evidence,
            quoted,
            counterfactual: scored.counterfactual,
            notes,
            names: Arc::clone(names),
        }
    }

    /// Text and tag: the steps before context.
    fn find(&self, body: &str, document: &mut Document, hits: &mut Hits) {
        document.read(body, &self.inner.lexicon);
        tag::body(document, &self.inner.lexicon, hits);
    }

    fn claim_with(&self, text: Option<&str>, document: &mut Document, hits: &mut Hits) -> Claim {
        let Some(text) = text else { return Claim::default() };
        document.read_title(text, &self.inner.lexicon);
        tag::title(document, &self.inner.lexicon, hits);
        title::claim(document, &hits.titles, &self.inner.lexicon)
    }

    /// What a title claims.
    #[must_use]
    pub fn claim(&self, title: &str) -> Claim {
        self.claim_with(Some(title), &mut Document::default(), &mut Hits::default())
    }

    /// The compiled lexicon.
    #[must_use]
    pub fn lexicon(&self) -> &Compiled {
        &self.inner.lexicon
    }

    /// The weights.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        self.inner.scorer.weights()
    }

    /// The findings of a body, before they are scored: what a fit learns from.
    #[must_use]
    pub fn findings(&self, body: &str) -> Findings {
        let (mut document, mut hits) = (Document::default(), Hits::default());
        let (mut sections, mut findings) = (Sections::default(), Findings::default());
        self.find(body, &mut document, &mut hits);
        context::read(&document, &hits, &self.inner.lexicon, &mut sections, &mut findings);
        findings
    }

    /// The sections of a body as byte spans that cover it from end to end, in order.
    #[must_use]
    pub fn sections(&self, body: &str) -> Vec<(rolecall_lexicon::SectionKind, std::ops::Range<usize>)> {
        let (mut document, mut hits, mut sections) = (Document::default(), Hits::default(), Sections::default());
        self.find(body, &mut document, &mut hits);
        sections.settle(&document, &hits, &self.inner.lexicon);
        let (tokens, runs) = (&document.tokens, &sections.runs);
        let start = |n: usize| match n {
            0 => 0,
            _ => runs.get(n).map_or(body.len(), |r| tokens[r.first as usize].start as usize),
        };
        runs.iter().enumerate().map(|(n, run)| (run.section, start(n)..start(n + 1))).collect()
    }
}

/// How many of the next bodies, of so many bytes each, make a group; at least one.
fn group_size(bodies: impl Iterator<Item = usize>) -> usize {
    let mut bytes = 0;
    let fits = |&body: &usize| {
        bytes += body;
        bytes <= GROUP_BYTES
    };
    bodies.take(GROUP).take_while(fits).count().max(1)
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Analyzer")
            .field("terms", &self.inner.lexicon.terms.len())
            .field("versions", &self.inner.names.versions)
            .finish_non_exhaustive()
    }
}
