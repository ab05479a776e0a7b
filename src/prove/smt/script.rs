//! Files with questions, described by comments.

use super::part::Part;
use super::question::{Holds, Question, Refutation};
use super::smtlib;
use super::task::Task;

/// The name of the file.
pub(super) fn file_name(task: &Task<'_>, number: usize, question: &Question) -> String {
    let ((what, row), part) = (task.prepared.pair.name, task.part.name());
    format!("{what}-{row}.{part}.{number:02}-{}.smt2", question.obligation.name())
}

/// The text of the file.
pub(super) fn script(task: &Task<'_>, status: &str, question: &Question) -> String {
    let (answer, opposite) = match question.holds {
        Holds::WhenUnsat if matches!(question.refutation, Refutation::SmallerCover(_)) => {
            ("unsat", "sat: it does not, and what is chosen is a smaller cover")
        }
        Holds::WhenUnsat => ("unsat", "sat: it does not, and x is a witness"),
        Holds::WhenSat => ("sat", "unsat: it does not"),
    };
    let place = match &task.part {
        Part::Service(prefix) => format!("x is what follows `{prefix}` in an action"),
        Part::Alike { .. } => {
            let prefixes: Vec<&str> = task.part.prefixes().collect();
            format!("x is what follows the service in an action of any of {}", prefixes.join(" "))
        }
        Part::Rest(_) => "x is an action of no service that is named".to_owned(),
    };
    let (what, number) = task.prepared.pair.name;
    let mut comment = vec![
        format!("paredown: obligation {} of {what} {number}", question.obligation.name()),
        format!("claim: {}", question.obligation.claim()),
        format!("{answer}: the claim holds in this part; {opposite}"),
    ];
    if let Refutation::SmallerCover(problem) = &question.refutation {
        comment.extend(problem.legend());
    } else {
        comment.push(format!("{place}; all strings are lower-case"));
    }
    smtlib::script(&comment, status, &question.formula)
}
