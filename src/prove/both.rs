//! Two engines, and what their answers come to together.

use std::collections::VecDeque;

use super::{Judgement, Obligation, Verdict, Witness};

/// One engine proved what the other refuted: at least one of them is wrong.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// What the engine that asks Z3 says.
    pub smt: Judgement,
    /// What the engine that uses automata says.
    pub automata: Judgement,
}

impl Disagreement {
    /// The statement of the original that it is about, if it is about one.
    pub fn statement(&self) -> Option<usize> {
        self.smt.statement
    }

    /// The obligation that it is about.
    pub fn obligation(&self) -> Obligation {
        self.smt.obligation
    }

    /// The witness of the one that refutes.
    pub fn witness(&self) -> Option<&Witness> {
        self.smt.witness.as_ref().or(self.automata.witness.as_ref())
    }
}

/// The judgements of both engines as one each: proved only if both prove; refuted if one refutes, with a
/// witness, and the other does not prove; else unknown. What one proves and the other refutes is unknown,
/// and a disagreement.
///
/// Both lists answer the same questions in the same order; what only one of them answers is unknown.
pub(super) fn joined(smt: Vec<Judgement>, automata: Vec<Judgement>) -> (Vec<Judgement>, Vec<Disagreement>) {
    let mut disagreements = Vec::new();
    // Almost always the next one is the same question.
    let mut rest = VecDeque::from(automata);
    let mut judgements = Vec::with_capacity(smt.len());
    for smt in smt {
        let same = |other: &Judgement| (other.statement, other.obligation) == (smt.statement, smt.obligation);
        let Some(automata) = rest.iter().position(same).and_then(|at| rest.remove(at)) else {
            judgements.push(only_one(&smt));
            continue;
        };
        if opposed(smt.verdict, automata.verdict) {
            disagreements.push(Disagreement { smt: smt.clone(), automata: automata.clone() });
        }
        judgements.push(both(smt, automata));
    }
    judgements.extend(rest.iter().map(only_one));
    (judgements, disagreements)
}

fn opposed(left: Verdict, right: Verdict) -> bool {
    left.min(right) == Verdict::Proved && left.max(right) == Verdict::Refuted
}

/// What an engine says on its own is not enough.
fn only_one(judgement: &Judgement) -> Judgement {
    let reason = "only one of the engines says something of it";
    Judgement {
        spent: judgement.spent,
        ..Judgement::unknown(judgement.obligation, judgement.statement, reason)
    }
}

fn both(smt: Judgement, automata: Judgement) -> Judgement {
    let spent = smt.spent + automata.spent;
    let (obligation, statement) = (smt.obligation, smt.statement);
    if opposed(smt.verdict, automata.verdict) {
        let reason = format!(
            "the engines disagree, which is a fault of paredown: smt says {}, automata says {}",
            smt.verdict.name(),
            automata.verdict.name()
        );
        return Judgement { spent, ..Judgement::unknown(obligation, statement, &reason) };
    }
    // Of two that are alike, that of Z3; else the one that is no proof.
    let said = if automata.verdict > smt.verdict { automata } else { smt };
    Judgement { spent, ..said }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(statement: usize, obligation: Obligation, verdict: Verdict) -> Judgement {
        let mut judgement = Judgement::new(obligation, Some(statement), verdict);
        let action = format!("a:{}", obligation.name());
        judgement.witness = (verdict == Verdict::Refuted).then_some(Witness::Action { action, known: true });
        judgement.reason = (verdict == Verdict::Unknown).then(|| "time-out".to_owned());
        judgement
    }

    #[test]
    fn neither_is_believed_alone() {
        use Verdict::{Proved, Refuted, Unknown};
        for (smt, automata, expected, disagree) in [
            (Proved, Proved, Proved, false),
            (Proved, Unknown, Unknown, false),
            (Unknown, Proved, Unknown, false),
            (Unknown, Unknown, Unknown, false),
            (Refuted, Refuted, Refuted, false),
            (Refuted, Unknown, Refuted, false),
            (Unknown, Refuted, Refuted, false),
            (Proved, Refuted, Unknown, true),
            (Refuted, Proved, Unknown, true),
        ] {
            let one = |verdict| vec![judgement(0, Obligation::Exact, verdict)];
            let (judgements, disagreements) = joined(one(smt), one(automata));
            assert_eq!(judgements[0].verdict, expected, "{smt:?} {automata:?}");
            assert_eq!(judgements[0].witness.is_some(), expected == Refuted);
            assert_eq!(judgements[0].reason.is_some(), expected == Unknown);
            assert_eq!(!disagreements.is_empty(), disagree);
            for found in disagreements {
                assert!(judgements[0].reason.as_ref().unwrap().contains("disagree"));
                assert_eq!((found.statement(), found.obligation()), (Some(0), Obligation::Exact));
                assert!(found.witness().is_some());
            }
        }
    }

    #[test]
    fn what_only_one_engine_answers_is_unknown() {
        let exact = |verdict| judgement(1, Obligation::Exact, verdict);
        let kept = judgement(0, Obligation::UsedKept, Verdict::Proved);
        let (judgements, disagreements) =
            joined(vec![kept, exact(Verdict::Proved)], vec![exact(Verdict::Proved)]);
        let verdicts: Vec<Verdict> = judgements.iter().map(|judgement| judgement.verdict).collect();
        assert_eq!(verdicts, [Verdict::Unknown, Verdict::Proved]);
        assert!(disagreements.is_empty());
        let (judgements, _) = joined(vec![], vec![exact(Verdict::Refuted)]);
        assert_eq!(judgements[0].verdict, Verdict::Unknown);
    }
}
