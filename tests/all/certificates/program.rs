//! `paredown-verify` answers like `paredown verify`: on both streams, and with its exit code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::common::program::{allow, ends, run, text};
use crate::common::root;

/// The program, built if necessary: cargo does not build it for tests of another package.
fn program() -> PathBuf {
    let folder = Path::new(env!("CARGO_BIN_EXE_paredown")).ancestors().nth(2).unwrap();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root()).args(["build", "--quiet", "--locked", "--offline", "-p", "paredown-verify"]);
    assert!(command.arg("--target-dir").arg(folder).status().unwrap().success());
    folder.join("debug/paredown-verify")
}

fn verify(program: &Path, folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null());
    command.output().unwrap()
}

#[test]
fn the_program_of_its_own_says_the_same() {
    let program = program();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let blog = root().join("tests/cases/blog");
    for file in ["policy.json", "unused.json"] {
        fs::copy(blog.join(file), path.join(file)).unwrap();
    }
    let recommend =
        "recommend -p policy.json -u unused.json --engine automata --certificate certificate.json";
    let out = ends(path, recommend, 0);
    let document = text(&out.stdout).to_owned();
    fs::write(path.join("recommended.json"), &document).unwrap();
    fs::write(path.join("other.json"), document.replace("s3:GetBucketAbac", "s3:GetBucketA*")).unwrap();
    fs::write(path.join("broken.json"), "{\"Version\": \u{1b}").unwrap();
    fs::create_dir(path.join("empty")).unwrap();
    let inputs = "certificate.json -p policy.json -u unused.json";
    for (arguments, code) in [
        (format!("{inputs} -r recommended.json"), 0),
        (format!("{inputs} -r recommended.json --format json"), 0),
        (format!("{inputs} -r recommended.json --require safe --lenient --max-time 60"), 0),
        (format!("{inputs} -r recommended.json --color always"), 0),
        (format!("{inputs} -r recommended.json --keep s3:*"), 1),
        (format!("{inputs} -r recommended.json --keep s3:* --format json"), 1),
        (format!("{inputs} -r other.json --color always"), 1),
        (format!("{inputs} --detached"), 1),
        (inputs.to_owned(), 2),
        (format!("{inputs} -r broken.json"), 2),
        (format!("{inputs} -r empty"), 2),
        (format!("{inputs} -r missing.json"), 2),
        (format!("{inputs} -r recommended.json --keep nothing"), 2),
        (format!("{inputs} -r recommended.json --max-input-size 9"), 2),
        (format!("{inputs} -r broken.json --format json"), 2),
        (format!("{inputs} -r missing.json --format json"), 2),
        (format!("{inputs} --format json"), 2),
        ("policy.json -p policy.json -u unused.json -r recommended.json".to_owned(), 2),
    ] {
        let (own, other) = (verify(&program, path, &arguments), run(path, &format!("verify {arguments}")));
        assert_eq!(own.status.code(), Some(code), "{arguments}: {}", text(&own.stderr));
        assert_eq!(own, other, "{arguments}");
    }
    // With what it says of usage, against the exports of an account.
    let account = root().join("examples/account");
    let analyze = format!(
        "analyze {} --as-of 2026-06-30T00:00:00Z --recommend --engine automata --output out",
        account.display()
    );
    ends(path, &analyze, 0);
    let place = "out/principals/orders";
    let inputs = format!(
        "{place}/proof/certificate.json -p {place}/proof/policies -u {place}/proof/unused.json -r {place} --as-of \
         2026-07-01T00:00:00Z"
    );
    let account = format!("--account {}", account.display());
    for (arguments, code) in [
        (inputs.clone(), 2),
        (format!("{inputs} --format json"), 2),
        (format!("{inputs} {account}"), 0),
        (format!("{inputs} {account} --format json"), 0),
        (format!("{inputs} --skip-usage"), 0),
        (format!("{inputs} --skip-usage --format json"), 0),
        (format!("{inputs} {account} --observable missing.json"), 2),
        (format!("{inputs} {account} --last-accessed arn:aws:iam::111122223333:role/orders=missing.json"), 2),
        (format!("{inputs} --account empty"), 2),
        (format!("{} {account}", inputs.replace("2026-07-01", "2026-06-29")), 1),
    ] {
        let (own, other) = (verify(&program, path, &arguments), run(path, &format!("verify {arguments}")));
        assert_eq!(own.status.code(), Some(code), "{arguments}: {}", text(&own.stderr));
        assert_eq!(own, other, "{arguments}");
    }
    // Errors of the command line are worded differently by each program.
    for arguments in [
        "comparison.json --baseline before.json --candidate after.json --require safe",
        "comparison.json --baseline before.json",
        "",
        "certificate.json",
        "certificate.json -p policy.json -u unused.json --engine smt",
    ] {
        assert_eq!(verify(&program, path, arguments).status.code(), Some(2), "{arguments}");
        assert_eq!(run(path, &format!("verify {arguments}")).status.code(), Some(2), "{arguments}");
    }
    for arguments in ["--help", "--version"] {
        assert_eq!(verify(&program, path, arguments).status.code(), Some(0), "{arguments}");
    }
}

#[test]
fn of_comparisons_it_says_the_same() {
    let program = program();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    for (name, action) in [("before.json", "s3:*"), ("after.json", "s3:Get*")] {
        fs::write(path.join(name), allow(action).to_string()).unwrap();
    }
    fs::write(path.join("unused.txt"), "s3:PutObject\n").unwrap();
    ends(path, "compare before.json after.json --engine automata --certificate comparison.json", 0);
    let sides = "comparison.json --baseline before.json --candidate after.json";
    for (arguments, code) in [
        (sides.to_owned(), 0),
        (format!("{sides} --format json"), 0),
        (format!("{sides} --beside-others --require not-wider --color always"), 0),
        (format!("{sides} --require equivalent"), 1),
        (format!("{sides} --require equivalent --format json"), 1),
        ("comparison.json --baseline after.json --candidate before.json".to_owned(), 1),
        (format!("{sides} --candidate c.json"), 2),
        ("before.json --baseline before.json --candidate after.json".to_owned(), 2),
        ("comparison.json -p before.json -u unused.txt -r after.json".to_owned(), 2),
    ] {
        let (own, other) = (verify(&program, path, &arguments), run(path, &format!("verify {arguments}")));
        assert_eq!(own.status.code(), Some(code), "{arguments}: {}", text(&own.stderr));
        assert_eq!(own, other, "{arguments}");
    }
}
