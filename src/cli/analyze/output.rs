//! The folder of `--output`.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use super::super::failure::Failure;
use super::super::folder::{FileKind, Folder, OpenFolder, Stage};
use super::recommended::recommended;
use crate::analyze::{Analysis, Finding, Settings, Statistics, Status};
use crate::dashboard::{Analysed, page};
use crate::parse::visible;
use crate::report::json::analyze::{FindingAnswer, PrincipalRow, RemedyRow, StatisticsAnswer, lines};

/// The file that lists what an analysis wrote, and its format.
const MANIFEST: (&str, &str) = ("analysis.json", "paredown-analysis/1");

/// What an analysis found.
pub(super) struct Found<'a> {
    pub(super) settings: &'a Settings<'a>,
    pub(super) analyses: &'a [Analysis],
    pub(super) findings: &'a [Finding],
    pub(super) statistics: &'a Statistics,
    /// The findings of an earlier analysis, by id, if there was one.
    pub(super) before: Option<&'a BTreeMap<String, Status>>,
}

/// The folder, locked against other runs.
pub(super) struct Output<'a> {
    place: &'a Path,
    open: OpenFolder<'a>,
}

impl<'a> Output<'a> {
    pub(super) fn open(place: &'a Path, force: bool, inputs: &'a [PathBuf]) -> Result<Self, Failure> {
        let (manifest, format) = MANIFEST;
        let open = Folder { place, manifest, format, force, inputs }.open()?;
        Ok(Self { place, open })
    }

    /// Writes all files, or none.
    pub(super) fn write(self, found: &Found<'_>, remedies: Option<&[RemedyRow]>) -> Result<(), Failure> {
        let Self { place, open } = self;
        let failed = |error: io::Error| {
            let place = visible(&place.display().to_string());
            Failure::NotWritten(format!("the files of `{place}` cannot be written: {error}"))
        };
        let mut stage = Stage::within(place).map_err(failed)?;
        for (name, text) in files(found, remedies, place).map_err(failed)? {
            stage.add(name, &text, FileKind::Plain).map_err(failed)?;
        }
        let manifest = stage.manifest(MANIFEST.1);
        open.replace(&stage, &manifest)
    }
}

fn files(
    found: &Found<'_>,
    remedies: Option<&[RemedyRow]>,
    place: &Path,
) -> io::Result<Vec<(&'static str, String)>> {
    let Found { settings, analyses, findings, statistics, before } = *found;
    let answers = |detailed| lines(findings.iter().map(|one| FindingAnswer::new(one, settings, detailed)));
    let numbers = StatisticsAnswer::new(statistics, settings.period.end, remedies);
    let mut files = vec![
        ("findings.jsonl", answers(true)?),
        ("summaries.jsonl", answers(false)?),
        ("principals.jsonl", lines(analyses.iter().map(PrincipalRow::from))?),
        ("statistics.json", serde_json::to_string_pretty(&numbers)? + "\n"),
    ];
    if let Some(rows) = remedies {
        files.push(("recommendations.jsonl", lines(rows)?));
    }
    let recommendations = recommended(remedies.unwrap_or_default(), place);
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    let recommendations = &recommendations;
    let analysed =
        Analysed { settings, analyses, findings, statistics, before, recommendations, files: &names };
    let page = page(&analysed)?;
    files.push(("index.html", page));
    Ok(files)
}
