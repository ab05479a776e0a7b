//! The commands: one file each. They read, call the library, print, and choose the exit code.

mod analyze;
mod args;
mod batch;
mod catalogue;
mod certificate;
mod certify;
mod choices;
mod command_args;
mod compare;
mod compare_args;
mod digest;
mod disagreement;
mod drafts;
mod drift;
mod edit;
mod edit_args;
mod emit;
mod evaluate;
mod evaluate_args;
mod exit;
mod failed;
mod failure;
mod findings;
mod folder;
mod gate;
mod gate_args;
mod help;
mod inputs;
mod interrupt;
mod io;
mod jobs;
mod limits;
mod lines;
mod output;
mod plan_args;
mod planning;
mod progress;
mod recommend;
mod remedy_args;
mod shared_args;
mod time;
mod verify;
mod version;

pub use args::Cli;
pub use exit::Exit;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, Parser as _};

use crate::parse;
use args::{Colour, Command, Format};
use failed::failed;
use failure::Failure;
use io::{explain, print};

/// What was found when the process began.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Whether standard output was closed.
    pub output_is_closed: bool,
}

/// Executes the command line of the process. From here on, Ctrl-C and SIGTERM end the process at once, with exit
/// codes 130 and 143.
pub fn start(found: Start) -> Exit {
    if let Err(error) = interrupt::watch() {
        return failed(&Failure::Other(format!("signals cannot be waited for: {error}")));
    }
    if found.output_is_closed {
        let message = "standard output is closed: give it a file, or `/dev/null` to do without the result";
        return failed(&Failure::Other(message.to_owned()));
    }
    match Cli::try_parse() {
        Ok(cli) => run(&Cli { command: cli.command.gathered(), ..cli }),
        Err(answer) => answered(&answer).unwrap_or_else(|failure| failed(&failure)),
    }
}

/// Prints clap's answer to a command line: help or the version as a result, or an error.
fn answered(answer: &clap::Error) -> Result<Exit, Failure> {
    let text = answer.render().ansi().to_string();
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    match answer.kind() {
        ErrorKind::DisplayVersion if version::in_full(arguments.iter().map(OsString::as_os_str)) => {
            print(&version::everything()?).map(|()| Exit::Proved)
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => print(&text).map(|()| Exit::Proved),
        _ => {
            explain(&text);
            Ok(Exit::BadInput)
        }
    }
}

/// Executes a command line.
pub fn run(cli: &Cli) -> Exit {
    let choice = match cli.color {
        Colour::Auto => anstream::ColorChoice::Auto,
        Colour::Always => anstream::ColorChoice::Always,
        Colour::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    parse::Limits::from(cli.limits).set();
    let run = || match &cli.command {
        Command::Recommend(args) => recommend::run(args),
        Command::Certify(args) => certify::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Batch(args) => batch::run(args, cli.limits.time),
        Command::Drift(args) => drift::run(args),
        Command::Evaluate(args) => evaluate::run(args, cli.limits.time),
        Command::Compare(args) => compare::run(args, cli.limits.time),
        Command::Gate(args) => gate::run(args),
        Command::Analyze(args) => analyze::run(args),
        Command::Findings(args) => findings::run(args),
        Command::Digest(args) => digest::run(args),
        Command::Catalogue(args) => catalogue::run(args),
        Command::Completions { shell } => completions(*shell),
        Command::Man { command } => manual(command.as_deref()),
    };
    // In a batch, the limit is for each job; and so it is for each request.
    let pairs = |args: &args::CompareArgs| args.pairs.is_some();
    let each = match &cli.command {
        Command::Batch(_) | Command::Evaluate(_) => true,
        Command::Compare(args) => pairs(args),
        _ => false,
    };
    let whole = cli.limits.time.filter(|_| !each);
    let done = time::within(whole, run);
    done.unwrap_or_else(|failure| {
        if cli.command.format() == Some(Format::Json) {
            // If that fails too, the failure is still on standard error.
            let _ = failure.print();
        }
        failed(&failure)
    })
}

fn completions(shell: clap_complete::Shell) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "paredown", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Proved)
}

fn manual(name: Option<&str>) -> Result<Exit, Failure> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // This gives the pages of the commands their names: `paredown-recommend`.
    program.build();
    let command = match name {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| {
            let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
            let name = crate::parse::visible(name);
            Failure::Other(format!("there is no command `{name}`: give one of {}", names.join(", ")))
        })?,
    };
    let mut page = Vec::new();
    let source = concat!("paredown ", env!("CARGO_PKG_VERSION"));
    let manual = clap_mangen::Man::new(command.clone()).source(source).manual("paredown");
    manual.render(&mut page).map_err(|error| Failure::output(&error))?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Proved)
}
