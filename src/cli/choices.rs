//! The words that options take, and what they stand for.

use clap::ValueEnum;

use crate::model::PolicyKind;
use crate::parse::UnusedFormat;
use crate::prove::{Engine, Requirement};
use crate::recommend::Mode;

/// What certifies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EngineArg {
    /// The SMT solver Z3.
    Smt,
    /// Automata and enumeration, without a solver.
    Automata,
    /// Each of the two: proved is what both prove.
    Both,
}

impl From<EngineArg> for Engine {
    fn from(engine: EngineArg) -> Self {
        match engine {
            EngineArg::Smt => Self::Smt,
            EngineArg::Automata => Self::Automata,
            EngineArg::Both => Self::Both,
        }
    }
}

/// What certifies the jobs of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CertifyArg {
    /// The SMT solver Z3.
    Smt,
    /// Automata and enumeration, without a solver.
    Automata,
    /// Each of the two: proved is what both prove.
    Both,
    /// Nothing does.
    None,
}

impl CertifyArg {
    /// The engine, if there is one.
    pub fn engine(self) -> Option<Engine> {
        match self {
            Self::Smt => Some(Engine::Smt),
            Self::Automata => Some(Engine::Automata),
            Self::Both => Some(Engine::Both),
            Self::None => None,
        }
    }
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

/// What the exit code of a batch says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExitCodeArg {
    /// The worst of the answers.
    Worst,
    /// Whether every line has an answer, whatever it is: 0 if so.
    Answered,
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
