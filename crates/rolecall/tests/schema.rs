//! The checked-in JSON Schema is the one that the types give, and the golden file of `docs/output.md` keeps to it.
//!
//! `ROLECALL_BLESS=1 cargo test -p rolecall --features schema --test schema` rewrites both copies of the schema.
#![cfg(feature = "schema")]

use std::path::{Path, PathBuf};

use rolecall::Analysis;
use rolecall::analysis::json::{AnalysisDoc, JSON_SCHEMA};
use schemars::generate::SchemaSettings;
use serde_json::Value;

fn generated() -> String {
    let schema =
        SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<AnalysisDoc<'_>>();
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn checked_in_schema_is_current() {
    let generated = generated();
    // Outside the workspace (a crate unpacked from a registry) there are no docs.
    let docs = at("../../docs").is_dir().then(|| at("../../docs/analysis.schema.json"));
    for path in [Some(at("src/analysis/analysis.schema.json")), docs].into_iter().flatten() {
        if std::env::var_os("ROLECALL_BLESS").is_some() {
            std::fs::write(&path, &generated).expect("the schema can be written");
        } else {
            let found = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(found == generated, "{} is stale: run this test with ROLECALL_BLESS=1", path.display());
        }
    }
}

/// The keys of every object of `value`, checked against the schema's: an object has all properties and no others.
fn check_keys(root: &Value, schema: &Value, value: &Value, path: &str) {
    let schema = schema.get("$ref").and_then(Value::as_str).map_or(schema, |reference| {
        root.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("{path}: no {reference}"))
    });
    if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
        if !value.is_null() {
            let choice = choices.iter().find(|c| c.get("$ref").is_some()).expect("one choice is a type");
            check_keys(root, choice, value, path);
        }
        return;
    }
    match value {
        Value::Object(object) => {
            let properties = schema["properties"].as_object().unwrap_or_else(|| panic!("{path} is no object"));
            assert_eq!(object.keys().collect::<Vec<_>>(), properties.keys().collect::<Vec<_>>(), "keys of {path}");
            assert_eq!(schema["required"].as_array().map(Vec::len), Some(properties.len()), "required of {path}");
            assert_eq!(schema["additionalProperties"], false, "additionalProperties of {path}");
            for (key, value) in object {
                check_keys(root, &properties[key], value, &format!("{path}.{key}"));
            }
        }
        Value::Array(items) => items.iter().for_each(|item| check_keys(root, &schema["items"], item, path)),
        _ => {}
    }
}

#[test]
fn golden_file_has_every_field() {
    let Ok(golden) = std::fs::read_to_string(at("../../docs/analysis.example.json")) else { return };
    let schema: Value = serde_json::from_str(JSON_SCHEMA).expect("the schema is JSON");
    check_keys(&schema, &schema, &serde_json::from_str(&golden).expect("the golden file is JSON"), "analysis");

    let analysis = Analysis::from_json(&golden).expect("the golden file is an analysis");
    let again: Value = serde_json::from_str(&analysis.to_json()).expect("an analysis is JSON");
    assert_eq!(again, serde_json::from_str::<Value>(&golden).expect("the golden file is JSON"));
}

#[test]
fn an_analysis_that_contradicts_itself_is_refused() {
    let Ok(golden) = std::fs::read_to_string(at("../../docs/analysis.example.json")) else { return };
    let cases = [
        ("/schema", Value::from(2), "schema 2 is not known"),
        ("/verdict", Value::from("maybe"), "not an analysis of schema 1"),
        ("/claim/level", Value::from("senior"), "unknown field"),
        ("/table/0/evidence", Value::from(vec![99]), "points past the evidence"),
        ("/decisions/priority/evidence", Value::from(vec![99]), "points past the evidence"),
        ("/counterfactual/remove", Value::from(vec![99]), "points past the evidence"),
        ("/evidence/0/text", Value::Null, "some evidence has its text"),
    ];
    for (pointer, value, message) in cases {
        let mut doc: Value = serde_json::from_str(&golden).expect("the golden file is JSON");
        let (parent, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
        match doc.pointer_mut(parent).unwrap_or_else(|| panic!("no {parent}")) {
            Value::Object(object) => drop(object.insert(key.to_owned(), value)),
            other => other[key.parse::<usize>().expect("an index")] = value,
        }
        let error = Analysis::from_json(&doc.to_string()).expect_err(pointer).to_string();
        assert!(error.contains(message), "{pointer}: {error}");
    }
}
