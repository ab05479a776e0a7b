//! The values of options, and their meanings.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ValueEnum, value_parser};
use paredown_kernel::comparison::format::Claim;
use paredown_verify::Required;

use crate::analyze::Evidence;
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
            Self::Both => "Both engines: only what both prove is proved",
        };
        Some(PossibleValue::new(self.name()).help(help))
    }
}

/// The engine, if this build has it.
pub(super) fn engine() -> impl TypedValueParser<Value = Engine> {
    value_parser!(Engine).try_map(built_in)
}

/// The engine, or what to do if this build does not have it.
pub(super) fn built_in(engine: Engine) -> Result<Engine, String> {
    let missing =
        "this paredown was built without its feature `z3`: build it with that, or choose `automata`";
    if engine.is_built_in() { Ok(engine) } else { Err(missing.to_owned()) }
}

/// The engine for the jobs of a batch, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certifier(pub Option<Engine>);

impl ValueEnum for Certifier {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Some(Engine::Smt)), Self(Some(Engine::Automata)), Self(Some(Engine::Both)), Self(None)]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        match self.0 {
            Some(engine) => engine.to_possible_value(),
            None => Some(PossibleValue::new("none").help("No engine: the answers are not certified")),
        }
    }
}

/// The same, if this build has it.
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

/// The format of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PlanArg {
    /// A numbered list.
    Text,
    /// The script that is written to `--output`; read it before running it.
    #[value(alias = "commands")]
    Script,
}

/// The use of a policy.
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

/// The mode.
pub(super) fn mode() -> impl TypedValueParser<Value = Mode> {
    let help = |mode| match mode {
        Mode::Shortest => {
            "As short as is safe, like IAM Access Analyzer: keeps future actions of a family in which nothing is \
             unused"
        }
        Mode::Tight => "As long as the used actions allow: keeps as few future actions as possible",
    };
    named(Mode::ALL, Mode::name, help)
}

/// The requirement.
pub(super) fn requirement() -> impl TypedValueParser<Value = Requirement> {
    named(Requirement::ALL, Requirement::name, help_of_requirement)
}

fn help_of_requirement(requirement: Requirement) -> &'static str {
    match requirement {
        Requirement::Safe => "Allows nothing new and nothing unused, over all strings",
        Requirement::Exact => "Safe, and allows every known action that is used",
        Requirement::LeastGeneral => "Exact, with patterns that are as few and as general as possible",
    }
}

/// What a certificate of either kind has to claim, by name.
pub(super) fn required() -> impl TypedValueParser<Value = Required> {
    let help = |required| match required {
        Required::Recommendation(requirement) => help_of_requirement(requirement),
        Required::Comparison(Claim::NotWider) => {
            "The candidate allows nothing that the baseline does not allow"
        }
        Required::Comparison(Claim::Equivalent) => "The candidate and the baseline allow the same",
    };
    named(Required::ALL, Required::name, help)
}

/// One of some values, by name.
fn named<T: Copy + Send + Sync + 'static, const N: usize>(
    all: [T; N],
    name: fn(T) -> &'static str,
    help: impl Fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T> {
    let names = PossibleValuesParser::new(all.map(|one| PossibleValue::new(name(one)).help(help(one))));
    let find = move |text: &str| all.into_iter().find(|one| name(*one) == text);
    names.try_map(move |text| find(&text).ok_or_else(|| format!("`{text}` is not one of these")))
}

/// The meaning of the exit code of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExitCodeArg {
    /// The worst of the answers.
    Worst,
    /// 0 if every line has an answer, whatever it is.
    Answered,
}

/// The format of a result.
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

/// What is evidence of something not being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EvidenceArg {
    /// Only what would have shown a use.
    Strict,
    /// As IAM Access Analyzer does: of a service that was not accessed, also what nothing observes, as iam:PassRole.
    AccessAnalyzer,
}

impl From<EvidenceArg> for Evidence {
    fn from(evidence: EvidenceArg) -> Self {
        match evidence {
            EvidenceArg::Strict => Self::Strict,
            EvidenceArg::AccessAnalyzer => Self::AccessAnalyzer,
        }
    }
}

/// What makes an analysis fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOnArg {
    /// An active finding.
    Finding,
}
