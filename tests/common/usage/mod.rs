//! Exports of accounts, certificates that rest on them, and changes to both.

mod changes;
pub mod random;
pub mod twin;

use std::sync::Arc;

use paredown::analyze::{Analysis, Class, Evidence, Observability, Period, Settings, analyze};
use paredown::certificate::format::Certificate;
use paredown::certificate::kernel::{Document, Exports, Inputs, verify, verify_usage};
use paredown::certificate::{Subject, UsageOf, write_with_usage};
use paredown::model::{Action, Catalogue, Pattern, UnusedSet};
use paredown::parse::{self, Source};
use paredown::prove::Requirement;
use paredown::recommend::{Mode, recommend};
use paredown_account::{Account, File, export};
use serde_json::{Value, json};

use super::{edited, policy};

/// The time at which all of them are looked at.
pub const NOW: &str = "2026-06-30T00:00:00Z";

/// What was exported of one principal, as JSON.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The answer of get-account-authorization-details, with one user or role.
    pub details: Value,
    /// The report of last accessed services.
    pub report: Option<Value>,
    /// The table of what can be observed.
    pub observable: Value,
}

impl Exported {
    /// Its user or role.
    pub fn principal(&self) -> &Value {
        let of = |list: &str| self.details[list].as_array().and_then(|all| all.first());
        of("RoleDetailList").or_else(|| of("UserDetailList")).unwrap()
    }

    /// Its ARN.
    pub fn arn(&self) -> &str {
        self.principal()["Arn"].as_str().unwrap()
    }

    /// The files with their names; both name the principal.
    pub fn files(&self) -> Vec<(String, String)> {
        let report = self.report.as_ref();
        let report = report.map(|report| json!({"arn": self.arn(), "report": report}).to_string());
        let details = Some(("d.json".to_owned(), self.details.to_string()));
        details.into_iter().chain(report.map(|report| ("r.json".to_owned(), report))).collect()
    }

    pub fn account(&self) -> Account {
        let file = |(name, text): (String, String)| {
            let source = Arc::new(Source { name, text });
            let export = export(&source).unwrap_or_else(|error| panic!("{error}\n{}", source.text));
            File { source, export, principal: None }
        };
        Account::gather(self.files().into_iter().map(file).collect(), "a").unwrap().account
    }

    pub fn observability(&self) -> Observability {
        let source = Source { name: "o.json".to_owned(), text: self.observable.to_string() };
        Observability::read(&Arc::new(source)).unwrap()
    }
}

/// A certificate that rests on exports.
#[derive(Clone)]
pub struct Step {
    pub exported: Exported,
    /// The principal's policies, and what is recommended for each.
    pub texts: Vec<String>,
    pub recommended: Vec<Vec<String>>,
    /// What is unused: actions, and services as `service:*`.
    pub unused: Vec<String>,
    pub keep: Vec<String>,
    pub certificate: Certificate,
}

/// The unused set of some names.
pub fn unused_of(names: &[String], keep: &[String]) -> UnusedSet {
    let mut set = UnusedSet::default();
    for name in names {
        match name.strip_suffix(":*") {
            Some(service) => set.add_service(service),
            None => set.add_action(Action::new(name)),
        }
    }
    set.keep_all(keep.iter().map(Pattern::new));
    set
}

/// How an account is analysed.
pub fn settings<'a>(
    exported: &Exported,
    catalogue: &'a Catalogue,
    evidence: Evidence,
    days: u32,
) -> Settings<'a> {
    Settings {
        catalogue,
        period: Period { days, end: NOW.parse().unwrap() },
        evidence,
        exclude_tags: Vec::new(),
        exclude: Vec::new(),
        exceptions: Vec::new(),
        observable: exported.observability(),
    }
}

/// The names of what an analysis calls unused.
pub fn called_unused(analysis: &Analysis) -> Vec<String> {
    let unused = analysis.classes.iter().filter(|(_, class)| matches!(class, Class::Unused { .. }));
    unused.map(|(allowed, _)| allowed.action.spelling().to_owned()).collect()
}

impl Step {
    /// The certificate for what is recommended when some of what an analysis calls unused is unused. `choose` says of the
    /// analysis what is, and what is kept.
    pub fn new(
        exported: Exported,
        settings: &Settings<'_>,
        choose: impl FnOnce(&Analysis) -> (Vec<String>, Vec<String>),
    ) -> Result<Self, String> {
        let account = exported.account();
        let all = analyze(&account, settings);
        let analysis = all.iter().find(|one| one.arn == exported.arn()).unwrap();
        if let Some(why) = &analysis.excluded {
            return Err(why.name().to_owned());
        }
        let identity = account.details.identities.iter().find(|one| one.arn.value == analysis.arn).unwrap();
        let in_force = account.policies_of(identity).unwrap();
        let texts: Vec<String> =
            in_force.iter().map(|one| one.policy.document.text().trim_start().to_owned()).collect();
        let (unused, keep) = choose(analysis);
        let set = unused_of(&unused, &keep);
        let recommended: Vec<Vec<String>> = texts
            .iter()
            .map(|text| {
                let refined = recommend(&policy(text), &set, settings.catalogue, Mode::Shortest);
                edited(text, &refined).into_iter().collect()
            })
            .collect();
        let (originals, after) = documents(&texts, &recommended);
        let inputs = Inputs {
            originals: &originals,
            recommended: &after,
            unused: &set,
            catalogue: settings.catalogue,
        };
        let subjects: Vec<Subject> = recommended
            .iter()
            .map(|texts| Subject { name: "p".to_owned(), documents: vec!["r".to_owned(); texts.len()] })
            .collect();
        let usage = Some(UsageOf { analysis, account: &account, settings });
        let claims = [Requirement::LeastGeneral, Requirement::Exact, Requirement::Safe];
        let mut errors = Vec::new();
        let written = claims.into_iter().find_map(|claim| {
            let written = write_with_usage(&inputs, &subjects, (claim, Mode::Shortest), usage);
            written.map_err(|error| errors.push(error.to_string())).ok()
        });
        let certificate = written.ok_or_else(|| errors.join("; "))?;
        Ok(Self { exported, texts, recommended, unused, keep, certificate })
    }

    /// What the kernel says of the certificate without usage, and with it.
    pub fn answers(&self, catalogue: &Catalogue) -> (bool, bool) {
        let (originals, recommended) = documents(&self.texts, &self.recommended);
        let set = unused_of(&self.unused, &self.keep);
        let inputs = Inputs { originals: &originals, recommended: &recommended, unused: &set, catalogue };
        let (account, observable) = (self.exported.account(), self.exported.observability());
        let exports = Exports { account: &account, observable: &observable };
        let with = verify_usage(&self.certificate, &inputs, &exports);
        (verify(&self.certificate, &inputs).is_ok(), with.is_ok())
    }

    /// What the certificate says of usage, as JSON.
    pub fn usage(&self) -> Value {
        serde_json::to_value(self.certificate.predicate.usage.as_ref().unwrap()).unwrap()
    }

    /// The same with other words on usage; nothing if these have not the shape.
    pub fn saying(&self, usage: Value) -> Option<Self> {
        let mut changed = self.clone();
        changed.certificate.predicate.usage = Some(serde_json::from_value(usage).ok()?);
        Some(changed)
    }

    /// The same resting on other exports, of which it names the digests.
    pub fn resting_on(&self, exported: Exported) -> Self {
        let mut changed = self.clone();
        changed.exported = exported;
        let account = changed.exported.account();
        let identity = account.details.identities.first().unwrap();
        let files = account.files_of(identity);
        let mut usage = self.usage();
        let before = usage["exports"].as_array().unwrap().clone();
        for source in usage["sources"].as_array_mut().unwrap() {
            let at = usize::try_from(source["export"].as_u64().unwrap()).unwrap();
            let name = before.get(at).map_or("", |export| export["name"].as_str().unwrap());
            let now = files.iter().position(|file| file.name == name);
            source["export"] = now.unwrap_or(9).into();
        }
        let exports = files.iter().map(|file| json!({"name": file.name, "digest": {"sha256": file.sha256}}));
        usage["exports"] = exports.collect();
        usage["observable"] = json!({"sha256": changed.exported.observability().sha256()});
        changed.saying(usage).unwrap()
    }
}

/// Documents of which the kernel knows no digests.
fn documents(texts: &[String], recommended: &[Vec<String>]) -> (Vec<Document>, Vec<Vec<Document>>) {
    let one = |text: &String| Document {
        policy: parse::policy(&super::source(text)).unwrap().policy,
        sha256: "00".to_owned(),
    };
    (texts.iter().map(one).collect(), recommended.iter().map(|all| all.iter().map(one).collect()).collect())
}
