//! The JSON Schema that is checked in is the one of the types, and analyses obey its outline.
//!
//! Set `UPDATE_GOLDEN=1` to write it anew.

use std::fs;
use std::path::Path;

use rolecall::analysis::json::AnalysisDoc;
use schemars::generate::SchemaSettings;

const COPIES: [&str; 2] = ["assets/analysis.schema.json", "../../docs/analysis.schema.json"];

#[test]
fn the_schema_is_generated_from_the_types() {
    // As it is written, not as it may be read: so every field is required.
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings.into_generator().into_root_schema_for::<AnalysisDoc<'static>>();
    let generated = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
    for copy in COPIES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(copy);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&path, &generated).expect("the schema can be written");
        }
        let checked_in = fs::read_to_string(&path).unwrap_or_default();
        assert!(checked_in == generated, "{copy} is not what the types say; UPDATE_GOLDEN=1 writes it anew");
    }
}

#[test]
fn every_field_is_required_and_no_other_is_allowed() {
    let schema: serde_json::Value = serde_json::from_str(rolecall_cli::SCHEMA).expect("the schema is JSON");
    let definitions = schema["$defs"].as_object().expect("it has definitions").iter();
    let objects = definitions.map(|(name, shape)| (name.as_str(), shape)).chain([("the analysis", &schema)]);
    for (name, shape) in objects.filter(|(_, shape)| shape["properties"].is_object()) {
        let properties = shape["properties"].as_object().expect("it has properties");
        let required = shape["required"].as_array().map_or(0, Vec::len);
        assert_eq!(required, properties.len(), "{name}: every field is always there, null if it has no value");
        assert_eq!(shape["additionalProperties"], false, "{name}");
    }
}
