//! Statements that cannot be paired, decided as requests: an action on a resource.
//!
//! Conditions and principals are not interpreted: what depends on one is unknown.

use crate::model::{Effect, EffectiveCatalogue, Pattern, Policy, Scope, Statement, UnusedSet, matches};
use crate::prove::engine::Pair;
use crate::prove::{Judgement, Obligation, Verdict, Witness};

use super::products::{Language, Product, outside};
use super::search::{TooLarge, Truth, not};
use super::union::Union;
use super::unused::Unused;

const NO_VARIABLES: &str = "policy variables in resources are not interpreted";
const DOES_NOT_STAND: &str = "the request that was found does not stand up to direct matching";

/// Two policies of which each request of one statement is looked for in the other.
struct Comparison<'a> {
    obligation: Obligation,
    /// The statement, and its place if it is the original's or answers for one of these.
    statement: &'a Statement,
    place: Option<usize>,
    /// The policy that has it, and the one that should allow what it allows.
    from: &'a Policy,
    to: &'a Policy,
    known: &'a EffectiveCatalogue,
}

/// The judgements on the statements without a partner: `strangers` of the recommendation, `unpaired` of the
/// original.
pub(in crate::prove) fn requests(
    original: &Policy,
    recommended: &Policy,
    strangers: &[usize],
    unpaired: &[usize],
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
) -> Vec<Judgement> {
    let new = || strangers.iter().filter_map(|&place| recommended.statements.get(place));
    let old = || unpaired.iter().filter_map(|&place| Some((place, original.statements.get(place)?)));
    let mut judgements = Vec::new();
    for statement in new().filter(|statement| statement.effect == Effect::Allow) {
        let obligation = Obligation::NoEscalation;
        let (from, to) = (recommended, original);
        let comparison = Comparison { obligation, statement, place: None, from, to, known };
        judgements.push(comparison.judge());
        judgements.push(still_unused(statement, known, unused));
    }
    for (place, deny) in old().filter(|(_, statement)| statement.effect == Effect::Deny) {
        judgements.push(denial_lost(place, deny, original, recommended, known));
    }
    for (place, statement) in old().filter(|(_, statement)| statement.effect == Effect::Allow) {
        for obligation in [Obligation::UsedKept, Obligation::Exact] {
            let (from, to) = (original, recommended);
            let comparison = Comparison { obligation, statement, place: Some(place), from, to, known };
            judgements.push(comparison.judge());
        }
    }
    if new().any(|statement| statement.effect == Effect::Deny) {
        let reason = "the recommendation has a Deny statement that the original does not have";
        judgements.push(Judgement::unknown(Obligation::UsedKept, None, reason));
    }
    let reason =
        "a statement differs from the original's in more than its actions, so covers are not compared";
    judgements.push(Judgement::unknown(Obligation::Fewest, None, reason));
    judgements
}

/// No-escalation or used-kept of a pair, decided as requests of the whole policies.
pub(in crate::prove) fn pair_as_requests(
    obligation: Obligation,
    pair: &Pair<'_>,
    (original, recommended): (&Policy, &Policy),
    known: &EffectiveCatalogue,
) -> Judgement {
    let (statement, from, to) = match obligation {
        Obligation::NoEscalation => (pair.recommended, recommended, original),
        _ => (pair.original, original, recommended),
    };
    Comparison { obligation, statement, place: Some(pair.place), from, to, known }.judge()
}

impl Comparison<'_> {
    fn unknown(&self, reason: &str) -> Judgement {
        Judgement::unknown(self.obligation, self.place, reason)
    }

    /// Whether every request of the statement that counts, less what its policy denies, the other policy
    /// allows. For no-escalation all count; else those for intended actions.
    fn judge(&self) -> Judgement {
        if has_variables(self.from) || has_variables(self.to) {
            return self.unknown(NO_VARIABLES);
        }
        let any_action = self.obligation == Obligation::NoEscalation;
        let of_statement = Union::new(self.statement.actions.patterns.iter().map(Pattern::folded));
        let intended = |folded: &str| of_statement.matches(folded) != self.statement.actions.negated;
        let counting = self.known.iter().filter(|(_, unused)| any_action || !unused);
        let counting = counting.map(|(action, _)| action.folded()).filter(|folded| intended(folded));
        let counting = Language::new(counting, false);
        let all = Product::of(self.statement);
        let known = Product { actions: all.actions.meet(&counting), resources: all.resources.clone() };
        // Known actions are looked at first.
        let targets = if any_action { vec![known, all] } else { vec![known] };
        if self.statement.scope.others.is_empty() {
            // Refuted even if every condition of the other policy held, and its own denied all they can.
            let mut around = products(self.to, Effect::Allow, |_| true);
            around.extend(products(self.from, Effect::Deny, |_| true));
            for target in &targets {
                match outside(target, &around) {
                    Ok(None) => {}
                    Ok(Some(request)) => return self.refuted(request),
                    Err(reason) => return self.unknown(reason),
                }
            }
        }
        // Proved by the statements whose conditions are surely met.
        let met = |scope: &Scope| scope.others.is_empty() || scope.others == self.statement.scope.others;
        let around = products(self.to, Effect::Allow, met);
        let lost = targets.last().map_or(Ok(None), |target| outside(target, &around));
        match lost {
            Err(reason) => self.unknown(reason),
            Ok(Some(_)) => self.unknown("it depends on a Condition, which is not interpreted"),
            Ok(None) if self.from.denies_like(self.to) => {
                Judgement::new(self.obligation, self.place, Verdict::Proved)
            }
            Ok(None) => self.unknown("the Deny statements differ"),
        }
    }

    /// A request that one policy allows, whatever its conditions, and the other does not.
    fn refuted(&self, (action, resource): (String, String)) -> Judgement {
        let stands =
            surely_allows(self.from, &action, &resource) && !possibly_allows(self.to, &action, &resource);
        if !stands {
            return self.unknown(DOES_NOT_STAND);
        }
        let witness = Some(request(self.known, &action, resource));
        Judgement { witness, ..Judgement::new(self.obligation, self.place, Verdict::Refuted) }
    }
}

/// Unused-removed for a statement without a partner.
fn still_unused(statement: &Statement, known: &EffectiveCatalogue, unused: &UnusedSet) -> Judgement {
    let obligation = Obligation::UnusedRemoved;
    let refuted = |action: String, known| Judgement {
        witness: Some(Witness::Action { action, known }),
        ..Judgement::new(obligation, None, Verdict::Refuted)
    };
    let stands = |folded: &str| statement.actions.matches(folded) && unused.contains(folded);
    let matched = Union::new(statement.actions.patterns.iter().map(Pattern::folded));
    let matching = |folded: &str| matched.matches(folded) != statement.actions.negated;
    let mut named = known.iter().filter(|(action, unused)| *unused && matching(action.folded()));
    if let Some((action, _)) = named.find(|(action, _)| stands(action.folded())) {
        return refuted(action.to_string(), true);
    }
    let services = Unused::services(unused);
    let language = Unused::new(unused, &services);
    let negated = statement.actions.negated;
    let wanted = |truths: &[Truth]| {
        let truth = truths.first().copied().flatten();
        if negated { not(truth) } else { truth }
    };
    match language.find(&[&matched], wanted) {
        Ok(None) => Judgement::new(obligation, None, Verdict::Proved),
        Ok(Some(action)) if stands(&action) => refuted(action, false),
        Ok(Some(_)) => Judgement::unknown(obligation, None, DOES_NOT_STAND),
        Err(TooLarge) => Judgement::unknown(obligation, None, TooLarge::REASON),
    }
}

/// No-escalation for a Deny of the original that the recommendation does not have: what it denied may be
/// allowed now.
fn denial_lost(
    place: usize,
    deny: &Statement,
    original: &Policy,
    recommended: &Policy,
    known: &EffectiveCatalogue,
) -> Judgement {
    let (obligation, place) = (Obligation::NoEscalation, Some(place));
    if has_variables(original) || has_variables(recommended) {
        return Judgement::unknown(obligation, place, NO_VARIABLES);
    }
    // Only those count that surely deny whenever this one did.
    let met = |scope: &Scope| scope.others.is_empty() || scope.others == deny.scope.others;
    let denied = products(recommended, Effect::Deny, met);
    let mut open = false;
    for allow in products(recommended, Effect::Allow, |_| true) {
        match outside(&Product::of(deny).meet(&allow), &denied) {
            Err(reason) => return Judgement::unknown(obligation, place, reason),
            Ok(None) => {}
            Ok(Some((action, resource))) => {
                let sure = deny.scope.others.is_empty()
                    && surely_allows(recommended, &action, &resource)
                    && !possibly_allows(original, &action, &resource);
                if sure {
                    let witness = Some(request(known, &action, resource));
                    return Judgement { witness, ..Judgement::new(obligation, place, Verdict::Refuted) };
                }
                open = true;
            }
        }
    }
    if open {
        let reason = "a Deny statement is gone, and whether it matters depends on a Condition";
        return Judgement::unknown(obligation, place, reason);
    }
    Judgement::new(obligation, place, Verdict::Proved)
}

/// The products of the statements with an effect and a scope that counts.
fn products(policy: &Policy, effect: Effect, counts: impl Fn(&Scope) -> bool) -> Vec<Product<'_>> {
    let those = policy.statements.iter().filter(|s| s.effect == effect && counts(&s.scope));
    those.map(Product::of).collect()
}

/// A request as a witness, with the action spelled as the catalogue spells it.
fn request(known: &EffectiveCatalogue, action: &str, resource: String) -> Witness {
    let spelled = known.with_prefix(action).map(|(known, _)| known).find(|known| known.folded() == action);
    Witness::Request { action: spelled.map_or_else(|| action.to_owned(), ToString::to_string), resource }
}

fn has_variables(policy: &Policy) -> bool {
    let resources = policy.statements.iter().filter_map(|statement| statement.scope.resource.as_ref());
    resources.flat_map(|element| &element.patterns).any(|pattern| pattern.contains("${"))
}

/// The statements that speak of a request, by direct matching.
fn speaking<'a>(policy: &'a Policy, action: &str, resource: &str) -> Vec<&'a Statement> {
    let on = |statement: &Statement| {
        statement.scope.resource.as_ref().is_none_or(|element| {
            element.patterns.iter().any(|pattern| matches(pattern, resource)) != element.negated
        })
    };
    policy.statements.iter().filter(|s| on(s) && s.actions.matches(action)).collect()
}

/// Whether a policy allows a request whether conditions hold or not.
fn surely_allows(policy: &Policy, action: &str, resource: &str) -> bool {
    let those = speaking(policy, action, resource);
    those.iter().any(|s| s.effect == Effect::Allow && s.scope.others.is_empty())
        && those.iter().all(|s| s.effect == Effect::Allow)
}

/// Whether there may be conditions under which a policy allows a request.
fn possibly_allows(policy: &Policy, action: &str, resource: &str) -> bool {
    let those = speaking(policy, action, resource);
    those.iter().any(|s| s.effect == Effect::Allow)
        && those.iter().all(|s| s.effect == Effect::Allow || !s.scope.others.is_empty())
}
