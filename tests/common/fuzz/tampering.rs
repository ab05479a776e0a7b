//! Changes of certificates that bytes choose, and of what they are about.

use paredown::certificate::Certificate;
use paredown::certificate::format::PatternEvidence;
use paredown::model::{Pattern, Policy};
use paredown_kernel::comparison::format::Inclusion;
use serde_json::{Value, json};

use super::choices::Choices;

/// A certificate with up to three changes of what it says about statements, or of its claim. `None` if it no
/// longer has the shape of one.
pub(super) fn tampered(
    certificate: &Certificate,
    choices: &mut Choices<'_>,
    names: &[String],
) -> Option<Certificate> {
    let mut certificate = serde_json::to_value(certificate).unwrap();
    for _ in choices.some(3) {
        let mut places = vec!["/predicate/claim".to_owned(), "/predicate/mode".to_owned()];
        for evidence in ["/predicate/denies", "/predicate/rows"] {
            walk(evidence, certificate.pointer(evidence)?, &mut places);
        }
        let place = &places[choices.below(places.len())];
        let claims = ["safe", "exact", "least-general"];
        let value = certificate.pointer_mut(place)?;
        match place.as_str() {
            "/predicate/claim" => *value = json!(choices.one(&claims)),
            "/predicate/mode" => *value = json!(choices.one(&["tight", "shortest"])),
            _ => change(value, choices, names),
        }
    }
    serde_json::from_value(certificate).ok()
}

/// Evidence of an inclusion with up to three changes. `None` if it no longer has the shape of one.
pub(super) fn tampered_inclusion(evidence: &Inclusion, choices: &mut Choices<'_>) -> Option<Inclusion> {
    let mut evidence = serde_json::to_value(evidence).unwrap();
    for _ in choices.some(3) {
        let mut places = Vec::new();
        walk("", &evidence, &mut places);
        let place = &places[choices.below(places.len())];
        change(evidence.pointer_mut(place)?, choices, &["actions".to_owned(), "inner".to_owned()]);
    }
    serde_json::from_value(evidence).ok()
}

fn walk(place: &str, value: &Value, places: &mut Vec<String>) {
    places.push(place.to_owned());
    match value {
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| walk(&format!("{place}/{key}"), value, places));
        }
        Value::Array(rows) => {
            rows.iter().enumerate().for_each(|(at, row)| walk(&format!("{place}/{at}"), row, places));
        }
        _ => {}
    }
}

fn change(value: &mut Value, choices: &mut Choices<'_>, names: &[String]) {
    match value {
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            let all = [number.saturating_add(1), number.saturating_sub(1), 0, 1, 2, 3, u64::MAX, 1 << 32];
            *value = json!(all[choices.below(all.len())]);
        }
        Value::String(text) => {
            let shorter: String = text.chars().take(choices.below(text.len() + 1)).collect();
            *text = match choices.below(4) {
                0 => shorter,
                1 => format!("{text}a"),
                2 => text.to_ascii_uppercase(),
                _ => names[choices.below(names.len())].clone(),
            };
        }
        Value::Array(rows) if rows.is_empty() => {}
        Value::Array(rows) => {
            let (from, to) = (choices.below(rows.len()), choices.below(rows.len()));
            match choices.below(5) {
                0 => drop(rows.remove(from)),
                1 => rows.insert(to, rows[from].clone()),
                2 => rows.swap(from, to),
                3 => rows.clear(),
                _ => rows[to] = rows[from].clone(),
            }
        }
        Value::Object(object) if object.is_empty() => {}
        Value::Object(object) => {
            let keys: Vec<String> = object.keys().cloned().collect();
            object.shift_remove(&keys[choices.below(keys.len())]);
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A recommendation with a change of one statement, if there is one with a pattern to change.
pub(super) fn changed(policy: &Policy, choices: &mut Choices<'_>, names: &[String]) -> Option<Policy> {
    let mut policy = policy.clone();
    let count = policy.statements.len();
    let statement = policy.statements.get_mut(choices.below(count.max(1)))?;
    let patterns = &mut statement.actions.patterns;
    let at = choices.below(patterns.len().max(1));
    let spelling = patterns.get(at)?.spelling().to_owned();
    let (head, name) = (choices.below(spelling.len() + 1), &names[choices.below(names.len())]);
    let head = spelling.get(..head).unwrap_or_default();
    match choices.below(5) {
        0 if patterns.len() > 1 => drop(patterns.remove(at)),
        1 => patterns[at] = Pattern::new(format!("{head}*")),
        2 => patterns[at] = Pattern::new(name.as_str()),
        3 => patterns[at] = Pattern::new(format!("{}*", spelling.replace('*', "?"))),
        _ => patterns.push(Pattern::new(name.as_str())),
    }
    Some(policy)
}

/// The certificate with a row for each pattern of another recommendation, which has as many statements.
pub(super) fn transplanted(certificate: &Certificate, policy: &Policy) -> Certificate {
    let mut certificate = certificate.clone();
    for row in &mut certificate.predicate.rows {
        let mut rows = std::mem::take(&mut row.patterns).into_iter().peekable();
        let mut last = rows.peek().cloned();
        let mut places: Vec<usize> = rows.clone().map(|row| row.at.0).collect();
        places.dedup();
        for place in places {
            let statement = policy.statements.get(place);
            let patterns = statement.map_or(&[][..], |statement| &statement.actions.patterns);
            for (number, pattern) in patterns.iter().enumerate() {
                last = rows.next().or(last);
                let (at, pattern) = ((place, number), pattern.spelling().to_owned());
                row.patterns.extend(last.clone().map(|row| PatternEvidence { at, pattern, ..row }));
            }
        }
    }
    certificate
}
