//! Command lines that are taken, and that are refused.

use super::*;
use crate::help::HELP;

fn asked(line: &str) -> Result<Asked, String> {
    parse(lexopt::Parser::from_args(line.split_whitespace()))
}

#[test]
fn takes_what_the_command_takes() {
    let line = "c.json -p a.json --policy=b -pc --unused u.json -r r.json --require exact --format json \
                --min-unused-days 90 --max-input-size 2kib --max-time 1.5 --color never --lenient --keep iam:*";
    let Ok(Asked::Check(command)) = asked(line) else { panic!("{:?}", asked(line)) };
    let Command { what: Verification::Recommendation(options), format, colour, limits, time } = *command
    else {
        panic!("a comparison");
    };
    let inputs = options.inputs;
    assert_eq!(inputs.policies, ["a.json", "b", "c"].map(PathBuf::from));
    assert_eq!((options.require, format, colour), (Requirement::Exact, Format::Json, Colour::Never));
    assert_eq!((limits.size, time), (2_048, Some(Duration::from_millis(1_500))));
    assert_eq!((inputs.min_unused_days, inputs.strictness), (Some(90), Strictness::Lenient));
    assert_eq!(inputs.keeping.patterns, ["iam:*"]);
}

#[test]
fn refuses_what_makes_no_sense() {
    for (line, why) in [
        ("-p p -u u", "the certificate is missing"),
        ("c -u u", "--policy is missing"),
        ("c -p p", "--unused is missing"),
        ("c -p p -u u d", "`d` is one argument too many"),
        ("c -p p -u u --engine smt", "there is no option `--engine`"),
        ("c -p p -u u -r r --detached", "--detached and --recommended contradict each other"),
        ("c -p p -u u --account a --skip-usage", "--account and --skip-usage contradict each other"),
        ("c -p p -u u --last-accessed f", "--last-accessed: `f`: expected ARN=FILE"),
        ("c -p p -u", "-u needs a value"),
        (
            "c -p p -u u --require all",
            "--require: `all`: expected one of safe, exact, least-general, not-wider",
        ),
        ("c -p p -u u --require equivalent", "--require equivalent is for a comparison"),
        ("c -p p -u u --beside-others", "--beside-others is for a comparison"),
        ("c --baseline a", "--candidate is missing"),
        ("c --candidate a", "--baseline is missing"),
        ("c --baseline a --candidate b -p p", "--baseline and --policy contradict each other"),
        ("c --baseline a --candidate b --require exact", "--require exact is for a recommendation"),
        ("c -p p -u u --max-nesting x", "--max-nesting: `x`: expected a number from 1 to"),
        ("c -p p -u u --lenient=yes", "unexpected argument for option '--lenient': \"yes\""),
    ] {
        let error = asked(line).unwrap_err();
        assert!(error.starts_with(why), "{line}: {error}");
    }
}

#[test]
fn every_option_is_in_the_help() {
    let text = include_str!("arguments.rs");
    let taken = text.split("match name {").nth(1).unwrap().split("_ => return").next().unwrap();
    let mut seen = 0;
    for option in taken.split('"').filter(|word| word.starts_with("--")) {
        assert!(HELP.contains(option), "{option}");
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}
