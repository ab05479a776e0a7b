//! Lines for the checker of comparisons, and comparisons that it has to say the same of as the kernel.

mod alike;
mod by_hand;
mod changes;
mod produced;
mod prover;
mod worlds;

use paredown::certificate::format::{Digest, STATEMENT_TYPE, Subject};
use paredown::certificate::kernel::Document;
use paredown::model::{Effect, Piece, Policy, Quantifier, Reading};
use paredown::parse;
use paredown_kernel::comparison::facts::are_alternatives;
use paredown_kernel::comparison::format::{Certificate, Claim, Comparison, Inclusion, PREDICATE_TYPE};
use paredown_kernel::comparison::pattern::{Element, Pattern};
use paredown_kernel::comparison::statement::{Sides, Statement, readings};
use paredown_kernel::comparison::symbols::Symbol;
use paredown_kernel::comparison::{check, included};
use paredown_request::{Entry, Rule};
use serde_json::{Value, json};

use crate::common::{policy, source};
use crate::lines::Lines;

/// Two sides, and what is said of both.
pub struct Pair {
    name: String,
    inner: Policy,
    outer: Policy,
}

impl Pair {
    /// The pair of two policies.
    pub fn new(name: impl Into<String>, inner: &Value, outer: &Value) -> Self {
        let [inner, outer] = [inner, outer].map(|side| policy(&side.to_string()));
        Self { name: name.into(), inner, outer }
    }

    /// The same of the corpus, if IAM would not refuse it.
    pub fn of_corpus(name: &str, inner: &Value, outer: &Value) -> Option<Self> {
        let [inner, outer] = [inner, outer].map(|side| parse::policy(&source(&side.to_string())).ok());
        Some(Self { name: name.to_owned(), inner: inner?.policy, outer: outer?.policy })
    }

    fn rules(&self) -> [Vec<Rule>; 2] {
        [&self.inner, &self.outer].map(|policy| policy.statements.iter().map(Rule::new).collect())
    }

    /// Adds the line for some evidence, with what the kernel says of it as what is expected: whether it is accepted.
    pub fn add(&self, lines: &mut Lines, what: &str, beside_others: bool, evidence: &Inclusion) -> bool {
        let [inner, outer] = self.rules();
        let accepted = self.kernel_accepts(beside_others, evidence);
        // Alone, the kernel has nothing more to say than this.
        if !beside_others {
            assert_eq!(accepted, included(&inner, &outer, evidence).is_ok(), "{} {what}", self.name);
        }
        let readings = readings(inner.iter().chain(&outer));
        let sides = |reading: &Reading| {
            let Sides { inner, outer } = Sides::new(&inner, &outer, *reading);
            json!({"inner": statements(&inner), "outer": statements(&outer)})
        };
        let comparison = json!({
            "readings": readings.iter().map(sides).collect::<Vec<_>>(),
            "beside_others": beside_others,
            "evidence": evidence,
        });
        let expect = if accepted { "accept" } else { "reject" };
        let name = format!("{} {what}", self.name).escape_default().to_string();
        lines.push(accepted, &json!({"comparison": comparison, "expect": expect, "name": name}).to_string());
        accepted
    }

    fn kernel_accepts(&self, beside_others: bool, evidence: &Inclusion) -> bool {
        let named = |name: &str, policy: &Policy| {
            let subject = Subject {
                name: name.to_owned(),
                digest: Digest { sha256: name.to_owned(), canonical: None },
            };
            (subject, Document { policy: policy.clone(), sha256: name.to_owned() })
        };
        let (candidate, inner) = named("inner", &self.inner);
        let (baseline, outer) = named("outer", &self.outer);
        let certificate = Certificate {
            kind: STATEMENT_TYPE.to_owned(),
            subject: vec![candidate],
            predicate_type: PREDICATE_TYPE.to_owned(),
            predicate: Comparison {
                paredown: String::new(),
                claim: Claim::NotWider,
                beside_others,
                baseline: vec![baseline],
                nothing_new: evidence.clone(),
                nothing_lost: None,
            },
        };
        check(&certificate, &[outer], &[inner]).is_ok()
    }
}

fn statements(all: &[Statement<'_>]) -> Vec<Value> {
    let one = |statement: &Statement<'_>| {
        json!({
            "allow": statement.effect == Effect::Allow,
            "actions": element(&statement.actions),
            "resources": element(&statement.resources),
            "entries": statement.entries.iter().map(entry).collect::<Vec<_>>(),
        })
    };
    all.iter().map(one).collect()
}

fn element(element: &Element<'_>) -> Value {
    json!({"negated": element.negated, "patterns": element.patterns.iter().map(pattern).collect::<Vec<_>>()})
}

fn pattern(pattern: &Pattern<'_>) -> Value {
    let forms: Vec<Vec<Value>> = pattern.forms().iter().map(|form| symbols(form)).collect();
    json!({"opaque": pattern.opaque().map(|one| only_compared(&one)), "forms": forms})
}

/// Characters that follow each other are one text, if they are in ASCII.
fn symbols(form: &[Symbol<'_>]) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for symbol in form {
        match symbol {
            Symbol::Piece(Piece::Char(c)) if c.is_ascii() => match all.last_mut() {
                Some(Value::String(text)) => text.push(*c),
                _ => all.push(c.to_string().into()),
            },
            Symbol::Piece(Piece::Char(c)) => all.push(u32::from(*c).into()),
            Symbol::Piece(Piece::One { stays }) => all.push(json!({"one": stays})),
            Symbol::Piece(Piece::Star { stays }) => all.push(json!({"star": stays})),
            Symbol::Variable(part) => all.push(json!({"variable": only_compared(part)})),
        }
    }
    all
}

fn entry(entry: &Entry) -> Value {
    let operator = entry.operator();
    let quantifier = operator.quantifier().map(|quantifier| match quantifier {
        Quantifier::ForAllValues => "ForAllValues",
        Quantifier::ForAnyValue => "ForAnyValue",
    });
    json!({
        "shape": only_compared(&operator.comparison()),
        "negated": operator.is_negated(),
        "if_exists": operator.has_if_exists(),
        "quantifier": quantifier,
        "alternatives": are_alternatives(entry),
        "key": only_compared(&entry.key()),
        "values": entry.values().iter().map(only_compared).collect::<Vec<_>>(),
    })
}

/// A text in ASCII that is the same for equal values only.
fn only_compared(value: &impl std::fmt::Debug) -> String {
    format!("{value:?}").escape_default().to_string()
}
