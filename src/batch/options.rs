//! The `options` of a job, which override the command line.

use crate::job::Settings;
use crate::model::{PolicyKind, Time};
use crate::parse::{Diagnostic, Located, nearest};
use crate::principal::ATTACHED_AT_MOST;
use crate::prove::Requirement;
use crate::recommend::Mode;

/// What may be in `options`.
const KEYS: [&str; 10] = [
    "mode",
    "require",
    "kind",
    "fit",
    "plan",
    "certificate",
    "min_unused_days",
    "as_of",
    "attached_limit",
    "in_place",
];

/// How recent use counts in the unused set.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Age {
    /// Only what was not used for this many days counts as unused.
    pub min_unused_days: Option<u32>,
    /// The time to count back from; `None` for the time at which the finding was analyzed.
    pub as_of: Option<Time>,
}

/// Applies `options` to the settings of a job.
///
/// # Errors
/// An unknown key or value, with its place.
pub(super) fn take(
    options: Located<'_>,
    settings: &mut Settings<'_>,
    age: &mut Age,
) -> Result<(), Diagnostic> {
    let object = options.expect_object("`options`")?;
    object.expect_keys("`options`", &KEYS)?;
    for member in object.members() {
        let value = member.value;
        let flag =
            || value.boolean().ok_or_else(|| value.mismatch(&format!("`{}`", member.name), "true or false"));
        let number = |least: u64, most: u64| {
            let found = value.whole_number().filter(|number| (least..=most).contains(number));
            let expected = format!("a number from {least} to {most}");
            found.ok_or_else(|| value.mismatch(&format!("`{}`", member.name), &expected))
        };
        match member.name {
            "mode" => settings.mode = Some(word(value, &Mode::ALL, Mode::name)?),
            "require" => settings.requirement = word(value, &Requirement::ALL, Requirement::name)?,
            "kind" => settings.kind = Some(word(value, &PolicyKind::ALL, PolicyKind::name)?),
            "fit" => settings.fit = flag()?,
            "plan" => settings.plan = flag()?.then_some(crate::job::Planned { files: false }),
            "certificate" => settings.certificate = flag()?,
            "in_place" => settings.in_place = flag()?,
            "min_unused_days" => {
                age.min_unused_days = u32::try_from(number(0, u64::from(u32::MAX))?).ok();
            }
            "attached_limit" => {
                settings.attached_limit = usize::try_from(number(1, ATTACHED_AT_MOST)?).ok();
            }
            "as_of" => {
                let text = value.expect_string("`as_of`")?;
                let time = text.parse().map_err(|_| {
                    let error = value.error(format!("`{text}` is not a time"), "this one");
                    error.with_help("write it like `2026-01-31T00:00:00Z`")
                })?;
                age.as_of = Some(time);
            }
            // Other keys were refused above.
            _ => {}
        }
    }
    Ok(())
}

/// The value that a string names.
fn word<T: Copy>(value: Located<'_>, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, Diagnostic> {
    let text = value.expect_string("it")?;
    if let Some(found) = all.iter().copied().find(|one| name(*one) == text) {
        return Ok(found);
    }
    let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
    let error = value.error(format!("`{text}` is not one of {}", names.join(", ")), "not known");
    Err(match nearest(text, names.iter().copied()) {
        Some(near) => error.with_help(format!("did you mean `{near}`?")),
        None => error,
    })
}
