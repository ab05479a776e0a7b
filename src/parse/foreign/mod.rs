//! Files that are something else than what was asked for: each is named, with the one call or option that
//! would do.
//!
//! What is read nowhere belongs here; whatever a reader understands, it must not match.

mod signs;
mod table;
mod text;

use signs::Signs;
use table::TABLE;
pub(super) use text::foreign_text;

use super::diagnostic::{Diagnostic, quote};
use super::located::Located;

/// What a file was given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// `--policy`.
    Policy,
    /// `--unused`.
    Unused,
    /// `--recommended`.
    Recommended,
}

impl Wanted {
    /// What the document is not.
    pub(super) fn refused(self) -> &'static str {
        match self {
            Self::Policy => "not a policy",
            Self::Unused => "not a list of unused actions",
            Self::Recommended => "not a recommendation",
        }
    }
}

/// What would do, by what a file was given as.
struct Advice {
    policy: &'static str,
    unused: &'static str,
    recommended: &'static str,
}

impl Advice {
    /// The same whatever it was given as.
    const fn always(text: &'static str) -> Self {
        Self { policy: text, unused: text, recommended: text }
    }

    fn of(&self, wanted: Wanted) -> &'static str {
        match wanted {
            Wanted::Policy => self.policy,
            Wanted::Unused => self.unused,
            Wanted::Recommended => self.recommended,
        }
    }
}

/// A kind of file.
struct Foreign {
    /// What it is, for people.
    what: &'static str,
    /// How it is told: one of these.
    signs: &'static [Signs],
    /// What would do. `{path}` stands for a value of the file, or for `<path>` if it has none that could
    /// stand in a command.
    advice: Advice,
}

/// What a JSON document is, if it is known and nothing that `wanted` could be read from.
pub(super) fn foreign_json(root: Located<'_>, wanted: Wanted) -> Option<Diagnostic> {
    let found = TABLE.iter().find(|foreign| foreign.signs.iter().any(|all| signs::are_in(root, all)))?;
    let message = format!("{}: the document is {}", wanted.refused(), found.what);
    let help = signs::filled(root, found.advice.of(wanted));
    Some(root.error(message, "this document").with_help(help))
}

/// The keys of an object that nobody knows, in a sentence of its own.
pub(super) fn keys(root: Located<'_>) -> Option<String> {
    const SHOWN: usize = 8;
    let object = root.object()?;
    let names: Vec<String> = object.members().map(|member| quote(member.name)).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let shown = names.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
    match (shown.is_empty(), rest) {
        (true, _) => Some("it has no keys".to_owned()),
        (false, 0) => Some(format!("its keys are {shown}")),
        (false, _) => Some(format!("its keys are {shown} and {rest} more")),
    }
}
