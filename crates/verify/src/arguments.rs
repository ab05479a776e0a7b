//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;
use paredown_intake::Request;
use paredown_kernel::format::Requirement;
use paredown_policy::deadline::seconds;
use paredown_policy::model::Principal;
use paredown_policy::parse::{Limits, Strictness, UnusedFormat, nesting_limit, size_limit};
use paredown_verify::{ComparisonOptions, Options, Required, UsageOptions, Verification};

use crate::streams::Colour;

/// How the answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Text,
    Json,
}

/// The request made by a command line.
#[derive(Debug)]
pub(crate) enum Asked {
    Help,
    Version,
    Check(Box<Command>),
}

/// A check, and how its answer is printed.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) what: Verification,
    pub(crate) format: Format,
    pub(crate) colour: Colour,
    pub(crate) limits: Limits,
    pub(crate) time: Option<Duration>,
}

/// The words that were read so far.
struct Words {
    options: Options,
    baseline: Vec<PathBuf>,
    candidate: Vec<PathBuf>,
    beside_others: bool,
    require: Option<Required>,
    format: Format,
    colour: Colour,
    limits: Limits,
    time: Option<Duration>,
}

/// The request made by the command line.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) fn parse(mut words: lexopt::Parser) -> Result<Asked, String> {
    let mut command = Words {
        baseline: Vec::new(),
        candidate: Vec::new(),
        beside_others: false,
        require: None,
        options: Options {
            certificate: PathBuf::new(),
            inputs: Request::default(),
            recommended: Vec::new(),
            detached: false,
            require: Requirement::LeastGeneral,
            usage: UsageOptions::default(),
        },
        format: Format::default(),
        colour: Colour::default(),
        limits: Limits::default(),
        time: None,
    };
    let mut certificate = None;
    while let Some(word) = words.next().map_err(|error| error.to_string())? {
        match word {
            Short('h') | Long("help") => return Ok(Asked::Help),
            Short('V') | Long("version") => return Ok(Asked::Version),
            Value(path) if certificate.is_none() => certificate = Some(PathBuf::from(path)),
            Short(letter) => command.take(&format!("-{letter}"), &mut words)?,
            Long(name) => {
                let name = format!("--{name}");
                command.take(&name, &mut words)?;
            }
            Value(other) => return Err(format!("`{}` is one argument too many", other.display())),
        }
    }
    command.options.certificate = certificate.ok_or("the certificate is missing")?;
    command.asked()
}

impl Words {
    /// What is to be checked.
    fn asked(self) -> Result<Asked, String> {
        let what = if self.baseline.is_empty() && self.candidate.is_empty() {
            Verification::Recommendation(Box::new(self.recommendation()?))
        } else {
            Verification::Comparison(self.comparison()?)
        };
        let Self { format, colour, limits, time, .. } = self;
        Ok(Asked::Check(Box::new(Command { what, format, colour, limits, time })))
    }

    fn comparison(&self) -> Result<ComparisonOptions, String> {
        let Self { options, baseline, candidate, beside_others, .. } = self;
        for (paths, missing) in [(baseline, "--baseline is missing"), (candidate, "--candidate is missing")] {
            if paths.is_empty() {
                return Err(missing.to_owned());
            }
        }
        if options.detached
            || !(options.inputs.policies.is_empty()
                && options.inputs.unused.is_empty()
                && options.recommended.is_empty())
        {
            return Err("--baseline and --policy contradict each other: a certificate is of a comparison or of a recommendation".to_owned());
        }
        Ok(ComparisonOptions {
            certificate: options.certificate.clone(),
            baseline: baseline.clone(),
            candidate: candidate.clone(),
            strictness: options.inputs.strictness,
            require: Required::of_comparison(self.require)?,
            beside_others: *beside_others,
        })
    }

    fn recommendation(&self) -> Result<Options, String> {
        let mut options = self.options.clone();
        options.require = Required::of_recommendation(self.require)?;
        if self.beside_others {
            return Err("--beside-others is for a comparison: give --baseline and --candidate".to_owned());
        }
        if options.inputs.policies.is_empty() {
            return Err("--policy is missing".to_owned());
        }
        if options.inputs.unused.is_empty() {
            return Err("--unused is missing".to_owned());
        }
        if options.detached && !options.recommended.is_empty() {
            return Err("--detached and --recommended contradict each other".to_owned());
        }
        if options.usage.skip && !options.usage.accounts.is_empty() {
            return Err("--account and --skip-usage contradict each other".to_owned());
        }
        Ok(options)
    }

    /// Reads an option, with its value if it has one.
    fn take(&mut self, name: &str, words: &mut lexopt::Parser) -> Result<(), String> {
        let Self { options, format, colour, limits, time, .. } = self;
        let inputs = &mut options.inputs;
        match name {
            "--lenient" => inputs.strictness = Strictness::Lenient,
            "--detached" => options.detached = true,
            "-p" | "--policy" => inputs.policies.push(path(name, words)?),
            "-u" | "--unused" => inputs.unused.push(path(name, words)?),
            "-r" | "--recommended" => options.recommended.push(path(name, words)?),
            "--keep-file" => inputs.keeping.files.push(path(name, words)?),
            "-c" | "--catalogue" => inputs.catalogue = Some(path(name, words)?),
            "--keep" => inputs.keeping.patterns.push(text(name, words)?),
            "--account" => options.usage.accounts.push(path(name, words)?),
            "--last-accessed" => {
                let pair = |text: &str| {
                    let pair = text.split_once('=').ok_or("expected ARN=FILE")?;
                    Ok((pair.0.to_owned(), PathBuf::from(pair.1)))
                };
                options.usage.last_accessed.push(value(name, words, pair)?);
            }
            "--observable" => options.usage.observable = Some(path(name, words)?),
            "--skip-usage" => options.usage.skip = true,
            "--unused-format" => {
                let formats = [UnusedFormat::Services, UnusedFormat::Finding, UnusedFormat::Lines];
                let known = ["services", "finding", "lines"];
                inputs.unused_format = Some(choice(name, words, &known, &formats)?);
            }
            "--principal" => {
                let expected = "expected an ARN such as `arn:aws:iam::123456789012:role/Name`";
                let principal = |text: &str| Principal::of_arn(text).ok_or_else(|| expected.to_owned());
                inputs.principal = Some(value(name, words, principal)?);
            }
            "--min-unused-days" => inputs.min_unused_days = Some(value(name, words, number)?),
            "--as-of" => {
                let time = |text: &str| {
                    text.parse().map_err(|error: paredown_policy::model::TimeError| error.to_string())
                };
                inputs.as_of = Some(value(name, words, time)?);
            }
            "--baseline" => self.baseline.push(path(name, words)?),
            "--candidate" => self.candidate.push(path(name, words)?),
            "--beside-others" => self.beside_others = true,
            "--require" => {
                let all = Required::ALL;
                self.require = Some(choice(name, words, &all.map(Required::name), &all)?);
            }
            "--format" => *format = choice(name, words, &["text", "json"], &[Format::Text, Format::Json])?,
            "--color" => {
                let all = [Colour::Auto, Colour::Always, Colour::Never];
                *colour = choice(name, words, &["auto", "always", "never"], &all)?;
            }
            "--max-time" => *time = Some(value(name, words, seconds)?),
            "--max-input-size" => limits.size = value(name, words, size_limit)?,
            "--max-line-size" => limits.line = value(name, words, size_limit)?,
            "--max-nesting" => limits.nesting = value(name, words, nesting_limit)?,
            "--max-statements" => limits.statements = value(name, words, number)?,
            _ => return Err(format!("there is no option `{name}`")),
        }
        Ok(())
    }
}

fn argument(name: &str, words: &mut lexopt::Parser) -> Result<OsString, String> {
    words.value().map_err(|_| format!("{name} needs a value"))
}

fn path(name: &str, words: &mut lexopt::Parser) -> Result<PathBuf, String> {
    argument(name, words).map(PathBuf::from)
}

fn text(name: &str, words: &mut lexopt::Parser) -> Result<String, String> {
    argument(name, words)?.string().map_err(|error| format!("{name}: {error}"))
}

fn value<T>(
    name: &str,
    words: &mut lexopt::Parser,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Result<T, String> {
    let text = text(name, words)?;
    read(&text).map_err(|why| format!("{name}: `{text}`: {why}"))
}

fn choice<T: Copy>(
    name: &str,
    words: &mut lexopt::Parser,
    known: &[&str],
    values: &[T],
) -> Result<T, String> {
    value(name, words, |text| {
        let found = known.iter().zip(values).find(|(word, _)| **word == text);
        found.map(|(_, value)| *value).ok_or_else(|| format!("expected one of {}", known.join(", ")))
    })
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| "expected a number".to_owned())
}

#[cfg(test)]
#[path = "arguments_tests.rs"]
mod tests;
