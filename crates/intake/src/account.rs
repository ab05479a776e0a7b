//! Reads the folder with the exports of an account.

use std::path::{Path, PathBuf};

use paredown_account::{Account, File, export};

use crate::parse::{self, files_below, read_source, visible};
use crate::{Error, Notice, Tell};

/// How the names of exports usually end; any name will do.
const ENDINGS: [&str; 2] = ["json", "csv"];

/// The accounts whose exports are in some folders, in order.
///
/// # Errors
/// A file cannot be read or is not an export, or those of a folder are not the export of an account; or reports are named
/// apart, and there are several accounts that they could be of.
pub fn accounts(
    folders: &[PathBuf],
    reports: &[(String, PathBuf)],
    tell: Tell<'_>,
) -> Result<Vec<Account>, Error> {
    if folders.len() > 1 && !reports.is_empty() {
        let message =
            "--last-accessed names a report of one account, and several are given: put it into its folder";
        return Err(Error::Together(message.to_owned()));
    }
    folders.iter().map(|folder| account(folder, reports, tell)).collect()
}

/// The account whose exports are in a folder and in the folders in it, and in files that are named apart with the ARN
/// of the principal whose report they are.
///
/// # Errors
/// A file cannot be read or is not an export, or together they are not the export of an account.
fn account(folder: &Path, reports: &[(String, PathBuf)], tell: Tell<'_>) -> Result<Account, Error> {
    let found = files_below(folder)?;
    // What programs keep for themselves, such as the marks of `collect.sh`, is not worth a word.
    let is_export = |path: &&PathBuf| {
        path.extension().is_some_and(|own| ENDINGS.iter().any(|ending| own.eq_ignore_ascii_case(ending)))
    };
    for hidden in found.hidden.iter().filter(is_export) {
        let name = visible(&parse::shown(hidden));
        tell(Notice::Warning(format!("`{name}` is left out: its name begins with a dot")));
    }
    let paths = found.files.into_iter().map(|path| (None, path));
    let named = reports.iter().map(|(arn, path)| (Some(arn.clone()), path.clone()));
    let mut files = Vec::new();
    for (principal, path) in paths.chain(named) {
        let source = read_source(&path)?;
        let export = export(&source).map_err(parse::Error::from)?;
        tell(Notice::Note(format!("{}: {}", visible(&source.name), export.shape())));
        files.push(File { source, export, principal });
    }
    let gathered = Account::gather(files, &parse::shown(folder)).map_err(parse::Error::from)?;
    gathered.warnings.into_iter().for_each(|warning| tell(warning.into()));
    Ok(gathered.account)
}
