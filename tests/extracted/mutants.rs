//! Changes to a certificate and to what it is about. Most make it wrong; the kernel says which.

use std::collections::BTreeSet;

use paredown::certificate::format::{Digest, PatternEvidence, Subject};
use paredown::model::{Action, Pattern, Statement};
use serde_json::{Value, json};

pub use crate::common::dice::Dice;
use crate::common::policy;
use crate::jobs::{Certified, Job};

/// Changes one thing, if what was drawn can be done.
pub fn mutant(job: &Job<'_>, certified: &Certified, dice: &mut Dice) -> Option<(&'static str, Certified)> {
    match dice.below(10) {
        0..=3 => Some(("with another row", other_row(certified, dice)?)),
        4 | 5 => Some(("with another pattern", other_action(certified, dice)?)),
        6 => Some(("with another document", other_element(certified, dice)?)),
        7 => Some(("without a statement", fewer_statements(certified, dice)?)),
        8 => Some(("with another original", other_original(certified, dice)?)),
        _ => Some(("with more unused", more_unused(job, certified, dice)?)),
    }
}

/// The paths to all that is below a value.
fn paths(value: &Value, here: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(all) => {
            for (at, value) in all.iter().enumerate() {
                let path = format!("{here}/{at}");
                found.push(path.clone());
                paths(value, &path, found);
            }
        }
        Value::Object(all) => {
            for (key, value) in all {
                let path = format!("{here}/{key}");
                found.push(path.clone());
                paths(value, &path, found);
            }
        }
        _ => {}
    }
}

/// The certificate with something else in one place of the evidence.
fn other_row(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut value = serde_json::to_value(&certified.certificate).unwrap();
    let mut all = Vec::new();
    for evidence in ["/predicate/denies", "/predicate/rows"] {
        paths(value.pointer(evidence)?, evidence, &mut all);
        all.push(evidence.to_owned());
    }
    all.push("/predicate/mode".to_owned());
    all.push("/predicate/claim".to_owned());
    let strings: Vec<Value> = all
        .iter()
        .filter_map(|path| value.pointer(path))
        .filter(|value| value.is_string())
        .cloned()
        .collect();
    let place = value.pointer_mut(&all[dice.below(all.len())])?;
    match place {
        Value::Number(number) => {
            let number = number.as_u64()?;
            let others = [number + 1, number.checked_sub(1)?, 0, 1 << 40, u64::MAX];
            *place = others[dice.below(others.len())].into();
        }
        Value::String(text) => match dice.below(5) {
            0 => text.push('x'),
            1 => drop(text.pop()),
            2 => *text = text.to_ascii_uppercase(),
            3 => {
                let others = ["shortest", "tight", "safe", "exact", "least-general"];
                *place = others[dice.below(others.len())].into();
            }
            _ => *place = strings[dice.below(strings.len())].clone(),
        },
        Value::Array(all) => {
            let at = dice.below(all.len());
            match dice.below(4) {
                0 if !all.is_empty() => drop(all.remove(at)),
                1 if !all.is_empty() => all.insert(at, all[at].clone()),
                2 if all.len() > 1 => all.swap(0, at),
                _ => all.clear(),
            }
        }
        Value::Object(all) => {
            let key = all.keys().nth(dice.below(all.len()))?.clone();
            match dice.below(3) {
                0 => drop(all.insert("recommended".to_owned(), dice.below(3).into())),
                1 => drop(all.insert("by".to_owned(), dice.below(3).into())),
                _ => drop(all.shift_remove(&key)),
            }
        }
        _ => return None,
    }
    let certificate = serde_json::from_value(value).ok()?;
    Some(Certified { certificate, ..certified.clone() })
}

/// One of the recommended documents, if there is one, and where it stands.
fn document(certified: &Certified, dice: &mut Dice) -> Option<((usize, usize), Value)> {
    let places = certified.recommended.iter().enumerate();
    let all: Vec<(usize, usize)> =
        places.flat_map(|(at, documents)| (0..documents.len()).map(move |number| (at, number))).collect();
    let place = *all.get(dice.below(all.len()))?;
    Some((place, serde_json::from_str(&certified.recommended[place.0][place.1]).unwrap()))
}

/// A text in which one string is another. What else there is stays as it is written.
fn replaced(text: &str, old: &str, new: &str) -> String {
    text.replacen(&format!("\"{old}\""), &format!("\"{new}\""), 1)
}

/// The list of patterns of a statement of a document.
fn actions(document: &mut Value, dice: &mut Dice) -> Option<Vec<Value>> {
    let statement = statement(document, dice)?;
    let key = if statement.get("Action").is_some() { "Action" } else { "NotAction" };
    let found = statement.get(key)?;
    Some(found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]))
}

fn statement<'v>(document: &'v mut Value, dice: &mut Dice) -> Option<&'v mut Value> {
    let statements = document.get_mut("Statement")?;
    if statements.is_array() {
        let all = statements.as_array_mut()?;
        let count = all.len();
        return all.get_mut(dice.below(count));
    }
    Some(statements)
}

/// A pattern in the place of another.
fn other_pattern(pattern: &str, dice: &mut Dice) -> String {
    let colon = pattern.find(':').map_or(0, |colon| colon + 1);
    let shorter = &pattern[..colon + dice.below(pattern.len() + 1 - colon)];
    match dice.below(4) {
        0 => format!("{shorter}*"),
        1 => format!("{pattern}*"),
        2 => pattern.to_ascii_uppercase(),
        _ => format!("{pattern}x"),
    }
}

/// The recommendation with another pattern, and rows that name the patterns that are there now.
fn other_action(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let ((at, number), mut document) = document(&certified, dice)?;
    let others = actions(&mut document, dice)?;
    let changed = statement(&mut document, dice)?;
    let key = if changed.get("Action").is_some() { "Action" } else { "NotAction" };
    let found = changed.get(key)?;
    let mut list = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
    let place = dice.below(list.len());
    let text = &mut certified.recommended[at][number];
    match dice.below(7) {
        0 => drop(list.remove(place)),
        1 => list.insert(place, others[dice.below(others.len())].clone()),
        2 => list.swap(0, place),
        _ => {
            let pattern = list.get(place)?.as_str()?;
            *text = replaced(text, pattern, &other_pattern(pattern, dice));
            list.clear();
        }
    }
    if !list.is_empty() {
        changed[key] = list.into();
        *text = document.to_string();
    }
    parsed(text)?;
    renamed(&mut certified);
    Some(certified)
}

/// An original with another pattern.
fn other_original(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let at = dice.below(certified.texts.len());
    let text = &mut certified.texts[at];
    let patterns: Vec<Pattern> =
        policy(text).statements.into_iter().flat_map(|statement| statement.actions.patterns).collect();
    let pattern = patterns.get(dice.below(patterns.len()))?.spelling();
    *text = replaced(text, pattern, &other_pattern(pattern, dice));
    parsed(text)?;
    Some(certified)
}

/// All recommended statements, in order.
fn recommended(certified: &Certified) -> Vec<Statement> {
    let texts = certified.recommended.iter().flatten();
    texts.flat_map(|text| policy(text).statements).collect()
}

/// The rows name the patterns that are there now; what is new is in the first row of its statement.
fn renamed(certified: &mut Certified) {
    let after = recommended(certified);
    let mut seen = BTreeSet::new();
    for row in &mut certified.certificate.predicate.rows {
        let named = |row: PatternEvidence| {
            let pattern = after.get(row.at.0)?.actions.patterns.get(row.at.1)?;
            Some(PatternEvidence { pattern: pattern.spelling().to_owned(), ..row })
        };
        row.patterns = std::mem::take(&mut row.patterns).into_iter().filter_map(named).collect();
        let Some(last) = row.patterns.last().cloned() else { continue };
        let Some(statement) = after.get(last.at.0).filter(|_| seen.insert(last.at.0)) else { continue };
        for number in last.at.1 + 1..statement.actions.patterns.len() {
            let at = (last.at.0, number);
            let pattern = statement.actions.patterns[number].spelling().to_owned();
            row.patterns.push(PatternEvidence { at, pattern, ..last.clone() });
        }
    }
}

/// The recommendation without one statement, and the certificate without what it says of it.
fn fewer_statements(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let ((at, number), mut document) = document(&certified, dice)?;
    let all = document["Statement"].as_array_mut()?;
    let gone = dice.below(all.len());
    all.remove(gone);
    let before = certified.recommended.iter().enumerate().flat_map(|(policy, documents)| {
        documents.iter().enumerate().map(move |(place, text)| ((policy, place), text))
    });
    let before = before.take_while(|(place, _)| *place < (at, number));
    let gone = before.map(|(_, text)| policy(text).statements.len()).sum::<usize>() + gone;
    if all.is_empty() {
        certified.recommended[at].remove(number);
    } else {
        certified.recommended[at][number] = document.to_string();
    }
    let predicate = &mut certified.certificate.predicate;
    let moved = |place: &mut usize| *place -= usize::from(*place > gone);
    for row in &mut predicate.rows {
        row.patterns.retain(|pattern| pattern.at.0 != gone);
        row.patterns.iter_mut().for_each(|pattern| moved(&mut pattern.at.0));
        row.recommended = row.recommended.filter(|place| *place != gone);
        row.recommended.iter_mut().for_each(moved);
    }
    predicate.denies.iter_mut().filter_map(|row| row.by.as_mut()).for_each(moved);
    Some(counted(certified))
}

/// The recommendation with another element than its actions.
fn other_element(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let at = dice.below(certified.recommended.len());
    let documents = &mut certified.recommended[at];
    let Some(text) = documents.first_mut() else {
        let deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
        documents.push(json!({"Version": "2012-10-17", "Statement": deny}).to_string());
        return Some(counted(certified));
    };
    let mut document: Value = serde_json::from_str(text).unwrap();
    let condition = json!({"Bool": {"aws:SecureTransport": true}});
    match dice.below(8) {
        0 => document["Version"] = "2008-10-17".into(),
        1 => statement(&mut document, dice)?["Resource"] = "arn:aws:s3:::other".into(),
        2 => statement(&mut document, dice)?["Resource"] = "*".into(),
        3 => statement(&mut document, dice)?["Effect"] = "Deny".into(),
        4 => statement(&mut document, dice)?["Effect"] = "Allow".into(),
        5 => statement(&mut document, dice)?["Sid"] = "Other".into(),
        6 => statement(&mut document, dice)?["Condition"] = condition,
        _ => {
            documents.clear();
            return Some(counted(certified));
        }
    }
    *text = document.to_string();
    parsed(text)?;
    Some(counted(certified))
}

/// With as many digests as there are documents.
pub fn counted(mut certified: Certified) -> Certified {
    let digest = Digest::of("00".to_owned());
    let predicate = &mut certified.certificate.predicate;
    for (policy, recommended) in predicate.policies.iter_mut().zip(&certified.recommended) {
        policy.recommended = recommended.iter().map(|_| digest.clone()).collect();
    }
    let all = certified.recommended.iter().flatten().count();
    let count = if all == 0 { certified.recommended.len() } else { all };
    let subject = Subject { name: "policy".to_owned(), digest };
    certified.certificate.subject = vec![subject; count];
    certified
}

/// Whether a document can be read.
fn parsed(text: &str) -> Option<()> {
    paredown::parse::policy(&crate::common::source(text)).ok().map(drop)
}

/// One action more that is unused, and the digest of that.
fn more_unused(job: &Job<'_>, certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let services = job.services();
    let service = services.get(dice.below(services.len()))?;
    if dice.below(6) == 0 {
        certified.unused.add_service(service);
    } else {
        let entries = job.catalogue.service(service);
        let action: Action = entries.get(dice.below(entries.len()))?.action.clone();
        certified.unused.add_action(action);
    }
    certified.certificate.predicate.unused.sha256 = certified.unused.sha256();
    Some(certified)
}
