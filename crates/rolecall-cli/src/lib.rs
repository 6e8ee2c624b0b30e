//! The command line of rolecall.
