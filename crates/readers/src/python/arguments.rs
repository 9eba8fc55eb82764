//! The arguments of a marker, named in any order and by place.

use flakescope_core::muted::Marker;
use ruff_python_ast::{Arguments, Expr};

use super::forms::Form;
use super::source::Source;

/// Writes the arguments of one call into the marker; a later call wins over an earlier one.
pub(super) fn take(source: &Source<'_>, form: Form, arguments: &Arguments, marker: &mut Marker) {
    by_place(source, form, &arguments.args, marker);
    for keyword in &arguments.keywords {
        let Some(name) = &keyword.arg else { continue };
        let value = source.value(&keyword.value);
        match name.as_str() {
            "reason" | "msg" => marker.reason = value,
            "jira" | "ticket" | "issue" => marker.ticket = value,
            "since" => marker.since = value,
            "condition" => marker.condition = value,
            "strict" => marker.strict = truth(&keyword.value),
            other => marker.extra.push((other.to_owned(), value)),
        }
    }
}

fn by_place(source: &Source<'_>, form: Form, args: &[Expr], marker: &mut Marker) {
    let values: Vec<String> = args.iter().map(|arg| source.value(arg)).collect();
    match (form, values.as_slice()) {
        (_, []) => {}
        (Form::Reason, [reason, ..]) => marker.reason.clone_from(reason),
        (Form::Conditions, all) => marker.condition = all.join(" or "),
        (Form::ConditionThenReason, [condition, rest @ ..]) => {
            marker.condition.clone_from(condition);
            marker.reason = rest.first().cloned().unwrap_or_default();
        }
        (Form::NeedThenReason, [need, rest @ ..]) => {
            marker.condition = format!("not ({need})");
            marker.reason = rest.first().cloned().unwrap_or_default();
        }
        (Form::Free, [first, ..]) => {
            if matches!(args.first(), Some(Expr::StringLiteral(_) | Expr::FString(_))) {
                marker.reason.clone_from(first);
            }
        }
    }
}

fn truth(value: &Expr) -> Option<bool> {
    match value {
        Expr::BooleanLiteral(literal) => Some(literal.value),
        _ => None,
    }
}
