//! Tampered certificates: each field and each row changed, left out, duplicated or moved.

use serde_json::Value;

/// A tampered certificate.
pub struct Forgery {
    /// Which field, without the numbers of the rows.
    pub field: String,
    /// What was done.
    pub what: &'static str,
    pub certificate: Value,
}

/// Fields for people only: nothing is claimed about their content.
const NAMES: [&str; 3] = ["paredown", "name", "subject[].name"];

/// Forgeries of a certificate, every `step`th.
pub fn forgeries(certificate: &Value, step: usize) -> Vec<Forgery> {
    let mut places = Vec::new();
    walk(certificate, &mut Vec::new(), &mut places);
    let mut found = Vec::new();
    for (number, path) in places.iter().enumerate() {
        if number % step != 0 {
            continue;
        }
        let field = field(path);
        if NAMES.iter().any(|name| field.ends_with(name)) {
            continue;
        }
        for (what, change) in
            changes(at(certificate, path)).into_iter().chain(put_in(&field, at(certificate, path)))
        {
            let mut certificate = certificate.clone();
            *at_mut(&mut certificate, path) = change;
            found.push(Forgery { field: field.clone(), what, certificate });
        }
        if let (Some(Step::Key(key)), parent) = (path.last(), &path[..path.len().saturating_sub(1)]) {
            let mut certificate = certificate.clone();
            at_mut(&mut certificate, parent).as_object_mut().unwrap().shift_remove(key);
            found.push(Forgery { field: field.clone(), what: "left out", certificate });
        }
    }
    found
}

#[derive(Clone)]
enum Step {
    Key(String),
    Place(usize),
}

fn walk(value: &Value, path: &mut Vec<Step>, places: &mut Vec<Vec<Step>>) {
    if !path.is_empty() {
        places.push(path.clone());
    }
    let inner: Vec<(Step, &Value)> = match value {
        Value::Object(object) => object.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(array) => array.iter().enumerate().map(|(at, value)| (Step::Place(at), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inner {
        path.push(step);
        walk(value, path, places);
        path.pop();
    }
}

fn field(path: &[Step]) -> String {
    let mut field = String::new();
    for step in path {
        match step {
            Step::Key(key) if field.is_empty() => field.push_str(key),
            Step::Key(key) => {
                field.push('.');
                field.push_str(key);
            }
            Step::Place(_) => field.push_str("[]"),
        }
    }
    field
}

fn at<'v>(value: &'v Value, path: &[Step]) -> &'v Value {
    path.iter().fold(value, |value, step| match step {
        Step::Key(key) => &value[key],
        Step::Place(at) => &value[at],
    })
}

fn at_mut<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key],
        Step::Place(at) => &mut value[at],
    })
}

/// A row with a field that it does not have.
fn put_in(field: &str, row: &Value) -> Vec<(&'static str, Value)> {
    let places = ["by", "recommended"].map(|name| (name, Value::from(0)));
    let lists = ["patterns", "excluded", "covers", "origins", "fewest", "within", "outside", "apart", "kept"];
    let wanted: &[&str] = match field {
        "predicate.denies[]" => &["by", "within"],
        "predicate.rows[]" => &["recommended", "patterns", "excluded", "covers", "origins", "fewest"],
        "predicate.rows[].patterns[]" => &["outside", "apart"],
        "predicate.rows[].origins[]" => &["kept"],
        _ => &[],
    };
    let all = places.into_iter().chain(lists.map(|name| (name, Value::from(Vec::<Value>::new()))));
    let new = all.filter(|(name, _)| wanted.contains(name) && row.get(name).is_none());
    new.map(|(name, value)| {
        let mut row = row.clone();
        row[name] = value;
        ("a field more", row)
    })
    .collect()
}

/// What may be put in the place of a value.
fn changes(value: &Value) -> Vec<(&'static str, Value)> {
    match value {
        Value::Number(number) => {
            let number = number.as_u64().unwrap();
            let mut all = vec![("one more", Value::from(number + 1)), ("far off", Value::from(u32::MAX))];
            all.extend(number.checked_sub(1).map(|less| ("one less", Value::from(less))));
            all
        }
        Value::String(text) => string_changes(text),
        Value::Array(rows) => {
            let mut all = Vec::new();
            let places = [0, rows.len() / 2, rows.len().saturating_sub(1)];
            for at in std::collections::BTreeSet::from(places) {
                if at < rows.len() {
                    let mut less = rows.clone();
                    less.remove(at);
                    all.push(("a row less", Value::from(less)));
                    let mut more = rows.clone();
                    more.insert(at, rows[at].clone());
                    all.push(("a row twice", Value::from(more)));
                }
                if at + 1 < rows.len() && rows[at] != rows[at + 1] {
                    let mut swapped = rows.clone();
                    swapped.swap(at, at + 1);
                    all.push(("rows swapped", Value::from(swapped)));
                }
            }
            all
        }
        Value::Null | Value::Bool(_) | Value::Object(_) => vec![("of another type", Value::from("x"))],
    }
}

fn string_changes(text: &str) -> Vec<(&'static str, Value)> {
    let mut all =
        vec![("other text", Value::from("zzz:NoSuchAction")), ("longer", Value::from(format!("{text}X")))];
    if text.chars().count() > 1 {
        let mut shorter = text.to_owned();
        shorter.pop();
        all.push(("shorter", Value::from(shorter)));
    }
    for (from, to) in [
        ("least-general", "exact"),
        ("exact", "safe"),
        ("exact", "least-general"),
        ("safe", "exact"),
        ("shortest", "tight"),
        ("tight", "shortest"),
    ] {
        if text == from {
            all.push(("another claim", Value::from(to)));
        }
    }
    all
}
