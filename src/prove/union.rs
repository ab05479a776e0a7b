//! Several policies of one principal, and one policy that became several.

use serde::Serialize;

use crate::model::{Catalogue, Effect, Policy, UnusedSet};
use crate::recommend::Mode;

use super::{
    Certification, Disagreement, Engine, Judgement, Obligation, Requirement, Settings, Verdict, certify,
    regroup,
};

/// How a claim about several policies was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Each policy alone; together it follows.
    Composed,
    /// All statements together, as one policy.
    Whole,
}

/// A judgement, and which policy it is about.
#[derive(Clone, Debug)]
pub struct UnionJudgement {
    /// The policy of the original that has the statement, by its place; nothing when it is about
    /// requests that no single statement answers for.
    pub policy: Option<usize>,
    /// The judgement; its statement is counted in that policy.
    pub judgement: Judgement,
}

/// What the obligations on several policies together came to.
#[derive(Clone, Debug)]
pub struct UnionCertification {
    /// What decided.
    pub engine: Engine,
    /// How it was decided.
    pub way: Way,
    /// The judgements, by policy and statement.
    pub judgements: Vec<UnionJudgement>,
    /// Where one engine proved what the other refuted, with statements counted as they were taken together.
    pub disagreements: Vec<Disagreement>,
}

impl UnionCertification {
    /// The verdict under a requirement: what all obligations that decide come to together.
    pub fn verdict(&self, requirement: Requirement, mode: Mode) -> Verdict {
        let all = self.judgements.iter().map(|one| &one.judgement);
        let deciding = all.filter(|judgement| requirement.includes(judgement.obligation, mode));
        Verdict::all(deciding.map(|judgement| judgement.verdict))
    }

    /// The mode in which the recommendation does best; [`Mode::Shortest`] when it makes no difference.
    pub fn best_mode(&self) -> Mode {
        let verdict = |mode| self.verdict(Requirement::LeastGeneral, mode);
        if verdict(Mode::Tight) < verdict(Mode::Shortest) { Mode::Tight } else { Mode::Shortest }
    }
}

/// Certifies that the `recommended` policies of one principal together refine the `originals` together.
///
/// A policy that is detached goes in as one without statements, with its Deny statements gone; a policy
/// that was split goes in as its parts. Two ways lead to the claim:
///
/// - **Composed**, where the policies correspond one to one: if each is certified on its own and has the
///   same Deny statements as before ([`compose`] says why that is enough).
/// - **Whole**, otherwise: all statements are taken as one policy, since what several policies of a
///   principal allow together is what some Allow statement of any of them matches and no Deny statement of
///   any does. The recommended ones are first brought into the order of the original ones, and those with
///   equal scope merged, which changes nothing of that: so a statement that was split is judged as what
///   its parts are together.
///
/// Policies whose `Version` differs can be taken as one only where no policy variable is used, which
/// the Version gives its meaning; else no-escalation is unknown.
pub fn certify_union(
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    catalogue: &Catalogue,
    settings: &Settings<'_>,
) -> UnionCertification {
    if originals.len() == recommended.len() {
        let pairs = originals.iter().zip(recommended);
        let parts = pairs.map(|(before, after)| certify(before, unused, after, catalogue, settings));
        let composed = compose(originals, recommended, &parts.collect::<Vec<_>>());
        if let Some(composed) = composed {
            return composed;
        }
    }
    whole(originals, unused, recommended, catalogue, settings)
}

/// Certifications of single policies as one of all of them, if that follows: without a question to the
/// solver. Nothing if one is not proved exact, or has not the Deny statements that it had.
///
/// Why it follows. A request is allowed iff an Allow statement of some policy matches it and no Deny
/// statement of any policy does. If every policy has the Deny statements that it had, the second half is
/// the same before and after. For the first: if an Allow statement of the recommended policy *i* matches
/// a request, then by no-escalation on *i* one of the original *i* does; and if one of the original *i*
/// matches a request for an action that is intended, then by used-kept on *i* one of the recommended *i*
/// does. Nothing unused is matched by any of them. An action is known here if the catalogue knows it,
/// or if the unused set or the policy whose statement matches it names it.
pub fn compose(
    originals: &[Policy],
    recommended: &[Policy],
    parts: &[Certification],
) -> Option<UnionCertification> {
    let follows = |((before, after), part): ((&Policy, &Policy), &Certification)| {
        let exact = part.verdict(Requirement::Exact, Mode::Shortest) == Verdict::Proved;
        exact && before.denies_like(after)
    };
    let same = originals.len() == recommended.len() && originals.len() == parts.len();
    if !same || !originals.iter().zip(recommended).zip(parts).all(follows) {
        return None;
    }
    let of = |(policy, part): (usize, &Certification)| {
        let judgements = part.judgements.clone().into_iter();
        judgements
            .map(move |judgement| UnionJudgement { policy: Some(policy), judgement })
            .collect::<Vec<_>>()
    };
    let judgements = parts.iter().enumerate().flat_map(of).collect();
    let engine = parts.first().map_or_else(Engine::default, |part| part.engine);
    let disagreements = parts.iter().flat_map(|part| part.disagreements.clone()).collect();
    Some(UnionCertification { engine, way: Way::Composed, judgements, disagreements })
}

/// All statements as one policy.
fn whole(
    originals: &[Policy],
    unused: &UnusedSet,
    recommended: &[Policy],
    catalogue: &Catalogue,
    settings: &Settings<'_>,
) -> UnionCertification {
    // What several policies deny alike may be denied by one of them only.
    let (before, places) = regroup::condense(&concatenated(originals), |s| s.effect == Effect::Deny);
    let after = regroup::follow(&before, &concatenated(recommended));
    let prove = |before: &Policy, after: &Policy| certify(before, unused, after, catalogue, settings);
    let mut found = (prove(&before, &after), places);
    let mut disagreements = found.0.disagreements.clone();
    let exact = |part: &Certification| part.verdict(Requirement::Exact, Mode::Shortest);
    if exact(&found.0) != Verdict::Proved {
        // Perhaps what one statement lost another of the same scope has: then their union says so.
        let (merged, firsts) = regroup::condense(&before, |_| true);
        let again = prove(&merged, &regroup::follow(&merged, &after));
        disagreements.extend(again.disagreements.iter().cloned());
        if exact(&again) < exact(&found.0) {
            let places = firsts.iter().filter_map(|&first| found.1.get(first).copied());
            found = (again, places.collect());
        }
    }
    let (part, places) = found;
    let mut judgements: Vec<UnionJudgement> =
        part.judgements.into_iter().map(|judgement| placed(judgement, originals, &places)).collect();
    if versions_differ(originals.iter().chain(recommended)) {
        let reason = "the Versions of the policies differ, and with them what policy variables mean";
        let judgement = Judgement::unknown(Obligation::NoEscalation, None, reason);
        judgements.push(UnionJudgement { policy: None, judgement });
    }
    UnionCertification { engine: settings.engine, way: Way::Whole, judgements, disagreements }
}

/// Whether the Versions under which policy variables stand differ. Where they do not, all statements
/// mean together what they mean apart, whatever the Version of the rest.
fn versions_differ<'a>(policies: impl Iterator<Item = &'a Policy>) -> bool {
    // Without one, IAM reads a policy as 2008-10-17.
    let version = |policy: &'a Policy| policy.version.as_deref().unwrap_or("2008-10-17");
    let mut versions = policies.filter(|policy| policy.uses_variables()).map(version);
    let first = versions.next();
    versions.any(|version| Some(version) != first)
}

/// One policy with the statements of all; its Version is looked at apart.
fn concatenated(policies: &[Policy]) -> Policy {
    let statements = policies.iter().flat_map(|policy| policy.statements.clone()).collect();
    Policy { version: None, statements }
}

/// A judgement on the whole, with its statement counted in the policy that has it.
fn placed(mut judgement: Judgement, originals: &[Policy], places: &[usize]) -> UnionJudgement {
    let mut statement = judgement.statement.and_then(|statement| places.get(statement)).copied();
    let mut policy = None;
    for (at, original) in originals.iter().enumerate() {
        let Some(left) = statement.filter(|_| policy.is_none()) else { break };
        if left < original.statements.len() {
            policy = Some(at);
        } else {
            statement = Some(left - original.statements.len());
        }
    }
    judgement.statement = statement;
    UnionJudgement { policy, judgement }
}
