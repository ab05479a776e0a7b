//! Reads the credential report: passwords and access keys of users, and when they were last used.
//!
//! Source: IAM User Guide, "Generate credential reports for your AWS account".

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use csv::{Reader, ReaderBuilder, StringRecord};

use crate::model::{Principal, PrincipalKind, Time};
use crate::parse::answer::{answer_keys, required, text};
use crate::parse::{Code, Diagnostic, Object, Source, Stated, nearest};

/// The columns that are read; the others are known and mean nothing here.
const READ: [&str; 9] = [
    "user",
    "arn",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_2_active",
    "access_key_2_last_rotated",
];
const OTHERS: [&str; 14] = [
    "access_key_1_last_used_date",
    "access_key_2_last_used_date",
    "user_creation_time",
    "password_next_rotation",
    "mfa_active",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
    "additional_credentials_info",
];

/// The credentials of one user.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The ARN of the user.
    pub arn: Stated<String>,
    /// The name of the user.
    pub user: String,
    /// Its password, if it has one.
    pub password: Option<Password>,
    /// Its first and its second access key.
    pub keys: [Option<Key>; 2],
}

/// A password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Password {
    /// When it was last used; nothing if never, as far as AWS knows (since October 2014).
    pub last_used: Option<Time>,
    /// When it was set.
    pub changed: Option<Time>,
}

/// An access key, of which the report does not say the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Whether it gives access.
    pub active: bool,
    /// When it was last used; nothing if never, as far as AWS knows (since April 2015).
    pub last_used: Option<Time>,
    /// When it was made, or made active or inactive.
    pub rotated: Option<Time>,
}

/// Whether a text is such a report: its first line has the names of the first columns.
pub(super) fn is_report(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').starts_with("user,arn,")
}

/// Whether an object is an answer of `iam get-credential-report`, which has the report encoded.
pub(super) fn is_answer(object: &Object<'_>) -> bool {
    object.get("Content").is_some() && object.get("ReportFormat").is_some()
}

/// The credentials in such an answer.
pub(super) fn answer(object: &Object<'_>) -> Result<Vec<Credentials>, Diagnostic> {
    answer_keys(
        object,
        "the answer of get-credential-report",
        &["Content", "ReportFormat", "GeneratedTime"],
    )?;
    let place = required(object, "Content", "the answer")?;
    let decoded = STANDARD.decode(text(object, "Content", "the answer")?).ok();
    let decoded = decoded.and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(decoded) = decoded else {
        return Err(place
            .error("`Content` is not text in Base64", "this one")
            .with_help("give AWS's answer as it is, or the decoded report as a file `*.csv`"));
    };
    let name = format!("{} (Content)", place.source().name);
    report(&Arc::new(Source { name, text: decoded }))
}

/// The credentials in a report; the root user has no row among them.
///
/// # Errors
/// A column is missing or unknown, or a value is not what its column has.
pub(super) fn report(source: &Arc<Source>) -> Result<Vec<Credentials>, Diagnostic> {
    let text = source.text.trim_start_matches('\u{feff}');
    let skipped = source.text.len() - text.len();
    let mut reader: Reader<&[u8]> = ReaderBuilder::new().from_reader(text.as_bytes());
    let malformed = |error: &csv::Error| {
        let at = error.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0) + skipped;
        Diagnostic::error(source, line_of(source, at), format!("this is not CSV: {error}"), "this row")
    };
    let header = reader.headers().map_err(|error| malformed(&error))?.clone();
    let columns = columns(source, skipped, &header)?;
    let mut all = Vec::new();
    for record in reader.into_records() {
        let record = record.map_err(|error| malformed(&error))?;
        let at = record.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0) + skipped;
        let row = Row { source, span: line_of(source, at), columns: &columns, record: &record };
        if row.get("user") != "<root_account>" {
            all.push(row.credentials()?);
        }
    }
    Ok(all)
}

/// The place of each column, by name.
fn columns<'a>(
    source: &Arc<Source>,
    skipped: usize,
    header: &'a StringRecord,
) -> Result<BTreeMap<&'a str, usize>, Diagnostic> {
    let place = || line_of(source, skipped);
    let mut columns = BTreeMap::new();
    for (at, name) in header.iter().enumerate() {
        if !READ.contains(&name) && !OTHERS.contains(&name) {
            let near = nearest(name, READ.iter().chain(&OTHERS).copied());
            let near = near.map_or_else(String::new, |near| format!("; the nearest known one is `{near}`"));
            let message = format!("`{}` is not a column of a credential report", name.escape_debug());
            return Err(Diagnostic::error(source, place(), message, "this header")
                .coded(Code::UnknownMember)
                .with_help(format!("give the report as AWS makes it{near}")));
        }
        if columns.insert(name, at).is_some() {
            let message = format!("duplicate column `{name}`");
            return Err(Diagnostic::error(source, place(), message, "this header").coded(Code::Duplicate));
        }
    }
    let used = ["access_key_1_last_used_date", "access_key_2_last_used_date"];
    match READ.iter().chain(&used).find(|name| !columns.contains_key(*name)) {
        None => Ok(columns),
        Some(missing) => {
            let message = format!("the credential report has no column `{missing}`");
            Err(Diagnostic::error(source, place(), message, "this header")
                .coded(Code::MissingMember)
                .with_help("give the report as AWS makes it, with all of its columns"))
        }
    }
}

/// The line that begins at or around a place.
fn line_of(source: &Source, at: usize) -> Range<usize> {
    let rest = source.text.get(at..).unwrap_or_default();
    let rest_trimmed = rest.trim_start_matches(['\r', '\n']);
    let start = at + (rest.len() - rest_trimmed.len());
    start..start + rest_trimmed.lines().next().unwrap_or_default().len()
}

struct Row<'a> {
    source: &'a Arc<Source>,
    span: Range<usize>,
    columns: &'a BTreeMap<&'a str, usize>,
    record: &'a StringRecord,
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default()
    }

    fn credentials(&self) -> Result<Credentials, Diagnostic> {
        let (user, arn) = (self.get("user"), self.get("arn"));
        let holder = Principal::of_arn(arn).and_then(|principal| principal.holder);
        if holder != Some((PrincipalKind::User, user.to_owned())) {
            return Err(self.error("arn", "the ARN of the user"));
        }
        let password = self.boolean("password_enabled")?.then(|| -> Result<_, Diagnostic> {
            Ok(Password {
                last_used: self.time("password_last_used")?,
                changed: self.time("password_last_changed")?,
            })
        });
        Ok(Credentials {
            arn: Stated { value: arn.to_owned(), source: Arc::clone(self.source), span: self.span.clone() },
            user: user.to_owned(),
            password: password.transpose()?,
            keys: [self.key(1)?, self.key(2)?],
        })
    }

    /// The first or the second access key; nothing if there is none: then it was never made.
    fn key(&self, number: usize) -> Result<Option<Key>, Diagnostic> {
        let column = |what: &str| format!("access_key_{number}_{what}");
        let active = self.boolean(&column("active"))?;
        let rotated = self.time(&column("last_rotated"))?;
        let last_used = self.time(&column("last_used_date"))?;
        Ok((active || rotated.is_some()).then_some(Key { active, last_used, rotated }))
    }

    /// In any case: spreadsheets write them in capitals.
    fn boolean(&self, column: &str) -> Result<bool, Diagnostic> {
        match self.get(column).to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" | "not_supported" | "n/a" => Ok(false),
            _ => Err(self.error(column, "`true`, `false` or `not_supported`")),
        }
    }

    fn time(&self, column: &str) -> Result<Option<Time>, Diagnostic> {
        match self.get(column) {
            "N/A" | "no_information" | "not_supported" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                self.error(column, "a time such as `2026-01-31T00:00:00+00:00`, `N/A` or `no_information`")
            }),
        }
    }

    fn error(&self, column: &str, expected: &str) -> Diagnostic {
        let found = self.get(column).escape_debug();
        let message = format!("`{column}` of `{}` is `{found}`", self.get("user").escape_debug());
        Diagnostic::error(self.source, self.span.clone(), message, "this row")
            .with_help(format!("expected {expected}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
        password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,\
        access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,\
        access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,\
        access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

    fn read(text: &str) -> Result<Vec<Credentials>, String> {
        let source = Arc::new(Source { name: "r.csv".into(), text: text.into() });
        report(&source).map_err(|error| {
            assert!(!error.message.is_empty());
            let (line, _) = error.line_column();
            format!("{line}: {}", error.message)
        })
    }

    fn row(changes: &[(usize, &str)]) -> String {
        let mut row: Vec<&str> = "ann,arn:aws:iam::111122223333:user/t/ann,2025-01-01T00:00:00+00:00,true,\
            no_information,2025-01-01T00:00:00+00:00,N/A,false,TRUE,2025-02-01T00:00:00+00:00,\
            2025-12-24T10:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
            .split(',')
            .collect();
        for (at, value) in changes {
            row[*at] = value;
        }
        row.join(",")
    }

    #[test]
    fn rows_are_read_by_their_header() {
        let found = read(&format!("{HEADER}\n{}\n", row(&[]))).unwrap();
        let [ann] = found.as_slice() else { panic!("{found:?}") };
        let time = |text: &str| Some(text.parse().unwrap());
        assert_eq!(ann.user, "ann");
        let changed = time("2025-01-01T00:00:00Z");
        assert_eq!(ann.password, Some(Password { last_used: None, changed }));
        let (last_used, rotated) = (time("2025-12-24T10:00:00Z"), time("2025-02-01T00:00:00Z"));
        assert_eq!(ann.keys, [Some(Key { active: true, last_used, rotated }), None]);
        // The order of the columns means nothing, and neither does a byte-order mark.
        let turned = |line: &str| line.split(',').rev().collect::<Vec<_>>().join(",");
        let again = read(&format!("\u{feff}{}\r\n{}\r\n", turned(HEADER), turned(&row(&[])))).unwrap();
        assert_eq!((again[0].password, again[0].keys), (ann.password, ann.keys));
    }

    #[test]
    fn what_is_not_a_report_is_refused_with_its_line() {
        for (text, expected) in [
            (format!("{HEADER},x\n"), "1: `x` is not a column of a credential report"),
            (
                HEADER.replace(",password_enabled", ""),
                "1: the credential report has no column `password_enabled`",
            ),
            (format!("{HEADER},arn\n"), "1: duplicate column `arn`"),
            (format!("{HEADER}\n{}\n", row(&[(3, "yes")])), "2: `password_enabled` of `ann` is `yes`"),
            (format!("{HEADER}\n{}\n", row(&[(4, "soon")])), "2: `password_last_used` of `ann` is `soon`"),
            (
                format!("{HEADER}\n{}\n", row(&[(1, "arn:aws:iam::1:user/bob")])),
                "2: `arn` of `ann` is `arn:aws:iam::1:user/bob`",
            ),
        ] {
            assert_eq!(read(&text).unwrap_err(), expected);
        }
        let cut = read(&format!("{HEADER}\n{}\nbob,arn:aws", row(&[]))).unwrap_err();
        assert!(cut.starts_with("3: this is not CSV"), "{cut}");
    }
}
