//! The words that options take, and what they stand for.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::{ValueEnum, value_parser};

use crate::model::PolicyKind;
use crate::parse::UnusedFormat;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

impl ValueEnum for Engine {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Smt, Self::Automata, Self::Both]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let help = match self {
            Self::Smt => "The SMT solver Z3",
            Self::Automata => "Automata and enumeration, without a solver",
            Self::Both => "Each of the two: proved is what both prove",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

/// What certifies, if this paredown has it.
pub(super) fn engine() -> impl TypedValueParser<Value = Engine> {
    value_parser!(Engine).try_map(built_in)
}

fn built_in(engine: Engine) -> Result<Engine, String> {
    let missing =
        "this paredown was built without its feature `z3`: build it with that, or choose `automata`";
    if engine.is_built_in() { Ok(engine) } else { Err(missing.to_owned()) }
}

/// What certifies the jobs of a batch, if anything does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certifier(pub Option<Engine>);

impl ValueEnum for Certifier {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Some(Engine::Smt)), Self(Some(Engine::Automata)), Self(Some(Engine::Both)), Self(None)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self.0 {
            Some(engine) => engine.to_possible_value(),
            None => Some(PossibleValue::new("none").help("Nothing does")),
        }
    }
}

/// The same, if this paredown has it.
pub(super) fn certifier() -> impl TypedValueParser<Value = Certifier> {
    value_parser!(Certifier).try_map(|certifier| certifier.0.map(built_in).transpose().map(Certifier))
}

/// The shape of what is unused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnusedFormatArg {
    /// `[{"serviceNamespace": "s3", "actions": ["GetBucketAcl"]}]`.
    Services,
    /// An answer of IAM Access Analyzer's GetFindingV2.
    Finding,
    /// Lines of `service:Action`.
    Lines,
}

impl From<UnusedFormatArg> for UnusedFormat {
    fn from(format: UnusedFormatArg) -> Self {
        match format {
            UnusedFormatArg::Services => Self::Services,
            UnusedFormatArg::Finding => Self::Finding,
            UnusedFormatArg::Lines => Self::Lines,
        }
    }
}

/// How a plan is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlanArg {
    /// A numbered list.
    Text,
    /// The script that is written to `--output`, to be read first.
    #[value(alias = "commands")]
    Script,
}

/// What a policy is used as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// A customer managed policy.
    Managed,
    /// A policy in a role.
    InlineRole,
    /// A policy in a user.
    InlineUser,
    /// A policy in a group.
    InlineGroup,
    /// A service control policy.
    Scp,
}

impl From<KindArg> for PolicyKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Managed => Self::Managed,
            KindArg::InlineRole => Self::InlineRole,
            KindArg::InlineUser => Self::InlineUser,
            KindArg::InlineGroup => Self::InlineGroup,
            KindArg::Scp => Self::Scp,
        }
    }
}

/// How long the new prefixes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ModeArg {
    /// As short as is safe, as IAM Access Analyzer does: keeps future actions of a family that nothing
    /// unused belongs to.
    Shortest,
    /// As long as the used actions allow: keeps as few future actions as possible.
    Tight,
}

impl From<ModeArg> for Mode {
    fn from(mode: ModeArg) -> Self {
        match mode {
            ModeArg::Shortest => Self::Shortest,
            ModeArg::Tight => Self::Tight,
        }
    }
}

/// Which obligations decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Require {
    /// Allows nothing new and nothing unused, over all strings.
    Safe,
    /// Safe, and allows every known action that is used.
    Exact,
    /// Exact, and as few and as general patterns as can be.
    LeastGeneral,
}

impl From<Require> for Requirement {
    fn from(require: Require) -> Self {
        match require {
            Require::Safe => Self::Safe,
            Require::Exact => Self::Exact,
            Require::LeastGeneral => Self::LeastGeneral,
        }
    }
}

/// How a result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs; the shapes are in `schemas/`.
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
