//! The text report of `certify`.

use super::judgements::judgements;
use super::summary::{counts, verdict};
use super::{Detail, wrap};
use crate::job::Outcome;

/// The verdict, what changes, and the obligations asked for, or all.
pub fn certified(outcome: &Outcome, detail: Detail) -> String {
    let Some(certification) = &outcome.certification else { return String::new() };
    let mut text = verdict(outcome, certification);
    if detail.quiet {
        return wrap::wrapped(&text, detail.width);
    }
    text += &counts(&outcome.counts, "");
    text += &judgements(outcome, certification, detail.all);
    wrap::wrapped(&text, detail.width)
}
