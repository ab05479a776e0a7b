//! Outcomes for the tests of formats: one with everything there is, hostile ones, and large ones.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_oneof};
use proptest::sample::select;

use crate::gate::{
    Certainty, Change, Finding, Level, NewAccess, Outcome, Place, PolicyChange, Rule, SuppressedBy,
    Suppression,
};
use crate::model::AccessLevel;

pub(in crate::report) fn place(file: &str, start: (usize, usize), end: (usize, usize), line: &str) -> Place {
    Place { file: file.into(), start, end, line: line.into() }
}

/// In a policy's one line.
fn here(file: &str, line: usize) -> Place {
    place(file, (line, 7), (line, 15), "      s3:Put*  # of `all`")
}

pub(in crate::report) fn finding(number: usize, rule: Rule, level: Level, certainty: Certainty) -> Finding {
    Finding {
        rule,
        level,
        certainty,
        message: format!("finding {number} about `s3:PutObject`"),
        reason: None,
        policy: "iam/app.yaml: AppRole.Policies[Read]".into(),
        place: here("iam/app.yaml", number),
        allowed: Vec::new(),
        fingerprint: format!("{number:016x}"),
        suppressed: None,
    }
}

pub(in crate::report) fn access(action: &str, level: AccessLevel, line: usize) -> NewAccess {
    NewAccess {
        action: action.into(),
        known: true,
        level,
        resource: format!("arn:aws:x:::of/{action}"),
        context: BTreeMap::new(),
        statement: format!("Statement[{line}]"),
        scope: String::new(),
        place: here("iam/app.yaml", line),
    }
}

/// Actions of each access level: one, two, three and so on; twelve that read.
pub(in crate::report) fn accesses() -> Vec<NewAccess> {
    let mut all = Vec::new();
    for (number, level) in AccessLevel::ALL.into_iter().enumerate() {
        let count = if level == AccessLevel::Read { 12 } else { number + 1 };
        all.extend((0..count).map(|one| access(&format!("s{number}:Action{one}"), level, one + 1)));
    }
    let last = all.last_mut().unwrap();
    last.known = false;
    last.statement = "AllowAll".into();
    last.context = BTreeMap::from([
        ("aws:sourceip".into(), vec!["10.0.0.1".into(), "10.0.0.2".into()]),
        ("aws:multifactorauthpresent".into(), vec![]),
    ]);
    all
}

fn suppression(source: SuppressedBy, expires: Option<&str>) -> Suppression {
    let expires = expires.map(Into::into);
    Suppression { owner: "team-a".into(), reason: "until the move".into(), expires, source }
}

/// Every rule, level, certainty, access level, change and suppression.
pub(in crate::report) fn rich() -> Outcome {
    let mut findings = Vec::new();
    let certainties = [Certainty::Shown, Certainty::Open];
    for (number, rule) in Rule::ALL.into_iter().enumerate() {
        for (next, level) in [Level::Error, Level::Warning, Level::Note].into_iter().enumerate() {
            let certainty = certainties[(number + next) % 2];
            findings.push(finding(3 * number + next + 1, rule, level, certainty));
        }
    }
    findings[0].allowed = accesses();
    findings[1].reason = Some("the parameter `Bucket` is filled in at deployment".into());
    findings[2].reason = Some("name the bucket".into());
    findings[3].place =
        place("iam/zoo and more.json", (2, 3), (4, 1), "  \"Statement\": [{\"Sid\": \"Äpfel\"}]");
    findings[3].policy = "iam/zoo and more.json".into();
    findings[4].suppressed = Some(suppression(SuppressedBy::Configuration, Some("2027-01-31")));
    findings[5].suppressed = Some(suppression(SuppressedBy::Accepted, None));
    findings[21].suppressed = Some(suppression(SuppressedBy::Accepted, None));
    findings[22].suppressed = Some(suppression(SuppressedBy::Accepted, None));
    findings[23].suppressed = Some(suppression(SuppressedBy::Accepted, None));
    let policy = |policy: &str, change| PolicyChange { policy: policy.into(), change };
    let policies = vec![
        policy("iam/app.yaml: AppRole.Policies[Read]", Change::Edited),
        policy("iam/gone.json", Change::Removed),
        policy("iam/moved.json", Change::Moved { from: "iam/old.json".into() }),
        policy("iam/new.json", Change::New),
        policy("iam/same.json", Change::Unchanged),
        policy("iam/zoo and more.json", Change::Edited),
    ];
    Outcome { findings, policies, files: (3, 4) }
}

/// What input may do to a format.
pub(in crate::report) const HOSTILE: [&str; 16] = [
    "a\n::error file=x::pwned\r\nb",
    "##[add-mask]secret %0A%25::",
    "<script>alert(1)</script> &amp; \"'",
    "| a | b |\\|",
    "@all @octo/team a@b.example #1 octo/repo#2 GH-3 :+1: 0123456789abcdef",
    "`` ` ``` a ```` \\`",
    "[click](https://evil.example) ![x](javascript:1) <https://evil.example> www.evil.example",
    "\u{202e}gnp.exe\u{2066}\u{200b}\u{feff}\u{2028}\u{61c}",
    "\u{1b}[31mred\u{1b}]0;title\u{7}\u{9b}31m\u{0}",
    "]]> --> <!-- <![CDATA[ <?xml ?>",
    "${aws:username} {0} {{1}} {",
    "</details></table><img src=x onerror=alert(1)>",
    "* a\n\n# b\n\n```\nc\n> d",
    "$\\frac{a}{b}$ ~~x~~ **y** _z_",
    "\u{fffe}\u{ffff}\u{1f600}\u{10ffff}",
    " ,;:% %2C\t ",
];

/// Any text, with a liking for what may do something.
pub(in crate::report) fn any_text() -> impl Strategy<Value = String> {
    let token = prop_oneof![
        select(HOSTILE.to_vec()).prop_map(str::to_owned),
        select(vec![
            "::", "##[", "`", "``", " ", "\n", "\r", "@", "#", "<", "&lt;", "]]>", "](", "{", "}", "{0}",
            "|", "\\", "%", "%0A", "www.", "\u{202e}", "\t", "-", "...", "a", "b1", "…",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[a-f0-9-]{1,8}",
    ];
    vec(token, 1..12).prop_map(|tokens| tokens.concat())
}

/// A hostile text in every place of an outcome.
pub(in crate::report) fn hostile(text: &str) -> Outcome {
    let owned = || text.to_owned();
    let place = place(text, (1, 1), (1, 2), text);
    let allowed = NewAccess {
        action: owned(),
        known: false,
        level: AccessLevel::Write,
        resource: owned(),
        context: BTreeMap::from([(owned(), vec![owned(), owned()])]),
        statement: owned(),
        scope: String::new(),
        place: place.clone(),
    };
    let mut findings = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        for certainty in [Certainty::Shown, Certainty::Open] {
            findings.push(Finding {
                rule: Rule::Forbid,
                level,
                certainty,
                message: owned(),
                reason: Some(owned()),
                policy: owned(),
                place: place.clone(),
                allowed: vec![allowed.clone()],
                fingerprint: "00ff".into(),
                suppressed: None,
            });
        }
    }
    let suppressed = Suppression {
        owner: owned(),
        reason: owned(),
        expires: Some(owned()),
        source: SuppressedBy::Accepted,
    };
    let first = findings[0].clone();
    findings.push(Finding { rule: Rule::Fits, suppressed: Some(suppressed), ..first });
    let policies = vec![
        PolicyChange { policy: owned(), change: Change::Moved { from: owned() } },
        PolicyChange { policy: owned(), change: Change::New },
    ];
    Outcome { findings, policies, files: (1, 1) }
}

/// So many findings, of which the first one newly allows so many actions.
pub(in crate::report) fn large(findings: usize, actions: usize) -> Outcome {
    let levels = [Level::Note, Level::Warning, Level::Error];
    let one = |number: usize| finding(number + 1, Rule::NoNewAccess, levels[number % 3], Certainty::Shown);
    let mut findings: Vec<Finding> = (0..findings).map(one).collect();
    let all = (0..actions)
        .map(|one| access(&format!("s:Action{one}"), AccessLevel::ALL[6 * one / actions.max(1)], one + 1));
    if let Some(first) = findings.first_mut() {
        first.level = Level::Error;
        first.allowed = all.collect();
    }
    Outcome { findings, policies: Vec::new(), files: (1, 1) }
}

thread_local! {
    /// Schemas that were read, by their paths.
    static SCHEMAS: RefCell<BTreeMap<String, (boon::Schemas, boon::SchemaIndex)>> = RefCell::default();
}

/// Fails unless a value has the shape of a schema, whose path begins at the root of the project.
#[track_caller]
pub(in crate::report) fn assert_valid(schema: &str, value: &serde_json::Value) {
    let read = || {
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler.enable_format_assertions();
        let path = format!("{}/{schema}", env!("CARGO_MANIFEST_DIR"));
        let index = compiler.compile(&path, &mut schemas);
        (schemas, index.unwrap_or_else(|error| panic!("{schema}: {error:#}")))
    };
    SCHEMAS.with_borrow_mut(|all| {
        let (schemas, index) = all.entry(schema.to_owned()).or_insert_with(read);
        if let Err(error) = schemas.validate(value, *index) {
            panic!("{schema}: {error:#}");
        }
    });
}
