//! One line of the input: a job.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::answer::Failed;
use super::options::{self, Age};
use super::reading::{Reading, whole};
use crate::job::{self, KeepEntry, Original, Replacement, Settings};
use crate::lines::{Id, Item, Part, Spot, Start};
use crate::model::Principal;
use crate::parse::{self, Diagnostic, Located, Object, Source, Strictness, compacted};
use crate::report::json::batch::NAMES;

/// The help for something that is not a job.
const SHAPE: &str = "a job is `{\"id\": …, \"policy\": …, \"unused\": …}`";

/// The members of a job. Other members are passed through to the answer.
const MEMBERS: [&str; 8] =
    ["id", "policy", "policies", "unused", "recommended", "principal", "keep", "options"];

/// A job: `{"id", "policy" or "policies", "unused"}`, with `"recommended"` to certify only.
pub(super) struct Job<'a> {
    /// The identifier of the answer: a string or a number.
    pub(super) id: Id,
    /// What to do, and how.
    pub(super) what: job::Job,
    pub(super) settings: Settings<'a>,
    /// Whether it has `policies`, so that the answer has one part for each.
    pub(super) several: bool,
    /// What the user should look at in it.
    pub(super) warnings: Vec<Spot>,
    /// The unknown members, as they are written.
    pub(super) passed: Vec<(String, Box<RawValue>)>,
}

impl<'a> Job<'a> {
    /// Reads a job. `name` is the name of the input; the other arguments come from the command line.
    pub(super) fn read(
        item: &Item,
        name: &str,
        settings: Settings<'a>,
        age: Age,
        keep: &[KeepEntry],
    ) -> Result<Self, Box<Failed>> {
        let own = Part::whole(item, name).map_err(|spot| Failed::new(Id::default(), spot))?;
        let unread = |error: Diagnostic| Failed::new(Id::default(), own.spot(&error));
        let root = parse::json(&own.source, Strictness::Strict).map_err(unread)?;
        let object = Located::new(&root, &own.source).expect_object("a job").map_err(unread)?;
        let id = id(&object).map_err(unread)?;
        let mut reader = Reader {
            object: &object,
            own: &own,
            start: item.start,
            settings,
            age,
            reading: Reading::default(),
            warnings: Vec::new(),
        };
        match reader.job(keep) {
            Ok((job, several)) => {
                let passed = reader.passed();
                let Reader { settings, warnings, .. } = reader;
                Ok(Self { id, what: job, settings, several, warnings, passed })
            }
            Err(spot) => Err(Failed::new(id, *spot)),
        }
    }
}

/// Reads the members of a job one after the other.
struct Reader<'j, 'a> {
    object: &'j Object<'j>,
    /// The whole job.
    own: &'j Part,
    start: Start,
    settings: Settings<'a>,
    age: Age,
    reading: Reading,
    warnings: Vec<Spot>,
}

type Read<T> = Result<T, Box<Spot>>;

impl Reader<'_, '_> {
    /// The job, and whether it has `policies`.
    fn job(&mut self, keep: &[KeepEntry]) -> Read<(job::Job, bool)> {
        if let Some(options) = self.object.get("options") {
            let (mut settings, mut age) = (self.settings, self.age);
            self.read(options::take(options, &mut settings, &mut age))?;
            (self.settings, self.age) = (settings, age);
        }
        if let Some(stated) = self.object.get("principal") {
            let principal = self.read(principal(stated))?;
            let source = Arc::clone(&self.own.source);
            let asked = self.reading.asked(principal, &source);
            self.read(asked)?;
        }
        let (originals, several) = self.originals()?;
        let part = self.part("unused")?;
        let unused = self.reading.unused(&part.source, &originals, self.age);
        let unused = self.told(&part, unused)?;
        let recommended = self.recommended(&originals, several)?;
        let mut job = job::Job::new(originals, unused).of(self.reading.principal()).keeping(keep.to_vec());
        if let Some(list) = self.object.get("keep") {
            job = job.keeping(self.read(kept(list))?);
        }
        job.recommended = recommended;
        Ok((job, several))
    }

    fn originals(&mut self) -> Read<(Vec<Original>, bool)> {
        let Some(list) = self.object.get("policies") else {
            let part = self.part("policy")?;
            let found = self.reading.original(&part.source);
            return Ok((vec![self.told(&part, found)?], false));
        };
        if self.object.get("policy").is_some() {
            return self.read(Err(list.error("the job has `policy` and `policies`", "give one of them")));
        }
        let items = self.read(list.expect_list("`policies`"))?;
        if items.is_empty() {
            return self.read(Err(list.error("the job has no policies", "an empty list")));
        }
        let mut all: Vec<Original> = Vec::new();
        for (number, item) in items.into_iter().enumerate() {
            // In `{"name": …, "policy": …}`, the name is for a policy that does not state its own.
            let wrapper = item.object().filter(|one| one.get("policy").is_some());
            let (name, policy) = match &wrapper {
                Some(object) => {
                    self.read(object.expect_keys("an element of `policies`", &["name", "policy"]))?;
                    let name = object.get("name").map(|name| name.expect_string("`name`")).transpose();
                    (self.read(name)?, object.get("policy").unwrap_or(item))
                }
                None => (None, item),
            };
            let part = Part::new(&self.own.source, "policy", policy.span(), self.start);
            let found = self.reading.originals(&part.source, name, number + 1);
            for original in self.told(&part, found)? {
                if all.iter().any(|other| other.name == original.name) {
                    let message = format!("there are several policies called `{}`", original.name);
                    return self.read(Err(item.error(message, "the second of this name")));
                }
                all.push(original);
            }
        }
        Ok((all, true))
    }

    fn recommended(&mut self, originals: &[Original], several: bool) -> Read<Option<Vec<Vec<Replacement>>>> {
        let Some(given) = self.object.get("recommended") else { return Ok(None) };
        let part = self.part("recommended")?;
        let elements = given.items().filter(|_| several);
        let mut steps = Vec::new();
        if let Some(items) = elements {
            for item in items {
                let part = Part::new(&self.own.source, "recommended", item.span(), self.start);
                let found = self.reading.steps(&part.source);
                steps.extend(self.told(&part, found)?);
            }
        } else {
            let found = self.reading.steps(&part.source);
            steps = self.told(&part, found)?;
        }
        let replacements = self.reading.replacements(steps, originals, &part.source);
        self.told(&part, replacements).map(Some)
    }

    /// A member as a document of its own.
    fn part(&self, key: &str) -> Read<Part> {
        let Some(value) = self.object.get(key) else {
            let place = self.object.place();
            let error = place.error(format!("the job has no `{key}`"), format!("no `{key}` here"));
            return self.read(Err(error.with_help(SHAPE)));
        };
        Ok(Part::new(&self.own.source, key, value.span(), self.start))
    }

    /// The value, or the error at its place in the job.
    fn read<T>(&self, result: Result<T, Diagnostic>) -> Read<T> {
        result.map_err(|error| Box::new(self.own.spot(&error)))
    }

    /// The same for a part, including the warnings about it.
    fn told<T>(&mut self, part: &Part, result: Result<T, Diagnostic>) -> Read<T> {
        let read = result.map_err(|error| Box::new(part.spot(&error)))?;
        self.warnings.extend(self.reading.warnings.drain(..).map(|warning| part.spot(&warning)));
        Ok(read)
    }

    /// The unknown members, each on one line; warns of those named like a member of the answer.
    fn passed(&mut self) -> Vec<(String, Box<RawValue>)> {
        let mut passed = Vec::new();
        for member in self.object.members().filter(|member| !MEMBERS.contains(&member.name)) {
            if NAMES.contains(&member.name) {
                let message =
                    format!("`{}` is not passed through: answers have one of their own", member.name);
                let spot = self.own.spot(&whole(&self.own.source, message));
                let before = self.own.source.text.get(..member.name_span.start).unwrap_or_default();
                self.warnings.push(Spot { column: Some(before.chars().count() + 1), ..spot });
                continue;
            }
            let raw = member.value.raw();
            let raw = if raw.contains('\n') { compacted(raw) } else { raw.to_owned() };
            passed.extend(RawValue::from_string(raw).map(|value| (member.name.to_string(), value)));
        }
        passed
    }
}

fn id(object: &Object<'_>) -> Result<Id, Diagnostic> {
    let Some(id) = object.get("id") else {
        let error = object.place().error("the job has no `id`", "no `id` here");
        return Err(error.with_help(SHAPE));
    };
    Id::read(id)
}

fn principal(stated: Located<'_>) -> Result<Principal, Diagnostic> {
    let text = stated.expect_string("`principal`")?;
    Principal::of_arn(text).ok_or_else(|| {
        let error = stated.error(format!("`{text}` is not the ARN of a role, user or group"), "this one");
        error.with_help("write it like `arn:aws:iam::123456789012:role/Name`")
    })
}

/// The keep list: patterns, or `{"pattern": …, "reason": …}`.
fn kept(list: Located<'_>) -> Result<Vec<KeepEntry>, Diagnostic> {
    let mut all = Vec::new();
    for item in list.expect_list("`keep`")? {
        let object = item.object();
        let (pattern, reason) = match &object {
            Some(object) => {
                object.expect_keys("an element of `keep`", &["pattern", "reason"])?;
                let Some(pattern) = object.get("pattern") else {
                    return Err(item.error("an element of `keep` has no `pattern`", "no `pattern` here"));
                };
                let reason = object.get("reason").map(|reason| reason.expect_string("`reason`"));
                (pattern, reason.transpose()?)
            }
            None => (item, None),
        };
        let text = pattern.expect_string("a pattern of `keep`")?;
        let source = Arc::new(Source { name: "keep".to_owned(), text: text.to_owned() });
        let read = parse::keep(&source).map_err(|error| {
            let placed = pattern.error(error.message.clone(), "this one");
            error.help.iter().fold(placed, |placed, help| placed.with_help(help.as_str()))
        })?;
        let [only] = read.as_slice() else {
            return Err(pattern.error("this is not one pattern of actions", "this one"));
        };
        all.push(KeepEntry { pattern: only.clone(), reason: reason.map(str::to_owned) });
    }
    Ok(all)
}
