//! Combines the answers of two engines.

use super::{Judgement, Obligation, Subject, Verdict, Witness};

/// One engine proved what the other refuted: at least one of them is wrong.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The answer of the engine that asks Z3.
    pub smt: Judgement,
    /// The answer of the engine that uses automata.
    pub automata: Judgement,
}

impl Disagreement {
    /// The subject of the answers.
    pub fn subject(&self) -> Subject {
        self.smt.subject
    }

    /// The obligation that was decided.
    pub fn obligation(&self) -> Obligation {
        self.smt.obligation
    }

    /// The witness of the engine that refutes.
    pub fn witness(&self) -> Option<&Witness> {
        self.smt.witness.as_ref().or(self.automata.witness.as_ref())
    }
}

fn opposed(left: Verdict, right: Verdict) -> bool {
    left.min(right) == Verdict::Proved && left.max(right) == Verdict::Refuted
}

/// The combined answer of both engines to one question: proved only if both prove; refuted if one refutes, with a
/// witness, and the other does not prove; otherwise unknown. If one proves and the other refutes, it is unknown,
/// and a disagreement.
pub(super) fn both(smt: Judgement, automata: Judgement) -> (Judgement, Option<Disagreement>) {
    let (spent, spent_by_smt) = (smt.spent + automata.spent, smt.spent);
    if opposed(smt.verdict, automata.verdict) {
        let reason = format!(
            "the engines disagree, which is a fault of paredown: smt says {}, automata says {}",
            smt.verdict.name(),
            automata.verdict.name()
        );
        let unknown = Judgement::unknown(smt.subject, smt.obligation, &reason);
        return (Judgement { spent, spent_by_smt, ..unknown }, Some(Disagreement { smt, automata }));
    }
    // If both agree, Z3's answer; otherwise the one that is not a proof.
    let said = if automata.verdict > smt.verdict { automata } else { smt };
    (Judgement { spent, spent_by_smt, ..said }, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judgement(verdict: Verdict) -> Judgement {
        let mut judgement = Judgement::new(Subject::Row(0), Obligation::Exact, verdict);
        let action = "a:b".to_owned();
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
            let (judgement, disagreement) = both(judgement(smt), judgement(automata));
            assert_eq!(judgement.verdict, expected, "{smt:?} {automata:?}");
            assert_eq!(judgement.witness.is_some(), expected == Refuted);
            assert_eq!(judgement.reason.is_some(), expected == Unknown);
            assert_eq!(disagreement.is_some(), disagree);
            if let Some(found) = disagreement {
                assert!(judgement.reason.as_ref().unwrap().contains("disagree"));
                assert_eq!((found.subject(), found.obligation()), (Subject::Row(0), Obligation::Exact));
                assert!(found.witness().is_some());
            }
        }
    }
}
