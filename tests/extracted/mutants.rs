//! Changes to a certificate and to what it is about. Most make it wrong; the kernel says which.

use paredown::certificate::format::{Digest, PatternEvidence, Subject};
use paredown::model::{Action, Pattern, Policy, Statement};
use serde_json::{Value, json};

use crate::common::policy;
use crate::jobs::{Certified, Job};

/// Numbers that look random, the same each time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// Changes one thing, if what was drawn can be done.
pub fn mutant(job: &Job<'_>, certified: &Certified, dice: &mut Dice) -> Option<(&'static str, Certified)> {
    match dice.below(8) {
        0..=3 => Some(("with another row", other_row(certified, dice)?)),
        4 | 5 => Some(("with another pattern", other_action(certified, dice)?)),
        6 => Some(("with another document", other_element(certified, dice)?)),
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
    for policy in 0..certified.recommended.len() {
        let statements = format!("/predicate/policies/{policy}/statements");
        paths(value.pointer(&statements)?, &statements, &mut all);
        all.push(statements);
    }
    all.push("/predicate/mode".to_owned());
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
            3 => *place = if text == "tight" { "shortest" } else { "tight" }.into(),
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
            all.remove(&key);
        }
        _ => return None,
    }
    let certificate = serde_json::from_value(value).ok()?;
    Some(Certified { certificate, ..certified.clone() })
}

/// One of the recommended documents, if there is one.
fn document<'c>(certified: &'c mut Certified, dice: &mut Dice) -> Option<&'c mut Value> {
    let mut all: Vec<&mut Value> = certified.recommended.iter_mut().flatten().collect();
    let at = dice.below(all.len());
    (at < all.len()).then(|| all.swap_remove(at))
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

/// The recommendation with another pattern, and rows that name the patterns that are there now.
fn other_action(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let document = document(&mut certified, dice)?;
    let others = actions(document, dice)?;
    let changed = statement(document, dice)?;
    let key = if changed.get("Action").is_some() { "Action" } else { "NotAction" };
    let found = changed.get(key)?;
    let mut list = found.as_array().cloned().unwrap_or_else(|| vec![found.clone()]);
    let at = dice.below(list.len());
    match dice.below(7) {
        0 => drop(list.remove(at)),
        1 => list.insert(at, others[dice.below(others.len())].clone()),
        2 => list.swap(0, at),
        drawn => {
            let pattern = list[at].as_str()?;
            let colon = pattern.find(':').map_or(0, |colon| colon + 1);
            let shorter = &pattern[..colon + dice.below(pattern.len() + 1 - colon)];
            list[at] = match drawn {
                3 => format!("{shorter}*"),
                4 => format!("{pattern}*"),
                5 => pattern.to_ascii_uppercase(),
                _ => format!("{pattern}x"),
            }
            .into();
        }
    }
    if list.is_empty() {
        return None;
    }
    changed[key] = list.into();
    parsed(document)?;
    let policies = certified.certificate.predicate.policies.iter_mut();
    for (policy, recommended) in policies.zip(&certified.recommended) {
        let after: Vec<Statement> =
            recommended.iter().filter_map(parsed).flat_map(|policy| policy.statements).collect();
        for row in policy.statements.iter_mut().filter(|row| !row.patterns.is_empty()) {
            let parts = row.recommended.iter().filter_map(|&part| after.get(part));
            let now: Vec<&str> =
                parts.flat_map(|part| &part.actions.patterns).map(Pattern::spelling).collect();
            let old = row.patterns.clone();
            let renamed = |(at, pattern): (usize, &&str)| {
                let same = old.iter().find(|row| row.pattern == **pattern);
                let row = same.or_else(|| old.get(at)).unwrap_or(&old[0]);
                PatternEvidence { pattern: (*pattern).to_owned(), ..row.clone() }
            };
            row.patterns = now.iter().enumerate().map(renamed).collect();
        }
    }
    Some(certified)
}

/// The recommendation with another element than its actions.
fn other_element(certified: &Certified, dice: &mut Dice) -> Option<Certified> {
    let mut certified = certified.clone();
    let at = dice.below(certified.recommended.len());
    let documents = &mut certified.recommended[at];
    let Some(document) = documents.first_mut() else {
        let deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
        documents.push(json!({"Version": "2012-10-17", "Statement": deny}));
        return Some(counted(certified));
    };
    match dice.below(6) {
        0 => document["Version"] = "2008-10-17".into(),
        1 => statement(document, dice)?["Resource"] = "arn:aws:s3:::other".into(),
        2 => statement(document, dice)?["Effect"] = "Deny".into(),
        3 => statement(document, dice)?["Sid"] = "Other".into(),
        4 => documents.clear(),
        _ => {
            let all = document["Statement"].as_array_mut()?;
            let at = dice.below(all.len());
            drop(all.remove(at));
            if all.is_empty() {
                drop(documents.remove(0));
            }
        }
    }
    documents.iter().all(|document| parsed(document).is_some()).then(|| counted(certified))
}

/// With as many digests as there are documents.
fn counted(mut certified: Certified) -> Certified {
    let digest = Digest { sha256: "00".to_owned() };
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

/// The policy of a document, if it can be read.
fn parsed(document: &Value) -> Option<Policy> {
    let text = document.to_string();
    paredown::parse::policy(&crate::common::source(&text)).ok().map(|_| policy(&text))
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
