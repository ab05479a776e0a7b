//! Statements that cannot be paired: decided as requests, an action on a resource.
//!
//! A statement allows a product: its actions on its resources. Conditions and principals are not
//! interpreted: a verdict that would depend on one is unknown.

use std::rc::Rc;

use crate::model::{Effect, EffectiveCatalogue, Policy, Scope, Statement, UnusedSet, matches};
use crate::prove::{Judgement, Obligation, Settings, Verdict, Witness};

use super::formula::Formula;
use super::parts::all_unused;
use super::products::{self, Product, actions};
use super::regex::{Regex, inter, union_of};
use super::solver::{Answer, Solver};
use crate::prove::engine::Pair;

/// One side of a comparison of what two policies allow.
struct Question<'a> {
    obligation: Obligation,
    /// Requests of this statement are looked for.
    statement: &'a Statement,
    /// The actions that count.
    counting: Option<Rc<Regex>>,
    /// The policy that allows them, and the one that should.
    from: &'a Policy,
    to: &'a Policy,
    /// The place of the statement, when it is one of the original's.
    place: Option<usize>,
}

/// The judgements on the statements without a partner: `strangers` of the recommendation, `unpaired`
/// of the original.
pub(in crate::prove) fn requests(
    original: &Policy,
    recommended: &Policy,
    strangers: &[usize],
    unpaired: &[usize],
    known: &EffectiveCatalogue,
    unused: &UnusedSet,
    settings: &Settings<'_>,
) -> Vec<Judgement> {
    let mut asker = Asker { solver: Solver::new(settings.timeout), original, recommended, known };
    let at = |policy: &'_ Policy, place: &usize| policy.statements.get(*place).cloned();
    let new: Vec<Statement> = strangers.iter().filter_map(|place| at(recommended, place)).collect();
    let old: Vec<(usize, Statement)> =
        unpaired.iter().filter_map(|place| Some((*place, at(original, place)?))).collect();
    let mut judgements = Vec::new();
    let all_unused = all_unused(unused);
    let all_known = union_of(known.iter().map(|(action, _)| action.folded()));
    for statement in new.iter().filter(|s| s.effect == Effect::Allow) {
        let question = |obligation, counting| Question {
            obligation,
            statement,
            counting,
            from: recommended,
            to: original,
            place: None,
        };
        judgements.push(asker.judge(&question(Obligation::NoEscalation, None), Some(&all_known)));
        judgements.push(asker.still_unused(statement, &all_unused));
    }
    // A Deny that is gone: what it denied may be allowed now.
    for (place, deny) in old.iter().filter(|(_, s)| s.effect == Effect::Deny) {
        judgements.push(asker.denial_lost(*place, deny));
    }
    for (place, statement) in old.iter().filter(|(_, s)| s.effect == Effect::Allow) {
        let intended = intended(statement, known);
        let question = |obligation| Question {
            obligation,
            statement,
            counting: Some(Rc::clone(&intended)),
            from: original,
            to: recommended,
            place: Some(*place),
        };
        judgements.push(asker.judge(&question(Obligation::UsedKept), None));
        judgements.push(asker.judge(&question(Obligation::Exact), None));
    }
    if new.iter().any(|s| s.effect == Effect::Deny) {
        judgements.push(Judgement::unknown(
            Obligation::UsedKept,
            None,
            "the recommendation has a Deny statement that the original does not have",
        ));
    }
    judgements.push(Judgement::unknown(
        Obligation::Fewest,
        None,
        "a statement differs from the original's in more than its actions, so covers are not compared",
    ));
    judgements
}

/// No-escalation or used-kept of a pair, decided as requests of the whole policies.
pub(in crate::prove) fn pair_as_requests(
    obligation: Obligation,
    pair: &Pair<'_>,
    (original, recommended): (&Policy, &Policy),
    known: &EffectiveCatalogue,
    settings: &Settings<'_>,
) -> Judgement {
    let mut asker = Asker { solver: Solver::new(settings.timeout), original, recommended, known };
    let place = Some(pair.place);
    if obligation == Obligation::NoEscalation {
        let (statement, from, to) = (pair.recommended, recommended, original);
        let preferred = union_of(known.iter().map(|(action, _)| action.folded()));
        let question = Question { obligation, statement, counting: None, from, to, place };
        return asker.judge(&question, Some(&preferred));
    }
    let (statement, from, to) = (pair.original, original, recommended);
    let counting = Some(intended(statement, known));
    asker.judge(&Question { obligation, statement, counting, from, to, place }, None)
}

/// I(S), as a language.
fn intended(statement: &Statement, known: &EffectiveCatalogue) -> Rc<Regex> {
    let all = known.iter().filter(|(_, unused)| !unused).map(|(action, _)| action.folded());
    union_of(all.filter(|action| statement.actions.matches(action)))
}

struct Asker<'a> {
    solver: Solver,
    original: &'a Policy,
    recommended: &'a Policy,
    known: &'a EffectiveCatalogue,
}

impl Asker<'_> {
    /// A request as a witness, with the action spelled as the catalogue spells it.
    fn witness(&self, action: &str, resource: String) -> Witness {
        let known = self.known.with_prefix(action).map(|(known, _)| known);
        let spelled = known.take_while(|known| known.folded() == action).last();
        let action = spelled.map_or_else(|| action.to_owned(), ToString::to_string);
        Witness::Request { action, resource }
    }

    /// Whether every request of a statement, less what `from` denies, is allowed by `to`. Requests
    /// for one of `preferred` are looked for first.
    fn judge(&mut self, question: &Question<'_>, preferred: Option<&Rc<Regex>>) -> Judgement {
        let Question { obligation, statement, place, .. } = *question;
        if policy_variables(question.from) || policy_variables(question.to) {
            return Judgement::unknown(
                obligation,
                place,
                "policy variables in resources are not interpreted",
            );
        }
        let mut target = Product::of(statement);
        if let Some(counting) = &question.counting {
            target.actions = inter(&[&target.actions, counting]);
        }
        let allows = |policy: &Policy, counts: &dyn Fn(&Scope) -> bool| -> Vec<Product> {
            let those = policy.statements.iter().filter(|s| s.effect == Effect::Allow && counts(&s.scope));
            those.map(Product::of).collect()
        };
        let denies = question.from.statements.iter().filter(|s| s.effect == Effect::Deny);
        let denied: Vec<Product> = denies.map(Product::of).collect();
        // Refuted even if every condition of the other policy held and none were needed here.
        let mut around = allows(question.to, &|_| true);
        around.extend(denied);
        if statement.scope.others.is_empty() {
            let mut narrowed = target.clone();
            if let Some(preferred) = preferred {
                narrowed.actions = inter(&[&target.actions, preferred]);
            }
            for target in [&narrowed, &target] {
                match products::outside(&mut self.solver, target, &around) {
                    Err(reason) => return self.timed(Judgement::unknown(obligation, place, &reason)),
                    Ok(Some((action, resource))) => {
                        let holds = allowed(question.from, &action, &resource, true)
                            && !allowed(question.to, &action, &resource, false);
                        if !holds {
                            let reason = "the solver's witness does not stand up to direct matching";
                            return self.timed(Judgement::unknown(obligation, place, reason));
                        }
                        let witness = Some(self.witness(&action, resource));
                        let refuted = Judgement::new(obligation, place, Verdict::Refuted);
                        return self.timed(Judgement { witness, ..refuted });
                    }
                    Ok(None) => {}
                }
            }
        }
        // Proved if it holds by the statements whose conditions are surely met.
        let met = |scope: &Scope| scope.others.is_empty() || scope.others == statement.scope.others;
        let judged = match products::outside(&mut self.solver, &target, &allows(question.to, &met)) {
            Err(reason) => Judgement::unknown(obligation, place, &reason),
            Ok(None) if question.from.denies_like(question.to) => {
                Judgement::new(obligation, place, Verdict::Proved)
            }
            Ok(None) => Judgement::unknown(obligation, place, "the Deny statements differ"),
            Ok(Some(_)) => {
                Judgement::unknown(obligation, place, "it depends on a Condition, which is not interpreted")
            }
        };
        self.timed(judged)
    }

    /// Unused-removed for a statement without a partner.
    fn still_unused(&mut self, statement: &Statement, unused: &Rc<Regex>) -> Judgement {
        let both = inter(&[&actions(&statement.actions), unused]);
        let judged = match self.solver.ask(&Formula::x_in(&both)) {
            Answer::Unsat => Judgement::new(Obligation::UnusedRemoved, None, Verdict::Proved),
            Answer::Unknown(reason) => Judgement::unknown(Obligation::UnusedRemoved, None, &reason),
            Answer::Sat(action) if statement.actions.matches(&action) => Judgement {
                witness: Some(Witness::Action { action, known: false }),
                ..Judgement::new(Obligation::UnusedRemoved, None, Verdict::Refuted)
            },
            Answer::Sat(_) => {
                let reason = "the solver's witness does not stand up to direct matching";
                Judgement::unknown(Obligation::UnusedRemoved, None, reason)
            }
        };
        self.timed(judged)
    }

    /// No-escalation for a Deny of the original that the recommendation does not have.
    fn denial_lost(&mut self, place: usize, deny: &Statement) -> Judgement {
        let obligation = Obligation::NoEscalation;
        let (original, recommended) = (self.original, self.recommended);
        if policy_variables(original) || policy_variables(recommended) {
            let reason = "policy variables in resources are not interpreted";
            return Judgement::unknown(obligation, Some(place), reason);
        }
        // Only those count that surely deny whenever this one did.
        let met = |scope: &Scope| scope.others.is_empty() || scope.others == deny.scope.others;
        let denies = recommended.statements.iter().filter(|s| s.effect == Effect::Deny && met(&s.scope));
        let denied: Vec<Product> = denies.map(Product::of).collect();
        let mut conditional = false;
        for allow in recommended.statements.iter().filter(|s| s.effect == Effect::Allow) {
            let both = Product::of(deny).meet(&Product::of(allow));
            match products::outside(&mut self.solver, &both, &denied) {
                Err(reason) => return self.timed(Judgement::unknown(obligation, Some(place), &reason)),
                Ok(None) => {}
                Ok(Some((action, resource))) => {
                    let sure = deny.scope.others.is_empty()
                        && allowed(recommended, &action, &resource, true)
                        && !allowed(original, &action, &resource, false);
                    if sure {
                        let witness = Some(self.witness(&action, resource));
                        let refuted = Judgement::new(obligation, Some(place), Verdict::Refuted);
                        return self.timed(Judgement { witness, ..refuted });
                    }
                    conditional = true;
                }
            }
        }
        self.timed(if conditional {
            Judgement::unknown(
                obligation,
                Some(place),
                "a Deny statement is gone, and whether it matters depends on a Condition",
            )
        } else {
            Judgement::new(obligation, Some(place), Verdict::Proved)
        })
    }

    fn timed(&mut self, judgement: Judgement) -> Judgement {
        Judgement { spent: self.solver.take_spent(), ..judgement }
    }
}

fn policy_variables(policy: &Policy) -> bool {
    let patterns = policy.statements.iter().filter_map(|s| s.scope.resource.as_ref());
    patterns.flat_map(|element| &element.patterns).any(|pattern| pattern.contains("${"))
}

/// Whether a policy allows a request, by direct matching. With `strict`, statements that carry a
/// condition do not allow, and do deny; without, they allow, and do not deny.
fn allowed(policy: &Policy, action: &str, resource: &str, strict: bool) -> bool {
    let speaks = |statement: &&Statement| {
        let on = statement.scope.resource.as_ref().is_none_or(|element| {
            element.patterns.iter().any(|pattern| matches(pattern, resource)) != element.negated
        });
        on && statement.actions.matches(action)
    };
    let those =
        |effect, conditional: bool| {
            policy.statements.iter().filter(speaks).any(|statement| {
                statement.effect == effect && (conditional || statement.scope.others.is_empty())
            })
        };
    those(Effect::Allow, !strict) && !those(Effect::Deny, strict)
}
