//! Analyses made up for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use paredown::analyze::{
    AllowedAction, Analysis, Class, CredentialReport, CredentialState, Details, Evidence, Exception,
    Exclusion, Finding, FindingType, Period, Reason, Settings, ShownBy, Source, SourceKind, Statistics,
    Status, UnusedService,
};
use paredown::dashboard::{Analysed, Judged, Levels, Recommendation, Verdict, page};
use paredown::model::{AccessLevel, Action, Catalogue, Pattern, Time};
use paredown::parse::Diagnostic;
use paredown::parse::Source as Text;
use paredown_account::{LastUsed, Observability};

/// Text that would do something if it were ever taken for markup.
pub(super) const EVIL: &str =
    "</script><img src=x onerror=\"alert(1)\">'<!--\u{2028}\u{202e}${alert(2)}{{1+1}}&lt;b&gt;";

/// The time of all analyses.
pub(super) const END: &str = "2026-06-30T00:00:00Z";

/// All that a page is made of.
#[derive(Default)]
pub(super) struct Model {
    pub(super) analyses: Vec<Analysis>,
    pub(super) findings: Vec<Finding>,
    pub(super) before: Option<BTreeMap<String, Status>>,
    pub(super) recommendations: BTreeMap<String, Recommendation>,
}

impl Model {
    /// The page, with the built-in catalogue.
    pub(super) fn page(&self) -> String {
        let catalogue = Catalogue::embedded().unwrap();
        let settings = Settings {
            catalogue: &catalogue,
            period: Period { days: 90, end: time(END) },
            evidence: Evidence::Strict,
            exclude_tags: Vec::new(),
            exclude: Vec::new(),
            exceptions: Vec::new(),
            observable: Observability::default(),
        };
        let analysed = Analysed {
            settings: &settings,
            analyses: &self.analyses,
            findings: &self.findings,
            statistics: &Statistics::of(&self.findings),
            before: self.before.as_ref(),
            recommendations: &self.recommendations,
            files: &["findings.jsonl", "summaries.jsonl", "principals.jsonl", "statistics.json"],
        };
        page(&analysed).unwrap()
    }

    fn add(&mut self, analysis: Analysis) {
        self.findings.extend(analysis.findings.iter().cloned());
        self.analyses.push(analysis);
    }
}

pub(super) fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// A principal with these actions.
pub(super) fn principal(account: &str, name: &str, classes: Vec<(&str, Class)>) -> Analysis {
    let role = name.starts_with("role/");
    let classes = classes.into_iter().map(|(action, class)| {
        (AllowedAction { action: Action::new(action), known: true, granted_before: true }, class)
    });
    Analysis {
        arn: format!("arn:aws:iam::{account}:{name}"),
        account: account.to_owned(),
        role,
        is_used: true,
        last_used: LastUsed::At(time("2026-06-25T00:00:00Z")),
        has_credentials: !role,
        managed_by: None,
        excluded: None,
        credentials: Vec::new(),
        unnamed_keys: Vec::new(),
        exceptions: Vec::new(),
        unobserved: 0,
        classes: classes.collect(),
        findings: Vec::new(),
    }
}

/// An active finding about a principal, made at the end.
pub(super) fn finding(analysis: &Analysis, details: Details) -> Finding {
    Finding {
        id: Finding::own_id(&analysis.arn, &analysis.account, &details),
        resource: analysis.arn.clone(),
        account: analysis.account.clone(),
        role: analysis.role,
        details,
        sources: Vec::new(),
        status: Status::Active,
        created: time(END),
        updated: time(END),
    }
}

pub(super) const USED: Class = Class::Used(ShownBy::ActionReport);
pub(super) const UNUSED: Class = Class::Unused { shown_by: ShownBy::ActionReport, last: None };
pub(super) const UNTRACKED: Class = Class::Undecided(Reason::NotTracked);

fn recommendation(verdict: Verdict) -> Recommendation {
    Recommendation {
        folder: "principals/orders".to_owned(),
        files: ["recommended.json", "certificate.json", "plan.sh", "diff #1?.txt"].map(str::to_owned).to_vec(),
        verdict,
        reason: None,
        before: [(AccessLevel::List, 4), (AccessLevel::Read, 12), (AccessLevel::Write, 9)].into(),
        after: [(AccessLevel::List, 4), (AccessLevel::Read, 10), (AccessLevel::Write, 3)].into(),
        retire: Vec::new(),
        notes: vec!["Others who have the policy Orders keep it: arn:aws:iam::111122223333:role/other".to_owned()],
        diff: "--- a/Orders\n+++ b/Orders\n@@ -3,5 +3,4 @@\n   \"Action\": [\n-    \"sqs:*\"\n+    \"sqs:Send*\"\n   ]\n"
            .to_owned(),
        judgements: ["no-escalation", "unused-removed", "used-kept"]
            .map(|what| Judged { what: what.to_owned(), verdict: "proved".to_owned() })
            .to_vec(),
        digests: vec![("original Orders".to_owned(), "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9".to_owned())],
        plan: "1. create the policy Orders-pared\n2. attach it\n3. detach Orders\n".to_owned(),
    }
}

/// Two accounts with a principal of each kind, what an earlier analysis found, and recommendations.
pub(super) fn small() -> Model {
    let mut model = Model::default();
    let (one, two) = ("111122223333", "444455556666");
    let mut orders = principal(
        one,
        "role/team/orders",
        vec![
            ("s3:GetObject", UNTRACKED),
            ("sqs:DeleteQueue", UNUSED),
            ("sqs:ListQueues", USED),
            ("sqs:SendMessage", USED),
            ("sqs:TagQueue", UNUSED),
        ],
    );
    let actions = vec![("DeleteQueue".to_owned(), None), ("TagQueue".to_owned(), None)];
    let last = Some(time("2026-06-25T00:00:00Z"));
    let sqs = UnusedService { namespace: "sqs".to_owned(), actions: Some(actions), last };
    let mut own = finding(&orders, Details::Permissions(vec![sqs]));
    let report =
        |shown_by, covers| Source { kind: SourceKind::LastAccessed(shown_by), made: Some(time(END)), covers };
    own.sources = vec![report(ShownBy::ServiceReport, true), report(ShownBy::ActionReport, false)];
    orders.findings = vec![own];
    model.recommendations.insert(orders.arn.clone(), recommendation(Verdict::Proved));
    model.add(orders);

    let mut idle = principal(one, "role/idle", vec![("iam:CreateUser", UNUSED), ("iam:ListUsers", UNUSED)]);
    (idle.is_used, idle.last_used) = (false, LastUsed::Never);
    idle.findings = vec![finding(&idle, Details::Role(None))];
    let mut retire = recommendation(Verdict::Retire);
    (retire.retire, retire.judgements) = (vec!["role".to_owned()], Vec::new());
    (retire.diff, retire.before, retire.after) = (String::new(), Levels::new(), Levels::new());
    model.recommendations.insert(idle.arn.clone(), retire);
    model.add(idle);

    let mut linked =
        principal(one, "role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport", Vec::new());
    linked.excluded = Some(Exclusion::ServiceLinked);
    linked.last_used = LastUsed::NotSaid;
    model.add(linked);

    let mut alice =
        principal(two, "user/alice", vec![("ec2:RunInstances", Class::Undecided(Reason::Exception))]);
    let old = Some(time("2025-11-02T08:00:00Z"));
    alice.credentials = vec![
        CredentialReport { key: None, state: CredentialState::Used, last },
        CredentialReport {
            key: Some("AKIAALICE0000001".to_owned()),
            state: CredentialState::Unused,
            last: old,
        },
    ];
    alice.exceptions = vec![exception("platform", "used in emergencies")];
    alice.findings = vec![finding(&alice, Details::AccessKey("AKIAALICE0000001".to_owned(), old))];
    model.add(alice);

    // What an earlier analysis found, and is gone.
    let gone = principal(two, "user/gone", Vec::new());
    let mut left = finding(&gone, Details::Password(old));
    left.status = Status::Resolved;
    left.created = time("2026-03-01T00:00:00Z");
    let mut before: BTreeMap<String, Status> = [(left.id.clone(), Status::Active)].into();
    model.findings.push(left);
    before.extend(model.findings.iter().take(1).map(|one| (one.id.clone(), Status::Active)));
    model.before = Some(before);
    model
}

fn exception(owner: &str, reason: &str) -> Exception {
    Exception {
        principal: Pattern::new("arn:aws:iam::*:user/*"),
        actions: vec![Pattern::new("ec2:*")],
        owner: owner.to_owned(),
        reason: reason.to_owned(),
        until: time("2026-12-31T23:59:59Z"),
        place: (Arc::new(Text { name: "e.toml".into(), text: String::new() }), 0..0),
    }
}

/// The same with [`EVIL`] as every text that comes from others, wherever there may be any.
pub(super) fn evil() -> Model {
    let mut model = small();
    let mut all: Vec<Analysis> = Vec::new();
    for (number, analysis) in std::mem::take(&mut model.analyses).into_iter().enumerate() {
        let mut own = analysis.clone();
        own.arn = format!("{}-{number}-{EVIL}", analysis.arn);
        own.account = format!("{}{EVIL}", analysis.account);
        own.managed_by = Some(EVIL);
        for credential in &mut own.credentials {
            credential.key = Some(EVIL.to_owned());
        }
        own.exceptions = vec![Exception {
            principal: Pattern::new(EVIL),
            actions: vec![Pattern::new(EVIL)],
            ..exception(EVIL, EVIL)
        }];
        own.classes.push((
            AllowedAction {
                action: Action::new(format!("{EVIL}:{EVIL}")),
                known: false,
                granted_before: true,
            },
            UNUSED,
        ));
        let mut one = recommendation(Verdict::ALL[number % Verdict::ALL.len()]);
        one.folder = format!("principals/{}", EVIL.replace('/', ""));
        one.files = vec![EVIL.replace('/', ""), "../outside".to_owned(), "javascript:alert(3)".to_owned()];
        one.reason = Some(EVIL.to_owned());
        (one.retire, one.notes) = (vec![EVIL.to_owned()], vec![EVIL.to_owned()]);
        one.diff = format!("--- {EVIL}\n+++ {EVIL}\n+{EVIL}\n-{EVIL}\n");
        one.plan = format!("{EVIL}\n");
        one.judgements = vec![Judged { what: EVIL.to_owned(), verdict: format!("unknown: {EVIL}") }];
        one.digests = vec![(EVIL.to_owned(), EVIL.to_owned())];
        model.recommendations.insert(own.arn.clone(), one);
        let key = Details::AccessKey(EVIL.to_owned(), None);
        let services = vec![UnusedService { namespace: EVIL.to_owned(), actions: None, last: None }];
        own.findings = vec![finding(&own, key), finding(&own, Details::Permissions(services))];
        all.push(own);
    }
    all[2].excluded = Some(Exclusion::Tag(EVIL.to_owned()));
    let source = Arc::new(Text { name: EVIL.into(), text: EVIL.into() });
    let why = Arc::new(Diagnostic::error(&source, 0..1, EVIL, EVIL));
    let mut unread = principal("111122223333", &format!("role/{EVIL}"), Vec::new());
    unread.excluded = Some(Exclusion::NotJudged(why));
    all.push(unread);
    model.findings = all.iter().flat_map(|own| own.findings.clone()).collect();
    for finding in &mut model.findings {
        finding.id = format!("{EVIL}{}", finding.id);
    }
    model.analyses = all;
    model
}

/// So many principals of which hardly two are alike, each with a recommendation with long texts.
///
/// With `scattered`, neighbouring actions are of different classes, which takes most room.
pub(super) fn large(principals: usize, scattered: bool) -> Model {
    let catalogue = Catalogue::embedded().unwrap();
    let services: Vec<&str> = catalogue.services().collect();
    let mut random = 1_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let mut model = Model { before: Some(BTreeMap::new()), ..Model::default() };
    for number in 0..principals {
        let mut own: Vec<usize> = (0..12 + next(16)).map(|_| next(services.len())).collect();
        own.sort_unstable();
        own.dedup();
        let mut classes = Vec::new();
        let mut unused = Vec::new();
        for service in own {
            let kind = next(4);
            for entry in catalogue.service(services[service]) {
                let class = match if scattered { next(4) } else { kind } {
                    0 => USED,
                    1 => UNTRACKED,
                    2 => Class::Unused { shown_by: ShownBy::ServiceReport, last: None },
                    _ => UNUSED,
                };
                classes.push((entry.action.spelling(), class));
            }
            if kind > 1 {
                let last = Some(time("2025-09-30T00:00:00Z"));
                unused.push(UnusedService { namespace: services[service].to_owned(), actions: None, last });
            }
        }
        let kind = if number % 5 == 4 { "user" } else { "role" };
        let account = format!("{:012}", 100_000_000_000_u64 + u64::try_from(number % 14).unwrap());
        let mut analysis =
            principal(&account, &format!("{kind}/team-{}/principal-{number:04}", number % 40), classes);
        analysis.classes.sort_by(|(one, _), (other, _)| one.action.folded().cmp(other.action.folded()));
        analysis.findings = vec![finding(
            &analysis,
            match number % 7 {
                0 => Details::Role(None),
                3 if kind == "user" => Details::Password(None),
                4 if kind == "user" => Details::AccessKey(format!("AKIA{number:012}"), None),
                _ => Details::Permissions(unused),
            },
        )];
        let mut one = recommendation(Verdict::ALL[next(9).saturating_sub(4)]);
        one.folder = format!("principals/principal-{number:04}");
        one.diff = one.diff.repeat(60);
        one.plan = one.plan.repeat(60);
        one.judgements = (0..9 * 6)
            .map(|at| Judged { what: format!("no-escalation, statement {at}"), verdict: "proved".to_owned() })
            .collect();
        model.recommendations.insert(analysis.arn.clone(), one);
        model.add(analysis);
    }
    model.analyses.sort_by(|one, other| one.arn.cmp(&other.arn));
    model
}

/// How many findings there are of a type.
pub(super) fn of_type(model: &Model, kind: FindingType) -> usize {
    model.findings.iter().filter(|finding| finding.details.kind() == kind).count()
}
