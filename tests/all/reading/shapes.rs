//! Files in the shapes that people have at hand, as the program reads or names them: those of `../shared` with
//! the right answer for each, and the messages about files that must not be shown.

use std::fs;
use std::process::Command;

use crate::common::corpus::shared;
use crate::common::{paredown_command, text};

#[test]
fn the_shapes_of_the_corpus_are_read_or_named() {
    let (Some(cases), Some(run)) = (shared("corpus/shapes/cases.json"), shared("corpus/faults/run.py"))
    else {
        return;
    };
    let out =
        Command::new("python3").arg(run).arg(env!("CARGO_BIN_EXE_paredown")).arg(cases).output().unwrap();
    let (said, errors) = (text(&out.stdout), text(&out.stderr));
    // Refused when the cases were made; since then the policies of the finding's principal are read out of it.
    let is_read_now = |line: &&str| line.starts_with("policy p09_gaad.json | exit 0, not [2] ");
    assert_eq!(said.lines().filter(is_read_now).count(), 1, "{said}{errors}");
    let right = said.lines().filter(|line| line.ends_with(" ok")).count();
    assert!(right >= 99, "{right} cases\n{said}{errors}");
    let wrong: Vec<&str> = said.lines().filter(|line| line.contains(" | ") && !is_read_now(line)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_of_the_corpus_gets_an_answer_that_says_what_would_do() {
    let Some(folder) = shared("corpus/shapes") else { return };
    let policy = folder.join("policy.json");
    let finding = folder.join("u00_cli.json");
    let mut files = 0;
    for sub in ["", "sdk", "dump"] {
        for entry in fs::read_dir(folder.join(sub)).unwrap() {
            let file = entry.unwrap().path();
            if file.is_dir() || file.ends_with("cases.json") {
                continue;
            }
            files += 1;
            for arguments in [
                "recommend --policy FILE --unused FINDING --no-certify",
                "recommend --policy POLICY --unused FILE --no-certify",
                "certify --policy POLICY --unused FINDING --recommended FILE --engine automata",
            ] {
                let place = |argument: &str| match argument {
                    "FILE" => file.clone(),
                    "POLICY" => policy.clone(),
                    "FINDING" => finding.clone(),
                    _ => argument.into(),
                };
                let out = paredown_command().args(arguments.split(' ').map(place)).output().unwrap();
                let (code, said) = (out.status.code().unwrap(), text(&out.stderr));
                assert!(code <= 3, "{}: exit {code}\n{said}", file.display());
                if code == 2 {
                    let helps = said.contains("help: ") || said.contains("give ");
                    assert!(helps, "{}\n{said}", file.display());
                }
                assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "{said:?}");
            }
        }
    }
    assert!(files > 100, "{files} files");
}

/// Nothing of a file that is not one of the expected kinds is shown, whatever it is given as.
#[test]
fn a_file_that_is_none_of_ours_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "p.json",
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#,
    );
    write("u.txt", "s3:GetObject\n");
    for secret in [
        "hidden-secret",
        "Hunter2Secret\n",
        "hunter2\n",
        "8675309-hidden-secret\n",
        "true-hidden-secret\n",
        "TOKEN=hidden-secret\u{0}PATH=/bin:hidden-secret\u{0}",
        "password: hidden-secret\n",
        "[default]\naws_secret_access_key = hidden-secret\n",
        "root:x:0:0:hidden-secret:/root:/bin/sh\n",
        "# hidden-secret\nexport hidden-secret=hidden-secret\n",
        "lambda hidden-secret/hidden-secret\n",
        "12345678 hidden-secret\n",
        "%7Chidden-secret\n",
        "-----BEGIN PRIVATE KEY-----\nhidden-secret\n",
        "machine example.com login hidden-secret password hidden-secret\n",
        "\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c}\u{8a9e}\u{65e5}\u{672c} hidden-secret\n",
    ] {
        write("x", secret);
        for arguments in [
            "recommend --policy x --unused u.txt",
            "recommend --policy p.json --unused x",
            "recommend --policy p.json --unused u.txt --keep-file x",
            "recommend --policy p.json --unused u.txt --catalogue x",
            "certify --policy p.json --unused u.txt --recommended x",
            "batch x",
        ] {
            let out =
                paredown_command().current_dir(folder.path()).args(arguments.split(' ')).output().unwrap();
            let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
            assert_eq!(out.status.code(), Some(2), "{arguments}\n{secret}\n{said}");
            let beginning: String = secret.chars().take(6).collect();
            for hidden in ["hidden-secret", &beginning, &beginning.escape_unicode().to_string()] {
                assert!(!said.contains(hidden), "{arguments}\n{hidden}\n{said}");
            }
        }
    }
}
