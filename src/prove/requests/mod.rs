//! Requests of whole policies (stub).

use crate::model::{EffectiveCatalogue, Statement, UnusedSet};

use super::{Verdict, Witness};

pub(super) struct Whole<'a> {
    pub(super) before: Vec<&'a Statement>,
    pub(super) after: Vec<&'a Statement>,
    pub(super) known: &'a EffectiveCatalogue,
    pub(super) unused: &'a UnusedSet,
}

pub(super) struct Answer {
    pub(super) verdict: Verdict,
    pub(super) witness: Option<Witness>,
    pub(super) reason: Option<String>,
}

pub(super) trait Outside {}

fn unknown() -> Answer {
    Answer { verdict: Verdict::Unknown, witness: None, reason: Some("stub".to_owned()) }
}

impl Whole<'_> {
    pub(super) fn no_escalation(&self, _: &mut dyn Outside, _: &[&Statement], _: Option<&str>) -> Answer {
        unknown()
    }
    pub(super) fn unused_removed(&self, _: &mut dyn Outside, _: &[&Statement], _: Option<&str>) -> Answer {
        unknown()
    }
    pub(super) fn used_kept(&self, _: &mut dyn Outside, _: &[&Statement], _: Option<&str>) -> Answer {
        unknown()
    }
    pub(super) fn denied_still(&self, _: &mut dyn Outside, _: &Statement) -> Answer {
        unknown()
    }
    pub(super) fn denied_no_more(&self, _: &mut dyn Outside, _: &Statement) -> Answer {
        unknown()
    }
}
