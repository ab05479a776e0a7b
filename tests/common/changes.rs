//! Ways in which the recommendation for a principal may be wrong: changes to its documents.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::oracle::{Document, Statement, Test};
use super::principals::{Kinds, statement, test};
use super::rearranged::Way;

/// A change.
#[derive(Clone, Debug)]
pub enum Change {
    /// A statement is removed.
    Drop(Index),
    /// A Deny statement is removed.
    DropDeny(Index),
    /// A statement is added to some policy.
    Add(Index, Statement),
    /// A pattern is removed.
    DropPattern(Index, Index),
    /// A pattern is added.
    AddPattern(Index, String),
    /// A pattern loses some letters at its end.
    Widen(Index, Index, usize),
    /// A pattern with a star at its end becomes a narrower one, or a literal.
    Narrow(Index, Index, &'static str),
    /// A Deny statement loses letters, or gets some.
    WidenDeny(Index, Index, usize),
    NarrowDeny(Index, Index, &'static str),
    /// A statement, or a Deny statement, gets a condition.
    Restrict(Index, Test),
    RestrictDeny(Index, Test),
    /// A statement loses its condition.
    Free(Index),
    /// A statement has other resources.
    Elsewhere(Index, &'static str),
    /// A statement moves to another policy.
    Move(Index, Index),
    /// What was allowed is denied, or the other way round.
    Turn(Index),
    /// Something that changes nothing.
    Rearrange(Way),
}

const ADDED: [&str; 7] = ["a:*", "b:Get*", "a:GetObject", "a:X*", "*", "c:New", "b:List*"];

fn resource() -> impl Strategy<Value = &'static str> {
    select(
        &["*", "arn:aws:a:::x", "arn:aws:a:::x*", "arn:aws:a:::*", "arn:aws:b:r:1:x", "arn:aws:a:::xy"][..],
    )
}

/// Changes of all kinds; those with conditions only if there are some.
pub fn change(kinds: Kinds) -> BoxedStrategy<Change> {
    let pool = ["a:Get", "a:GetObject", "b:ListACLs", "b:X", "a:XyXX", "c:Get", "a:y"].map(str::to_owned);
    let at = || any::<Index>();
    let tail = || select(&["", "y", "Object*", "x*", "Acl", "Q"][..]);
    let plain = prop_oneof![
        2 => at().prop_map(Change::Drop),
        2 => at().prop_map(Change::DropDeny),
        2 => (at(), statement(pool.to_vec(), kinds)).prop_map(|(at, s)| Change::Add(at, s)),
        2 => (at(), at()).prop_map(|(at, pattern)| Change::DropPattern(at, pattern)),
        2 => (at(), select(&ADDED[..])).prop_map(|(at, pattern)| Change::AddPattern(at, pattern.to_owned())),
        2 => (at(), at(), 1..5_usize).prop_map(|(at, pattern, n)| Change::Widen(at, pattern, n)),
        2 => (at(), at(), tail()).prop_map(|(at, pattern, tail)| Change::Narrow(at, pattern, tail)),
        1 => (at(), at(), 1..5_usize).prop_map(|(at, pattern, n)| Change::WidenDeny(at, pattern, n)),
        1 => (at(), at(), tail()).prop_map(|(at, pattern, tail)| Change::NarrowDeny(at, pattern, tail)),
        2 => (at(), resource()).prop_map(|(at, resource)| Change::Elsewhere(at, resource)),
        2 => (at(), at()).prop_map(|(at, to)| Change::Move(at, to)),
        1 => at().prop_map(Change::Turn),
        3 => select(&Way::ALL[..]).prop_map(Change::Rearrange),
    ];
    if !kinds.conditions {
        return plain.boxed();
    }
    prop_oneof![
        10 => plain,
        1 => (at(), test()).prop_map(|(at, test)| Change::Restrict(at, test)),
        1 => (at(), test()).prop_map(|(at, test)| Change::RestrictDeny(at, test)),
        1 => at().prop_map(Change::Free),
    ]
    .boxed()
}

/// The statement at an index of those that satisfy a condition.
fn chosen(documents: &mut [Document], at: Index, so: impl Fn(&Statement) -> bool) -> Option<&mut Statement> {
    let mut own: Vec<&mut Statement> =
        documents.iter_mut().flat_map(|document| &mut document.statements).filter(|s| so(s)).collect();
    (!own.is_empty()).then(|| own.swap_remove(at.index(own.len())))
}

fn any_statement(_: &Statement) -> bool {
    true
}

/// Takes a statement out.
fn taken(documents: &mut [Document], at: Index, so: impl Fn(&Statement) -> bool) -> Option<Statement> {
    let own: Vec<(usize, usize)> = documents
        .iter()
        .enumerate()
        .flat_map(|(policy, document)| {
            document.statements.iter().enumerate().map(move |(n, s)| (policy, n, s))
        })
        .filter(|(_, _, s)| so(s))
        .map(|(policy, n, _)| (policy, n))
        .collect();
    let (policy, n) = *own.get(at.index(own.len().max(1)))?;
    Some(documents[policy].statements.remove(n))
}

fn widened(pattern: &mut String, letters: usize) {
    let head = pattern.trim_end_matches('*');
    let kept = head.chars().count().saturating_sub(letters);
    *pattern = format!("{}*", head.chars().take(kept).collect::<String>());
    // What is left of a service names none.
    if !pattern.contains(':') {
        "*".clone_into(pattern);
    }
}

fn narrowed(pattern: &mut String, tail: &str) {
    if let Some(head) = pattern.strip_suffix('*').filter(|head| head.contains(':') && !head.is_empty()) {
        *pattern = format!("{head}{tail}");
        if pattern.ends_with(':') {
            pattern.push('y');
        }
    }
}

fn restricted(statement: Option<&mut Statement>, test: &Test) {
    if let Some(statement) = statement
        && statement.condition.iter().all(|other| other.operator != test.operator)
    {
        statement.condition.push(test.clone());
    }
}

impl Change {
    pub fn apply(&self, documents: &mut Vec<Document>) {
        let denies = |statement: &Statement| !statement.allow;
        match self {
            Self::Drop(at) => drop(taken(documents, *at, any_statement)),
            Self::DropDeny(at) => drop(taken(documents, *at, denies)),
            Self::Add(at, statement) => {
                if let Some(document) = (!documents.is_empty()).then(|| at.get_mut(documents)) {
                    document.statements.push(statement.clone());
                }
            }
            Self::DropPattern(at, pattern) => {
                if let Some(statement) = chosen(documents, *at, |s| s.actions.len() > 1) {
                    statement.actions.remove(pattern.index(statement.actions.len()));
                }
            }
            Self::AddPattern(at, pattern) => {
                if let Some(statement) = chosen(documents, *at, any_statement) {
                    statement.actions.push(pattern.clone());
                }
            }
            Self::Widen(at, pattern, letters) => {
                if let Some(statement) = chosen(documents, *at, any_statement) {
                    widened(pattern.get_mut(&mut statement.actions), *letters);
                }
            }
            Self::Narrow(at, pattern, tail) => {
                if let Some(statement) = chosen(documents, *at, any_statement) {
                    narrowed(pattern.get_mut(&mut statement.actions), tail);
                }
            }
            Self::WidenDeny(at, pattern, letters) => {
                if let Some(statement) = chosen(documents, *at, denies) {
                    widened(pattern.get_mut(&mut statement.actions), *letters);
                }
            }
            Self::NarrowDeny(at, pattern, tail) => {
                if let Some(statement) = chosen(documents, *at, denies) {
                    narrowed(pattern.get_mut(&mut statement.actions), tail);
                }
            }
            Self::Restrict(at, test) => restricted(chosen(documents, *at, any_statement), test),
            Self::RestrictDeny(at, test) => restricted(chosen(documents, *at, denies), test),
            Self::Free(at) => {
                if let Some(statement) = chosen(documents, *at, |s| !s.condition.is_empty()) {
                    statement.condition.clear();
                }
            }
            Self::Elsewhere(at, resource) => {
                if let Some(statement) = chosen(documents, *at, any_statement) {
                    statement.not_resource = false;
                    statement.resources = vec![(*resource).to_owned()];
                }
            }
            Self::Move(at, to) => {
                let Some(statement) = taken(documents, *at, any_statement) else { return };
                to.get_mut(documents).statements.push(statement);
            }
            Self::Turn(at) => {
                if let Some(statement) = chosen(documents, *at, any_statement) {
                    statement.allow = !statement.allow;
                }
            }
            Self::Rearrange(way) => *documents = way.of(documents),
        }
    }
}
