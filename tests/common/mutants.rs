//! Wrong recommendations, made from right ones by small changes of known kinds.

use std::collections::BTreeSet;

use paredown::model::{
    Action, Catalogue, Effect, EffectiveCatalogue, Pattern, Policy, ResourceElement, Statement, UnusedSet,
    cut_points,
};

/// What was done to a recommendation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Drop,
    WidenByAWord,
    NarrowByAWord,
    MergeSiblings,
    Split,
    Duplicate,
    CaseChange,
    UnusedPutBack,
    OutsideAdded,
    Moved,
    DenyRemoved,
    NotActionEntryRemoved,
}

impl Kind {
    /// Whether such a change makes no difference.
    pub fn changes_nothing(self) -> bool {
        matches!(self, Self::Duplicate | Self::CaseChange)
    }
}

/// A recommendation with one change.
pub struct Mutant {
    pub kind: Kind,
    pub policy: Policy,
}

/// What mutants are made from.
pub struct Seed<'a> {
    pub original: &'a Policy,
    pub recommended: &'a Policy,
    pub unused: &'a UnusedSet,
    pub catalogue: &'a Catalogue,
}

/// At most `most` mutants of each kind, spread evenly over all possible ones.
pub fn mutants(seed: &Seed<'_>, most: usize) -> Vec<Mutant> {
    let known = EffectiveCatalogue::new(seed.catalogue, seed.original, seed.unused);
    let mut all = Vec::new();
    for (place, statement) in seed.recommended.statements.iter().enumerate() {
        match (statement.effect, statement.actions.negated) {
            (Effect::Deny, _) => all.push((Kind::DenyRemoved, without(seed.recommended, place))),
            (Effect::Allow, negated) => {
                let lists = if negated { negated_lists(statement) } else { lists(statement, seed, &known) };
                let with = |patterns| with_patterns(seed.recommended, place, patterns);
                all.extend(lists.into_iter().map(|(kind, patterns)| (kind, with(patterns))));
                all.push((Kind::Moved, moved(seed.recommended, place)));
            }
        }
    }
    let kinds: BTreeSet<Kind> = all.iter().map(|(kind, _)| *kind).collect();
    let mut chosen = Vec::new();
    for kind in kinds {
        let own: Vec<&Policy> = all.iter().filter(|(other, _)| *other == kind).map(|(_, p)| p).collect();
        let step = own.len().div_ceil(most).max(1);
        let spread = own.into_iter().step_by(step);
        chosen.extend(spread.map(|policy| Mutant { kind, policy: policy.clone() }));
    }
    chosen
}

fn without(policy: &Policy, place: usize) -> Policy {
    let mut policy = policy.clone();
    policy.statements.remove(place);
    policy
}

fn with_patterns(policy: &Policy, place: usize, patterns: Vec<Pattern>) -> Policy {
    let mut policy = policy.clone();
    policy.statements[place].actions.patterns = patterns;
    policy
}

fn moved(policy: &Policy, place: usize) -> Policy {
    let mut policy = policy.clone();
    let scope = &mut policy.statements[place].scope;
    *scope = scope.on(ResourceElement::new(false, ["arn:aws:moved:::elsewhere"]));
    policy
}

/// All patterns but those from `from` to `to`, which others replace.
fn spliced(patterns: &[Pattern], from: usize, to: usize, others: Vec<Pattern>) -> Vec<Pattern> {
    let others = others.into_iter();
    patterns[..from].iter().cloned().chain(others).chain(patterns[to..].iter().cloned()).collect()
}

/// What may be done to a NotAction list.
fn negated_lists(statement: &Statement) -> Vec<(Kind, Vec<Pattern>)> {
    let patterns = &statement.actions.patterns;
    let removed = (0..patterns.len()).map(|at| spliced(patterns, at, at + 1, Vec::new()));
    let removed = removed.map(|list| (Kind::NotActionEntryRemoved, list));
    removed.chain(twice_and_recased(patterns)).collect()
}

fn twice_and_recased(patterns: &[Pattern]) -> Vec<(Kind, Vec<Pattern>)> {
    let mut found = Vec::new();
    for (at, pattern) in patterns.iter().enumerate() {
        found.push((Kind::Duplicate, spliced(patterns, at, at, vec![pattern.clone()])));
        let recased = Pattern::new(pattern.spelling().to_ascii_uppercase());
        found.push((Kind::CaseChange, spliced(patterns, at, at + 1, vec![recased])));
    }
    found
}

/// What may be done to an Action list.
fn lists(statement: &Statement, seed: &Seed<'_>, known: &EffectiveCatalogue) -> Vec<(Kind, Vec<Pattern>)> {
    let patterns = &statement.actions.patterns;
    let mut found = twice_and_recased(patterns);
    for (at, pattern) in patterns.iter().enumerate() {
        if patterns.len() > 1 {
            found.push((Kind::Drop, spliced(patterns, at, at + 1, Vec::new())));
        }
        let mut instead = |kind, others| found.push((kind, spliced(patterns, at, at + 1, others)));
        let matched: Vec<&Action> = known.matching(pattern).map(|(action, _)| action).collect();
        if let Some(shorter) = shorter(pattern, &matched) {
            instead(Kind::WidenByAWord, vec![shorter]);
        }
        if !pattern.is_literal() && !matched.is_empty() {
            for longer in longer(pattern, &matched) {
                instead(Kind::NarrowByAWord, vec![longer]);
            }
            if matched.len() > 1 {
                let each = matched.iter().map(|action| Pattern::new(action.spelling())).collect();
                instead(Kind::Split, each);
            }
        }
    }
    for (at, pair) in patterns.windows(2).enumerate() {
        if let Some(both) = merged(&pair[0], &pair[1]) {
            found.push((Kind::MergeSiblings, spliced(patterns, at, at + 2, vec![both])));
        }
    }
    let place = seed.recommended.statements.iter().position(|other| std::ptr::eq(other, statement));
    let end = patterns.len();
    let unused = seed.unused.actions().filter(|action| {
        place.is_some() && seed.original.statements.iter().any(|s| s.actions.matches(action.folded()))
    });
    let add = |kind, name: String| (kind, spliced(patterns, end, end, vec![Pattern::new(name)]));
    found.extend(unused.map(|action| add(Kind::UnusedPutBack, action.spelling().to_owned())));
    let outside = ["iam:CreateAccessKey", "sts:AssumeRole", "zzz:NoSuchAction", "iam:*"];
    found.extend(outside.map(|name| add(Kind::OutsideAdded, name.to_owned())));
    found
}

/// The pattern cut one word shorter, at a cut point of what it matches.
fn shorter(pattern: &Pattern, matched: &[&Action]) -> Option<Pattern> {
    let head = pattern.head();
    let cuts = matched.first().map(|action| action.spelling())?;
    let shorter = cut_points(cuts).filter(|len| *len < head.len()).last()?;
    Some(Pattern::new(format!("{}*", &cuts[..shorter])))
}

/// The pattern cut one word longer, in each way that something it matches is cut.
fn longer(pattern: &Pattern, matched: &[&Action]) -> Vec<Pattern> {
    let head = pattern.head().len();
    let cuts: BTreeSet<&str> = matched
        .iter()
        .filter_map(|action| {
            let longer = cut_points(action.spelling()).find(|len| *len > head)?;
            action.spelling().get(..longer)
        })
        .collect();
    cuts.into_iter().flat_map(|cut| pattern.narrow(cut)).collect()
}

/// The common prefix of both patterns that ends with a word, if it is longer than the service.
fn merged(left: &Pattern, right: &Pattern) -> Option<Pattern> {
    let (left, right) = (left.spelling(), right.spelling());
    let common = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b).count();
    let cut = cut_points(left.trim_end_matches('*')).filter(|len| *len <= common).last()?;
    Some(Pattern::new(format!("{}*", &left[..cut])))
}
