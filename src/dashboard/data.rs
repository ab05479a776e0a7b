//! What the page's script reads.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;

use super::actions::Actions;
use super::analysed::Analysed;
use super::embed::json;
use super::principals::{Common, Principal};
use crate::analyze::Finding;
use crate::model::AccessLevel;

/// So many bytes a page has at most as long as there are not too many principals: something is left for style, script
/// and summary.
const PAGE: usize = 9_500_000;

/// So many of them are for the rows of services; if they take more, the page has numbers and no names of actions.
const ROWS: usize = 5_000_000;

/// So many bytes of texts a recommendation has at most, however few there are.
const LONGEST: usize = 200_000;

/// All of it.
#[derive(Debug, Serialize)]
pub(super) struct Data<'a> {
    days: u32,
    end: String,
    /// The access levels: the letter and the name.
    levels: Vec<(char, String)>,
    principals: Vec<Principal<'a>>,
    #[serde(flatten)]
    actions: Actions<'a>,
}

impl<'a> Data<'a> {
    /// What was analysed, principals sorted by ARN.
    pub(super) fn of(analysed: &Analysed<'a>) -> Self {
        let mut actions = Actions::of(analysed.analyses, analysed.settings.catalogue);
        let mut findings: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in analysed.findings {
            findings.entry(&finding.resource).or_default().push(finding);
        }
        let period = analysed.settings.period;
        let common = Common { end: period.end, before: analysed.before };
        let mut principals = Vec::new();
        let mut seen = BTreeSet::new();
        for analysis in analysed.analyses {
            seen.insert(analysis.arn.as_str());
            let own = findings.get(analysis.arn.as_str()).map_or(&[][..], Vec::as_slice);
            let recommendation = analysed.recommendations.get(&analysis.arn);
            principals.push(Principal::of(analysis, own, recommendation, &mut actions, common));
        }
        let gone = findings.iter().filter(|(arn, _)| !seen.contains(*arn));
        principals.extend(gone.filter_map(|(_, own)| Principal::gone(own, &actions, common)));
        principals.sort_by(|one, other| one.arn().cmp(other.arn()));
        Self {
            days: period.days,
            end: period.end.to_string(),
            levels: AccessLevel::ALL.map(|level| (level.letter(), level.to_string())).to_vec(),
            principals,
            actions,
        }
    }

    /// The data as it is in the page, with as much as there is room for.
    ///
    /// # Errors
    /// None is expected: the values are made of texts and numbers alone.
    pub(super) fn written(mut self) -> io::Result<String> {
        self.actions.shorten(ROWS);
        let bare = json(&self)?.len();
        let all: Vec<_> = self.principals.iter_mut().filter_map(Principal::recommendation).collect();
        let room = PAGE.saturating_sub(bare) / all.len().max(1);
        for own in all {
            own.fill(room.min(LONGEST));
        }
        json(&self)
    }
}
