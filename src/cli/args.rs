//! The command line.

use clap::{Parser, Subcommand};

pub(super) use super::choices::{Colour, ExitCodeArg, Format, PlanArg};
pub(super) use super::command_args::{
    BatchArgs, CatalogueArgs, CertifyArgs, DigestArgs, DriftArgs, RecommendArgs, VerifyArgs,
};
use super::help;
use super::limits::LimitArgs;
pub(super) use super::plan_args::Overwriting;
pub(super) use super::shared_args::{Inputs, Keeping, Proving, Telling};

/// Pares AWS IAM policies down to what is used, and proves that it did so rightly.
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
    /// With --version: also the commit, the Z3 that was loaded, and the built-in catalogue.
    #[arg(long, short, requires = "version")]
    pub verbose: bool,
    /// How much is read.
    #[command(flatten)]
    pub limits: LimitArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Recommend a refined policy, certify it, and print it.
    ///
    /// The recommended document goes to standard output and nothing else does; nothing at all if the policy
    /// should be detached, or if what was recommended could not be certified. Of several policies, or with
    /// `--plan`, it is the plan instead. What changes and why goes to standard error.
    #[command(after_long_help = help::RECOMMEND)]
    #[command(mut_arg("policy", |policy| policy.required(false).required_unless_present("policies")))]
    Recommend(RecommendArgs),
    /// Decide whether a recommended policy is right, whoever made it.
    ///
    /// All policies are judged together. Shows every obligation on the statements of each scope with its
    /// verdict, and a witness for each that does not hold; and whether what was denied still is.
    #[command(after_long_help = help::CERTIFY)]
    Certify(CertifyArgs),
    /// Check a certificate against the policies, without solver and without trust in what wrote it.
    ///
    /// Says `accepted`, or which row of it is wrong. Give the inputs that it was made with: the policies,
    /// what is unused, what is kept and the catalogue; with others it is rejected by their digests, and so is
    /// one that claims less than `--require`. Names in it (of its subject, the policies and the program) are
    /// labels that nobody checks. The exit code is 0 if it is accepted, 1 if it is rejected.
    #[command(after_long_help = help::VERIFY)]
    Verify(VerifyArgs),
    /// Work through many jobs: JSON lines in, JSON lines out in the same order.
    ///
    /// A job is `{"id": …, "policy": …, "unused": …}`; with `"recommended"`, that is certified (`null`: that
    /// the policy is detached) instead of something recommended. A line that is no job makes a line with
    /// `error`. The exit code is the worst of the lines: 2 if one is no job, else 1 if one is refuted, else
    /// 3 if one is unknown, else 4 if AWS would refuse one; but 3 in any case if the engines disagree on one.
    #[command(after_long_help = help::BATCH)]
    Batch(BatchArgs),
    /// Show what a newer catalogue does to a recommendation.
    ///
    /// Which actions that were published since does it allow, which does it miss that the original allows?
    /// Deny statements are not looked at: what they forbid may be allowed here. The exit code is 0 if the
    /// recommendation is exact by the newer catalogue too, else 1.
    #[command(after_long_help = help::DRIFT)]
    Drift(DriftArgs),
    /// Print the SHA-256 of a policy document, the same for every layout of it.
    ///
    /// It is that of the canonical text: no white space, keys in order, strings with the fewest escapes (as in RFC
    /// 8785), numbers as they are written. Take it of the document that was written and of what AWS's command
    /// prints of the policy that is stored, to see whether they are the same.
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
        /// The command that the page is about [default: paredown itself, with the list of its commands].
        command: Option<String>,
    },
}

impl Command {
    /// The same with the files that stand by themselves among those of the option that they belong to.
    pub(super) fn gathered(mut self) -> Self {
        match &mut self {
            Self::Recommend(args) => args.inputs.policy.append(&mut args.policies),
            Self::Certify(args) => args.recommended.append(&mut args.documents),
            _ => {}
        }
        self
    }

    /// How its result is printed; nothing of a command that has one shape only.
    pub(super) fn format(&self) -> Option<Format> {
        match self {
            Self::Recommend(args) => Some(args.format),
            Self::Certify(args) => Some(args.format),
            Self::Verify(args) => Some(args.format),
            Self::Drift(args) => Some(args.format),
            Self::Digest(args) => Some(args.format),
            Self::Catalogue(args) => Some(args.format),
            Self::Batch(_) | Self::Completions { .. } | Self::Man { .. } => None,
        }
    }
}
