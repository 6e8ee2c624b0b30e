//! The English lexicon.
