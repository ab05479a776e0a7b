//! The command line.

use clap::{Parser, Subcommand};

pub(super) use super::choices::{Colour, ExitCodeArg, Format, PlanArg};
pub(super) use super::command_args::{
    AnalyzeArgs, BatchArgs, CatalogueArgs, CertifyArgs, DigestArgs, DriftArgs, FindingsArgs, RecommendArgs,
    VerifyArgs,
};
pub(super) use super::compare_args::CompareArgs;
pub(super) use super::evaluate_args::EvaluateArgs;
pub(super) use super::gate_args::{GateArgs, GateFormat};
use super::help;
use super::limits::LimitArgs;
pub(super) use super::plan_args::Overwriting;
pub(super) use super::remedy_args::RemedyArgs;
pub(super) use super::shared_args::{Inputs, Keeping, Proving, Telling};

/// Pares AWS IAM policies down to what is used, and proves that the result is right.
#[derive(Debug, Parser)]
#[command(name = "paredown", version, max_term_width = 100, propagate_version = true)]
#[command(
    after_help = "Exit codes: 0 proved, 1 refuted, 2 bad input or usage, 3 unknown, 4 proved, but too large or too many \
                 for AWS."
)]
pub struct Cli {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// With --version: also show the commit, the loaded Z3, and the built-in catalogue.
    #[arg(long, short, requires = "version")]
    pub verbose: bool,
    /// Limits on what is read.
    #[command(flatten)]
    pub limits: LimitArgs,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Recommend a refined policy, certify it, and print it.
    ///
    /// Only the recommended document goes to standard output; nothing does if the policy should be detached, or
    /// if the recommendation could not be certified. With several policies, or with `--plan`, the plan is printed
    /// instead. What changes and why goes to standard error.
    #[command(after_long_help = help::RECOMMEND)]
    #[command(mut_arg("policy", |policy| policy.required(false).required_unless_present_any(["policies", "in"])))]
    Recommend(RecommendArgs),
    /// Decide whether a recommended policy is right, whoever made it.
    ///
    /// All policies are judged together. Shows the verdict of every obligation on the statements of each scope,
    /// with a witness for each that does not hold, and whether what was denied still is.
    #[command(after_long_help = help::CERTIFY)]
    Certify(CertifyArgs),
    /// Check a certificate against the policies, without a solver and without trusting what wrote it.
    ///
    /// Says `accepted`, or which row of the certificate is wrong. Pass the inputs that it was made with: the
    /// policies, what is unused, what is kept and the catalogue. With other inputs it is rejected by their
    /// digests, and so is one that claims less than `--require`. Names in it (of its subject, the policies and
    /// the program) are labels that are not checked. The exit code is 0 if it is accepted, 1 if it is rejected.
    ///
    /// A certificate that `compare` wrote is checked against the policies of --baseline and --candidate.
    #[command(after_long_help = help::VERIFY)]
    Verify(VerifyArgs),
    /// Process many jobs: JSON lines in, JSON lines out in the same order.
    ///
    /// A job is `{"id": …, "policy": …, "unused": …}`; with `"recommended"` (`null` to detach the policy), that
    /// is certified, and no recommendation is made. A line that is not a job is answered by a line with `error`.
    /// The exit code is that of the worst line: 2 if one is not a job, else 1 if one is refuted, else 3 if one is
    /// unknown, else 4 if AWS would refuse one; but 3 in any case if the engines disagree on one.
    #[command(after_long_help = help::BATCH)]
    Batch(BatchArgs),
    /// Decide whether policies allow requests, and say which statement does so.
    ///
    /// Reads a request for each line, `{"id": …, "request": {"action": …, "resource": …, "context": …}}`, perhaps with a
    /// policy of its own, and answers it with `allow`, `deny` or `unknown`, in the same order. A line that is not a
    /// request, or has something that is not a policy, is answered with `error`, and stops no other. Or decides a single
    /// request, which --action describes. Where sources disagree on what IAM does, the decision is unknown, with the
    /// reason.
    #[command(after_long_help = help::EVALUATE)]
    Evaluate(EvaluateArgs),
    /// Compare what two policies allow.
    ///
    /// Says whether a candidate allows the same requests as a baseline (`equivalent`), fewer (`narrower`), more (`wider`) or
    /// others (`incomparable`), whatever their statements look like, with a request for each direction and with all actions
    /// that are newly allowed. Where sources disagree on what IAM does, and it matters, the answer is `unknown`, with the
    /// reason.
    #[command(after_long_help = help::COMPARE)]
    Compare(CompareArgs),
    /// Hold a change of policies against rules: nothing new, nothing unused back, nothing used lost.
    ///
    /// Compares all policies of two folders, or of the working tree and a revision of git: in JSON files, CloudFormation, SAM and
    /// CDK templates, Terraform plans and HCL. Lists everything that is newly allowed, with line and reason. What cannot be
    /// decided, or is not understood, does not pass either. The exit code is 1 if a rule objects to the change, else 3 if it is
    /// not known that none does.
    #[command(after_long_help = help::GATE)]
    Gate(GateArgs),
    /// Find what the users and roles of an account do not use.
    ///
    /// Reads what anybody can export of an account, finds unused roles, access keys, passwords, services and actions as
    /// IAM Access Analyzer does, and writes findings in its shapes. What no source would have shown is undecided, with
    /// the reason, and never called unused.
    #[command(after_long_help = help::ANALYZE)]
    Analyze(AnalyzeArgs),
    /// List what an analysis found.
    #[command(after_long_help = help::FINDINGS)]
    Findings(FindingsArgs),
    /// Show how a newer catalogue affects a recommendation.
    ///
    /// Which of the actions published since does the recommendation allow, and which does it lack that the
    /// original allows? Deny statements are ignored: what they forbid may be shown as allowed. The exit code is 0
    /// if the recommendation is exact relative to the newer catalogue too, else 1.
    #[command(after_long_help = help::DRIFT)]
    Drift(DriftArgs),
    /// Print the SHA-256 of a policy document, which is the same for every layout of it.
    ///
    /// The digest is that of the canonical text: no white space, keys in order, strings with the fewest escapes
    /// (as in RFC 8785), numbers as they are written. Compare the digest of the document that was written with
    /// that of what AWS's command prints, to see whether the stored policy is the same.
    #[command(after_long_help = help::DIGEST)]
    Digest(DigestArgs),
    /// Show which actions are known, or which of them a pattern matches.
    #[command(after_long_help = help::CATALOGUE)]
    Catalogue(CatalogueArgs),
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Print a manual page.
    Man {
        /// The command to print the page of [default: paredown itself, with the list of its commands].
        command: Option<String>,
    },
}

impl Command {
    /// The command with positional files moved to the option that they belong to.
    pub(super) fn gathered(mut self) -> Self {
        match &mut self {
            Self::Recommend(args) => args.inputs.policy.append(&mut args.policies),
            Self::Certify(args) => args.recommended.append(&mut args.documents),
            _ => {}
        }
        self
    }

    /// The format of its result; `None` for a command with only one.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Recommend(args) => Some(args.format),
            Self::Certify(args) => Some(args.format),
            Self::Verify(args) => Some(args.format),
            Self::Drift(args) => Some(args.format),
            Self::Evaluate(args) => args.format,
            Self::Compare(args) => args.format,
            Self::Gate(args) => Some(args.format.general()),
            Self::Analyze(args) => Some(args.format),
            Self::Findings(args) => Some(args.format),
            Self::Digest(args) => Some(args.format),
            Self::Catalogue(args) => Some(args.format),
            Self::Batch(_) | Self::Completions { .. } | Self::Man { .. } => None,
        }
    }
}
