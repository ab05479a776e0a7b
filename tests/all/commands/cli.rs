//! The program as its users see it: streams, exit codes, messages. Snapshots are in `tests/snapshots`.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::common::program::{assert_shape, run, shown};
use crate::common::{Case, paredown, paredown_command, text};
use serde_json::Value;

/// Runs the program in a case's folder.
fn run_in(case: &str, arguments: &str) -> Output {
    run(&Case::named(case).folder, arguments)
}

macro_rules! snapshot {
    ($name:literal, $out:expr) => {
        insta::with_settings!({
            filters => vec![
                (r"Z3 [0-9.]+", "Z3 [version]"),
                (r#""z3": "[0-9.]+""#, r#""z3": "[version]""#),
                (r#""paredown": "[0-9.]+""#, r#""paredown": "[version]""#),
                (r"/(?:[\w.-]+/)*\.tmp\w+", "[folder]"),
            ],
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $out) });
    };
}

const CASE: &str = "several-statements";
const INPUTS: &str = "-p policy.json -u unused.json -c catalogue.json";

#[test]
fn recommend_prints_the_document_and_explains_on_standard_error() {
    snapshot!("recommend", shown(&run_in(CASE, &format!("recommend {INPUTS}"))));
}

#[test]
fn recommend_reports_as_json() {
    snapshot!("recommend-json", shown(&run_in(CASE, &format!("recommend {INPUTS} --format json"))));
}

#[test]
fn recommend_without_certifying_says_so() {
    let out = run_in(CASE, &format!("recommend {INPUTS} --no-certify"));
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(text(&out.stdout), Case::named(CASE).text("expected.json").unwrap());
    assert!(text(&out.stderr).contains("not certified (--no-certify)\n"), "{}", text(&out.stderr));
}

#[test]
fn detach_prints_no_document() {
    let out = run_in("detach", &format!("recommend {INPUTS}"));
    assert_eq!(text(&out.stdout), "");
    snapshot!("detach", shown(&out));
}

#[test]
fn detach_as_json_has_no_document() {
    let out = run_in("detach", &format!("recommend {INPUTS} --format json"));
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    let policy = &report["policies"][0];
    assert_eq!((&policy["outcome"], &policy["recommended"]), (&"detach".into(), &Value::Array(Vec::new())));
    assert_eq!(report["certification"]["verdict"], "proved");
}

#[test]
fn unchanged_prints_the_same_bytes() {
    let out = run_in("unchanged", &format!("recommend {INPUTS}"));
    assert_eq!(text(&out.stdout), Case::named("unchanged").text("policy.json").unwrap());
    snapshot!("unchanged", shown(&out));
}

#[test]
fn what_is_not_certified_is_not_printed() {
    let out = run_in("blog", "recommend -p policy.json -u unused.json --timeout 0.001");
    match out.status.code() {
        Some(0) => assert!(!out.stdout.is_empty()),
        code => {
            assert_eq!(code, Some(3));
            assert_eq!(text(&out.stdout), "");
            assert!(text(&out.stderr).contains("time-out"), "{}", text(&out.stderr));
        }
    }
}

#[test]
fn certify_shows_every_obligation() {
    snapshot!("certify", shown(&run_in(CASE, &format!("certify {INPUTS} -r expected.json"))));
}

#[test]
fn certify_shows_witnesses() {
    let arguments =
        "certify -p policy.json -u unused.json -c catalogue-2024.json -r mutants/widened-by-a-word.json";
    snapshot!("certify-refuted", shown(&run_in("blog", arguments)));
}

#[test]
fn certify_reports_as_json() {
    let arguments =
        "certify -p policy.json -u unused.json -c catalogue-2024.json -r mutants/pattern-dropped.json";
    snapshot!("certify-json", shown(&run_in("blog", &format!("{arguments} --format json"))));
}

#[test]
fn certify_names_the_shape_of_its_input_on_standard_error_and_nothing_else() {
    for mutant in ["resource-widened", "resource-narrowed", "deny-dropped", "everything", "case-only"] {
        let arguments = format!("certify -p policy-with-deny.json -u unused.json -r mutants/{mutant}.json");
        let out = run_in("blog", &arguments);
        let shape = "unused: list of services with their unused actions\n";
        assert_eq!(text(&out.stderr), shape, "{mutant}");
    }
}

#[test]
fn the_catalogue_tells_what_it_is() {
    snapshot!("catalogue", shown(&run_in(CASE, "catalogue -c catalogue.json")));
    snapshot!("catalogue-json", shown(&run_in(CASE, "catalogue -c catalogue.json --format json")));
    snapshot!("catalogue-built-in", shown(&run_in(CASE, "catalogue")));
}

#[test]
fn the_catalogue_tells_what_a_pattern_matches() {
    snapshot!("catalogue-pattern", shown(&run_in(CASE, "catalogue sqs:*Queue")));
    snapshot!(
        "catalogue-pattern-json",
        shown(&run_in(CASE, "catalogue s3:getobject* -c catalogue.json --format json"))
    );
    snapshot!("catalogue-no-pattern", shown(&run_in(CASE, "catalogue GetObject")));
}

#[test]
fn standard_input_is_read_for_a_hyphen() {
    let case = Case::named("one-line");
    for stdin in ["policy.json", "unused.json"] {
        let given = |file: &'static str| if file == stdin { "-" } else { file };
        let mut command = paredown_command();
        command.current_dir(&case.folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.args([
            "recommend",
            "-p",
            given("policy.json"),
            "-u",
            given("unused.json"),
            "-c",
            "catalogue.json",
        ]);
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(case.text(stdin).unwrap().as_bytes()).unwrap();
        let out = child.wait_with_output().unwrap();
        assert_eq!(text(&out.stdout), case.text("expected.json").unwrap(), "{}", text(&out.stderr));
    }
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let coloured = |options: &str, variable: Option<(&str, &str)>| {
        let mut command = paredown_command();
        command.current_dir(Case::named(CASE).folder).envs(variable);
        let recommend = format!("recommend {INPUTS} {options}");
        let out = command.args(recommend.split_whitespace()).output().unwrap();
        // The document never has any.
        assert!(!out.stdout.contains(&0x1b));
        let mut command = paredown_command();
        command.current_dir(Case::named("blog").folder).envs(variable);
        let bad = format!("certify -p README.md -u unused.json -r expected.json {options}");
        let error = command.args(bad.split_whitespace()).output().unwrap();
        let escapes = [&out.stderr, &error.stderr].map(|stream| stream.contains(&0x1b));
        assert_eq!(escapes[0], escapes[1], "{options}: explanations and errors agree");
        escapes[0]
    };
    assert!(!coloured("", None));
    assert!(!coloured("", Some(("NO_COLOR", "1"))));
    assert!(!coloured("--color never", None));
    assert!(!coloured("--color auto", None));
    assert!(coloured("--color always", None));
}

#[test]
fn says_what_it_is_and_how_it_is_used() {
    let version = paredown(["--version"]);
    assert_eq!(text(&version.stdout), format!("paredown {}\n", env!("CARGO_PKG_VERSION")));
    for page in [
        &["--help"][..],
        &["recommend", "--help"],
        &["certify", "--help"],
        &["catalogue", "--help"],
        &["man"],
    ] {
        let out = paredown(page);
        assert_eq!(out.status.code(), Some(0));
        assert!(text(&out.stdout).len() > 200 && out.stderr.is_empty());
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert_eq!(paredown(["completions", shell]).status.code(), Some(0));
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let overview = paredown(["man"]);
    let commands: Vec<&str> = text(&overview.stdout)
        .lines()
        .filter_map(|line| line.strip_prefix(r"paredown\-")?.strip_suffix("(1)"))
        .collect();
    assert!(commands.len() > 5 && commands.contains(&"recommend"), "{commands:?}");
    for command in commands {
        let page = paredown(["man", command]);
        let title = format!(".TH paredown-{command} 1 ");
        assert!(page.status.success() && text(&page.stdout).contains(&title), "{command}");
        assert!(text(&page.stdout).contains(&format!(r"\fBparedown {command}\fR")), "{command}");
    }
    let unknown = paredown(["man", "recomend"]);
    assert_eq!((unknown.status.code(), text(&unknown.stdout)), (Some(2), ""));
    assert!(text(&unknown.stderr).contains("`recomend`"), "{}", text(&unknown.stderr));
}

#[test]
fn questions_to_z3_need_an_engine_that_asks_it() {
    let folder = tempfile::tempdir().unwrap();
    let questions = folder.path().join("questions");
    let arguments = format!("recommend {INPUTS} --engine automata --emit-smt {}", questions.display());
    let out = run_in(CASE, &arguments);
    assert_eq!(out.status.code(), Some(2));
    assert!(text(&out.stderr).contains("asks it nothing"), "{}", text(&out.stderr));
    assert!(!questions.exists());
    let out = run_in(CASE, &format!("recommend {INPUTS} --engine automata"));
    assert_eq!(out.status.code(), Some(0));
    assert!(text(&out.stderr).contains("; automata\n") && !text(&out.stderr).contains("Z3"));
}

#[test]
fn errors_are_json_where_a_report_was_to_be() {
    let out = run_in(CASE, "recommend --policy nowhere.json --unused unused.json --format json");
    assert_eq!(out.status.code(), Some(2));
    let report: serde_json::Value = serde_json::from_str(text(&out.stdout)).unwrap();
    assert_shape("error.schema.json", &report);
    assert!(report["error"]["message"].as_str().unwrap().contains("nowhere.json"), "{report}");
    assert!(text(&out.stderr).contains("nowhere.json"));
    // With the place, where there is one.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.json");
    std::fs::write(&path, "{\n  \"Statement\": 1}").unwrap();
    let command =
        format!("certify --policy {} {} --detached --format json", path.display(), "--unused unused.json");
    let out = run_in(CASE, &command);
    let report: serde_json::Value = serde_json::from_str(text(&out.stdout)).unwrap();
    assert_shape("error.schema.json", &report);
    assert_eq!((&report["error"]["line"], &report["error"]["exit"]), (&2.into(), &2.into()), "{report}");
}

#[test]
fn quiet_says_nothing_of_what_is_right() {
    let out = run_in(CASE, &format!("recommend {INPUTS} --quiet"));
    assert_eq!((out.status.code(), text(&out.stderr)), (Some(0), ""));
    assert_eq!(text(&out.stdout), Case::named(CASE).text("expected.json").unwrap());
}

#[test]
fn files_may_stand_by_themselves_where_a_tool_appends_them() {
    let others = "-u unused.json -c catalogue.json";
    for (named, appended) in [
        (format!("recommend {INPUTS}"), format!("recommend {others} policy.json")),
        (format!("certify {INPUTS} -r expected.json"), format!("certify {INPUTS} expected.json")),
    ] {
        let (named, appended) = (run_in(CASE, &named), run_in(CASE, &appended));
        assert_eq!(named.status.code(), Some(0), "{}", text(&named.stderr));
        assert_eq!((&named.stdout, &named.stderr), (&appended.stdout, &appended.stderr));
        assert_eq!(named.status, appended.status);
    }
    let without = run_in(CASE, &format!("recommend {others}"));
    assert_eq!(without.status.code(), Some(2));
}
