//! The only file that uses Z3.

use std::rc::Rc;
use std::time::Duration;

use z3::ast::{Bool, Int, Regexp, String as Z3String};
use z3::{Params, SatResult};

use crate::deadline;

use super::formula::{Formula, Term, escape, unescape};
use super::regex::Regex;
use super::smtlib;
use super::solver::{Answer, Solver};

/// Why a question is not asked.
const NOT_EXPRESSIBLE: &str = "SMT-LIB's strings have no characters above U+2FFFF";

/// A solver that gives up on a question after `limit`.
pub(crate) fn solver(limit: Duration) -> Box<dyn Solver> {
    Box::new(Z3::new(limit))
}

/// Z3, in the context of the thread that made it.
struct Z3 {
    solver: z3::Solver,
    /// The time that it has for one question.
    limit: Duration,
    x: Z3String,
}

impl Solver for Z3 {
    fn ask(&mut self, formula: &Formula) -> Answer {
        if !formula.is_expressible() {
            return Answer::Unknown(NOT_EXPRESSIBLE.to_owned());
        }
        // After a push the solver is incremental, which skips preprocessing that costs more than it saves here.
        self.solver.push();
        self.solver.assert(self.formula(formula));
        let answer = self.answer();
        self.solver.pop(1);
        answer
    }

    fn ask_alone(&self, formula: &Formula) -> Answer {
        if !formula.is_expressible() {
            return Answer::Unknown(NOT_EXPRESSIBLE.to_owned());
        }
        let (limit, text) = (self.limit, smtlib::assertion(formula));
        z3::with_z3_config(&z3::Config::new(), move || {
            let alone = Self::new(limit);
            alone.solver.from_string(text.as_str());
            alone.answer()
        })
    }

    fn choose_alone(&self, formula: &Formula) -> Option<Vec<usize>> {
        if !formula.is_expressible() {
            return None;
        }
        let (limit, text) = (self.limit, smtlib::assertion(formula));
        let candidates = formula.candidates();
        z3::with_z3_config(&z3::Config::new(), move || {
            let alone = Self::new(limit);
            alone.solver.from_string(text.as_str());
            let model =
                (alone.solver.check() == SatResult::Sat).then(|| alone.solver.get_model()).flatten()?;
            let chosen = |candidate: &usize| {
                let value = model.eval(&chosen(*candidate), true);
                value.and_then(|value| value.as_bool()) == Some(true)
            };
            Some(candidates.into_iter().filter(chosen).collect())
        })
    }
}

impl Z3 {
    /// A solver that gives up on a question after `limit`.
    fn new(limit: Duration) -> Self {
        let solver = z3::Solver::new();
        solver.set_params(&params(limit));
        Self { solver, limit, x: Z3String::new_const("x") }
    }

    fn answer(&self) -> Answer {
        if deadline::passed() {
            return Answer::Unknown(deadline::REASON.to_owned());
        }
        self.solver.set_params(&params(self.limit));
        match self.solver.check() {
            SatResult::Unsat => Answer::Unsat,
            SatResult::Sat => self.model(),
            SatResult::Unknown => {
                let reason = self.solver.get_reason_unknown();
                Answer::Unknown(explain(reason.as_deref().unwrap_or("no reason given")))
            }
        }
    }

    fn model(&self) -> Answer {
        let model = self.solver.get_model();
        let value = model.and_then(|model| model.eval(&self.x, true)).and_then(|x| x.as_string());
        match value {
            Some(text) => Answer::Sat(unescape(&text)),
            None => Answer::Unknown("Z3 found a string and did not say which".to_owned()),
        }
    }

    fn formula(&self, formula: &Formula) -> Bool {
        match formula {
            Formula::Member(Term::X, regex) => self.x.regex_matches(&z3_regex(regex)),
            Formula::Member(Term::Text(text), regex) => z3_text(text).regex_matches(&z3_regex(regex)),
            Formula::Prefix(start, text) => z3_text(start).prefix(z3_text(text)),
            Formula::Equal(left, right) => z3_text(left).eq(z3_text(right)),
            Formula::Chosen(candidate) => chosen(*candidate),
            Formula::AtMost(count, candidates) => {
                let (one, none) = (Int::from_u64(1), Int::from_u64(0));
                let ones = candidates.iter().map(|&candidate| chosen(candidate).ite(&one, &none));
                let ones: Vec<Int> = ones.chain([none.clone()]).collect();
                Int::add(&ones.iter().collect::<Vec<_>>()).le(Int::from_u64(*count as u64))
            }
            Formula::Not(inner) => self.formula(inner).not(),
            Formula::And(all) => Bool::and(&self.formulas(all)),
            Formula::Or(all) => Bool::or(&self.formulas(all)),
        }
    }

    fn formulas(&self, all: &[Formula]) -> Vec<Bool> {
        all.iter().map(|formula| self.formula(formula)).collect()
    }
}

fn chosen(candidate: usize) -> Bool {
    Bool::new_const(smtlib::name(candidate))
}

/// Parameters to give up after `limit`, or when the deadline is reached. Z3 must not handle interrupts: its own
/// handler would end only the question, and the program would go on.
pub(crate) fn params(limit: Duration) -> Params {
    let mut params = Params::new();
    let limit = deadline::at_most(limit).as_millis().max(1);
    params.set_u32("timeout", u32::try_from(limit).unwrap_or(u32::MAX));
    params.set_bool("ctrl_c", false);
    params
}

/// The version of the linked Z3, such as `5.4.1.0`; `None` if paredown was built without it.
pub fn z3_version() -> Option<String> {
    Some(z3::full_version().to_owned())
}

/// Z3's reason, in words.
pub(crate) fn explain(reason: &str) -> String {
    match reason {
        "timeout" | "canceled" if deadline::passed() => deadline::REASON.to_owned(),
        "timeout" | "canceled" => "time-out".to_owned(),
        other => format!("Z3 gave up: {other}"),
    }
}

fn z3_text(text: &str) -> Z3String {
    // `escape` leaves neither a NUL nor a backslash that Z3 would interpret otherwise.
    Z3String::from(escape(text).as_str())
}

fn z3_regex(regex: &Regex) -> Regexp {
    let all = |parts: &[Rc<Regex>]| -> Vec<Regexp> { parts.iter().map(|part| z3_regex(part)).collect() };
    match regex {
        Regex::None => Regexp::empty(),
        Regex::All => Regexp::full(),
        Regex::AnyChar => Regexp::allchar(),
        Regex::Text(text) => Regexp::literal(&escape(text)),
        // Z3 does not accept lists with fewer than two elements.
        Regex::Union(parts) if parts.is_empty() => Regexp::empty(),
        Regex::Inter(parts) if parts.is_empty() => Regexp::full(),
        Regex::Concat(parts) if parts.is_empty() => Regexp::literal(""),
        Regex::Concat(parts) | Regex::Union(parts) | Regex::Inter(parts) if parts.len() == 1 => {
            parts.first().map_or_else(Regexp::empty, |only| z3_regex(only))
        }
        Regex::Concat(parts) => Regexp::concat(&all(parts).iter().collect::<Vec<_>>()),
        Regex::Union(parts) => Regexp::union(&all(parts).iter().collect::<Vec<_>>()),
        Regex::Inter(parts) => Regexp::intersect(&all(parts).iter().collect::<Vec<_>>()),
        Regex::Diff(left, right) => Regexp::diff(&z3_regex(left), z3_regex(right)),
        Regex::Comp(inner) => z3_regex(inner).complement(),
        Regex::Range(from, to) => Regexp::range(from, to),
        Regex::Star(inner) => z3_regex(inner).star(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::regex::{diff, union_of};
    use super::*;

    fn ask(formula: &Formula) -> Answer {
        Z3::new(Duration::from_secs(30)).ask(formula)
    }

    #[test]
    fn finds_a_string_and_says_when_there_is_none() {
        let get = union_of(["get*"]);
        let acl = union_of(["getacl", "get?*"]);
        assert_eq!(ask(&Formula::x_in(&diff(&get, &acl))), Answer::Sat("get".to_owned()));
        assert_eq!(ask(&Formula::x_in(&diff(&acl, &get))), Answer::Unsat);
    }

    #[test]
    fn odd_characters_go_there_and_back() {
        for odd in ["a\\u{62}", "\"", "é\u{1F600}", "\u{0}"] {
            assert_eq!(ask(&Formula::x_in(&union_of([odd]))), Answer::Sat(odd.to_owned()));
        }
    }

    #[test]
    fn given_strings_are_decided() {
        let holds = |formula: &Formula| ask(formula) != Answer::Unsat;
        assert!(holds(&Formula::prefix("get", "getacl")));
        assert!(!holds(&Formula::prefix("getacl", "get")));
        assert!(!holds(&Formula::Or(Vec::new())));
        assert!(holds(&Formula::And(Vec::new())));
        assert!(!holds(&Formula::text_in("getacl", union_of(["get*acls"]))));
    }

    #[test]
    fn short_lists_mean_what_they_say() {
        let holds = |regex: Regex| ask(&Formula::x_in(&Rc::new(regex))) != Answer::Unsat;
        let get = || vec![union_of(["get"])];
        assert!(holds(Regex::Union(get())) && holds(Regex::Inter(get())) && holds(Regex::Concat(get())));
        assert!(!holds(Regex::Union(Vec::new())));
        assert!(holds(Regex::Inter(Vec::new())) && holds(Regex::Concat(Vec::new())));
        let other = union_of(["put"]);
        assert!(!holds(Regex::Inter(vec![Rc::new(Regex::Union(get())), other])));
    }

    #[test]
    fn candidates_are_chosen_and_counted() {
        let formula = |most| {
            let pairs = [[0, 1], [1, 2], [3, 4]];
            let rows = pairs.map(|pair| Formula::Or(pair.map(Formula::Chosen).to_vec()));
            Formula::And(rows.into_iter().chain([Formula::AtMost(most, (0..5).collect())]).collect())
        };
        assert_eq!(ask(&formula(1)), Answer::Unsat);
        assert_ne!(ask(&formula(2)), Answer::Unsat);
        let limit = Duration::from_secs(30);
        assert_eq!(Z3::new(limit).choose_alone(&formula(1)), None);
        let chosen = Z3::new(limit).choose_alone(&formula(2)).unwrap_or_default();
        assert!(matches!(chosen.as_slice(), [1, 3 | 4]), "{chosen:?}");
    }

    #[test]
    fn too_little_time_is_unknown() {
        let hard = |i: u32| union_of([format!("{}*?a{}", "*?b".repeat(30), "?".repeat(i as usize)).as_str()]);
        let formula = Formula::x_in(&diff(&hard(60), &hard(61)));
        let answer = Z3::new(Duration::from_millis(1)).ask(&formula);
        assert_eq!(answer, Answer::Unknown("time-out".to_owned()));
    }

    #[cfg(unix)]
    #[test]
    fn an_interrupt_reaches_the_program_while_z3_thinks() {
        use std::sync::Arc;
        use std::sync::atomic::{AtomicBool, Ordering};

        use signal_hook::consts::SIGINT;

        let seen = Arc::new(AtomicBool::new(false));
        signal_hook::flag::register(SIGINT, Arc::clone(&seen)).unwrap();
        let hard = |i: usize| union_of([format!("{}*?a{}", "*?b".repeat(30), "?".repeat(i)).as_str()]);
        let formula = Formula::x_in(&diff(&hard(60), &hard(61)));
        let interrupting = std::thread::spawn(|| {
            std::thread::sleep(Duration::from_secs(1));
            signal_hook::low_level::raise(SIGINT).unwrap();
        });
        let (limit, start) = (Duration::from_secs(2), std::time::Instant::now());
        assert_eq!(Z3::new(limit).ask(&formula), Answer::Unknown("time-out".to_owned()));
        // Z3's own handler would have ended the question and kept the signal.
        assert!(start.elapsed() >= limit);
        interrupting.join().unwrap();
        assert!(seen.load(Ordering::Relaxed));
    }
}
