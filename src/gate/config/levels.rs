//! How much the findings of a rule weigh, and where.

use std::collections::BTreeMap;

use super::super::rule::{Level, Rule};
use super::super::table::{Item, did_you_mean, quoted};
use super::globs::Globs;
use crate::parse::Diagnostic;

/// The levels of some rules; none if a rule is off.
pub(super) type Levels = BTreeMap<Rule, Option<Level>>;

/// The level of each rule, for each path.
#[derive(Clone, Debug, Default)]
pub(super) struct AllLevels {
    /// For all paths.
    pub(super) everywhere: Levels,
    /// For some paths, in the order of the file: the last that has both path and rule wins.
    pub(super) somewhere: Vec<(Globs, Levels)>,
    /// What goes before all that.
    pub(super) over: Levels,
    /// Whether nothing that is not understood is an error.
    pub(super) allow_unchecked: bool,
}

impl AllLevels {
    /// The level of a rule for a path, relative to the folder of the configuration if it is in there; `None` if it is off.
    pub(super) fn level(&self, rule: Rule, path: Option<&str>) -> Option<Level> {
        let some = || {
            let mut last_first = self.somewhere.iter().rev();
            let path = path?;
            last_first.find_map(|(globs, levels)| levels.get(&rule).filter(|_| globs.matches(path)).copied())
        };
        let said =
            self.over.get(&rule).copied().or_else(some).or_else(|| self.everywhere.get(&rule).copied());
        let level = said.unwrap_or(Some(rule.default_level()))?;
        let most = if rule == Rule::Checked && self.allow_unchecked { Level::Warning } else { Level::Error };
        Some(level.min(most))
    }
}

/// The levels in a table whose keys are rules.
pub(super) fn levels(item: &Item<'_>) -> Result<Levels, Diagnostic> {
    let rules = Rule::ALL.map(Rule::name);
    let table = item.table("the table of rules", &rules)?;
    let named = |(key, item)| Some((Rule::named(key)?, item));
    table.all().into_iter().filter_map(named).map(|(rule, item)| Ok((rule, level(&item)?))).collect()
}

fn level(item: &Item<'_>) -> Result<Option<Level>, Diagnostic> {
    let text = item.string()?;
    if text.get_ref() == OFF {
        return Ok(None);
    }
    Level::named(text.get_ref()).map(Some).ok_or_else(|| {
        let known = [Level::Error.name(), Level::Warning.name(), Level::Note.name(), OFF];
        item.error(format!("{} is not a level", quoted(text.get_ref())), did_you_mean(text.get_ref(), &known))
    })
}

/// What a rule that says nothing is set to.
const OFF: &str = "off";
