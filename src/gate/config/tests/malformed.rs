//! What is wrong has its place.

use super::read;

#[test]
fn what_is_wrong_has_its_place() {
    for (text, line, column, message, help) in CASES {
        let error = read(text).expect_err(text);
        assert_eq!((error.0, error.1, error.2.as_str()), (*line, *column, *message), "{text}");
        assert!(error.3.contains(help), "{text}: {}", error.3);
    }
}

type Case = (&'static str, usize, usize, &'static str, &'static str);

const CASES: &[Case] = &[
    ("verson = 1", 1, 1, "the configuration has no key `verson`", "did you mean `version`?"),
    ("version = 2", 1, 11, "there is no version `2` of this file", "`version = 1`"),
    ("version = \"1\"", 1, 11, "`version` must be a decimal number, found a string", "without quotes"),
    ("version = 0x1", 1, 11, "`version` must be a decimal number, found an integer", "without quotes"),
    ("gate = 1", 1, 8, "`gate` must be a table, found an integer", "`paths`"),
    ("[gate]\nzzz = 1\npath = 1\naaa = 2", 2, 1, "`gate` has no key `zzz`", "it can be one of `paths`"),
    ("[gate]\npaths = \"iam\"", 2, 9, "`paths` must be a list, found a string", "in brackets"),
    ("[gate]\npaths = []", 2, 9, "`paths` is an empty list", "leave it out"),
    ("[gate]\npaths = [1]", 2, 10, "each element of `paths` must be a string, found an integer", "in quotes"),
    ("[gate]\npaths = [\"a\", \" \"]", 2, 15, "each element of `paths` is empty", "leave it out"),
    ("[gate]\npaths = [\"/iam\"]", 2, 10, "`/iam` matches no path", "relative"),
    ("[gate]\npaths = [\"../iam\"]", 2, 10, "`../iam` matches no path", "relative"),
    ("[gate]\npaths = [\"./iam\"]", 2, 10, "`./iam` matches no path", "relative"),
    ("[gate]\npaths = [\"iam/\"]", 2, 10, "`iam/` matches no path", "`/**`"),
    ("[gate]\npaths = ['iam\\*']", 2, 10, "`iam\\*` has a `\\`", "`[*]`"),
    (
        "[gate]\npaths = [\"é/[aü]\"]",
        2,
        10,
        "`é/[aü]` has a character in brackets that is not ASCII",
        "{ä,ö}",
    ),
    (
        "[gate]\nexclude = [\"a[\"]",
        2,
        12,
        "`a[` is not a glob: unclosed character class; missing ']'",
        "brackets",
    ),
    (
        "[gate]\nexclude = [\"{a\"]",
        2,
        12,
        "`{a` is not a glob: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)",
        "",
    ),
    ("[gate]\nengine = \"z3\"", 2, 10, "there is no engine `z3`", "`smt`, `automata`, `both`"),
    ("[gate]\nengine = \"Smt\"", 2, 10, "there is no engine `Smt`", "did you mean `smt`?"),
    ("[gate]\ncatalogue = \"-\"", 2, 13, "standard input has no place here", "name a file"),
    ("[gate]\ncatalogue = [\"a\"]", 2, 13, "`catalogue` must be a string, found a list", "in quotes"),
    ("[gate]\nkeep = [\"s3\"]", 2, 9, "`s3` is not an action", ""),
    ("[gate]\nkeep = [\"s3:*\", \"S3:Get Object\"]", 2, 17, "`S3:Get Object` is not an action", ""),
    ("[gate]\nkeep = [\"s3:* # all\"]", 2, 9, "`s3:* # all` is not an action", "a service"),
    ("[gate]\nkeep = [\" s3:*\"]", 2, 9, "` s3:*` is not an action", "a service"),
    (
        "[gate]\nallow-unchecked = \"yes\"",
        2,
        19,
        "`allow-unchecked` must be `true` or `false`, found a string",
        "",
    ),
    (
        "[gate.rules]\nno-new-acess = \"error\"",
        2,
        1,
        "the table of rules has no key `no-new-acess`",
        "did you mean `no-new-access`?",
    ),
    ("[gate.rules]\nfits = \"fatal\"", 2, 8, "`fatal` is not a level", "`error`, `warning`, `note`, `off`"),
    ("[gate.rules]\nfits = false", 2, 8, "`fits` must be a string, found a Boolean", "in quotes"),
    ("[gate.path]\npaths = [\"a\"]", 1, 1, "`path` must be a list of tables, found a table", "two brackets"),
    ("[[gate.path]]\npaths = [\"a\"]", 1, 1, "`gate.path` needs both `paths` and `rules`", "sandbox"),
    (
        "[[gate.path]]\nrules = { fits = \"off\" }",
        1,
        1,
        "`gate.path` needs both `paths` and `rules`",
        "sandbox",
    ),
    ("[[gate.suppress]]\nreason = \"x\"", 1, 1, "the suppression has no `rule`", "no-new-access"),
    ("[[gate.suppress]]\nrule = \"fist\"", 2, 8, "there is no rule `fist`", "did you mean `fits`?"),
    (
        "[[gate.suppress]]\nrule = \"suppressions\"",
        2,
        8,
        "what this rule finds cannot be suppressed",
        "level",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\nrules = [\"fits\"]",
        3,
        9,
        "the suppression has both `rule` and `rules`",
        "",
    ),
    ("[[gate.suppress]]\nrules = []", 2, 9, "`rules` is an empty list", ""),
    (
        "[[gate.suppress]]\nrule = \"fits\"\nowner = \"o\"\nreason = \"r\"",
        1,
        1,
        "this suppresses every finding of its rules",
        "`fingerprint`",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\", \"**/*\"]\npolicy = \"*\"\nactions = [\"*:*\"]",
        1,
        1,
        "this suppresses every finding of its rules",
        "set its level",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nreason = \"r\"",
        1,
        1,
        "the suppression has no `owner`",
        "security@example.com",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"o\"",
        1,
        1,
        "the suppression has no `reason`",
        "",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"\"\nreason = \"r\"",
        4,
        9,
        "`owner` is empty",
        "",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"o\"\nreason = \" \"",
        5,
        10,
        "`reason` is empty",
        "",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\nfingerprint = \"xyz\"",
        3,
        15,
        "`xyz` is not a fingerprint",
        "report",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npath = [\"a\"]",
        3,
        1,
        "a suppression has no key `path`",
        "did you mean `paths`?",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"o\"\nreason = \"r\"\nexpires = \"2027-01-31\"",
        6,
        11,
        "`expires` must be a day, found a string",
        "without quotes",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"o\"\nreason = \"r\"\nexpires = 2027-01-31T10:00:00Z",
        6,
        11,
        "`expires` must be a day, found a date or time",
        "without a time",
    ),
    (
        "[[gate.suppress]]\nrule = \"fits\"\npaths = [\"a\"]\nowner = \"o\"\nreason = \"r\"\nexpires = 10:00:00",
        6,
        11,
        "`expires` must be a day, found a date or time",
        "without a time",
    ),
];

#[test]
fn what_is_not_toml_has_its_place_too() {
    for (text, line, column) in [
        ("version = ", 1, 11),
        ("[gate\n", 1, 6),
        ("[gate]\npaths = [\"a\"\n", 2, 13),
        ("version = 1\nversion = 1", 2, 1),
        ("[gate]\n[gate]", 2, 2),
        ("[[gate.suppress]]\nexpires = 2027-02-30", 2, 11),
        ("version = 1 é", 1, 11),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.2.starts_with("this is not TOML: "), "{text}: {}", error.2);
        assert_eq!((error.0, error.1), (line, column), "{text}: {}", error.2);
    }
}

#[test]
fn malicious_files_are_refused_in_time() {
    let begin = std::time::Instant::now();
    let many = |text: &str| text.repeat(200_000);
    for text in [
        format!("paths = {}", many("[")),
        format!("paths = {}", many("{a=")),
        format!("{} = 1", many("a.") + "a"),
        format!("[gate]\npaths = [\"{}\"]", many("{")),
        format!("[gate]\npaths = [\"{}\"]", "{a,".repeat(300) + &"}".repeat(300)),
        format!("[gate]\npaths = [\"{}\"]", "{*a,*b}".repeat(142)),
        format!("[[gate.suppress]]\nrule = \"fits\"\npolicy = \"{}\"", many("*a")),
    ] {
        let _ = read(&text).map(|config| config.reads(&"a/".repeat(10_000)));
    }
    // Stars that cross take no more than linear time.
    let config = read(&format!("[gate]\npaths = [\"{}b\"]", "*a".repeat(400))).unwrap();
    assert!(!config.reads(&"a".repeat(100_000)));
    assert!(begin.elapsed().as_secs() < 60);
}
