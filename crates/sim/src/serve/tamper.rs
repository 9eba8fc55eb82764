//! Makes good JSON bad: wrong types, and a count that no table can have.

use serde_json::Value;

/// Texts become numbers, numbers become texts, flags become nothing; lists and objects stay.
pub(super) fn swap_types(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(swap_types),
        Value::Object(fields) => fields.values_mut().for_each(swap_types),
        Value::String(_) => *value = Value::from(7),
        Value::Number(number) => *value = Value::from(number.to_string()),
        Value::Bool(_) => *value = Value::Null,
        Value::Null => *value = Value::Bool(true),
    }
}

/// The first `count` of a table, or the first `result` of the API's rows, becomes 2^63.
pub(super) fn blow_up_first_count(value: &mut Value) {
    blow_up(value, &["count", "result"]);
}

fn blow_up(value: &mut Value, names: &[&str]) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().any(|item| blow_up(item, names)),
        Value::Object(fields) => fields.iter_mut().any(|(name, field)| {
            let hit = names.contains(&name.as_str()) && field.is_number();
            if hit {
                *field = Value::from(1_u64 << 63);
            }
            hit || blow_up(field, names)
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_are_swapped_and_the_shape_stays() {
        let mut value = json!({"a": [1, "x", true, null], "b": {"c": 2.5}});
        swap_types(&mut value);
        assert_eq!(value, json!({"a": ["1", 7, null, true], "b": {"c": "2.5"}}));
    }

    #[test]
    fn only_the_first_count_grows() {
        let mut value =
            json!({"tests": [{"statuses": [{"count": 3, "value": 1}, {"count": 4, "value": 1}]}]});
        blow_up_first_count(&mut value);
        let counts = &value["tests"][0]["statuses"];
        assert_eq!(
            (&counts[0]["count"], &counts[1]["count"]),
            (&json!(9_223_372_036_854_775_808_u64), &json!(4))
        );
    }
}
