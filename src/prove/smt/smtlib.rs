//! Formulas as SMT-LIB 2.7 text, for other solvers and for people.

use std::fmt::Write as _;

use super::formula::{Formula, Term, escape};
use super::regex::Regex;

/// A complete script with one question. `comment` describes it; `expected` is the answer.
pub(crate) fn script(comment: &[String], expected: &str, formula: &Formula) -> String {
    let mut text = String::new();
    for line in comment {
        let _ = writeln!(text, "; {line}");
    }
    let logic = if formula.candidates().is_empty() { "QF_S" } else { "QF_LIA" };
    let _ = write!(
        text,
        "(set-info :smt-lib-version 2.7)\n(set-info :category \"industrial\")\n\
         (set-info :status {expected})\n(set-logic {logic})\n"
    );
    text.push_str(&assertion(formula));
    text.push_str("(check-sat)\n(exit)\n");
    text
}

/// The declarations and the assertion alone.
pub(crate) fn assertion(formula: &Formula) -> String {
    let mut text = String::new();
    let candidates = formula.candidates();
    if candidates.is_empty() {
        text.push_str("(declare-const x String)\n");
    }
    for candidate in candidates {
        let _ = writeln!(text, "(declare-const {} Bool)", name(candidate));
    }
    text.push_str("(assert ");
    write_formula(&mut text, formula);
    text.push_str(")\n");
    text
}

/// The name of a candidate.
pub(crate) fn name(candidate: usize) -> String {
    format!("c{candidate}")
}

fn write_formula(out: &mut String, formula: &Formula) {
    match formula {
        Formula::Member(Term::X, regex) => {
            out.push_str("(str.in_re x ");
            write_regex(out, regex);
            out.push(')');
        }
        Formula::Member(Term::Text(text), regex) => {
            out.push_str("(str.in_re ");
            write_text(out, text);
            out.push(' ');
            write_regex(out, regex);
            out.push(')');
        }
        Formula::Prefix(start, text) => {
            out.push_str("(str.prefixof ");
            write_text(out, start);
            out.push(' ');
            write_text(out, text);
            out.push(')');
        }
        Formula::Equal(left, right) => {
            out.push_str("(= ");
            write_text(out, left);
            out.push(' ');
            write_text(out, right);
            out.push(')');
        }
        Formula::Chosen(candidate) => out.push_str(&name(*candidate)),
        Formula::AtMost(count, candidates) => {
            out.push_str("(<= ");
            let one = |out: &mut String, &candidate: &usize| {
                let _ = write!(out, "(ite {} 1 0)", name(candidate));
            };
            write_list(out, ("+", "0"), candidates, one);
            let _ = write!(out, " {count})");
        }
        Formula::Not(inner) => {
            out.push_str("(not ");
            write_formula(out, inner);
            out.push(')');
        }
        Formula::And(all) => write_list(out, ("and", "true"), all, write_formula),
        Formula::Or(all) => write_list(out, ("or", "false"), all, write_formula),
    }
}

fn write_regex(out: &mut String, regex: &Regex) {
    let each = |out: &mut String, part: &std::rc::Rc<Regex>| write_regex(out, part);
    match regex {
        Regex::None => out.push_str("re.none"),
        Regex::All => out.push_str("re.all"),
        Regex::AnyChar => out.push_str("re.allchar"),
        Regex::Text(text) => {
            out.push_str("(str.to_re ");
            write_text(out, text);
            out.push(')');
        }
        Regex::Concat(parts) => write_list(out, ("re.++", "(str.to_re \"\")"), parts, each),
        Regex::Union(parts) => write_list(out, ("re.union", "re.none"), parts, each),
        Regex::Inter(parts) => write_list(out, ("re.inter", "re.all"), parts, each),
        Regex::Diff(left, right) => {
            out.push_str("(re.diff ");
            write_regex(out, left);
            out.push(' ');
            write_regex(out, right);
            out.push(')');
        }
        Regex::Comp(inner) => {
            out.push_str("(re.comp ");
            write_regex(out, inner);
            out.push(')');
        }
        Regex::Star(inner) => {
            out.push_str("(re.* ");
            write_regex(out, inner);
            out.push(')');
        }
        Regex::Range(from, to) => {
            let _ = write!(out, "(re.range \"{from}\" \"{to}\")");
        }
    }
}

/// Writes an operator with its operands: a single operand is written alone, and without operands the neutral
/// element. Many are written one per line, for readability.
fn write_list<T>(
    out: &mut String,
    (operator, neutral): (&str, &str),
    parts: &[T],
    each: impl Fn(&mut String, &T),
) {
    match parts {
        [] => out.push_str(neutral),
        [only] => each(out, only),
        many => {
            let separator = if many.len() > 4 { "\n  " } else { " " };
            out.push('(');
            out.push_str(operator);
            for part in many {
                out.push_str(separator);
                each(out, part);
            }
            out.push(')');
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(&escape(text).replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::super::regex::{diff, union_of};
    use super::*;

    #[test]
    fn a_cover_is_counted() {
        let formula = Formula::And(vec![
            Formula::Or(vec![Formula::Chosen(0), Formula::Chosen(2)]),
            Formula::AtMost(1, vec![0, 2]),
        ]);
        let text = script(&[], "sat", &formula);
        let (_, text) = text.split_once("(set-logic").unwrap_or_default();
        assert_eq!(
            text,
            " QF_LIA)\n(declare-const c0 Bool)\n(declare-const c2 Bool)\n\
             (assert (and (or c0 c2) (<= (+ (ite c0 1 0) (ite c2 1 0)) 1)))\n(check-sat)\n(exit)\n"
        );
    }

    #[test]
    fn a_script_states_its_question() {
        let formula = Formula::x_in(&diff(&union_of(["get*"]), &union_of(["getacl", "say\"\\"])));
        let comment = ["what unsat means".to_owned()];
        assert_eq!(
            script(&comment, "unsat", &formula),
            "; what unsat means\n(set-info :smt-lib-version 2.7)\n(set-info :category \"industrial\")\n\
             (set-info :status unsat)\n(set-logic QF_S)\n(declare-const x String)\n\
             (assert (str.in_re x (re.diff (re.++ (str.to_re \"get\") re.all) \
             (re.union (str.to_re \"getacl\") (str.to_re \"say\"\"\\u{5c}\")))))\n(check-sat)\n(exit)\n"
        );
    }
}
