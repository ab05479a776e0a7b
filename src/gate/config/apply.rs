//! Applies what is said not to count.

use jiff::civil::Date;

use super::super::outcome::Finding;
use super::super::rule::{Level, Rule};
use super::super::table::quoted;
use super::Config;

impl Config {
    /// Marks what does not count, and adds what is to be said of suppressions themselves: that one has expired (it then
    /// suppresses nothing; an expiry is the last day that counts), and that nothing is as it says.
    pub(crate) fn suppress(&self, findings: &mut Vec<Finding>, today: Date) {
        let mut more = Vec::new();
        for entry in &self.suppressions {
            let level = self.level(Rule::Suppressions, &entry.source.name);
            if let Some(last) = entry.expired(today) {
                let message = format!("the suppression of {} expired on {last}", quoted(&entry.owner));
                let why = "what it is about counts again: have its owner renew it, or take it out";
                more.extend(level.map(|level| entry.finding(level, message, why, "expired")));
                continue;
            }
            let mut is_needed = false;
            for finding in findings.iter_mut().filter(|finding| finding.rule != Rule::Suppressions) {
                if entry.is_about(finding, self.own(&finding.place.file)) {
                    is_needed = true;
                    finding.suppressed.get_or_insert_with(|| entry.suppression());
                }
            }
            if !is_needed {
                let message = format!("the suppression of {} is about no finding", quoted(&entry.owner));
                let why = "take it out, or correct what it says";
                let level = level.map(|level| level.min(Level::Warning));
                more.extend(level.map(|level| entry.finding(level, message, why, "unused")));
            }
        }
        findings.append(&mut more);
    }
}
