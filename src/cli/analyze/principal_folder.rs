//! The folder of one principal: the documents with their plan, the originals, and `proof/`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::super::folder::{FileKind, Folder, Stage, is_whole};
use super::super::output::{Unstaged, has_steps, manifest_text, staged};
use crate::intake::{Input, MANIFEST, MANIFEST_FORMAT};
use crate::job::Outcome;
use crate::parse::{Source, visible};
use crate::report;
use crate::report::json::analyze::{PolicyRow, REMEDY_FORMAT, RemedyRow, RemedyVerdict};
use crate::report::json::{self, Manifest, OtherHolders, PlanReport};

/// The folder of all principals, in that of the analysis, and the one for what was recommended before.
const PRINCIPALS: &str = "principals";
const SUPERSEDED: &str = "superseded";

/// The row, relative to the folder of the principal.
const RESULT: &str = "proof/result.json";

/// Files of a principal besides the documents and their plan.
#[derive(Debug, Default)]
pub(super) struct Contents {
    files: Vec<(String, String, FileKind)>,
}

impl Contents {
    pub(super) fn add(&mut self, name: &str, text: String) {
        self.files.push((name.to_owned(), text, FileKind::Plain));
    }

    pub(super) fn add_script(&mut self, name: &str, text: String) {
        self.files.push((name.to_owned(), text, FileKind::Script));
    }

    /// Adds the policies in their order and the report on an outcome; and if it may be shown, what differs and the
    /// certificate.
    pub(super) fn of(&mut self, outcome: &Outcome, unused: &Source, attached_limit: usize) -> io::Result<()> {
        let inputs = json::Inputs {
            policies: outcome.policies.iter().map(|policy| policy.original.input()).collect(),
            unused: vec![Input::of(unused)],
        };
        for (at, policy) in outcome.policies.iter().enumerate() {
            let name = &policy.original.name;
            self.add(&format!("proof/policies/{at:03}~{name}.json"), policy.original.file.text.clone());
        }
        let report = json::RecommendReport::new(outcome, &inputs, attached_limit, false)?;
        self.add("proof/report.json", serde_json::to_string(&report)? + "\n");
        if outcome.may_be_shown() && outcome.fits() {
            self.add("proof/changes.diff", changes(outcome));
        }
        if let Some(Ok(certificate)) = &outcome.certificate {
            self.add("proof/certificate.json", certificate.clone());
        }
        Ok(())
    }
}

/// Who else has each policy.
fn others(row: &RemedyRow) -> Vec<Option<OtherHolders>> {
    let of = |policy: &PolicyRow| {
        let PolicyRow { other_holders: count, holders, .. } = policy;
        (*count > 0).then(|| OtherHolders { count: *count, holders: holders.clone() })
    };
    row.policies.iter().flat_map(|own| &own.policies).map(of).collect()
}

/// What differs in each policy.
fn changes(outcome: &Outcome) -> String {
    let mut text = String::new();
    for policy in &outcome.policies {
        let name = format!("{}.json", policy.original.name);
        let before = policy.original.text();
        if policy.documents.is_empty() {
            text += &report::plain((&name, &before), ("/dev/null", ""));
        }
        for document in &policy.documents {
            text += &report::plain((&name, &before), (&document.file, &document.text));
        }
    }
    text
}

/// The folder of a principal.
pub(super) struct PrincipalFolder<'a> {
    /// The folder of the analysis.
    analysis: &'a Path,
    name: &'a str,
    place: PathBuf,
    force: bool,
}

impl<'a> PrincipalFolder<'a> {
    pub(super) fn new(analysis: &'a Path, name: &'a str, force: bool) -> Self {
        Self { analysis, name, place: analysis.join(PRINCIPALS).join(name), force }
    }

    /// Its path relative to the folder of the analysis.
    pub(super) fn name(&self) -> String {
        format!("{PRINCIPALS}/{}", self.name)
    }

    fn result(&self) -> Option<RemedyRow> {
        let text = fs::read_to_string(self.place.join(RESULT)).ok()?;
        serde_json::from_str::<RemedyRow>(&text).ok().filter(|row| row.format == REMEDY_FORMAT)
    }

    /// What an earlier run recommended, if it depended on the same, was decided, and all of it is still there as it was
    /// written.
    pub(super) fn unchanged(&self, inputs: &str, evidence: Option<&String>) -> Option<RemedyRow> {
        let same = |row: &RemedyRow| row.inputs == inputs && row.evidence.as_ref() == evidence;
        let row = self.result().filter(|row| same(row) && !self.force)?;
        let decided = row.policies.as_ref().is_none_or(|own| own.verdict != RemedyVerdict::Unknown);
        (decided && is_whole(&self.place, MANIFEST, MANIFEST_FORMAT)).then_some(row)
    }

    /// Writes everything about the principal, or nothing. An earlier plan that may have been put into effect is moved
    /// away as it is, with its way back; then where to is returned.
    pub(super) fn write(
        &self,
        row: &RemedyRow,
        outcome: Option<&Outcome>,
        contents: Contents,
        attached_limit: usize,
    ) -> Result<Option<PathBuf>, String> {
        let moved = self.supersede(row)?;
        let failed = |error: io::Error| {
            format!(
                "the files of `{}` cannot be written: {error}",
                visible(&self.place.display().to_string())
            )
        };
        let folder = Folder {
            place: &self.place,
            manifest: MANIFEST,
            format: MANIFEST_FORMAT,
            force: self.force,
            inputs: &[],
        };
        let open = folder.open().map_err(|failure| failure.sentence())?;
        let mut stage = Stage::within(&self.place).map_err(failed)?;
        for (name, text, kind) in contents.files {
            stage.add(&name, &text, kind).map_err(failed)?;
        }
        let result = serde_json::to_string_pretty(row).map_err(|error| failed(error.into()))? + "\n";
        stage.add(RESULT, &result, FileKind::Plain).map_err(failed)?;
        let shown = outcome.filter(|outcome| outcome.may_be_shown() && outcome.fits());
        let manifest = match shown {
            Some(outcome) => {
                staged(outcome, &mut stage, attached_limit, &others(row)).map_err(|error| match error {
                    Unstaged::Refused(error) => error.message,
                    Unstaged::Unwritten(error) => failed(error),
                })?
            }
            None => Manifest {
                format: MANIFEST_FORMAT,
                paredown: env!("CARGO_PKG_VERSION"),
                policies: Vec::new(),
                plan: PlanReport::nothing(Some(&row.principal), attached_limit),
                files: stage.listed(),
            },
        };
        let text = manifest_text(&manifest).map_err(failed)?;
        open.replace(&stage, &text).map_err(|failure| failure.sentence())?;
        Ok(moved)
    }

    /// Moves what an earlier run wrote away, if it has a plan and is not what is to be written now.
    fn supersede(&self, row: &RemedyRow) -> Result<Option<PathBuf>, String> {
        let Ok(before) = fs::read_to_string(self.place.join(MANIFEST)) else { return Ok(None) };
        let Some(old) = self.result().filter(|old| old.inputs != row.inputs) else { return Ok(None) };
        if !has_steps(&before) && old.retire.is_empty() {
            return Ok(None);
        }
        move_away(self.analysis, self.name, &old).map(Some)
    }
}

/// Moves the folders of principals away for which nothing is recommended any more, and returns where to: their plans may
/// be in effect. What no earlier run wrote stays.
pub(super) fn leave_others(analysis: &Path, rows: &[RemedyRow]) -> Result<Vec<PathBuf>, String> {
    let Ok(entries) = fs::read_dir(analysis.join(PRINCIPALS)) else { return Ok(Vec::new()) };
    let mut names: Vec<String> =
        entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let mut moved = Vec::new();
    for name in names {
        let own = PrincipalFolder::new(analysis, &name, false);
        // One that could not be written this time has no folder in its row, and keeps what it had.
        let is_current = |row: &RemedyRow, old: &RemedyRow| row.principal == old.principal;
        if let Some(old) = own.result()
            && !rows.iter().any(|row| is_current(row, &old))
        {
            moved.push(move_away(analysis, &name, &old)?);
        }
    }
    Ok(moved)
}

/// Moves the folder of a principal away as it is, and returns where to.
fn move_away(analysis: &Path, name: &str, old: &RemedyRow) -> Result<PathBuf, String> {
    let (place, parent) = (analysis.join(PRINCIPALS).join(name), analysis.join(SUPERSEDED));
    let base = format!("{name}~{}", old.inputs.get(..8).unwrap_or_default());
    let numbered = (2..).map(|number| format!("{base}~{number}"));
    let mut free = std::iter::once(base.clone()).chain(numbered).map(|name| parent.join(name));
    let to = free.find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_else(|| parent.join(&base));
    let moved = fs::create_dir_all(&parent).and_then(|()| fs::rename(&place, &to));
    moved.map_err(|error| {
        format!("`{}` cannot be moved away: {error}", visible(&place.display().to_string()))
    })?;
    Ok(to)
}
