//! Picks from whole objects what a query names; a field that an object does not have is an error.

use serde_json::{Map, Value};

use super::query::Selection;

/// The wanted part of a value, and what could not be found.
pub(super) fn pick(value: &Value, wanted: &[Selection], errors: &mut Vec<String>) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| pick(item, wanted, errors)).collect(),
        Value::Object(fields) if !wanted.is_empty() => {
            let mut picked = Map::new();
            pick_into(&mut picked, fields, wanted, errors);
            Value::Object(picked)
        }
        Value::Object(_) => {
            errors.push("Field must have selections".to_owned());
            Value::Null
        }
        other => other.clone(),
    }
}

fn pick_into(
    picked: &mut Map<String, Value>,
    fields: &Map<String, Value>,
    wanted: &[Selection],
    errors: &mut Vec<String>,
) {
    let kind = fields.get("__typename").and_then(Value::as_str).unwrap_or("Query");
    for selection in wanted {
        match selection {
            Selection::On { kind: on, inner } if is_a(kind, on) => pick_into(picked, fields, inner, errors),
            Selection::On { .. } => {}
            Selection::Field { name, alias, inner, .. } => match fields.get(name) {
                Some(field) => {
                    picked.insert(alias.clone(), pick(field, inner, errors));
                }
                None => errors.push(format!("Field '{name}' doesn't exist on type '{kind}'")),
            },
        }
    }
}

/// Whether a type is another, or has its interface.
fn is_a(kind: &str, on: &str) -> bool {
    let field = kind.starts_with("ProjectV2") && kind.ends_with("Field");
    kind == on || on == "Node" || (on == "ProjectV2FieldCommon" && field)
}
