//! What rows do not settle is decided as requests against all policies, with action and resource together; and a
//! refutation is shown only if such a request confirms it.

use std::time::Instant;

use crate::model::Statement;
use crate::{compare, deadline};

use super::super::requests::{Answer, Kind, Whole};
use super::super::{Judgement, Obligation, Question, Row, Subject, Verdict, Witness};
use super::{Found, Group, ON_DENIES, Single, Task, statements};

/// The reason if exact is unknown because only an action in no catalogue is wrongly allowed.
const NOT_KNOWN: &str = "what was found is an action that no catalogue has";

/// The folded action of a witness about actions.
fn action_of(witness: &Witness) -> Option<String> {
    match witness {
        Witness::Action { action, .. } => Some(action.to_ascii_lowercase()),
        _ => None,
    }
}

/// The obligations that requests decide; exact follows from them.
const DECIDED: [(Obligation, Kind); 3] = [
    (Obligation::NoEscalation, Kind::NoEscalation),
    (Obligation::UnusedRemoved, Kind::UnusedRemoved),
    (Obligation::UsedKept, Kind::UsedKept),
];

impl Task<'_> {
    fn whole(&self) -> Whole<'_> {
        Whole {
            before: self.originals.iter().flat_map(|policy| &policy.statements).collect(),
            after: self.recommended.iter().flat_map(|policy| &policy.statements).collect(),
            known: self.known,
            unused: self.unused,
        }
    }

    /// The answer of each engine to a question about requests of some statements.
    fn by_requests(
        &self,
        subject: Subject,
        (obligation, kind): (Obligation, Kind),
        statements: &[&Statement],
        hint: Option<&str>,
    ) -> Vec<Judgement> {
        let whole = self.whole();
        let judgement = |&engine: &Single| {
            let start = Instant::now();
            let asked = compare::Settings { engine: engine.into(), timeout: self.settings.timeout };
            let answer = deadline::caught(|| whole.decide(&asked, kind, statements, hint));
            let Answer { verdict, witness, reason } =
                answer.unwrap_or_else(|deadline::TimeUp| Answer::unknown(deadline::REASON));
            Judgement {
                witness,
                reason,
                spent: start.elapsed(),
                ..Judgement::new(subject, obligation, verdict)
            }
        };
        self.settings.engine.singles().iter().map(judgement).collect()
    }

    /// Decides what is left open about the row of a whole scope.
    pub(super) fn settle(&self, number: usize, rows: &[Row], group: &Group<'_>, found: &mut Found) {
        let Some(row) = rows.get(number) else { return };
        let subject = Subject::Row(number);
        for (obligation, kind) in DECIDED {
            let before = found.judgements.get(&(subject, obligation));
            if before.is_some_and(|judgement| judgement.verdict == Verdict::Proved) {
                continue;
            }
            // A known action shows that it is not exact either.
            let against_exact = self.known_escalation(row, obligation, subject, found);
            let hint = against_exact.or_else(|| action_of(before?.witness.as_ref()?));
            let spent = before.map(|judgement| judgement.spent).unwrap_or_default();
            let by_smt = before.map(|judgement| judgement.spent_by_smt).unwrap_or_default();
            let side = statements(group, obligation == Obligation::UsedKept);
            if side.is_empty() {
                // Nothing is granted there.
                let proved = Judgement::new(subject, obligation, Verdict::Proved);
                found.judgements.insert((subject, obligation), proved);
                continue;
            }
            let mut answers = self.by_requests(subject, (obligation, kind), &side, hint.as_deref());
            if let Some(first) = answers.first_mut() {
                first.spent += spent;
                first.spent_by_smt += by_smt;
            }
            found.take(subject, obligation, answers);
        }
        Self::settle_exact(subject, found);
        let reason = if row.mixed {
            "NotAction and other statements of one scope are not compared pattern by pattern"
        } else if row.originals.is_empty() && !(row.patterns.is_empty() && row.not_action.is_none()) {
            "no original statement has this scope, so covers are not compared"
        } else {
            return;
        };
        for obligation in Obligation::ALL.into_iter().filter(|one| !one.is_about_languages()) {
            let unknown = Judgement::unknown(subject, obligation, reason);
            found.judgements.insert((subject, obligation), unknown);
        }
    }

    /// The known action by which a row is not exact, if it also refutes an obligation on what is allowed.
    fn known_escalation(
        &self,
        row: &Row,
        obligation: Obligation,
        subject: Subject,
        found: &Found,
    ) -> Option<String> {
        let exact = found.judgements.get(&(subject, Obligation::Exact))?;
        let action = action_of(exact.witness.as_ref()?)?;
        let allowed = row.after.matches(&action);
        let refutes = match obligation {
            Obligation::NoEscalation => allowed && !row.before.matches(&action),
            Obligation::UnusedRemoved => allowed && self.unused.contains(&action),
            _ => false,
        };
        refutes.then_some(action)
    }

    /// Exact follows from the three obligations before it and those on Deny statements, for known actions: a
    /// request for an unknown action refutes only these.
    fn settle_exact(subject: Subject, found: &mut Found) {
        let question = (subject, Obligation::Exact);
        if found.verdict(subject, Obligation::Exact) == Verdict::Proved {
            return;
        }
        let own = DECIDED.map(|(obligation, _)| (subject, obligation));
        let on_denies = ON_DENIES.map(|obligation| (Subject::Denies, obligation));
        let part = |key: &Question| {
            let judgement = found.judgements.get(key)?;
            match judgement.witness {
                Some(Witness::Request { known: false, .. }) => {
                    Some(Judgement::unknown(subject, Obligation::Exact, NOT_KNOWN))
                }
                _ => Some(judgement.clone()),
            }
        };
        let parts: Vec<Judgement> = own.iter().chain(&on_denies).filter_map(part).collect();
        let verdict = Verdict::all(parts.iter().map(|judgement| judgement.verdict));
        let said = parts.into_iter().find(|judgement| judgement.verdict == verdict);
        let judgement = match said {
            Some(said) => Judgement { subject, obligation: Obligation::Exact, evidence: Vec::new(), ..said },
            None => Judgement::unknown(subject, Obligation::Exact, super::no_answer()),
        };
        found.judgements.insert(question, judgement);
    }

    /// Decides one of the two questions about a Deny statement.
    pub(super) fn deny_as_requests(
        &self,
        number: usize,
        obligation: Obligation,
        deny: &Statement,
        found: &mut Found,
    ) {
        let subject = Subject::Row(number);
        let kind = match obligation {
            Obligation::NoEscalation => Kind::DeniedStill,
            _ => Kind::DeniedNoMore,
        };
        let answers = self.by_requests(subject, (obligation, kind), &[deny], None);
        found.take(subject, obligation, answers);
    }
}
